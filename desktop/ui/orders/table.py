"""The table of orders: its keys, its columns, and their saved arrangement."""

from __future__ import annotations

import json
from collections.abc import Sequence

from PySide6.QtCore import (
    QItemSelectionModel,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QTableView,
    QWidget,
)

from desktop.domain.views import OrderColumn
from desktop.forms.stored_settings import column_arrangement
from desktop.ui.kit.labels import scaled
from desktop.ui.kit.row_painting import icon_width, pill_width, small_font
from desktop.ui.kit.sizes import growth
from desktop.ui.orders.columns import ShownColumns, widest_texts
from desktop.ui.orders.row_delegate import (
    FIRST_MARGIN,
    MARGIN,
    RowDelegate,
)
from desktop.ui.orders.table_model import OrdersModel
from desktop.ui.orders.table_overlays import BusyLine, Corners
from desktop.ui.theme.tokens import ORDER_ROW, S
from desktop.wording.i18n import _

_SAVE_AFTER_MS = 400
_HEADER_HEIGHT = 36
_BUSY_AFTER_MS = 300
"""Milliseconds before a slow query shows the busy line."""
_HEADER_SHEET = f"""
QHeaderView {{ background: transparent; }}
QHeaderView::section {{ padding: 6px {MARGIN}px; font-weight: 400; background: transparent; }}
QHeaderView::section:first, QHeaderView::section:only-one {{ padding-left: {FIRST_MARGIN}px; }}
"""
_STRETCHED = "order"
_OPTIONAL = ("sums", "verdict")
"""Columns that are hidden, in this order, where there is too little room."""


class OrdersTable(QTableView):
    """Shows an `OrdersModel`; the page handles Enter and Ctrl+C through signals."""

    sort_wanted = Signal(object, bool)
    """The `OrderColumn` to sort by, and whether in descending order."""
    arranged = Signal(str)
    """Columns were moved, hidden or resized: the arrangement to save, as JSON."""
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
        self._rows = RowDelegate(self)
        self.setItemDelegate(self._rows)
        self._hidden: set[str] = set()
        self._widths: dict[str, float] = {}
        self._fitting = False
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(round(ORDER_ROW * growth(self.fontMetrics())))
        self._sorted_by, self._descending = OrderColumn.DEADLINE, False
        self._set_up_header()
        self._later = QTimer(self, singleShot=True, interval=_SAVE_AFTER_MS)
        self._later.timeout.connect(lambda: self.arranged.emit(self.arrangement()))
        self._busy_later = QTimer(self, singleShot=True, interval=_BUSY_AFTER_MS)
        self._busy_line = BusyLine(self)
        self._corners = Corners(self)
        self._busy_later.timeout.connect(self._show_busy)

    def set_busy(self, *, busy: bool) -> None:
        """Show a thin line under the header while a query is slow; the rows stay."""
        if busy:
            self._busy_later.start()
        else:
            self._busy_later.stop()
            self._busy_line.stop()

    def is_busy(self) -> bool:
        """Return whether the busy line is shown."""
        return self._busy_line.isVisible()

    def close_down(self) -> None:
        """Emit an arrangement that is still pending, and stop all timers."""
        self.set_busy(busy=False)
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
        """Return the visible rows."""
        first = self.rowAt(0)
        last = self.rowAt(self.viewport().height() - 1)
        if first < 0:
            return range(0)
        return range(first, (self.orders.rowCount() - 1 if last < 0 else last) + 1)

    def selected_ranges(self) -> list[tuple[int, int]]:
        """Return first and last row of each part of the selection, top to bottom."""
        parts = self.selectionModel().selection()
        found = (parts.at(number) for number in range(parts.count()))
        return sorted({(part.top(), part.bottom()) for part in found})

    def selected_count(self) -> int:
        """Return the number of selected orders."""
        return sum(last - first + 1 for first, last in self.selected_ranges())

    def go_to(self, row: int) -> None:
        """Make a row, at most the last one, the current and only selected one."""
        row = min(row, self.orders.rowCount() - 1)
        if row < 0:
            return
        index = self.orders.index(row, self._first_column())
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def show_sorting(self, column: OrderColumn, *, descending: bool) -> None:
        """Mark the column that the rows are sorted by."""
        self._sorted_by, self._descending = column, descending
        self.orders.show_sorting(column, descending=descending)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open by Enter, copy by Ctrl+C, return to the search by Up in the first row."""
        key, control = event.key(), event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not control:
            self.opened.emit()
        elif key == Qt.Key.Key_C and control:
            self.copy_wanted.emit()
        elif key == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.left_upwards.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns into the new width."""
        super().resizeEvent(event)
        self._fit()
        self._busy_line.setGeometry(self._line_box())
        self._corners.cover(self.size())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus ring around the current row."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the focus ring."""
        super().focusOutEvent(event)
        self.viewport().update()

    def _show_busy(self) -> None:
        self._busy_line.setGeometry(self._line_box())
        self._busy_line.start()

    def _line_box(self) -> QRect:
        below = self.viewport().geometry()
        return QRect(below.left(), below.top(), below.width(), 2)

    # Columns

    def shown_columns(self) -> list[ShownColumns]:
        """Return the columns that the user has chosen, from left to right."""
        return [self.orders.columns[number] for number in self._chosen()]

    def has_usual_columns(self) -> bool:
        """Return whether only default columns are shown, in their default widths."""
        shown = [self.orders.columns[number] for number in self._chosen()]
        return not self._widths and not any(column.hidden for column in shown)

    def arrangement(self) -> str:
        """Return order, widths and visibility of the columns, as JSON."""
        header, columns = self.horizontalHeader(), self.orders.columns
        order = sorted(range(len(columns)), key=header.visualIndex)
        return json.dumps(
            {
                "order": [columns[number].key for number in order],
                "hidden": sorted(self._hidden),
                "widths": self._widths,
            }
        )

    def arrange(self, text: str | None) -> None:
        """Restore a saved arrangement of the columns; use defaults for what is invalid in it.

        An arrangement without the first column is from another version, and not used.
        """
        kept = column_arrangement(text)
        header, columns = self.horizontalHeader(), self.orders.columns
        keys = [column.key for column in columns]
        usual = kept.hidden is None or kept.hidden >= set(keys) or keys[0] not in kept.order
        self._hidden = {c.key for c in columns if c.hidden} if usual else set(kept.hidden or ())
        self._widths = {} if usual else {k: v for k, v in kept.widths.items() if k in keys}
        self._fitting = True
        for place, key in enumerate(k for k in kept.order if k in keys):
            header.moveSection(header.visualIndex(keys.index(key)), place)
        self._fitting = False
        self._fit()

    def _chosen(self) -> list[int]:
        """Return the indexes of the columns that the user has chosen, from left to right."""
        header, columns = self.horizontalHeader(), self.orders.columns
        order = sorted(range(len(columns)), key=header.visualIndex)
        return [number for number in order if columns[number].key not in self._hidden]

    def _fit(self) -> None:
        """Set the columns' widths; shrink and hide default ones where there is too little room."""
        columns = self.orders.columns
        shown = self._chosen()
        usual = self.has_usual_columns()
        room = self.viewport().width()
        widths = {columns[number].key: self._width(columns[number]) for number in shown}
        if usual and sum(widths.values()) > room and "verdict" in widths:
            widths["verdict"] = self._title_width("verdict")
        self._rows.folded = widths.get("verdict", room) < self._least("verdict")
        for key in _OPTIONAL:
            if usual and sum(widths.values()) > room and len(widths) > 1:
                widths.pop(key, None)
        if _STRETCHED in widths and _STRETCHED not in self._widths:
            rest = room - sum(width for key, width in widths.items() if key != _STRETCHED)
            widths[_STRETCHED] = max(widths[_STRETCHED], rest)
        self._fitting = True
        for number, column in enumerate(columns):
            self.setColumnHidden(number, column.key not in widths)
            if column.key in widths:
                self.setColumnWidth(number, widths[column.key])
        self._fitting = False
        self._rows.measure()

    def _width(self, column: ShownColumns) -> int:
        if column.key in self._widths:
            return round(self._widths[column.key] * self._character())
        if column.hidden:
            return round(column.width * self._character())
        return self._least(column.key)

    def _least(self, key: str) -> int:
        """Return the minimum width of a default column, in pixels."""
        first, second = widest_texts(key)
        if key == "verdict":
            words = max(pill_width(word) for word in first)
        else:
            words = max(
                _widest(QFontMetrics(scaled(1.0)), first),
                _widest(QFontMetrics(small_font()), second),
            )
        margin = FIRST_MARGIN if self._is_first(key) else MARGIN
        last = S if key == self.orders.columns[self._chosen()[-1]].key else MARGIN
        return max(words + margin + last + 2, self._title_width(key))

    def _title_width(self, key: str) -> int:
        title = next(column.title for column in self.orders.columns if column.key == key)
        margin = FIRST_MARGIN if self._is_first(key) else MARGIN
        words = self.horizontalHeader().fontMetrics().horizontalAdvance(f"{title} ↑")
        return max(words, icon_width() + 2 * S) + margin + MARGIN + 2

    def _is_first(self, key: str) -> bool:
        wanted = self._chosen()
        return bool(wanted) and self.orders.columns[wanted[0]].key == key

    def column_menu(self) -> QMenu:
        """Return a menu to sort and to choose columns, also by keyboard."""
        menu = QMenu(self)
        by = menu.addMenu(_("Sort by"))
        group = QActionGroup(by)
        for column in self.orders.columns:
            if not column.parts and column.key != "left":
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
            action = _checkable(menu, column.menu_title, checked=column.key not in self._hidden)
            action.triggered.connect(lambda on, n=number: self._show_column(n, shown=on))
        menu.addSeparator()
        menu.addAction(_("Reset columns")).triggered.connect(self._usual_columns)
        return menu

    def _show_column(self, number: int, *, shown: bool) -> None:
        key = self.orders.columns[number].key
        if shown:
            self._hidden.discard(key)
        elif len(self._chosen()) > 1:
            self._hidden.add(key)
        self._fit()
        self._later.start()

    def _usual_columns(self) -> None:
        self.arrange(json.dumps({"order": [column.key for column in self.orders.columns]}))
        self._later.start()

    def _set_up_header(self) -> None:
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._header_menu)
        header.sectionClicked.connect(self._header_clicked)
        header.setStyleSheet(_HEADER_SHEET)
        header.setFixedHeight(round(_HEADER_HEIGHT * growth(self.fontMetrics())))
        header.sectionMoved.connect(self._column_moved)
        header.sectionResized.connect(self._column_resized)

    def _column_moved(self) -> None:
        self._rows.measure()
        if not self._fitting:
            self._later.start()

    def _column_resized(self, number: int, _before: int, width: int) -> None:
        if not self._fitting and width:
            self._widths[self.orders.columns[number].key] = width / self._character()
            self._later.start()

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


def _widest(metrics: QFontMetrics, texts: Sequence[str]) -> int:
    return max((metrics.horizontalAdvance(text) for text in texts), default=0)


def _checkable(menu: QMenu, title: str, *, checked: bool) -> QAction:
    action = menu.addAction(title.replace("&", "&&"))
    action.setCheckable(True)
    action.setChecked(checked)
    return action
