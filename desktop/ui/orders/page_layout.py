"""The layout of the page of orders: the detail card beside the table, or covering it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.kit.sizes import growth
from desktop.ui.orders.detail_pane import DetailPane
from desktop.ui.orders.empty_state import NoOrdersYet, OrdersEmptyState
from desktop.ui.orders.table import OrdersTable
from desktop.ui.orders.table_footer import TableFooter
from desktop.ui.orders.toolbar import Toolbar
from desktop.ui.orders.view_bar import ViewBar
from desktop.ui.theme.tokens import NARROW_WINDOW, XL, XXL, L

_MAX_WIDTH = 1080
"""Width of the content in pixels at 100 %, unless the user added columns."""


@dataclass(slots=True)
class OrdersParts:
    """The widgets of the page."""

    toolbar: Toolbar
    views: ViewBar
    table: OrdersTable
    no_match: OrdersEmptyState
    no_orders: NoOrdersYet
    pane: DetailPane
    foot: TableFooter


class OrdersLayout(QVBoxLayout):
    """Places the parts, and hides those without room or without orders to show.

    In a narrow window the detail card covers the table, once it is opened.
    """

    def __init__(self, page: QWidget, parts: OrdersParts) -> None:
        super().__init__(page)
        self._page = page
        self._parts = parts
        self._beside_open = True
        self._covering = False
        self.stack = QStackedWidget()
        for shown in (parts.table, parts.no_match, parts.no_orders):
            self.stack.addWidget(shown)
        middle = QHBoxLayout()
        middle.setSpacing(L)
        middle.addWidget(self.stack, 1)
        middle.addWidget(parts.pane)
        self.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        self.setSpacing(L)
        self.addWidget(parts.toolbar)
        self.addWidget(parts.views)
        self.addLayout(middle, 1)
        self.addWidget(parts.foot)
        self.arrange()

    @property
    def covering(self) -> bool:
        """Whether the card covers the table, if the window is narrow."""
        return self._covering

    def show_content(self, shown: QWidget) -> None:
        """Show the table, or one of the empty states in its place."""
        self.stack.setCurrentWidget(shown)
        self.arrange()

    def open_card(self) -> None:
        """Show the card, beside the table or covering it."""
        self._beside_open = self._covering = True
        self.arrange()

    def close_card(self) -> None:
        """Hide the card."""
        if not self._is_narrow():
            self._beside_open = False
        self.uncover()

    def uncover(self) -> None:
        """Show the table if the card covers it; a card beside the table stays."""
        self._covering = False
        self.arrange()

    def arrange(self) -> None:
        """Adapt margins and visibility to the window's width and to the content."""
        parts, narrow = self._parts, self._is_narrow()
        has_rows = self.stack.currentWidget() is parts.table
        has_orders = self.stack.currentWidget() is not parts.no_orders
        scale = growth(self._page.fontMetrics())
        margin = XL if narrow else XXL
        spare = self._page.width() - 2 * margin - round(_MAX_WIDTH * scale)
        if spare > 0 and parts.table.has_usual_columns():
            margin += spare // 2
        self.setContentsMargins(margin, XL, margin, L)
        covering = narrow and has_rows and self._covering
        parts.pane.set_covering(covering=narrow)
        parts.pane.setVisible(covering or (has_rows and not narrow and self._beside_open))
        self.stack.setVisible(not covering)
        parts.toolbar.show_controls(shown=has_orders)
        parts.views.setVisible(has_orders and not covering)
        parts.foot.setVisible(has_orders)

    def _is_narrow(self) -> bool:
        scale = growth(self._page.fontMetrics())
        return self._page.window().width() < NARROW_WINDOW * scale
