"""One of a few options, each with a line of explanation."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.theme.sheet import indicator_width
from desktop.ui.theme.tokens import SMALLEST_TARGET
from desktop.wording.i18n import labelled

_BESIDE_INDICATOR = 11
"""Border, padding and gap between the edge, the indicator and the word, in pixels."""


class _Option(QRadioButton):
    def sizeHint(self) -> QSize:
        """Return room for the word, and never less than can be hit."""
        return super().sizeHint().expandedTo(QSize(SMALLEST_TARGET, SMALLEST_TARGET))

    def minimumSizeHint(self) -> QSize:
        """Keep an option from being squashed below its word."""
        return self.sizeHint()


class ChoiceGroup(QWidget):
    """Radio buttons; the arrow keys move between them, as everywhere."""

    edited = Signal()
    """The user chose."""

    def __init__(
        self,
        options: Sequence[tuple[str, str, str]],
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        """`options` are value, word and explanation; `name` is said by screen readers."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.buttons: dict[str, QRadioButton] = {}
        self._group = QButtonGroup(self)
        self._group.buttonToggled.connect(self._lead_focus)
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

    def _lead_focus(self, button: QAbstractButton, checked: bool) -> None:
        """Have the keyboard come to the option that is chosen."""
        if checked:
            self.setFocusProxy(button)

    def value(self) -> str:
        """Return the value chosen; empty where none is."""
        return next((v for v, button in self.buttons.items() if button.isChecked()), "")

    def set_value(self, value: str) -> None:
        """Choose a value, or with an unknown one nothing; no edit of the user."""
        if value in self.buttons:
            self.buttons[value].setChecked(True)
            return
        self._group.setExclusive(False)
        for button in self.buttons.values():
            button.setChecked(False)
        self._group.setExclusive(True)
