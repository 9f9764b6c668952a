"""Fields of a form: a label, the editor, a hint and an error text below each other."""

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
"""Characters for which a combo box has room; longer entries must not widen the page."""


class Combo(QComboBox):
    """A combo box that the mouse wheel does not change by accident, with a drawn arrow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(self.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_SHORTEST)

    def showEvent(self, event: QShowEvent) -> None:
        """Ensure a buddy label, if need be a hidden one: on Linux only that names a combo box."""
        super().showEvent(event)
        parent = self.parentWidget()
        if parent is None or not self.accessibleName():
            return
        beside = parent.findChildren(QLabel, options=Qt.FindChildOption.FindDirectChildrenOnly)
        mine = [label for label in beside if label.buddy() is self]
        if not mine:
            hidden = QLabel(parent)
            hidden.hide()
            hidden.setBuddy(self)
            mine.append(hidden)
        if mine[0].isHidden():
            mine[0].setText(self.accessibleName())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the page instead of changing the choice."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box, then an arrow: the style sheet has removed Qt's own."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = round(SMALL_ICON * growth(self.fontMetrics()))
        box = QRectF(self.width() - side - _ARROW_INSET, (self.height() - side) / 2, side, side)
        draw(painter, Glyph.CHEVRON_DOWN, box, QColor(tokens().text))


class Field(QWidget):
    """One editor with label, hint and error. `edited` is sent only for changes by the user."""

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
        """Show what is wrong and what to do, keep the text, and focus the editor."""
        self.error.setText(text)
        self.error.show()
        self._mark(wrong=True)
        self._describe(text)
        if self.editor.hasFocus():
            announce(self.editor, text)  # the description is read out only when focus arrives
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear_error(self) -> None:
        """Hide the error, and describe the editor by its hint again."""
        if self.error.isHidden():
            return
        self.error.hide()
        self._mark(wrong=False)
        self._describe(self._hint_text)

    def set_hint(self, text: str, role: Role = Role.SMALL) -> None:
        """Show another hint below the editor; an empty one is hidden."""
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
        """Set the accessible description of the editor and of its focus proxy."""
        for widget in (self.editor, self.editor.focusProxy()):
            if widget is not None:
                widget.setAccessibleDescription(text)

    def _mark(self, *, wrong: bool) -> None:
        self.editor.setProperty("wrong", wrong)
        self.editor.style().unpolish(self.editor)
        self.editor.style().polish(self.editor)


class _Line(QLineEdit):
    """A line that can show a mark at its end: a check mark, or a warning sign."""

    def __init__(self) -> None:
        super().__init__()
        self._mark = Glyph.NONE

    def set_mark(self, mark: Glyph) -> None:
        """Show a mark, or none, and reserve its space beside the text."""
        if mark is not self._mark:
            self._mark = mark
            space = 0 if mark is Glyph.NONE else self._side() + _MARK_GAP
            self.setTextMargins(0, 0, space, 0)
            self.update()

    def mark(self) -> Glyph:
        """Return the mark that is shown."""
        return self._mark

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line, then the mark."""
        super().paintEvent(event)
        if self._mark is Glyph.NONE:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self._side()
        box = QRectF(self.width() - side - _ARROW_INSET, (self.height() - side) / 2, side, side)
        colour = tokens().good if self._mark is Glyph.CHECK else tokens().bad
        draw(painter, self._mark, box, QColor(colour))

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

    def set_valid(self, hint: str) -> None:
        """Show that the text has the right form, by a check mark and by `hint`."""
        self.set_hint(hint)
        self.line.set_mark(Glyph.CHECK)

    def set_hint(self, text: str, role: Role = Role.SMALL) -> None:
        """Show another hint, and remove the check mark, which may no longer apply."""
        super().set_hint(text, role)
        self._mark_error()

    def show_error(self, text: str) -> None:
        """Show the error, and a warning sign even if the text has the right form."""
        super().show_error(text)
        self._mark_error()

    def clear_error(self) -> None:
        """Hide the error and its warning sign."""
        if self.has_error():
            super().clear_error()
            self._mark_error()

    def text(self) -> str:
        """Return the text without surrounding white space."""
        return self.line.text().strip()

    def set_text(self, text: str) -> None:
        """Set the text, without sending `edited`."""
        self.line.setText(text)
        self.line.setCursorPosition(0)
        self.clear_error()

    def _mark_error(self) -> None:
        self.line.set_mark(Glyph.EXCLAMATION if self.has_error() else Glyph.NONE)


class TextField(Field):
    """Several lines of plain text. Tab moves to the next field."""

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
        """Return the text without surrounding white space."""
        return self.area.toPlainText().strip()

    def set_text(self, text: str) -> None:
        """Set the text, without sending `edited`."""
        self._quiet = True
        self.area.setPlainText(text)
        self._quiet = False
        self.clear_error()

    def _text_changed(self) -> None:
        if not self._quiet:
            self._user_edited()


class ComboField(Field):
    """A choice from a list; an `editable` one accepts any other text as well."""

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
        """Offer these choices, as pairs of text and value; the current entry stays."""
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
        """Return the chosen value; for an editable field the text if it is none of the choices."""
        if self.combo.isEditable():
            index = self.combo.findText(self.combo.currentText().strip())
            text = self.combo.currentText().strip()
            return text if index < 0 else str(self.combo.itemData(index))
        data = self.combo.currentData()
        return "" if data is None else str(data)

    def set_value(self, value: str) -> None:
        """Choose a value, without sending `edited`."""
        index = self.combo.findData(value)
        if index >= 0:
            self.combo.setCurrentIndex(index)
        elif self.combo.isEditable():
            self.combo.setCurrentIndex(-1)
            self.combo.setEditText(value)
        self.clear_error()
