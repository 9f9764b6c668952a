"""The page of orders: a table with views and a search, and the order selected in a card."""

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
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.base.settings import SettingKey
from desktop.base.storage import StorageError
from desktop.domain import beijing
from desktop.domain.model import Order
from desktop.domain.order_rows import PAGE_SIZE, OrderRow
from desktop.domain.views import OrderColumn, Query, View
from desktop.services.order_search import QueryResult
from desktop.ui.imports.sources import chosen_file, paste_orders
from desktop.ui.kit.sizes import growth
from desktop.ui.orders.actions import OrderActions
from desktop.ui.orders.columns import columns
from desktop.ui.orders.detail_pane import DetailPane
from desktop.ui.orders.empty_state import NoOrdersYet, OrdersEmptyState
from desktop.ui.orders.exporting import Exporter
from desktop.ui.orders.query_worker import OrderQueryWorker
from desktop.ui.orders.selection import Selection
from desktop.ui.orders.table import OrdersTable
from desktop.ui.orders.table_footer import TableFooter
from desktop.ui.orders.table_model import OrdersModel
from desktop.ui.orders.toolbar import Toolbar
from desktop.ui.orders.view_bar import OTHERS, ViewBar
from desktop.ui.shared.context import Context
from desktop.ui.shared.ticking import TickingMixin
from desktop.ui.theme.tokens import NARROW_WINDOW, XL, XXL, L
from desktop.wording.i18n import _
from desktop.wording.records import views as view_names

_WIDEST = 1080
"""Pixels of the content, unless the user has chosen more columns."""
_LOWEST = 240
"""Pixels that the page is high at least: the rest scrolls."""
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
        self._acted_on: int | None = None
        """The key of the order that an action was just done to, until it is shown again."""
        self._wanted: int | None = None
        """The key of the order that is to be selected once the rows are there."""
        self._outdated = False
        self._pane_open = True
        self._covering = False
        self._counts: Mapping[View, int] = {}
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
        self.close_details(keep_beside=True)
        self.search.setText(query.text)
        self.views.select(query.view)
        self._change(view=query.view, text=query.text)
        self.table.setFocus()

    def show_order(self, order: Order) -> None:
        """Show one order, whatever view it is in, and select it."""
        self._wanted = order.key
        query = Query(View.ALL, order.number)
        if (self._query.view, self._query.text) == (query.view, query.text):
            self.ask()
        self.show_query(query)

    def ask(self, *, stay: bool = False) -> None:
        """Look the rows up; with `stay`, around the row that is current."""
        self._asked_at = self._context.workspace.clock()
        self._row = max(0, self.table.currentIndex().row()) if stay else 0
        page = self._row // PAGE_SIZE
        self.table.set_busy(busy=True)
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
        self.toolbar = Toolbar()
        self.search = self.toolbar.search
        self.search.installEventFilter(self)
        self.views = ViewBar()
        self.views.select(self._query.view)
        self.empty = OrdersEmptyState()
        self.no_orders = NoOrdersYet()
        self.stack = QStackedWidget()
        for shown in (self.table, self.empty, self.no_orders):
            self.stack.addWidget(shown)
        self.pane = DetailPane(self._context, self.actions_)
        self.foot = TableFooter(self.actions_)
        self.status = self.foot.status
        beside = QHBoxLayout()
        beside.setSpacing(L)
        beside.addWidget(self.stack, 1)
        beside.addWidget(self.pane)
        self._outer = outer = QVBoxLayout(self)
        outer.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        outer.setSpacing(L)
        outer.addWidget(self.toolbar)
        outer.addWidget(self.views)
        outer.addLayout(beside, 1)
        outer.addWidget(self.foot)
        self._arrange()
        for action in self.actions_.actions.values():
            self.table.addAction(action)

    def menu(self) -> QMenu:
        """Return the menu of what the page can do beside logging an order."""
        menu = QMenu(self)
        for view in OTHERS:
            text = view_names.name_and_count(view, self._counts.get(view, 0))
            menu.addAction(text, partial(self.views.select, view))
        menu.addSeparator()
        menu.addAction(_("Paste from the console") + "\tCtrl+V", self.paste)
        menu.addAction(_("Import a file…"), self._choose_file)
        menu.addAction(_("Compare with the console"), self._compare)
        menu.addAction(_("Export…"), self.exporter.choose)
        menu.addSeparator()
        menu.addMenu(self.table.column_menu()).setText(_("Columns and sorting"))
        return menu

    def _connect(self) -> None:
        self._context.changed.connect(self.refresh)
        self._context.closing.connect(self.close_down)
        self.pane_later.timeout.connect(self._show_details)
        self.query_worker.found.connect(self._show_found)
        self.query_worker.sized.connect(self._say_count)
        self.query_worker.counted.connect(self._show_view_counts)
        self.query_worker.failed.connect(self._report)
        self.search.textChanged.connect(lambda text: self._change(text=text))
        self.views.chosen.connect(lambda view: self._change(view=view))
        self.empty.everywhere_wanted.connect(lambda: self.views.select(View.ALL))
        self.empty.clear_wanted.connect(partial(self.show_query, Query(View.ALL)))
        for wanted in (
            self.toolbar.new.clicked,
            self.toolbar.new_short.clicked,
            self.no_orders.order_wanted,
        ):
            wanted.connect(lambda *_checked: self._context.order_form_wanted.emit(None))
        self.no_orders.paste_wanted.connect(self.paste)
        self.no_orders.import_wanted.connect(self._choose_file)
        self.no_orders.check_wanted.connect(lambda: self._context.page_wanted.emit("gate"))
        self.toolbar.more.clicked.connect(self._show_page_menu)
        self.pane.left_wanted.connect(self.close_details)
        self.actions_.done.connect(self._go_on_after)
        self.table.sort_wanted.connect(self._sort)
        self.table.arranged.connect(partial(self._remember, SettingKey.ORDERS_COLUMNS))
        self.table.opened.connect(self.open_details)
        self.table.doubleClicked.connect(self.open_details)
        self.table.copy_wanted.connect(self.actions_.copy)
        self.table.left_upwards.connect(self.search.setFocus)
        self.table.customContextMenuRequested.connect(self._show_menu)
        self.table.selectionModel().selectionChanged.connect(self._show_selection)
        self.model.dataChanged.connect(self._page_came)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self.focus_search)

    def paste(self) -> None:
        """Take in what is on the clipboard."""
        paste_orders(self._context)

    def _compare(self) -> None:
        self._context.compare_wanted.emit(None)

    def open_details(self) -> None:
        """Show the card of the row selected, and go to what is next for its order."""
        self._pane_open = self._covering = True
        self._arrange()
        self.pane_later.stop()
        self._show_details()
        self.pane.focus_first()

    def close_details(self, *, keep_beside: bool = False) -> None:
        """Leave the card for the table; with `keep_beside` a card that covers nothing stays."""
        if not self._narrow() and not keep_beside:
            self._pane_open = False
        self._covering = False
        self._arrange()
        self.table.setFocus()

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
        """Put the card beside the table, or where there is little room over it."""
        super().resizeEvent(event)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """Return room for the toolbar and a row; the card needs none, it can cover the table."""
        scale = growth(self.fontMetrics())
        width = self.toolbar.minimumSizeHint().width() + 2 * XL
        return QSize(width, round(_LOWEST * scale))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the card by Esc."""
        if event.key() == Qt.Key.Key_Escape and not self.pane.isHidden():
            self.close_details()
            return
        super().keyPressEvent(event)

    def _narrow(self) -> bool:
        return self.window().width() < NARROW_WINDOW * growth(self.fontMetrics())

    def _arrange(self) -> None:
        """Show what there is room for, and only what there are orders for."""
        narrow, rows = self._narrow(), self.stack.currentWidget() is self.table
        margin = XL if narrow else XXL
        beyond = self.width() - 2 * margin - round(_WIDEST * growth(self.fontMetrics()))
        if beyond > 0 and self.table.has_usual_columns():
            margin += beyond // 2
        self._outer.setContentsMargins(margin, XL, margin, L)
        covering = narrow and rows and self._covering
        self.pane.set_covering(covering=narrow)
        self.pane.setVisible(covering or (rows and not narrow and self._pane_open))
        self.stack.setVisible(not covering)
        begun = self.stack.currentWidget() is not self.no_orders
        self.toolbar.show_controls(shown=begun)
        self.views.setVisible(begun and not covering)
        self.foot.setVisible(begun)

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

    def _show_menu(self, at: QPoint) -> None:
        current = self.table.currentIndex()
        if self.table.indexAt(at).row() != current.row():
            at = self.table.visualRect(current).center()  # asked for by the menu key
        self.actions_.menu(self).popup(self.table.viewport().mapToGlobal(at))

    def _show_page_menu(self) -> None:
        button = self.toolbar.more
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        right = button.mapToGlobal(button.rect().bottomRight())
        menu.popup(right - QPoint(menu.sizeHint().width(), 0))

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
        self.table.set_busy(busy=False)
        self.model.show_found(found)
        if self.model.rowCount():
            self.stack.setCurrentWidget(self.table)
            self.table.go_to(self._next_row())
        else:
            self.empty.explain(self._query)
            self._show_empty()
        self._acted_on = self._wanted = None
        self._arrange()
        self._show_selection()

    def _next_row(self) -> int:
        """Return the row to go to: after an action, the one below if the order is still there."""
        if self._wanted is not None:
            return self._row_of(self._wanted)
        line = self.model.line(self._row) if self._acted_on is not None else None
        stayed = line is not None and line.order.key == self._acted_on
        return self._row + 1 if stayed else self._row

    def _row_of(self, key: int) -> int:
        """Return the row with an order among the first ones; the first row where it is not."""
        for row in range(min(self.model.rowCount(), PAGE_SIZE)):
            line = self.model.line(row)
            if line is not None and line.order.key == key:
                return row
        return 0

    def _go_on_after(self, key: int | None) -> None:
        """Have the keyboard in the rows, on the order after the one with this key."""
        self._acted_on = key
        self._covering = False
        self._arrange()
        self.table.setFocus()

    def _show_view_counts(self, counts: Mapping[View, int]) -> None:
        self._counts = counts
        self.views.set_counts(counts)
        if not self.model.rowCount():
            self._show_empty()
            self._arrange()

    def _show_empty(self) -> None:
        begun = self._query.text or any(self._counts.get(v, 1) for v in (View.ALL, View.TRASH))
        self.stack.setCurrentWidget(self.empty if begun else self.no_orders)

    def _show_selection(self) -> None:
        self.actions_.show(self.selection(), self._context.workspace.clock())
        self.pane_later.start()
        self._say_count()

    def _show_details(self) -> None:
        """Show the order anew; the keyboard stays with it, or goes back to the rows."""
        focused = self.window().focusWidget()
        within = focused is not None and self.pane.isAncestorOf(focused)
        self.pane.show_selection(self.selection(), self._context.workspace.clock())
        if not within or self.window().focusWidget() is focused:
            return
        if self._covering:
            self.pane.focus_first()
        else:
            self.table.setFocus()

    def _page_came(self) -> None:
        """Show an order that was selected before it was here."""
        if self.pane.assessment is None and self.table.selected_count():
            self._show_selection()

    def _say_count(self) -> None:
        self.foot.show_counts(self.model.rowCount(), self.table.selected_count())

    def _report(self, problem: StorageError) -> None:
        self.table.set_busy(busy=False)
        self._context.report(problem)


_TO_ROWS = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
