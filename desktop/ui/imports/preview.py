"""The list of what becomes of each row of a file, with its answer in the row itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QVBoxLayout, QWidget

from desktop.services.import_outlook import ImportOutlook
from desktop.ui.imports.preview_delegate import EDGE, PreviewDelegate
from desktop.ui.imports.preview_model import PreviewColumn, PreviewModel
from desktop.ui.imports.preview_rows import PreviewRow, RowGroup
from desktop.ui.imports.row_answer import RowAnswer
from desktop.ui.kit.sizes import growth
from desktop.ui.theme.tokens import ORDER_ROW
from desktop.wording.i18n import _, clauses

_FEWEST_ROWS = 3
"""Rows that there is always room for."""
_ENOUGH = 560
"""Pixels, at 100 %, that text and answers have, or pills show their icons only."""


class PreviewTable(QTableView):
    """The rows; what is pressed in them is told by the row and the part."""

    pressed_part = Signal(int, int)
    """The row and the place of a part that was pressed while it was only painted."""
    answer_wanted = Signal()
    """The keyboard is to go into the answer of the current row."""
    moved = Signal()
    """Rows stand elsewhere than before."""

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
        self._fit()

    def _fit(self) -> None:
        """Give rows and parts their sizes."""
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
        """Fit the parts into the new width."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew with another font."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go into the answer of the row by Enter, Space or Right."""
        if event.key() in _INTO_ANSWER and not event.modifiers():
            self.answer_wanted.emit()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a finger came down: there may be no real button yet."""
        self._pressed = self._part_at(event.position().toPoint())
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show by the pointer what can be pressed."""
        super().mouseMoveEvent(event)
        over = self._part_at(event.position().toPoint()) is not None
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Press the part that a finger came down on and left."""
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        if pressed is not None and pressed == self._part_at(event.position().toPoint()):
            self.pressed_part.emit(*pressed)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring around the current row."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
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
    """The rows, and over the current one its answers as buttons."""

    looked_at = Signal()
    """Another row is current, or it is shown otherwise."""
    answered = Signal(object, str)
    """A `PreviewRow`, and the answer that was given to what it asks."""
    taken_back = Signal(object)
    """A `PreviewRow` whose answer is to be forgotten."""
    objected = Signal(str)
    """What is wrong with what was typed as an answer; empty when it is being changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = PreviewModel(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.table = PreviewTable(self.rows, self)
        column.addWidget(self.table)
        self.answer = RowAnswer(self)
        self.setFocusProxy(self.table)
        self.setTabOrder(self.table, self.answer)
        self.table.selectionModel().currentChanged.connect(self._look)
        self.table.moved.connect(self._place)
        self.table.answer_wanted.connect(self.answer.take_focus)
        self.table.pressed_part.connect(self._press)
        self.answer.answered.connect(self._answered)
        self.answer.taken_back.connect(self._take_back)
        self.answer.climbed.connect(self._climb)
        self.answer.left.connect(self.table.setFocus)
        self.answer.typing.connect(self._make_room)
        self.answer.objected.connect(self.objected)

    def show_rows(
        self, rows: Sequence[PreviewRow], group: RowGroup, outlook: ImportOutlook | None
    ) -> None:
        """Show the rows of a group; the current one stays so, and where it is, if it is there."""
        before, at = self.current(), self.table.currentIndex().row()
        top = self.table.verticalScrollBar().value()
        self.rows.outlook = outlook
        self.rows.show_rows(rows, group)
        if before is None:
            self._look()
            return
        same = self.rows.find(lambda row: row.key == before.key)
        if same is None:
            same = self.rows.find(lambda row: row.place == before.place)
        self.select_row(min(at, self.rows.rowCount() - 1) if same is None else same)
        self.table.verticalScrollBar().setValue(top)
        self._look()

    def select_row(self, number: int) -> None:
        """Make a row the current one, in sight."""
        index = self.rows.index(number, PreviewColumn.STATE)
        if index.isValid():
            self.table.setCurrentIndex(index)
            self.table.scrollTo(index)

    def current(self) -> PreviewRow | None:
        """Return the current row; None where there is none."""
        return self.rows.row(self.table.currentIndex().row())

    def go_to_open(self) -> bool:
        """Bring the keyboard to the answer of the next open row; return whether there is one."""
        start = max(self.table.currentIndex().row(), 0)
        found = self.rows.find(lambda row: row.open, start)
        if found is None:
            return False
        self.select_row(found)
        return self.answer.take_focus()

    def reason(self) -> str:
        """Return what is to be said of the current row, where it is not seen whole."""
        number = self.table.currentIndex().row()
        if self.rows.row(number) is None or self.table.delegate.is_whole(number):
            return ""
        return self.rows.words(number).first

    def place_of_current(self) -> QRect:
        """Return where the current row is, in this widget; nothing where there is none."""
        index = self.table.currentIndex().siblingAtColumn(PreviewColumn.WHAT)
        offset = self.table.viewport().mapTo(self, QPoint(0, 0))
        return self.table.visualRect(index).translated(offset)

    def has_focus(self) -> bool:
        """Return whether the keyboard is in the rows or in their answers."""
        return self.table.hasFocus() or self.answer.has_focus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the answers on their row."""
        super().resizeEvent(event)
        self._place()

    def _look(self, _index: QModelIndex | None = None) -> None:
        self._place()
        self.looked_at.emit()

    def _place(self) -> None:
        """Offer what can be pressed in the current row, in the place where it is painted."""
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
            self.answer.stand_in(room, QRect(offset, view.size()))

    def _press(self, number: int, at: int) -> None:
        """Press a part that was only painted while the finger came down."""
        self.select_row(number)
        self.answer.press(at)

    def _make_room(self, width: int) -> None:
        """Keep the text of the row clear of the line that an answer is typed into."""
        number = self.table.currentIndex().row()
        self.table.delegate.typing = (number, width) if width else None
        self.table.viewport().update()

    def _climb(self, step: int) -> None:
        """Go to a neighbour of the current row, into its answer where it has one."""
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

    def _take_back(self) -> None:
        row = self.current()
        if row is not None:
            self.taken_back.emit(row)


_INTO_ANSWER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Right)
