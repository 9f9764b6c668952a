"""The controls that answer the current row: buttons, and a text field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QMenu, QWidget

from desktop.ui.imports.answer_painting import (
    AnswerPart,
    AnswerShape,
    PartStyle,
    paint_part,
    part_boxes,
    part_styles,
)
from desktop.ui.imports.row_questions import RowQuestion, answer_problem
from desktop.ui.kit.announce import announce
from desktop.ui.kit.buttons import PlainButton
from desktop.ui.kit.sizes import growth
from desktop.ui.theme.theme import tokens
from desktop.ui.theme.tokens import ROW_BUTTON_HEIGHT, S
from desktop.wording.i18n import _, labelled

_MOST_PARTS = 3
_LONGEST_ENTRY = 80
_ENTRY_DIGITS = 22
"""The width of the text field in digits."""


class AnswerButton(QAbstractButton):
    """A button for one part of an answer, painted like the parts in the other rows."""

    part_stepped = Signal(int)
    """An arrow key was pressed to go to the next part (1) or the previous one (-1)."""
    row_stepped = Signal(int)
    """An arrow key was pressed to go to the next row (1) or the previous one (-1)."""
    entered = Signal()
    """The button got the focus."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.part = AnswerPart("", AnswerShape.LINK)
        self._style = PartStyle()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.hide()

    def show_part(self, part: AnswerPart, style: PartStyle, name: str) -> None:
        """Show a part; `name` is the question, for screen readers."""
        self.part, self._style = part, style
        self.setCheckable(part.shape is AnswerShape.SEGMENT)
        self.setChecked(part.chosen)
        self.setText(part.text)
        self.setAccessibleName(labelled(part.text, name))
        self.update()

    def nextCheckState(self) -> None:
        """Do nothing: the model has the check state, and updates the button after a press."""

    def sizeHint(self) -> QSize:
        """Return the present size, which the row determines."""
        return self.size()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Click on Enter; go to neighbouring parts and rows by the arrow keys."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif key in _SIDEWAYS:
            self.part_stepped.emit(_SIDEWAYS[key])
        elif key in _ROWS:
            self.row_stepped.emit(_ROWS[key])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus ring, and become the tab stop of the row."""
        super().focusInEvent(event)
        self.entered.emit()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the part."""
        style = self._style._replace(focus=self.hasFocus(), hover=self.underMouse())
        paint_part(QPainter(self), QRectF(self.rect()), self.part, style)


class AnswerControls(QWidget):
    """An overlay on the painted answers of one row, with buttons or a text field."""

    answered = Signal(str)
    """The chosen or typed answer."""
    withdrawn = Signal()
    """The user wants to withdraw the answer of the row."""
    row_stepped = Signal(int)
    """The focus is to go to the next row (1) or the previous one (-1)."""
    left = Signal()
    """The focus is to return to the table."""
    typing = Signal(int)
    """The width in pixels of the text field that has opened; 0 when it closes."""
    problem_changed = Signal(str)
    """The problem of the typed answer; empty while it is being changed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._question: RowQuestion | None = None
        self._parts: Sequence[AnswerPart] = ()
        self._about = ""
        self._room = QRectF()
        self.buttons = [AnswerButton(self) for _part in range(_MOST_PARTS)]
        for at, button in enumerate(self.buttons):
            button.clicked.connect(lambda _on=False, at=at: self.press(at))
            button.part_stepped.connect(lambda step, at=at: self._focus_part(at + step))
            button.row_stepped.connect(self.row_stepped)
            button.entered.connect(lambda at=at: self._set_tab_stop(at))
        self.line = QLineEdit(self)
        self.line.setMaxLength(_LONGEST_ENTRY)
        self.line.hide()
        self.line.installEventFilter(self)
        self.line.textEdited.connect(lambda _text: self._show_problem(""))
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
        """Show buttons for the parts; `about` names the row for screen readers."""
        if self.editing and question != self._question:
            self.stop_editing()
        self._question, self._parts, self._about = question, parts, about
        asked = about if question is None else f"{question.text} {about}"
        styles = part_styles(parts)
        for at, button in enumerate(self.buttons):
            shown = at < len(parts)
            if shown:
                button.show_part(parts[at], styles[at], about if parts[at].withdraws else asked)
            button.setVisible(shown and not self.editing)
        if not any(button.hasFocus() for button in self.buttons):
            self._set_tab_stop(self._first_part())
        self.setVisible(bool(parts))

    def place_in(self, room: QRectF, visible: QRect) -> None:
        """Move to the right end of a row's room; what is outside `visible` is clipped."""
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
        part = QRegion(box & visible).translated(-box.topLeft())
        self.setMask(part if not part.isEmpty() else QRegion(-1, -1, 1, 1))
        self.raise_()

    def take_focus(self) -> bool:
        """Focus the text field, or the chosen answer, or the first; return whether possible."""
        if self.isHidden():
            return False
        if self.editing:
            self.line.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        self.buttons[self._first_part()].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def has_focus(self) -> bool:
        """Return whether one of the controls has the focus."""
        return self.line.hasFocus() or any(b.hasFocus() for b in (*self.buttons, self.use_button))

    def edit(self) -> None:
        """Show the text field for the answer."""
        question = self._question
        if question is None or not question.entry:
            return
        self.line.setText(question.start)
        self.line.setPlaceholderText(question.example)
        self.line.setAccessibleName(labelled(question.entry, self._about))
        self._show_problem("")
        for button in self.buttons:
            button.hide()
        self.line.show()
        self.use_button.show()
        self.place_in(self._room, self._room.toAlignedRect())
        self.typing.emit(self.width())
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop_editing(self) -> None:
        """Discard the typed text, and show the buttons again."""
        had_focus = self.has_focus()
        self.line.hide()
        self.use_button.hide()
        self.typing.emit(0)
        self.problem_changed.emit("")
        self.show_parts(self._question, self._parts, self._about)
        self.place_in(self._room, self._room.toAlignedRect())
        if had_focus:
            self.take_focus()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Use the typed text on Enter; discard it on Esc."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._use()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.stop_editing()
                return True
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Cover the parts that are painted in the row."""
        QPainter(self).fillRect(self.rect(), QColor(tokens().selected))

    def _place_line(self, room: QRectF) -> QRect:
        """Place the text field and its button; return the rectangle of both, right-aligned."""
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

    def _first_part(self) -> int:
        """Return the part to focus first: the chosen one, else the first that answers."""
        parts = self._parts
        chosen = [at for at, part in enumerate(parts) if part.chosen]
        asking = [at for at, part in enumerate(parts) if not part.withdraws]
        return (*chosen, *asking, 0)[0]

    def _set_tab_stop(self, at: int) -> None:
        """Let Tab reach only this part; the arrow keys reach the others."""
        for place, button in enumerate(self.buttons):
            here = place == at
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus)

    def _focus_part(self, at: int) -> None:
        if at < 0:
            self.left.emit()
        elif at < len(self._parts):
            self.buttons[at].setFocus(Qt.FocusReason.TabFocusReason)

    def press(self, at: int) -> None:
        """Do the action of a part, as if its button was pressed."""
        if at >= len(self._parts):
            return
        part, question = self._parts[at], self._question
        if part.shape is AnswerShape.SEGMENT:
            self.answered.emit(part.value)
        elif part.withdraws or question is None:
            self.withdrawn.emit()
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
        problem = answer_problem(question.field, self.line.text())
        if problem:
            self._show_problem(problem)
            announce(self.line, problem)
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        text = self.line.text().strip()
        self.stop_editing()
        self.answered.emit(text)

    def _show_problem(self, problem: str) -> None:
        """Mark the typed text as invalid, or as not checked yet if `problem` is empty."""
        self.line.setProperty("wrong", bool(problem))
        self.line.style().unpolish(self.line)
        self.line.style().polish(self.line)
        question = self._question
        self.line.setAccessibleDescription(problem or ("" if question is None else question.text))
        self.problem_changed.emit(problem)


_SIDEWAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_ROWS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
