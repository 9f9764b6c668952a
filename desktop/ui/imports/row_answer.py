"""The answers of the row that is current, as real buttons, and the line to type one into."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QMenu, QWidget

from desktop.ui.imports.answer_painting import (
    AnswerPart,
    AnswerShape,
    PartLook,
    paint_part,
    part_boxes,
    part_looks,
)
from desktop.ui.imports.row_questions import RowQuestion, why_not
from desktop.ui.kit.announce import announce
from desktop.ui.kit.buttons import PlainButton
from desktop.ui.kit.sizes import growth
from desktop.ui.theme.theme import tokens
from desktop.ui.theme.tokens import ROW_BUTTON_HEIGHT, S
from desktop.wording.i18n import _, labelled

_MOST_PARTS = 3
_LONGEST_ENTRY = 80
_ENTRY_DIGITS = 22
"""Digits that the line has room for."""


class AnswerButton(QAbstractButton):
    """One part of an answer, looking as it is painted in the other rows."""

    left = Signal(int)
    """An arrow key leads to the next part (1) or the one before (-1)."""
    climbed = Signal(int)
    """An arrow key leads to the next row (1) or the one before (-1)."""
    entered = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.part = AnswerPart("", AnswerShape.LINK)
        self._look = PartLook()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.hide()

    def show_part(self, part: AnswerPart, look: PartLook, name: str) -> None:
        """Be this part; `name` is what is asked, for screen readers."""
        self.part, self._look = part, look
        self.setCheckable(part.shape is AnswerShape.SEGMENT)
        self.setChecked(part.chosen)
        self.setText(part.text)
        self.setAccessibleName(labelled(part.text, name))
        self.update()

    def nextCheckState(self) -> None:
        """Stay as decided; a press decides, and the row is shown anew."""

    def sizeHint(self) -> QSize:
        """Return the size that it was given: it is placed by the row."""
        return self.size()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press by Enter; go to the neighbours by the arrow keys."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif key in _SIDEWAYS:
            self.left.emit(_SIDEWAYS[key])
        elif key in _ROWS:
            self.climbed.emit(_ROWS[key])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring, and be where Tab comes back to."""
        super().focusInEvent(event)
        self.entered.emit()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the part."""
        look = self._look._replace(focus=self.hasFocus(), hover=self.underMouse())
        paint_part(QPainter(self), QRectF(self.rect()), self.part, look)


class RowAnswer(QWidget):
    """Lies over the answers of one row. It shows them as buttons, or the line to type one into."""

    answered = Signal(str)
    """The answer that was chosen or typed."""
    taken_back = Signal()
    """What was said of the row is to be forgotten."""
    climbed = Signal(int)
    """The keyboard goes to the next row (1) or the one before (-1)."""
    left = Signal()
    """The keyboard goes back to the rows."""
    typing = Signal(int)
    """An answer is being typed, which takes so many pixels; 0 when it is over."""
    objected = Signal(str)
    """What is wrong with what was typed; empty when it is being changed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._question: RowQuestion | None = None
        self._parts: Sequence[AnswerPart] = ()
        self._about = ""
        self._room = QRectF()
        self.buttons = [AnswerButton(self) for _part in range(_MOST_PARTS)]
        for at, button in enumerate(self.buttons):
            button.clicked.connect(lambda _on=False, at=at: self.press(at))
            button.left.connect(lambda step, at=at: self._go(at + step))
            button.climbed.connect(self.climbed)
            button.entered.connect(lambda at=at: self._enter_at(at))
        self.line = QLineEdit(self)
        self.line.setMaxLength(_LONGEST_ENTRY)
        self.line.hide()
        self.line.installEventFilter(self)
        self.line.textEdited.connect(lambda _text: self._object(""))
        self.use_button = PlainButton(_("Use it"), self._use, self, height=ROW_BUTTON_HEIGHT)
        self.use_button.hide()
        self.menu = QMenu(self)
        self.hide()

    @property
    def editing(self) -> bool:
        """Whether an answer is being typed."""
        return not self.line.isHidden()

    def show_parts(
        self, question: RowQuestion | None, parts: Sequence[AnswerPart], about: str
    ) -> None:
        """Offer these parts; `about` names the row for screen readers."""
        if self.editing and question != self._question:
            self.stop_editing()
        self._question, self._parts, self._about = question, parts, about
        asked = about if question is None else f"{question.text} {about}"
        looks = part_looks(parts)
        for at, button in enumerate(self.buttons):
            shown = at < len(parts)
            if shown:
                button.show_part(parts[at], looks[at], about if parts[at].again else asked)
            button.setVisible(shown and not self.editing)
        if not any(button.hasFocus() for button in self.buttons):
            self._enter_at(self._first())
        self.setVisible(bool(parts))

    def stand_in(self, room: QRectF, seen: QRect) -> None:
        """Stand at the right of a row's room; only what lies in `seen` is shown."""
        self._room = room
        if self.editing:
            box = self._place_line(room)
        else:
            boxes = part_boxes(self._parts, room)
            if not boxes:
                return
            box = boxes[0].united(boxes[-1]).toRect()
            for button, place in zip(self.buttons, boxes, strict=False):
                button.setGeometry(place.toRect().translated(-box.topLeft()))
        self.setGeometry(box)
        part = QRegion(box & seen).translated(-box.topLeft())
        self.setMask(part if not part.isEmpty() else QRegion(-1, -1, 1, 1))
        self.raise_()

    def take_focus(self) -> bool:
        """Give the keyboard to the answer that is chosen, or the first; return whether there is."""
        if self.isHidden():
            return False
        if self.editing:
            self.line.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        self.buttons[self._first()].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def has_focus(self) -> bool:
        """Return whether the keyboard is here."""
        return self.line.hasFocus() or any(b.hasFocus() for b in (*self.buttons, self.use_button))

    def edit(self) -> None:
        """Let the answer be typed."""
        question = self._question
        if question is None or not question.entry:
            return
        self.line.setText(question.start)
        self.line.setPlaceholderText(question.example)
        self.line.setAccessibleName(labelled(question.entry, self._about))
        self._object("")
        for button in self.buttons:
            button.hide()
        self.line.show()
        self.use_button.show()
        self.stand_in(self._room, self._room.toAlignedRect())
        self.typing.emit(self.width())
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop_editing(self) -> None:
        """Drop what was typed, and show the parts again."""
        had = self.has_focus()
        self.line.hide()
        self.use_button.hide()
        self.typing.emit(0)
        self.objected.emit("")
        self.show_parts(self._question, self._parts, self._about)
        self.stand_in(self._room, self._room.toAlignedRect())
        if had:
            self.take_focus()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Take what was typed by Enter; drop it by Esc."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._use()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.stop_editing()
                return True
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Cover what is painted in the row."""
        QPainter(self).fillRect(self.rect(), QColor(tokens().selected))

    def _place_line(self, room: QRectF) -> QRect:
        """Place the line and its button at the right of the room, and return the box of both."""
        height = round(ROW_BUTTON_HEIGHT * growth(self.fontMetrics()))
        height = max(height, self.line.sizeHint().height())
        use = self.use_button.sizeHint().width()
        wanted = self.fontMetrics().horizontalAdvance("0") * _ENTRY_DIGITS + use + S
        width = min(wanted, int(room.width()))
        top = round(room.center().y() - height / 2)
        box = QRect(QPoint(round(room.right()) - width, top), QSize(width, height))
        self.line.setGeometry(0, 0, width - use - S, height)
        self.use_button.setGeometry(width - use, 0, use, height)
        return box

    def _first(self) -> int:
        """Return where the keyboard comes first: to what is chosen, else to what answers."""
        parts = self._parts
        chosen = [at for at, part in enumerate(parts) if part.chosen]
        asking = [at for at, part in enumerate(parts) if not part.again]
        return (*chosen, *asking, 0)[0]

    def _enter_at(self, at: int) -> None:
        """Let Tab enter one of the parts; the arrow keys go on to the others."""
        for place, button in enumerate(self.buttons):
            here = place == at
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus)

    def _go(self, at: int) -> None:
        if at < 0:
            self.left.emit()
        elif at < len(self._parts):
            self.buttons[at].setFocus(Qt.FocusReason.TabFocusReason)

    def press(self, at: int) -> None:
        """Do what a part does, as if it was pressed."""
        if at >= len(self._parts):
            return
        part, question = self._parts[at], self._question
        if part.shape is AnswerShape.SEGMENT:
            self.answered.emit(part.value)
        elif part.again or question is None:
            self.taken_back.emit()
        elif part.shape is AnswerShape.LINK:
            self.edit()
        else:
            self._open_menu(question)

    def _open_menu(self, question: RowQuestion) -> None:
        self.menu.clear()
        self.menu.setAccessibleName(question.text)
        for choice in question.choices:
            action = self.menu.addAction(choice.label.replace("&", "&&"))
            action.triggered.connect(
                lambda _on=False, value=choice.value: self.answered.emit(value)
            )
        self.menu.setActiveAction(self.menu.actions()[0])
        self.menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def _use(self) -> None:
        question = self._question
        if question is None:
            return
        wrong = why_not(question.field, self.line.text())
        if wrong:
            self._object(wrong)
            announce(self.line, wrong)
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        text = self.line.text().strip()
        self.stop_editing()
        self.answered.emit(text)

    def _object(self, wrong: str) -> None:
        """Mark what was typed as wrong, with the reason, or as not looked at yet."""
        self.line.setProperty("wrong", bool(wrong))
        self.line.style().unpolish(self.line)
        self.line.style().polish(self.line)
        question = self._question
        self.line.setAccessibleDescription(wrong or ("" if question is None else question.text))
        self.objected.emit(wrong)


_SIDEWAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_ROWS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
