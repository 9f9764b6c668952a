"""The card of a form whose record was changed elsewhere: both versions, and the choice."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from desktop.domain.journal import ChangedElsewhere
from desktop.ui.kit.announce import announce
from desktop.ui.kit.buttons import PlainButton
from desktop.ui.kit.cards import Card, Notice, clear
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.theme.tokens import Tone
from desktop.wording.errors import conflicts
from desktop.wording.i18n import _


class ConflictCard(Card):
    """Both versions of a record; hidden until `show_conflict`.

    The form keeps its input until one of the buttons is pressed.
    """

    mine_wanted = Signal()
    """Overwrite the record with the form's input."""
    recorded_wanted = Signal()
    """Fill the form from the record; its input is lost."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.problem: ChangedElsewhere | None = None
        self.notice = Notice(Tone.AMBER, "", glyph=Glyph.EXCLAMATION)
        self.body.addWidget(self.notice)
        self._both = QGridLayout()
        self._both.setHorizontalSpacing(16)
        self._both.setVerticalSpacing(4)
        self._both.setColumnStretch(1, 1)
        self._both.setColumnStretch(2, 1)
        self.body.addLayout(self._both)
        row = QHBoxLayout()
        row.addStretch(1)
        self.recorded_button = PlainButton(_("Keep the existing record"), self._use_recorded)
        self.mine_button = PlainButton(_("Save what I typed"), self._save_mine)
        row.addWidget(self.recorded_button)
        row.addWidget(self.mine_button)
        self.body.addLayout(row)
        self.hide()

    def show_conflict(
        self, problem: ChangedElsewhere, expected: conflicts.Record, mine: conflicts.Record
    ) -> None:
        """Show the recorded version beside `mine`, from a form that was filled with `expected`."""
        self.problem = problem
        self.notice.set(Tone.AMBER, *conflicts.headline(problem), Glyph.EXCLAMATION)
        clear(self._both)
        recorded = problem.recorded
        if recorded is not None:
            heads = ("", _("In your records"), _("What you typed"))
            self._add_row(0, heads, Role.SMALL)
            found = conflicts.differences(expected, recorded, mine)  # type: ignore[arg-type]
            for row, one in enumerate(found, 1):
                self._add_row(row, (one.label, one.recorded, one.mine), Role.BODY)
        self.recorded_button.setVisible(recorded is not None)
        self.mine_button.setVisible(recorded is not None)
        self.show()
        announce(self, self.notice.title.text())
        (self.recorded_button if recorded is not None else self.notice).setFocus()

    def _add_row(self, row: int, texts: tuple[str, str, str], role: Role) -> None:
        for column, text in enumerate(texts):
            self._both.addWidget(PlainLabel(text, role if column else Role.SMALL), row, column)

    def _save_mine(self) -> None:
        self.hide()
        self.mine_wanted.emit()

    def _use_recorded(self) -> None:
        self.hide()
        self.recorded_wanted.emit()
