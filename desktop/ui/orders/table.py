"""The table itself: its keys, its columns, and what is remembered of them."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QAction, QActionGroup, QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.domain.views import OrderColumn
from desktop.forms.stored_settings import column_arrangement
from desktop.ui.kit.glyphs import draw
from desktop.ui.orders.columns import ShownColumns, verdict_of
from desktop.ui.orders.table_model import LINE, OrdersModel
from desktop.ui.shared.verdict_view import look_of
from desktop.ui.theme.theme import tokens
from desktop.wording.i18n import _

_SAVE_AFTER_MS = 400
_ROW_AIR = 14


class OrdersTable(QTableView):
    """Shows an `OrdersModel`. Enter, Delete and Ctrl+C are left to the page, through signals."""

    sort_wanted = Signal(object, bool)
    """`OrderColumn`, and whether the largest comes first."""
    arranged = Signal(str)
    """Columns were moved, hidden or made wider: what to remember, as JSON."""
    opened = Signal()
    copy_wanted = Signal()
    left_upwards = Signal()
    """Up was pressed in the first row."""

    def __init__(self, model: OrdersModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setAccessibleName(_("Orders"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setItemDelegate(_Cells(self))
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + _ROW_AIR)
        self._sorted_by, self._descending = OrderColumn.DEADLINE, False
        self._set_up_header()
        self._later = QTimer(self, singleShot=True, interval=_SAVE_AFTER_MS)
        self._later.timeout.connect(lambda: self.arranged.emit(self.arrangement()))

    def close_down(self) -> None:
        """Report an arrangement that was not reported yet, and no other any more."""
        if self._later.isActive():
            self._later.stop()
            self.arranged.emit(self.arrangement())

    @property
    def orders(self) -> OrdersModel:
        """The model."""
        model = self.model()
        assert isinstance(model, OrdersModel)
        return model

    def visible_rows(self) -> range:
        """Return the rows in sight."""
        first = self.rowAt(0)
        last = self.rowAt(self.viewport().height() - 1)
        if first < 0:
            return range(0)
        return range(first, (self.orders.rowCount() - 1 if last < 0 else last) + 1)

    def selected_ranges(self) -> list[tuple[int, int]]:
        """First and last row of each part of the selection, top to bottom."""
        parts = self.selectionModel().selection()
        found = (parts.at(number) for number in range(parts.count()))
        return sorted({(part.top(), part.bottom()) for part in found})

    def selected_count(self) -> int:
        """Return how many orders are selected."""
        return sum(last - first + 1 for first, last in self.selected_ranges())

    def go_to(self, row: int) -> None:
        """Make a row the current and only selected one, where it exists."""
        row = min(row, self.orders.rowCount() - 1)
        if row < 0:
            return
        index = self.orders.index(row, self._first_column())
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def show_sorting(self, column: OrderColumn, *, descending: bool) -> None:
        """Mark the column that the rows are sorted by."""
        self._sorted_by, self._descending = column, descending
        for number, shown in enumerate(self.orders.columns):
            if shown.sorted_by is column:
                order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
                self.horizontalHeader().setSortIndicator(number, order)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Ctrl+C copies, Up in the first row goes back to the search."""
        key, control = event.key(), event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not control:
            self.opened.emit()
        elif key == Qt.Key.Key_C and control:
            self.copy_wanted.emit()
        elif key == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.left_upwards.emit()
        else:
            super().keyPressEvent(event)

    # Columns

    def shown_columns(self) -> list[ShownColumns]:
        """Return the columns that are to be seen, from left to right."""
        header, columns = self.horizontalHeader(), self.orders.columns
        order = sorted(range(len(columns)), key=header.visualIndex)
        return [columns[number] for number in order if not self.isColumnHidden(number)]

    def arrangement(self) -> str:
        """Order, widths and visibility of the columns, as JSON."""
        header, columns = self.horizontalHeader(), self.orders.columns
        order = sorted(range(len(columns)), key=header.visualIndex)
        return json.dumps(
            {
                "order": [columns[number].key for number in order],
                "hidden": [c.key for n, c in enumerate(columns) if self.isColumnHidden(n)],
                "widths": {
                    c.key: self.columnWidth(n) / self._character()
                    for n, c in enumerate(columns)
                    if not self.isColumnHidden(n)
                },
            }
        )

    def arrange(self, text: str | None) -> None:
        """Put the columns as they were remembered; what does not fit is as it usually is."""
        kept = column_arrangement(text)
        header, columns = self.horizontalHeader(), self.orders.columns
        header.blockSignals(True)
        for number, column in enumerate(columns):
            hidden = column.hidden if kept.hidden is None else column.key in kept.hidden
            width = kept.widths.get(column.key, column.width)
            self.setColumnWidth(number, round(width * self._character()))
            self.setColumnHidden(number, hidden)
        numbers = {column.key: number for number, column in enumerate(columns)}
        for place, key in enumerate(k for k in kept.order if k in numbers):
            header.moveSection(header.visualIndex(numbers[key]), place)
        header.blockSignals(False)
        self.updateGeometries()

    def column_menu(self) -> QMenu:
        """Return the menu of sortings and columns: also for the keyboard."""
        menu = QMenu(self)
        by = menu.addMenu(_("Sort by"))
        group = QActionGroup(by)
        for column in self.orders.columns:
            if column.key != "left":
                action = _checkable(by, column.title, checked=column.sorted_by is self._sorted_by)
                group.addAction(action)
                wanted = column.sorted_by
                action.triggered.connect(
                    lambda _on=False, c=wanted: self.sort_wanted.emit(c, self._descending)
                )
        way = _checkable(by, _("Largest or latest first"), checked=self._descending)
        by.insertSeparator(way)
        way.triggered.connect(lambda on: self.sort_wanted.emit(self._sorted_by, on))
        menu.addSeparator()
        for number, column in enumerate(self.orders.columns):
            action = _checkable(menu, column.title, checked=not self.isColumnHidden(number))
            action.triggered.connect(lambda on, n=number: self._show_column(n, shown=on))
        menu.addSeparator()
        menu.addAction(_("Reset columns")).triggered.connect(self._usual_columns)
        return menu

    def _show_column(self, number: int, *, shown: bool) -> None:
        visible = sum(not self.isColumnHidden(n) for n in range(len(self.orders.columns)))
        if shown or visible > 1:
            self.setColumnHidden(number, not shown)
            self._later.start()

    def _usual_columns(self) -> None:
        usual = [column.key for column in self.orders.columns]
        self.arrange(json.dumps({"order": usual}))
        self._later.start()

    def _set_up_header(self) -> None:
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._header_menu)
        header.sectionClicked.connect(self._header_clicked)
        header.sectionMoved.connect(lambda *_places: self._later.start())
        header.sectionResized.connect(lambda *_widths: self._later.start())

    def _header_menu(self, at: QPoint) -> None:
        self.column_menu().popup(self.horizontalHeader().mapToGlobal(at))

    def _header_clicked(self, number: int) -> None:
        column = self.orders.columns[number].sorted_by
        descending = column is self._sorted_by and not self._descending
        self.sort_wanted.emit(column, descending)

    def _first_column(self) -> int:
        header = self.horizontalHeader()
        shown = [n for n in range(len(self.orders.columns)) if not self.isColumnHidden(n)]
        return min(shown, key=header.visualIndex, default=0)

    def _character(self) -> int:
        return self.fontMetrics().horizontalAdvance("0")


class _Cells(QStyledItemDelegate):
    """Paints the state with its shape before the word."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex) -> None:  # type: ignore[override]
        """Make room for the shape."""
        super().initStyleOption(option, index)
        if index.model().columns[index.column()].key == "verdict":  # type: ignore[attr-defined]
            room: Any = option  # the stubs know none of its fields
            room.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
            room.decorationSize = QSize(_side(option), _side(option))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:  # type: ignore[override]
        """Paint the cell, then the shape."""
        super().paint(painter, option, index)
        model = index.model()
        if not isinstance(model, OrdersModel) or model.columns[index.column()].key != "verdict":
            return
        line = index.data(LINE)
        if line is None:
            return
        tone, glyph = look_of(verdict_of(line, model.now), urgent=model.urgent(line))
        side = _side(option)
        cell: Any = option
        rect = cell.rect
        box = QRectF(rect.left() + 11, rect.center().y() - side / 2 + 1, side, side)
        draw(painter, glyph, box, QColor(tokens().ink(tone)))


def _side(option: QStyleOptionViewItem) -> int:
    cell: Any = option
    height: int = cell.fontMetrics.height()
    return round(height * 0.6)


def _checkable(menu: QMenu, title: str, *, checked: bool) -> QAction:
    action = menu.addAction(title.replace("&", "&&"))
    action.setCheckable(True)
    action.setChecked(checked)
    return action
