"""The page of orders: a table with views and a search, and a card for the selected order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import (
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QMenu, QWidget

from desktop.base.settings import SettingKey
from desktop.base.storage import StorageError
from desktop.domain import beijing
from desktop.domain.model import Order
from desktop.domain.order_rows import PAGE_SIZE
from desktop.domain.views import OrderColumn, Query, View
from desktop.forms.stored_settings import sorting_setting, stored_sorting
from desktop.services.order_search import QueryResult
from desktop.ui.imports.sources import chosen_file, paste_orders
from desktop.ui.kit.sizes import growth
from desktop.ui.orders.actions import OrderActions
from desktop.ui.orders.columns import columns
from desktop.ui.orders.detail_pane import DetailPane
from desktop.ui.orders.empty_state import NoOrdersYet, OrdersEmptyState
from desktop.ui.orders.exporting import Exporter
from desktop.ui.orders.next_row import NextRow
from desktop.ui.orders.page_layout import OrdersLayout, OrdersParts
from desktop.ui.orders.page_menu import PageActions, open_below, page_menu
from desktop.ui.orders.query_worker import OrderQueryWorker
from desktop.ui.orders.selection import Selection, loaded_selection
from desktop.ui.orders.table import OrdersTable
from desktop.ui.orders.table_footer import TableFooter
from desktop.ui.orders.table_model import OrdersModel
from desktop.ui.orders.toolbar import Toolbar
from desktop.ui.orders.view_bar import ViewBar
from desktop.ui.shared.context import Context
from desktop.ui.shared.ticking import TickingMixin
from desktop.ui.theme.tokens import XL
from desktop.wording.i18n import _

_MIN_HEIGHT = 240
"""Minimum height of the page in pixels at 100 %; below it, the page scrolls."""
_DETAILS_AFTER_MS = 40
"""Milliseconds; while the Down key is held, rows scroll by, and the details follow at the end."""
_TO_ROWS = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class OrdersPage(TickingMixin, QWidget):
    """Shows orders by view and search; while visible, the ticker keeps countdowns and views true.

    An order changes its view when its deadline passes and when the day ends.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Orders"))
        self._context = context
        self._now = context.workspace.clock()
        self._asked_at = self._now
        self._outdated = False
        self._counts: Mapping[View, int] = {}
        self.query_worker = OrderQueryWorker(context.workspace.order_search(), self)
        self.model = OrdersModel(
            self.query_worker, columns(), context.workspace.book, self._now, self
        )
        self._next_row = NextRow(self.model)
        self.actions_ = OrderActions(context, self.query_worker, self)
        self._query = stored_sorting(context.workspace.setting(SettingKey.ORDERS_SORTING))
        self.pane_later = QTimer(self, singleShot=True, interval=_DETAILS_AFTER_MS)
        self._build()
        self._connect()
        self.table.arrange(context.workspace.setting(SettingKey.ORDERS_COLUMNS))
        self.table.show_sorting(self._query.column, descending=self._query.descending)
        self.pane.show_selection(Selection(), self._now)
        self.follow(context.ticker)
        self.ask()

    # Queries

    def show_query(self, query: Query) -> None:
        """Show the orders of a query's view and text, in the current sorting."""
        self._arrangement.uncover()
        self.search.setText(query.text)
        self.views.select(query.view)
        self._change(view=query.view, text=query.text)
        self.table.setFocus()

    def show_order(self, order: Order) -> None:
        """Show one order, in the view of all, and select it."""
        self._next_row.want(order.key)
        query = Query(View.ALL, order.number)
        if (self._query.view, self._query.text) == (query.view, query.text):
            self.ask()
        self.show_query(query)

    def ask(self, *, stay: bool = False) -> None:
        """Load the rows of the query; with `stay`, those around the current row."""
        self._asked_at = self._context.workspace.clock()
        row = max(0, self.table.currentIndex().row()) if stay else 0
        self._next_row.start_at(row)
        self.table.set_busy(busy=True)
        self.query_worker.ask(self._query, self._asked_at, row // PAGE_SIZE)
        self.query_worker.ask_counts(self._asked_at)

    def refresh(self) -> None:
        """Load the rows again, around the current row; once shown, if the page is hidden."""
        if self.isVisible():
            self.ask(stay=True)
        else:
            self._outdated = True

    def close_down(self) -> None:
        """Stop all queries, and release the data file."""
        self._context.closing.disconnect(self.close_down)
        self._context.changed.disconnect(self.refresh)
        self.exporter.finish()
        self.pane_later.stop()
        self.table.close_down()
        self.unfollow()
        self.query_worker.close()

    def selection(self) -> Selection:
        """Return the selection, with the lines that are loaded."""
        return loaded_selection(self.table.selected_ranges(), self.model.line)

    # Called by the ticker

    def next_change(self, now: datetime) -> datetime | None:
        """Return when (UTC) a visible countdown changes, a deadline passes or the day ends."""
        changes = [
            self.model.next_change(now, self.table.visible_rows()),
            self.pane.next_change(now),
            self._context.workspace.first_deadline(now),
            beijing.end_of_day(now),
        ]
        return min(change for change in changes if change is not None)

    def tick(self, now: datetime) -> None:
        """Update countdowns; load the rows again if orders may have changed their view."""
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
        self.toolbar = Toolbar()
        self.search = self.toolbar.search
        self.search.installEventFilter(self)
        self.views = ViewBar()
        self.views.select(self._query.view)
        self.no_match = OrdersEmptyState()
        self.no_orders = NoOrdersYet()
        self.pane = DetailPane(self._context, self.actions_)
        self.foot = TableFooter(self.actions_)
        self._arrangement = OrdersLayout(
            self,
            OrdersParts(
                self.toolbar,
                self.views,
                self.table,
                self.no_match,
                self.no_orders,
                self.pane,
                self.foot,
            ),
        )
        self.stack = self._arrangement.stack
        for action in self.actions_.actions.values():
            self.table.addAction(action)

    def menu(self) -> QMenu:
        """Return the menu of the page."""
        actions = PageActions(self.paste, self._choose_file, self._compare, self.exporter.choose)
        return page_menu(self, actions, self.views, self._counts, self.table)

    def _connect(self) -> None:
        self._context.changed.connect(self.refresh)
        self._context.closing.connect(self.close_down)
        self.pane_later.timeout.connect(self._show_details)
        self.query_worker.found.connect(self._show_found)
        self.query_worker.sized.connect(self._show_count)
        self.query_worker.counted.connect(self._show_view_counts)
        self.query_worker.failed.connect(self._show_error)
        self.search.textChanged.connect(lambda text: self._change(text=text))
        self.views.chosen.connect(lambda view: self._change(view=view))
        self.no_match.everywhere_wanted.connect(lambda: self.views.select(View.ALL))
        self.no_match.clear_wanted.connect(partial(self.show_query, Query(View.ALL)))
        for wanted in (
            self.toolbar.new.clicked,
            self.toolbar.new_short.clicked,
            self.no_orders.order_wanted,
        ):
            wanted.connect(lambda *_checked: self._context.order_form_wanted.emit(None))
        self.no_orders.paste_wanted.connect(self.paste)
        self.no_orders.import_wanted.connect(self._choose_file)
        self.no_orders.check_wanted.connect(lambda: self._context.page_wanted.emit("gate"))
        self.toolbar.more.clicked.connect(self._open_menu)
        self.pane.left_wanted.connect(self.close_details)
        self.actions_.done.connect(self._focus_after)
        self.table.sort_wanted.connect(self._sort)
        self.table.arranged.connect(partial(self._context.keep, SettingKey.ORDERS_COLUMNS))
        self.table.opened.connect(self.open_details)
        self.table.doubleClicked.connect(self.open_details)
        self.table.copy_wanted.connect(self.actions_.copy)
        self.table.left_upwards.connect(self.search.setFocus)
        self.table.customContextMenuRequested.connect(self._open_row_menu)
        self.table.selectionModel().selectionChanged.connect(self._show_selection)
        self.model.dataChanged.connect(self._show_late_details)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self.focus_search)

    def paste(self) -> None:
        """Import the orders on the clipboard."""
        paste_orders(self._context)

    def _compare(self) -> None:
        self._context.compare_wanted.emit(None)

    def open_details(self) -> None:
        """Show the card of the selected order, and focus its next step."""
        self._arrangement.open_card()
        self.pane_later.stop()
        self._show_details()
        self.pane.focus_first()

    def close_details(self) -> None:
        """Hide the card, and focus the table."""
        self._arrangement.close_card()
        self.table.setFocus()

    def focus_search(self) -> None:
        """Focus the search, with its text selected."""
        self.search.setFocus()
        self.search.selectAll()

    # Qt events

    def showEvent(self, event: QShowEvent) -> None:
        """Load the rows again if records changed while the page was hidden."""
        if self._outdated:
            self._outdated = False
            self.ask(stay=True)
        super().showEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Focus the rows by Down or Enter in the search, and clear it by Esc."""
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
        """Place the card beside the table, or over it in a narrow window."""
        super().resizeEvent(event)
        self._arrangement.arrange()

    def minimumSizeHint(self) -> QSize:
        """Return room for the toolbar and a few rows; the card can cover the table."""
        scale = growth(self.fontMetrics())
        width = self.toolbar.minimumSizeHint().width() + 2 * XL
        return QSize(width, round(_MIN_HEIGHT * scale))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the card by Esc."""
        if event.key() == Qt.Key.Key_Escape and not self.pane.isHidden():
            self.close_details()
            return
        super().keyPressEvent(event)

    # Actions of the user

    def _change(self, view: View | None = None, text: str | None = None) -> None:
        query = self._query._replace(
            view=self._query.view if view is None else view,
            text=self._query.text if text is None else text,
        )
        if query != self._query:
            self._query = query
            self.ask()

    def _sort(self, column: OrderColumn, descending: bool) -> None:
        self._query = self._query._replace(column=column, descending=descending)
        self.table.show_sorting(column, descending=descending)
        self._context.keep(SettingKey.ORDERS_SORTING, sorting_setting(self._query))
        self.ask()

    def _open_row_menu(self, at: QPoint) -> None:
        current = self.table.currentIndex()
        if self.table.indexAt(at).row() != current.row():
            at = self.table.visualRect(current).center()  # opened by the menu key
        self.actions_.menu(self).popup(self.table.viewport().mapToGlobal(at))

    def _open_menu(self) -> None:
        open_below(self.menu(), self.toolbar.more)

    def _choose_file(self) -> None:
        path = chosen_file(self)
        if path is not None:
            self._context.import_wanted.emit(path)

    # Results of queries

    def _show_found(self, found: QueryResult) -> None:
        self.table.set_busy(busy=False)
        self.model.show_found(found)
        row = self._next_row.take()
        if self.model.rowCount():
            self._arrangement.show_content(self.table)
            self.table.go_to(row)
        else:
            self.no_match.explain(self._query)
            self._show_empty()
        self._show_selection()

    def _focus_after(self, key: int | None) -> None:
        """Focus the rows after an action; the order after the changed one is selected later."""
        self._next_row.follow_changed(key)
        self._arrangement.uncover()
        self.table.setFocus()

    def _show_view_counts(self, counts: Mapping[View, int]) -> None:
        self._counts = counts
        self.views.set_counts(counts)
        if not self.model.rowCount():
            self._show_empty()

    def _show_empty(self) -> None:
        # Before the counts are known, there are taken to be orders.
        any_orders = any(self._counts.get(view, 1) for view in (View.ALL, View.TRASH))
        has_text = bool(self._query.text)
        self._arrangement.show_content(self.no_match if has_text or any_orders else self.no_orders)

    def _show_selection(self) -> None:
        self.actions_.show(self.selection(), self._context.workspace.clock())
        self.pane_later.start()
        self._show_count()

    def _show_details(self) -> None:
        """Show the selected order; a focus inside the card stays there, else moves to the rows."""
        focused = self.window().focusWidget()
        within = focused is not None and self.pane.isAncestorOf(focused)
        self.pane.show_selection(self.selection(), self._context.workspace.clock())
        if not within or self.window().focusWidget() is focused:
            return
        if self._arrangement.covering:
            self.pane.focus_first()
        else:
            self.table.setFocus()

    def _show_late_details(self) -> None:
        """Show the selected order, if it was selected before it was loaded."""
        if self.pane.assessment is None and self.table.selected_count():
            self._show_selection()

    def _show_count(self) -> None:
        self.foot.show_counts(self.model.rowCount(), self.table.selected_count())

    def _show_error(self, problem: StorageError) -> None:
        self.table.set_busy(busy=False)
        self._context.report(problem)
