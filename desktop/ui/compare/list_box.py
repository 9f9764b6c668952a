"""The field for one of the console's lists, with what was read from it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from desktop.domain.compare import ConsoleList
from desktop.exchange.console_list import ConsoleReading
from desktop.exchange.snapshot import ImportRefused
from desktop.ui.kit.fields import TextField
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.theme.tokens import S, Tone
from desktop.wording import comparing
from desktop.wording.i18n import _, labelled

_LINES = 9


class ListBox(QWidget):
    """A list is given if a text was pasted, or the user ticked that it is empty."""

    edited = Signal()

    def __init__(self, listed: ConsoleList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.listed = listed
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        name = comparing.list_name(listed)
        self.field = TextField(name, _("A table, or order numbers one a line"), _LINES)
        self.field.edited.connect(self._pasted)
        column.addWidget(self.field)
        self.empty = QCheckBox(_("This list is empty"))
        self.empty.setAccessibleName(labelled(name, self.empty.text()))
        self.empty.setMinimumHeight(28)
        self.empty.toggled.connect(self._ticked)
        column.addWidget(self.empty)
        self.problems = PlainLabel("", Role.SMALL)
        self.problems.hide()
        column.addWidget(self.problems)
        column.addStretch(1)

    def text(self) -> str | None:
        """Return the pasted text, empty for an empty list; None if no list was given."""
        if self.field.text():
            return self.field.area.toPlainText()  # unstripped: the first cell may be empty
        return "" if self.empty.isChecked() else None

    def show_reading(self, reading: ConsoleReading) -> None:
        """Show how many orders were read, and the lines that could not be."""
        self.field.set_hint(comparing.read(reading))
        lines = comparing.problems(reading)
        self.problems.set_tone(Tone.AMBER)
        self.problems.setText("\n".join(lines))
        self.problems.setVisible(bool(lines))

    def show_refusal(self, problem: ImportRefused) -> None:
        """Show why nothing could be read."""
        self.field.show_error(comparing.refused(problem))
        self.problems.hide()

    def _pasted(self) -> None:
        if self.field.text() and self.empty.isChecked():
            self.empty.setChecked(False)
        self.problems.hide()
        self.edited.emit()

    def _ticked(self, on: bool) -> None:
        if on:
            self.field.set_text("")
            self.problems.hide()
        self.edited.emit()
