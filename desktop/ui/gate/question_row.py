"""A question of the checklist: a statement to tick, with an explanation below."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.model import Account
from desktop.ui.kit.buttons import LinkButton
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.theme.sheet import indicator_width
from desktop.ui.theme.tokens import LIST_ROW, XL, S
from desktop.wording.i18n import _
from desktop.wording.verdicts.gates import Question

_INSET = 3
"""Pixels of a check box left of its square."""
_ABOUT_THE_ACCOUNT = "same-account"


class QuestionRow(QWidget):
    """One check box; the whole row can be clicked."""

    answered = Signal(str, object)
    """The user answered: the question's id, and True, or None if the tick was removed."""

    def __init__(
        self,
        question: Question,
        explain: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Make a row; with `explain`, a link at its end shows how to find out."""
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
        self.advice = PlainLabel(question.advice, Role.SMALL)
        words.addWidget(self.advice)
        row = QHBoxLayout(self)
        row.setContentsMargins(XL - _INSET, S, XL, S)
        row.setSpacing(S)
        row.addWidget(self.box)
        row.addLayout(words, 1)
        if explain is not None:
            name = _("How to check: {question}").format(question=question.text)
            self.explain = LinkButton(_("How to check"), explain, name=name)
            row.addWidget(self.explain)

    def show_answer(self, value: bool | None) -> None:
        """Show the stored answer; only True is a tick."""
        self.box.setChecked(value is True)

    def show_account(self, account: Account | None) -> None:
        """Name the account in the question about it."""
        if account is None or self._question.rule != _ABOUT_THE_ACCOUNT:
            return
        text = _("{account} · UID {uid}") if account.name else _("UID {uid}")
        self.advice.setText(text.format(account=account.name, uid=account.uid))
        self.box.setAccessibleDescription(self.advice.text())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tick by a click anywhere in the row."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.box.click()
            return
        super().mousePressEvent(event)

    def _clicked(self, checked: bool) -> None:
        self.answered.emit(self._question.id, True if checked else None)
