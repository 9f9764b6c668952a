"""The page of orders: a table with views and a search, actions, and the order selected in full."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import (
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.base.settings import SettingKey
from desktop.base.storage import StorageError
from desktop.domain import beijing
from desktop.domain.order_rows import PAGE_SIZE, OrderRow
from desktop.domain.views import OrderColumn, Query, View
from desktop.services.order_search import QueryResult
from desktop.ui.imports.sources import chosen_file, copied_text
from desktop.ui.kit.buttons import LinkButton, PlainButton
from desktop.ui.kit.labels import ElidedLabel, PlainLabel, Role
from desktop.ui.orders.actions import OrderActions
from desktop.ui.orders.columns import columns
from desktop.ui.orders.detail_pane import DetailPane
from desktop.ui.orders.empty_state import OrdersEmptyState
from desktop.ui.orders.exporting import Exporter
from desktop.ui.orders.query_worker import OrderQueryWorker
from desktop.ui.orders.selection import Selection
from desktop.ui.orders.table import OrdersTable
from desktop.ui.orders.table_model import OrdersModel
from desktop.ui.orders.view_bar import ViewBar
from desktop.ui.shared.context import Context
from desktop.ui.shared.ticking import TickingMixin
from desktop.wording.i18n import _, ngettext

_SIDE_BY_SIDE = 100
"""Characters that the page is wide when table and details stand beside each other."""
_DETAILS_AFTER_MS = 40
"""Milliseconds. Whoever holds the Down key wants to see rows; the details follow afterwards."""
_AT_HAND = 300
"""Lines of a selection that are looked at to see which actions apply."""


class OrdersPage(TickingMixin, QWidget):
    """Countdowns go on while it is visible, and orders change their view with the time."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Orders"))
        self._context = context
        self._now = context.workspace.clock()
        self._asked_at = self._now
        self._row = 0
        self._outdated = False
        self.query_worker = OrderQueryWorker(context.workspace.order_search(), self)
        self.model = OrdersModel(
            self.query_worker, columns(), context.workspace.book, self._now, self
        )
        self.actions_ = OrderActions(context, self.query_worker, self)
        self._query = self._remembered_query()
        self.pane_later = QTimer(self, singleShot=True, interval=_DETAILS_AFTER_MS)
        self._build()
        self._connect()
        self.table.arrange(context.workspace.setting(SettingKey.ORDERS_COLUMNS))
        self.table.show_sorting(self._query.column, descending=self._query.descending)
        self.pane.show_selection(Selection(), self._now)
        self.follow(context.ticker)
        self.ask()

    # Asking and showing

    def show_query(self, query: Query) -> None:
        """Show the orders of a query; its sorting is left as the user has it."""
        self.search.setText(query.text)
        self.views.select(query.view)
        self._change(view=query.view, text=query.text)
        self.table.setFocus()

    def ask(self, *, stay: bool = False) -> None:
        """Look the rows up; with `stay`, around the row that is current."""
        self._asked_at = self._context.workspace.clock()
        self._row = max(0, self.table.currentIndex().row()) if stay else 0
        page = self._row // PAGE_SIZE
        self.query_worker.ask(self._query, self._asked_at, page)
        self.query_worker.ask_counts(self._asked_at)

    def refresh(self) -> None:
        """Show the records as they are now, and stay where the user is."""
        if self.isVisible():
            self.ask(stay=True)
        else:
            self._outdated = True

    def close_down(self) -> None:
        """Look nothing up any more, and release the data."""
        self._context.closing.disconnect(self.close_down)
        self._context.changed.disconnect(self.refresh)
        self.exporter.finish()
        self.pane_later.stop()
        self.table.close_down()
        self.unfollow()
        self.query_worker.close()

    def selection(self) -> Selection:
        """Return what is selected, with the lines that are at hand."""
        ranges = self.table.selected_ranges()
        lines: list[OrderRow] = []
        for first, last in ranges:
            for row in range(first, min(last + 1, first + _AT_HAND - len(lines))):
                line = self.model.line(row)
                if line is not None:
                    lines.append(line)
        return Selection(tuple(ranges), self.table.selected_count(), tuple(lines))

    # What the ticker asks

    def next_change(self, now: datetime) -> datetime | None:
        """Return when a countdown in sight reads differently, or a deadline or the day ends."""
        changes = [
            self.model.next_change(now, self.table.visible_rows()),
            self.pane.next_change(now),
            self._context.workspace.first_deadline(now),
            beijing.end_of_day(now),
        ]
        return min(change for change in changes if change is not None)

    def tick(self, now: datetime) -> None:
        """Renew what the time changes."""
        passed = self._context.workspace.first_deadline(self._asked_at)
        another_day = beijing.day_of(now) != beijing.day_of(self._asked_at)
        if another_day or now < self._asked_at or (passed is not None and passed <= now):
            self.ask(stay=True)
            return
        self.model.tick(now, self.table.visible_rows())
        self.pane.show_time(now)

    # Building

    def _build(self) -> None:
        self.table = OrdersTable(self.model)
        self.exporter = Exporter(self._context, self.query_worker, self.table, lambda: self._query)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 18, 24, 14)
        outer.setSpacing(10)
        outer.addLayout(self._head())
        outer.addLayout(self._search_row())
        self.views = ViewBar()
        self.views.select(self._query.view)
        outer.addWidget(self.views)
        self.empty = OrdersEmptyState()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.stack, 1)
        self.status = ElidedLabel("", Role.MUTED)
        column.addWidget(self.status)
        self.pane = DetailPane(self._context, self.actions_)
        self.splitter = QSplitter()
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.pane)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        self.splitter.setSizes([620, 360])
        outer.addWidget(self.splitter, 1)
        for action in self.actions_.actions.values():
            self.table.addAction(action)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(PlainLabel(_("Orders"), Role.TITLE, wrap=False))
        row.addStretch(1)
        row.addWidget(LinkButton(_("Export…"), self.exporter.choose))
        row.addWidget(PlainButton(_("Import a file…"), self._choose_file))
        new = PlainButton(
            _("Log an order  Ctrl+N"),
            lambda: self._context.order_form_wanted.emit(None),
            name=_("Log an order"),
        )
        row.addWidget(new)
        return row

    def _search_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setPlaceholderText(
            _("Search by number, title, product, account, project or note  Ctrl+F")
        )
        self.search.setAccessibleName(_("Search orders"))
        self.search.setMaxLength(200)
        self.search.installEventFilter(self)
        row.addWidget(self.search, 1)
        self.columns_button = PlainButton(_("Columns and sorting"), self._show_column_menu)
        row.addWidget(self.columns_button)
        return row

    def _connect(self) -> None:
        self._context.changed.connect(self.refresh)
        self._context.closing.connect(self.close_down)
        self.pane_later.timeout.connect(self._show_details)
        self.query_worker.found.connect(self._show_found)
        self.query_worker.sized.connect(self._say_count)
        self.query_worker.counted.connect(self.views.set_counts)
        self.query_worker.failed.connect(self._report)
        self.search.textChanged.connect(lambda text: self._change(text=text))
        self.views.chosen.connect(lambda view: self._change(view=view))
        self.empty.everywhere_wanted.connect(lambda: self.views.select(View.ALL))
        self.empty.order_wanted.connect(lambda: self._context.order_form_wanted.emit(None))
        self.table.sort_wanted.connect(self._sort)
        self.table.arranged.connect(partial(self._remember, SettingKey.ORDERS_COLUMNS))
        self.table.opened.connect(self._open)
        self.table.doubleClicked.connect(self._open)
        self.table.copy_wanted.connect(self.actions_.copy)
        self.table.left_upwards.connect(self.search.setFocus)
        self.table.customContextMenuRequested.connect(self._show_menu)
        self.table.selectionModel().selectionChanged.connect(self._show_selection)
        self.model.dataChanged.connect(self._page_came)
        QShortcut(QKeySequence.StandardKey.Paste, self).activated.connect(self.paste)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self.focus_search)

    def paste(self) -> None:
        """Take in what is on the clipboard: one order in sentences fills the form."""
        text = copied_text()
        if not text:
            self._context.message.emit(_("There is no text on the clipboard"))
            return
        order = self._context.workspace.files.only_order(text)
        if order is None:
            self._context.import_wanted.emit(text)
        else:
            self._context.order_form_wanted.emit(order)

    def focus_search(self) -> None:
        """Go to the search, with what stands there selected."""
        self.search.setFocus()
        self.search.selectAll()

    # Qt's events

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with the records and the time."""
        if self._outdated:
            self._outdated = False
            self.ask(stay=True)
        super().showEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go from the search to the rows with Down and Enter, and empty it with Esc."""
        if watched is self.search and isinstance(event, QKeyEvent):
            if event.type() is QEvent.Type.KeyPress and event.key() in _TO_ROWS:
                self.table.setFocus()
                self.table.go_to(max(0, self.table.currentIndex().row()))
                return True
            if event.type() is QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
                self.search.clear()
                return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Table and details stand below each other where there is little room."""
        super().resizeEvent(event)
        wide = self.width() >= self.fontMetrics().horizontalAdvance("0") * _SIDE_BY_SIDE
        way = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if self.splitter.orientation() is not way:
            self.splitter.setOrientation(way)

    # What the user does

    def _change(self, view: View | None = None, text: str | None = None) -> None:
        query = Query(
            self._query.view if view is None else view,
            self._query.text if text is None else text,
            self._query.column,
            self._query.descending,
        )
        if query != self._query:
            self._query = query
            self.ask()

    def _sort(self, column: OrderColumn, descending: bool) -> None:
        self._query = Query(self._query.view, self._query.text, column, descending)
        self.table.show_sorting(column, descending=descending)
        self._remember(SettingKey.ORDERS_SORTING, f"{column.value} {int(descending)}")
        self.ask()

    def _open(self) -> None:
        self.actions_.edit()

    def _show_menu(self, at: QPoint) -> None:
        self.actions_.menu(self).popup(self.table.viewport().mapToGlobal(at))

    def _show_column_menu(self) -> None:
        below = self.columns_button.rect().bottomLeft()
        self.table.column_menu().popup(self.columns_button.mapToGlobal(below))

    def _choose_file(self) -> None:
        path = chosen_file(self)
        if path is not None:
            self._context.import_wanted.emit(path)

    def _remember(self, key: SettingKey, text: str) -> None:
        self._context.keep(key, text)

    def _remembered_query(self) -> Query:
        column, _space, way = (
            self._context.workspace.setting(SettingKey.ORDERS_SORTING) or ""
        ).partition(" ")
        known = column in tuple(OrderColumn)
        return Query(
            column=OrderColumn(column) if known else OrderColumn.DEADLINE,
            descending=known and way == "1",
        )

    # Answers

    def _show_found(self, found: QueryResult) -> None:
        self.model.show_found(found)
        self.stack.setCurrentIndex(0 if self.model.rowCount() else 1)
        self.pane.setVisible(self.model.rowCount() > 0)
        if self.model.rowCount():
            self.table.go_to(self._row)
        else:
            self.empty.explain(self._query)
        self._show_selection()
        if found.count is not None:
            self._say_count()

    def _show_selection(self) -> None:
        self.actions_.show(self.selection(), self._context.workspace.clock())
        self.pane_later.start()
        self._say_count()

    def _show_details(self) -> None:
        self.pane.show_selection(self.selection(), self._context.workspace.clock())

    def _page_came(self) -> None:
        """Show an order that was selected before it was here."""
        if self.pane.assessment is None and self.table.selected_count():
            self._show_selection()

    def _say_count(self) -> None:
        count, selected = self.model.rowCount(), self.table.selected_count()
        parts = [
            ngettext("{count} order", "{count} orders", count).format(count=f"{count:,}"),
        ]
        if selected > 1:
            text = ngettext("{count} selected", "{count} selected", selected)
            parts.append(text.format(count=f"{selected:,}"))
        self.status.setText(" · ".join(parts))

    def _report(self, problem: StorageError) -> None:
        self._context.report(problem)


_TO_ROWS = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
