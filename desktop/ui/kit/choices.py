"""Radio buttons, each with a line of explanation."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.theme.sheet import indicator_width
from desktop.ui.theme.tokens import SMALLEST_TARGET
from desktop.wording.i18n import labelled

_BESIDE_INDICATOR = 11
"""Pixels of border, padding and gap before the word, without the indicator."""


class _Option(QRadioButton):
    def sizeHint(self) -> QSize:
        """Return the size of the word, at least that of the smallest target."""
        return super().sizeHint().expandedTo(QSize(SMALLEST_TARGET, SMALLEST_TARGET))

    def minimumSizeHint(self) -> QSize:
        """Keep an option from being squashed below its word."""
        return self.sizeHint()


class ChoiceGroup(QWidget):
    """A group of radio buttons with explanations; the arrow keys move between them."""

    edited = Signal()
    """The user, not the program, chose an option."""

    def __init__(
        self,
        options: Sequence[tuple[str, str, str]],
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        """`options` are value, word and explanation; `name` is the group's accessible name."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.buttons: dict[str, QRadioButton] = {}
        self._group = QButtonGroup(self)
        self._group.buttonToggled.connect(self._update_focus_proxy)
        indent = indicator_width() + _BESIDE_INDICATOR
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for value, word, explanation in options:
            button = _Option(word.replace("&", "&&"))
            button.setAccessibleName(labelled(name, word))
            button.setAccessibleDescription(explanation)
            button.clicked.connect(self.edited)
            self.buttons[value] = button
            self._group.addButton(button)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            if explanation:
                label = PlainLabel(explanation, Role.SMALL)
                label.setContentsMargins(indent, 0, 0, 4)
                column.addWidget(label)
        self.setFocusProxy(next(iter(self.buttons.values())))

    def _update_focus_proxy(self, button: QAbstractButton, checked: bool) -> None:
        """Make Tab enter the group at the chosen option."""
        if checked:
            self.setFocusProxy(button)

    def value(self) -> str:
        """Return the chosen value; empty where none is chosen."""
        return next((v for v, button in self.buttons.items() if button.isChecked()), "")

    def set_value(self, value: str) -> None:
        """Choose a value, or none if it is unknown, without sending `edited`."""
        if value in self.buttons:
            self.buttons[value].setChecked(True)
            return
        self._group.setExclusive(False)
        for button in self.buttons.values():
            button.setChecked(False)
        self._group.setExclusive(True)
