"""The field for the moment of a project's creation or, if unknown, of receiving its number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from desktop.ui.shared.moment_field import MomentField
from desktop.wording import moments
from desktop.wording.i18n import _


class CreationField(QWidget):
    """A field for a moment, with a check box that marks the moment as assumed.

    The receipt of the number is the safe assumption: the project cannot be newer than that.
    """

    edited = Signal()

    def __init__(self, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._filled = ""
        self.moment = MomentField(" ", " ", clock)
        self.unknown = QCheckBox(_("I don't know when it was created"))
        self.unknown.setMinimumHeight(28)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.moment)
        column.addWidget(self.unknown)
        self._name()
        self.moment.edited.connect(self.edited)
        self.unknown.clicked.connect(self._toggled)

    def set(self, moment: str, *, assumed: bool) -> None:
        """Show a typed or recorded moment."""
        self.unknown.setChecked(assumed)
        self._name()
        self.moment.set_text(moment)

    def _toggled(self) -> None:
        self._name()
        self.moment.clear_error()
        if self.unknown.isChecked():
            self._filled = moments.table_moment(self._clock())
            self.moment.set_text(self._filled)
        elif self.moment.text() == self._filled:
            self.moment.set_text("")
        self.edited.emit()

    def _name(self) -> None:
        if self.unknown.isChecked():
            label = _("Number received (Beijing time)")
            hint = _(
                "Used as the creation time, to be safe: the project can't be newer than that. It "
                "stays marked as assumed."
            )
        else:
            label = _("Project created (Beijing time)")
            hint = _(
                "From your partner's reply, to the minute. Orders must not be created before it."
            )
        self.moment.set_label(label)
        self.moment.set_own_hint(hint)
