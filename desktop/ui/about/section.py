"""About LinkDue: version and age, what it is built with, and the link to the licences."""

from __future__ import annotations

import PySide6
from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.about.build import made_with, operating_system, this_build
from desktop.domain import beijing
from desktop.ui.about.licences_dialog import LicencesDialog
from desktop.ui.kit.buttons import CopyButton, PlainButton
from desktop.ui.kit.cards import Notice
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.shared.context import Context
from desktop.ui.theme.tokens import XS, L, S, Tone
from desktop.wording import about, moments
from desktop.wording.i18n import _, labelled


class AboutSection(QWidget):
    """The section about the program, in the help and in the settings.

    `renew` updates the age of the version.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._build = this_build()
        self.title = _("About LinkDue")
        self.setAccessibleName(self.title)
        self.version = PlainLabel("", Role.STRONG, selectable=True)
        self.advice = Notice(Tone.INFO, "")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(S)
        self.body.addWidget(PlainLabel(self.title, Role.TITLE))
        self.body.addWidget(self.version)
        self.body.addWidget(self.advice)
        self.body.addWidget(PlainLabel(about.updates(), selectable=True))
        self.body.addSpacing(S)
        self.body.addWidget(PlainLabel(_("Built with"), Role.STRONG))
        self.facts = self._facts()
        self.body.addLayout(_grid(self.facts))
        self.body.addSpacing(S)
        self.body.addWidget(PlainLabel(about.licence(), selectable=True))
        self.body.addWidget(self._buttons())
        self.body.addWidget(PlainLabel(about.names(), Role.SMALL))
        self.renew()

    def search_text(self) -> str:
        """Return the text that the search of the help looks in."""
        return "\n".join(label.text() for label in self.findChildren(PlainLabel))

    def renew(self) -> None:
        """Show how old the version is today."""
        today = beijing.day_of(self._context.workspace.clock())
        self.version.setText(about.version_line(self._build, today))
        self._copy.set_copied(self._report())
        advice = about.advice(self._build, today)
        self.advice.setVisible(advice is not None)
        if advice is not None:
            self.advice.set(Tone.INFO, *advice)

    def show_licences(self) -> LicencesDialog:
        """Open the dialog with the licences."""
        dialog = LicencesDialog(self.window())
        dialog.open()
        return dialog

    def _facts(self) -> dict[str, str]:
        programme = self._context.workspace.programme
        rules = _("sources last checked {day}").format(day=moments.day(programme.checked))
        qt = {"Qt": qVersion(), "PySide6": PySide6.__version__}
        return made_with() | qt | {_("Rules"): rules, _("Computer"): operating_system()}

    def _report(self) -> str:
        """Return the version and the build facts as text, for a message to support."""
        lines = (labelled(name, value) for name, value in self.facts.items())
        return "\n".join((self.version.text(), *lines))

    def _buttons(self) -> ResponsiveRow:
        self.licences_button = PlainButton(_("View licences"), self.show_licences)
        name = _("Copy version details and what LinkDue is built with")
        self._copy = CopyButton(_("Copy version details"), _("Copied"), "", name=name)
        parts = []
        for button in (self.licences_button, self._copy):
            part = QGridLayout()
            part.addWidget(button)
            parts.append(part)
        parts.append(QGridLayout())
        return ResponsiveRow(parts, widening=2, spacing=S, comfort=0)


def _grid(facts: dict[str, str]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(L)
    grid.setVerticalSpacing(XS)
    grid.setColumnStretch(1, 1)
    for row, (name, value) in enumerate(facts.items()):
        grid.addWidget(PlainLabel(name, Role.MUTED, wrap=False), row, 0)
        grid.addWidget(PlainLabel(value, selectable=True), row, 1)
    return grid
