"""A field of a form: its label above, the editor, a hint, and beside it what is wrong, in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.ui.kit.announce import announce
from desktop.ui.kit.completions import Completions
from desktop.ui.kit.glyphs import Glyph, draw
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.sizes import growth
from desktop.ui.theme.theme import tokens
from desktop.ui.theme.tokens import ICON, SMALL_ICON

_ARROW_INSET = 10
_MARK_GAP = 8
_SHORTEST = 8
"""Characters that are always to be seen; a longer entry must not widen the page."""


class Combo(QComboBox):
    """A combo box that the mouse wheel does not change by accident, with a drawn arrow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(self.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_SHORTEST)

    def showEvent(self, event: QShowEvent) -> None:
        """Have a label, seen or not: on Linux, a screen reader is told no other name of a box."""
        super().showEvent(event)
        parent = self.parentWidget()
        if parent is None or not self.accessibleName():
            return
        beside = parent.findChildren(QLabel, options=Qt.FindChildOption.FindDirectChildrenOnly)
        mine = [label for label in beside if label.buddy() is self]
        if not mine:
            unseen = QLabel(parent)
            unseen.hide()
            unseen.setBuddy(self)
            mine.append(unseen)
        if mine[0].isHidden():
            mine[0].setText(self.accessibleName())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the page instead of changing the choice."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box, then the arrow that the style sheet took away."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = round(SMALL_ICON * growth(self.fontMetrics()))
        box = QRectF(self.width() - side - _ARROW_INSET, (self.height() - side) / 2, side, side)
        draw(painter, Glyph.CHEVRON_DOWN, box, QColor(tokens().text))


class Field(QWidget):
    """Wraps one editor. `edited` is sent when the user, not the program, changes it."""

    edited = Signal()

    def __init__(
        self, label: str, editor: QWidget, hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.editor = editor
        self._hint_text = hint
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        self.label = PlainLabel(label)
        self.label.setBuddy(editor)
        self.hint = PlainLabel(hint, Role.SMALL)
        self.error = PlainLabel("", Role.BAD)
        for widget in (self.label, editor, self.hint, self.error):
            column.addWidget(widget)
        column.addStretch(1)
        self.hint.setVisible(bool(hint))
        self.error.hide()
        editor.setAccessibleName(label)
        self._describe(hint)

    def show_error(self, text: str) -> None:
        """Say what is wrong and what to do; what was typed stays, the cursor goes there."""
        self.error.setText(text)
        self.error.show()
        self._mark(wrong=True)
        self._describe(text)
        if self.editor.hasFocus():
            announce(self.editor, text)  # read out with the field only when the cursor comes there
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear_error(self) -> None:
        """Take the error back."""
        if self.error.isHidden():
            return
        self.error.hide()
        self._mark(wrong=False)
        self._describe(self._hint_text)

    def set_hint(self, text: str, role: Role = Role.SMALL) -> None:
        """Say something else below the editor."""
        self._hint_text = text
        self.hint.setText(text)
        self.hint.set_role(role)
        self.hint.setVisible(bool(text))
        self._describe(text)

    def has_error(self) -> bool:
        """Return whether an error is shown."""
        return not self.error.isHidden()

    def _user_edited(self) -> None:
        self.clear_error()
        self.edited.emit()

    def _describe(self, text: str) -> None:
        """Have a text read out with the editor, or the part of it that takes the keyboard."""
        for widget in (self.editor, self.editor.focusProxy()):
            if widget is not None:
                widget.setAccessibleDescription(text)

    def _mark(self, *, wrong: bool) -> None:
        self.editor.setProperty("wrong", wrong)
        self.editor.style().unpolish(self.editor)
        self.editor.style().polish(self.editor)


class _Line(QLineEdit):
    """A line that can show a check mark at its end."""

    def __init__(self) -> None:
        super().__init__()
        self._checked = False

    def set_checked(self, checked: bool) -> None:
        """Show the check mark, and keep the text off its place; or take it away."""
        if checked is not self._checked:
            self._checked = checked
            self.setTextMargins(0, 0, self._side() + _MARK_GAP if checked else 0, 0)
            self.update()

    def is_checked(self) -> bool:
        """Return whether the check mark is shown."""
        return self._checked

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line, then the mark."""
        super().paintEvent(event)
        if not self._checked:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self._side()
        box = QRectF(self.width() - side - _ARROW_INSET, (self.height() - side) / 2, side, side)
        draw(painter, Glyph.CHECK, box, QColor(tokens().good))

    def _side(self) -> int:
        return round(ICON * growth(self.fontMetrics()))


class LineField(Field):
    """One line of text."""

    def __init__(
        self,
        label: str,
        hint: str = "",
        placeholder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        self.line = _Line()
        self.line.setPlaceholderText(placeholder)
        super().__init__(label, self.line, hint, parent)
        self.line.textEdited.connect(self._user_edited)

    def set_right(self, hint: str) -> None:
        """Say that what is typed has the right form, with a check mark and in words."""
        self.set_hint(hint)
        self.line.set_checked(True)

    def set_hint(self, text: str, role: Role = Role.SMALL) -> None:
        """Say something else below the editor; what was right may not be any more."""
        super().set_hint(text, role)
        self.line.set_checked(False)

    def show_error(self, text: str) -> None:
        """Say what is wrong; the form may be right, and the record be there already."""
        super().show_error(text)
        self.line.set_checked(False)

    def text(self) -> str:
        """Return the text; white space alone is nothing."""
        return self.line.text().strip()

    def set_text(self, text: str) -> None:
        """Put a text there; not an edit of the user."""
        self.line.setText(text)
        self.line.setCursorPosition(0)
        self.clear_error()


class TextField(Field):
    """Several lines of plain text. Tab goes on to the next field."""

    def __init__(
        self, label: str, hint: str = "", lines: int = 3, parent: QWidget | None = None
    ) -> None:
        self.area = QPlainTextEdit()
        self.area.setTabChangesFocus(True)
        height = self.area.fontMetrics().lineSpacing() * lines
        self.area.setMinimumHeight(height + 18)
        self.area.setMaximumHeight(height + 18)
        super().__init__(label, self.area, hint, parent)
        self._quiet = False
        self.area.textChanged.connect(self._text_changed)

    def text(self) -> str:
        """Return the text without white space around it."""
        return self.area.toPlainText().strip()

    def set_text(self, text: str) -> None:
        """Put a text there; not an edit of the user."""
        self._quiet = True
        self.area.setPlainText(text)
        self._quiet = False
        self.clear_error()

    def _text_changed(self) -> None:
        if not self._quiet:
            self._user_edited()


class ComboField(Field):
    """A choice from a list; an `editable` one takes any other text as well."""

    def __init__(
        self,
        label: str,
        hint: str = "",
        parent: QWidget | None = None,
        *,
        editable: bool = False,
    ) -> None:
        self.combo = Combo()
        self.combo.setEditable(editable)
        super().__init__(label, self.combo, hint, parent)
        self.combo.activated.connect(self._user_edited)
        if editable:
            self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            line = QLineEdit()
            line.textEdited.connect(self._user_edited)
            line.setAccessibleName(label)
            self.combo.setLineEdit(line)
            self.combo.setCompleter(Completions(self.combo))

    def set_items(self, items: Sequence[tuple[str, str]]) -> None:
        """Offer these choices, as text shown and value; what is entered stays."""
        text, value = self.combo.currentText(), self.value()
        self.combo.blockSignals(True)
        self.combo.clear()
        for shown, data in items:
            self.combo.addItem(shown, data)
        if self.combo.isEditable():
            self.combo.setCurrentIndex(-1)
            self.combo.setEditText(text)
        else:
            self.set_value(value)
        self.combo.blockSignals(False)

    def value(self) -> str:
        """Return the value chosen; of an editable one the text where it is none of the choices."""
        if self.combo.isEditable():
            index = self.combo.findText(self.combo.currentText().strip())
            text = self.combo.currentText().strip()
            return text if index < 0 else str(self.combo.itemData(index))
        data = self.combo.currentData()
        return "" if data is None else str(data)

    def set_value(self, value: str) -> None:
        """Choose a value; not an edit of the user."""
        index = self.combo.findData(value)
        if index >= 0:
            self.combo.setCurrentIndex(index)
        elif self.combo.isEditable():
            self.combo.setCurrentIndex(-1)
            self.combo.setEditText(value)
        self.clear_error()
