"""A question of the checklist: yes, no or not answered, and what to do after a no."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from desktop.ui.kit.cards import Notice
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel
from desktop.ui.theme.tokens import Tone
from desktop.wording.i18n import pgettext
from desktop.wording.verdicts.gates import Question


class QuestionRow(QWidget):
    """The statement to confirm, three answers side by side, and the advice."""

    answered = Signal(str, object)
    """The user answered: the question's id, and True, False or None."""

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._question = question
        self.buttons: dict[bool | None, QRadioButton] = {}
        self._group = QButtonGroup(self)
        self.setAccessibleName(question.text)
        self.advice = Notice(Tone.AMBER, "", question.advice, glyph=Glyph.EXCLAMATION)
        self.advice.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(4)
        column.addWidget(PlainLabel(question.text))
        column.addLayout(self._answers())
        column.addWidget(self.advice)
        column.addSpacing(4)

    def show_answer(self, value: bool | None) -> None:
        """Show what was answered before."""
        self.buttons[value].setChecked(True)
        self.advice.setVisible(value is False)

    def _answers(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(18)
        for value, word in (
            (True, pgettext("answer", "Yes")),
            (False, pgettext("answer", "No")),
            (None, pgettext("answer", "Not answered")),
        ):
            button = QRadioButton(word)
            button.setMinimumHeight(28)
            button.setAccessibleName(f"{self._question.text} – {word}")
            button.setAccessibleDescription(self._question.advice if value is False else "")
            button.clicked.connect(lambda _=False, v=value: self._clicked(v))
            self.buttons[value] = button
            self._group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _clicked(self, value: bool | None) -> None:
        self.advice.setVisible(value is False)
        self.answered.emit(self._question.id, value)
