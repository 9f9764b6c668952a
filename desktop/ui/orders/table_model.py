"""The rows of the table, fetched page by page as they become visible."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from desktop.domain import beijing, countdown
from desktop.domain.assessment import Verdict
from desktop.domain.book import Book
from desktop.domain.order_rows import PAGE_SIZE, OrderRow
from desktop.domain.views import OrderColumn
from desktop.services.order_search import QueryResult, RowPage
from desktop.ui.kit.labels import plain_tooltip
from desktop.ui.orders.columns import ShownColumns, row_text
from desktop.ui.orders.query_worker import OrderQueryWorker
from desktop.ui.shared.verdict_view import look_of
from desktop.ui.theme.theme import tokens
from desktop.ui.theme.tokens import Tone
from desktop.wording.i18n import clauses

_CACHED_PAGES = 32
"""Pages kept in memory; more than a screen shows."""
_LOADING = "…"
_Index = QModelIndex | QPersistentModelIndex
LINE = Qt.ItemDataRole.UserRole
"""The role of a row's `OrderRow`; None while it is being fetched."""
SECOND = Qt.ItemDataRole.UserRole + 1
"""The role of the second line of a cell; empty if it has only one."""


class OrdersModel(QAbstractTableModel):
    """The result of the last query of `query_worker`.

    `book` returns the records, for the accounts' names; `now` is the moment shown (UTC).
    """

    def __init__(
        self,
        query_worker: OrderQueryWorker,
        columns: tuple[ShownColumns, ...],
        book: Callable[[], Book],
        now: datetime,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._query_worker = query_worker
        self.columns = columns
        self._book_now = book
        self._book = book()
        self.now = now
        self.generation = 0
        """The number of the query whose rows are shown."""
        self._count = 0
        self._pages: OrderedDict[int, tuple[OrderRow, ...]] = OrderedDict()
        self._asked: set[int] = set()
        self._sorted, self._arrow = 0, ""
        query_worker.sized.connect(self._resize)
        query_worker.paged.connect(self._take_page)

    def show_found(self, found: QueryResult) -> None:
        """Show the result of a new query."""
        self.beginResetModel()
        self.generation = found.page.generation
        self._book = self._book_now()
        self.now = found.now
        self._pages.clear()
        self._asked.clear()
        self._pages[found.page.number] = found.page.rows
        self._count = len(found.page.rows) if found.count is None else found.count
        self.endResetModel()

    def show_sorting(self, column: OrderColumn, *, descending: bool) -> None:
        """Mark the first column that sorts by `column` with an arrow."""
        sorted_by = [shown.sorted_by for shown in self.columns]
        self._sorted = sorted_by.index(column)
        self._arrow = " ↓" if descending else " ↑"
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def line(self, row: int) -> OrderRow | None:
        """Return the order in a row; if it is not loaded, request its page and return None."""
        number, place = divmod(row, PAGE_SIZE)
        page = self._pages.get(number)
        if page is None:
            if number not in self._asked:
                self._asked.add(number)
                self._query_worker.ask_page(self.generation, number)
            return None
        self._pages.move_to_end(number)
        return page[place] if place < len(page) else None

    def tick(self, now: datetime, rows: range) -> None:
        """Update the countdowns in `rows` to `now` (UTC)."""
        before, self.now = self.now, now
        for number, column in enumerate(self.columns):
            countdown_text = {"left": column.text, "due": column.second}.get(column.key)
            if countdown_text is not None:
                for row, line in self._lines_in(rows):
                    was = countdown_text(line, self._book, before)
                    if was != countdown_text(line, self._book, now):
                        cell = self.index(row, number)
                        self.dataChanged.emit(cell, cell)

    def next_change(self, now: datetime, rows: range) -> datetime | None:
        """Return when (UTC) a countdown in `rows` next reads differently."""
        changes = (
            countdown.next_change(line.status.deadline, now)
            for _row, line in self._lines_in(rows)
            if line.status.deadline is not None and line.status.verdict_at(now) is Verdict.OPEN
        )
        return min((change for change in changes if change is not None), default=None)

    def _lines_in(self, rows: range) -> Iterator[tuple[int, OrderRow]]:
        for row in rows:
            page = self._pages.get(row // PAGE_SIZE)
            if page is not None and row % PAGE_SIZE < len(page):
                yield row, page[row % PAGE_SIZE]

    # Overrides of QAbstractTableModel

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of rows of the query, loaded or not."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns, hidden ones included."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's texts, colour, alignment or tooltip, or the row's order.

        For screen readers, the first two columns have the text of the whole row.
        """
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        if role not in _SUPPORTED_ROLES:
            return None
        line = self.line(index.row())
        if role == LINE:
            return line
        column = self.columns[index.column()]
        if line is None:
            return _LOADING if role == Qt.ItemDataRole.DisplayRole and not index.column() else None
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(line, column)
        if role == Qt.ItemDataRole.AccessibleTextRole and column.key in ("due", "order"):
            return row_text(line, self._book, self.now)
        second = "" if column.second is None else column.second(line, self._book, self.now)
        if role == SECOND:
            return second
        text = column.text(line, self._book, self.now)
        if role == Qt.ItemDataRole.DisplayRole or not second:
            return plain_tooltip(text) if role == Qt.ItemDataRole.ToolTipRole else text
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(f"{text}\n{second}")
        return clauses(text, second)

    def headerData(
        self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a column's title."""
        if way is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title + (self._arrow if section == self._sorted else "")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        return None

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        way = Qt.AlignmentFlag.AlignRight if self.columns[column].number else _LEFT
        return way | Qt.AlignmentFlag.AlignVCenter

    def _colour(self, line: OrderRow, column: ShownColumns) -> QColor | None:
        if column.key not in ("due", "left", "deadline") or line.deleted_at is not None:
            return None
        verdict = line.status.verdict_at(self.now)
        tone, _glyph = look_of(verdict, urgent=self.urgent(line))
        timed = verdict in (Verdict.OPEN, Verdict.MISSED) and tone is not Tone.INFO
        return QColor(tokens().ink(tone)) if timed else None

    def urgent(self, line: OrderRow) -> bool:
        """Return whether an order's deadline is within the current Beijing day."""
        deadline = line.status.deadline
        return deadline is not None and self.now < deadline <= beijing.end_of_day(self.now)

    # Results of the query worker

    def _resize(self, generation: int, count: int) -> None:
        if generation != self.generation or count == self._count:
            return
        if count > self._count:
            self.beginInsertRows(QModelIndex(), self._count, count - 1)
            self._count = count
            self.endInsertRows()
        else:
            self.beginRemoveRows(QModelIndex(), count, self._count - 1)
            self._count = count
            self.endRemoveRows()

    def _take_page(self, page: RowPage) -> None:
        if page.generation != self.generation:
            return
        self._asked.discard(page.number)
        self._pages[page.number] = page.rows
        while len(self._pages) > _CACHED_PAGES:
            self._pages.popitem(last=False)
        first = page.number * PAGE_SIZE
        last = min(first + PAGE_SIZE, self._count) - 1
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))


_LEFT = Qt.AlignmentFlag.AlignLeft
_SUPPORTED_ROLES = frozenset(
    int(role)
    for role in (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ForegroundRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleTextRole,
        LINE,
        SECOND,
    )
)
