"""A question of the checklist: a statement to tick, and why it matters in a quiet line."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.theme.sheet import indicator_width
from desktop.ui.theme.tokens import LIST_ROW, XL, XS, M, S
from desktop.wording.verdicts.gates import Question


class QuestionRow(QWidget):
    """One check box; the whole row is its target."""

    answered = Signal(str, object)
    """The user answered: the question's id, and True, or None where the tick was taken away."""

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._question = question
        self.setMinimumHeight(LIST_ROW)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.box = QCheckBox()
        self.box.setFixedWidth(indicator_width() + S)
        self.box.setAccessibleName(question.text)
        self.box.setAccessibleDescription(question.advice)
        self.box.clicked.connect(self._clicked)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(PlainLabel(question.text))
        words.addWidget(PlainLabel(question.advice, Role.SMALL))
        row = QHBoxLayout(self)
        row.setContentsMargins(XL, S, XL, S)
        row.setSpacing(M - XS)
        row.addWidget(self.box)
        row.addLayout(words, 1)

    def show_answer(self, value: bool | None) -> None:
        """Show what was answered before; only a yes is a tick."""
        self.box.setChecked(value is True)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tick by a click anywhere in the row."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.box.click()
            return
        super().mousePressEvent(event)

    def _clicked(self, checked: bool) -> None:
        self.answered.emit(self._question.id, True if checked else None)
