"""The table that previews the import of each row, with buttons to answer its question."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QVBoxLayout, QWidget

from desktop.services.import_outlook import ImportOutlook
from desktop.ui.imports.answer_controls import AnswerControls
from desktop.ui.imports.preview_delegate import EDGE, PreviewDelegate
from desktop.ui.imports.preview_model import PreviewColumn, PreviewModel
from desktop.ui.imports.preview_rows import PreviewRow, RowGroup
from desktop.ui.kit.sizes import growth
from desktop.ui.theme.tokens import ORDER_ROW
from desktop.wording.i18n import _, clauses

_FEWEST_ROWS = 3
"""The minimum height in rows."""
_ENOUGH = 560
"""Pixels, at 100 %, for text and answers; with fewer, pills show only their icons."""


class PreviewTable(QTableView):
    """The table of rows; it reports clicks on painted answer parts."""

    pressed_part = Signal(int, int)
    """The row, and the index of its part, that was clicked while only painted."""
    answer_wanted = Signal()
    """The answer of the current row is to get the focus."""
    moved = Signal()
    """The positions of rows changed: scrolled or resized."""

    def __init__(self, model: PreviewModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.delegate = PreviewDelegate(self)
        self._pressed: tuple[int, int] | None = None
        self.setItemDelegate(self.delegate)
        self.setAccessibleName(_("Preview"))
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QTableView { border: none; border-radius: 0; }")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.horizontalHeader().hide()
        self.verticalScrollBar().valueChanged.connect(lambda _at: self.moved.emit())
        self._resize_parts()

    def _resize_parts(self) -> None:
        """Set the height of rows and the widths of columns."""
        self.delegate.measure()
        side = self.verticalHeader()
        side.setSectionResizeMode(side.ResizeMode.Fixed)
        side.setDefaultSectionSize(round(ORDER_ROW * growth(self.fontMetrics())))
        self.setMinimumHeight(side.defaultSectionSize() * _FEWEST_ROWS)
        width = self.viewport().width()
        order = self.delegate.order_width()
        self.delegate.folded = False
        enough = _ENOUGH * growth(self.fontMetrics())
        self.delegate.folded = width - self.delegate.state_width() - order < enough
        state = self.delegate.state_width()
        self.setColumnWidth(PreviewColumn.STATE, state)
        self.setColumnWidth(PreviewColumn.ORDER, order)
        self.setColumnWidth(PreviewColumn.WHAT, max(width - state - order, 0))
        self.moved.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns into the new width."""
        super().resizeEvent(event)
        self._resize_parts()

    def changeEvent(self, event: QEvent) -> None:
        """Adapt the sizes to a changed font."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._resize_parts()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Request the focus for the row's answer on Enter, Space or Right."""
        if event.key() in _INTO_ANSWER and not event.modifiers():
            self.answer_wanted.emit()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember the pressed part: rows other than the current one have no real buttons."""
        self._pressed = self._part_at(event.position().toPoint())
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a pointing hand over parts that can be pressed."""
        super().mouseMoveEvent(event)
        over = self._part_at(event.position().toPoint()) is not None
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Report a click if the mouse was pressed and released on the same part."""
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        if pressed is not None and pressed == self._part_at(event.position().toPoint()):
            self.pressed_part.emit(*pressed)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Paint the focus ring around the current row."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Paint the current row without its focus ring."""
        super().focusOutEvent(event)
        self.viewport().update()

    def _part_at(self, point: QPoint) -> tuple[int, int] | None:
        row = self.rowAt(point.y())
        if row < 0:
            return None
        for at, box in enumerate(self.delegate.boxes(row)):
            if box.contains(point):
                return row, at
        return None


class Preview(QWidget):
    """The table of rows; the answers of the current row are real buttons on top of it."""

    current_changed = Signal()
    """Another row is current, or the current row changed."""
    answered = Signal(object, str)
    """A `PreviewRow`, and the answer to its question."""
    withdrawn = Signal(object)
    """A `PreviewRow` whose answer the user wants to withdraw."""
    problem_changed = Signal(str)
    """The problem of the typed answer; empty while it is being changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = PreviewModel(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.table = PreviewTable(self.rows, self)
        column.addWidget(self.table)
        self.answer = AnswerControls(self)
        self.setFocusProxy(self.table)
        self.setTabOrder(self.table, self.answer)
        self.table.selectionModel().currentChanged.connect(self._update_current)
        self.table.moved.connect(self._place)
        self.table.answer_wanted.connect(self.answer.take_focus)
        self.table.pressed_part.connect(self._press)
        self.answer.answered.connect(self._answered)
        self.answer.withdrawn.connect(self._withdraw)
        self.answer.row_stepped.connect(self._step_row)
        self.answer.left.connect(self.table.setFocus)
        self.answer.typing.connect(self._reserve_width)
        self.answer.problem_changed.connect(self.problem_changed)

    def show_rows(
        self, rows: Sequence[PreviewRow], group: RowGroup, outlook: ImportOutlook | None
    ) -> None:
        """Show the rows of a group; the current row and the scroll position stay if possible."""
        before, at = self.current(), self.table.currentIndex().row()
        top = self.table.verticalScrollBar().value()
        self.rows.outlook = outlook
        self.rows.show_rows(rows, group)
        if before is None:
            self._update_current()
            return
        same = self.rows.find(lambda row: row.key == before.key)
        if same is None:
            same = self.rows.find(lambda row: row.place == before.place)
        self.select_row(min(at, self.rows.rowCount() - 1) if same is None else same)
        self.table.verticalScrollBar().setValue(top)
        self._update_current()

    def select_row(self, number: int) -> None:
        """Make a row current, and scroll to it."""
        index = self.rows.index(number, PreviewColumn.STATE)
        if index.isValid():
            self.table.setCurrentIndex(index)
            self.table.scrollTo(index)

    def current(self) -> PreviewRow | None:
        """Return the current row, or None."""
        return self.rows.row(self.table.currentIndex().row())

    def focus_next_open(self) -> bool:
        """Focus the answer of the next open row; return whether there is one."""
        start = max(self.table.currentIndex().row(), 0)
        found = self.rows.find(lambda row: row.open, start)
        if found is None:
            return False
        self.select_row(found)
        return self.answer.take_focus()

    def reason(self) -> str:
        """Return the text of the current row if it is cut off in the table, else nothing."""
        number = self.table.currentIndex().row()
        if self.rows.row(number) is None or self.table.delegate.is_whole(number):
            return ""
        return self.rows.words(number).first

    def current_row_rect(self) -> QRect:
        """Return the text cell of the current row in this widget's coordinates; empty if none."""
        index = self.table.currentIndex().siblingAtColumn(PreviewColumn.WHAT)
        offset = self.table.viewport().mapTo(self, QPoint(0, 0))
        return self.table.visualRect(index).translated(offset)

    def has_focus(self) -> bool:
        """Return whether the table or the answer buttons have the focus."""
        return self.table.hasFocus() or self.answer.has_focus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Move the answer buttons with their row."""
        super().resizeEvent(event)
        self._place()

    def _update_current(self, _index: QModelIndex | None = None) -> None:
        self._place()
        self.current_changed.emit()

    def _place(self) -> None:
        """Put the answer buttons of the current row where its parts are painted."""
        number = self.table.currentIndex().row()
        row = self.rows.row(number)
        if row is None:
            self.answer.show_parts(None, (), "")
            return
        words = self.rows.words(number)
        parts = self.table.delegate.parts(number)
        self.answer.show_parts(self.rows.question(row), parts, clauses(words.title, words.where))
        if parts:
            view = self.table.viewport()
            offset = view.mapTo(self, QPoint(0, 0))
            cell = self.table.visualRect(self.rows.index(number, PreviewColumn.WHAT))
            room = QRectF(cell.translated(offset)).adjusted(0, 0, -EDGE, -1)
            self.answer.place_in(room, QRect(offset, view.size()))

    def _press(self, number: int, at: int) -> None:
        """Press a part that was only painted when the mouse was pressed."""
        self.select_row(number)
        self.answer.press(at)

    def _reserve_width(self, width: int) -> None:
        """Keep the text of the row clear of the answer's text field; `width` in pixels."""
        number = self.table.currentIndex().row()
        self.table.delegate.typing = (number, width) if width else None
        self.table.viewport().update()

    def _step_row(self, step: int) -> None:
        """Select the neighbouring row, and focus its answer if it has one."""
        number = self.table.currentIndex().row() + step
        if self.rows.row(number) is None:
            return
        self.select_row(number)
        if not self.answer.take_focus():
            self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _answered(self, value: str) -> None:
        row = self.current()
        if row is not None:
            self.answered.emit(row, value)

    def _withdraw(self) -> None:
        row = self.current()
        if row is not None:
            self.withdrawn.emit(row)


_INTO_ANSWER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Right)
