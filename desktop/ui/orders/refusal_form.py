"""The questions about a refusal of the console: its message, and the period that it showed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.model import Window
from desktop.ui.kit.buttons import LinkButton, PrimaryButton
from desktop.ui.kit.choices import ChoiceGroup
from desktop.ui.kit.fields import TextField
from desktop.ui.kit.labels import PlainLabel, Role, capital
from desktop.wording import glossary
from desktop.wording.i18n import _

_NOT_SHOWN = "none"


class RefusalForm(QWidget):
    """Two questions, and the buttons that record the answers or lead back to the steps."""

    submitted = Signal()
    """The refusal is to be recorded."""
    steps_wanted = Signal()
    """The steps are to be shown again."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.console_message = TextField(
            _("What did the console say?"), _("Copy its words (optional)"), 2
        )
        self.window_seen = ChoiceGroup(
            [
                (Window.DAY.value, capital(glossary.window(Window.DAY)), ""),
                (Window.MONTH.value, capital(glossary.window(Window.MONTH)), ""),
                (_NOT_SHOWN, _("It didn't show one"), ""),
            ],
            _("Which association period did it show?"),
        )
        self.window_seen.set_value(_NOT_SHOWN)
        column.addWidget(self.console_message)
        column.addWidget(PlainLabel(_("Which association period did it show?"), Role.STRONG))
        column.addWidget(self.window_seen)
        self.record_button = PrimaryButton(_("Log the refusal"), self.submitted.emit)
        row = QHBoxLayout()
        row.addWidget(self.record_button)
        row.addWidget(LinkButton(_("Back to the steps"), self.steps_wanted.emit))
        row.addStretch(1)
        column.addLayout(row)

    def shown_window(self) -> Window | None:
        """Return the association period that the console showed; None if it showed none."""
        seen = self.window_seen.value()
        return Window(seen) if seen in (Window.DAY, Window.MONTH) else None
