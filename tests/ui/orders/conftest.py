"""The page of orders on the test's workspace."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.domain.model import Account
from desktop.ui.kit.buttons import LinkButton
from desktop.ui.orders.order_dialog import OrderDialog
from desktop.ui.orders.page import OrdersPage
from desktop.ui.shared.context import Context

Settle = Callable[[], None]


@pytest.fixture
def page(context: Context, account: Account, qtbot: QtBot) -> Iterator[OrdersPage]:
    """Show the page; orders logged before its refresh appear after `settle`."""
    page = OrdersPage(context)
    page.resize(1200, 760)
    qtbot.addWidget(page)
    page.show()
    yield page
    page.close_down()


@pytest.fixture
def settle(page: OrdersPage, context: Context, qtbot: QtBot) -> Settle:
    """Return a function that waits until the page shows the current records."""

    def settled() -> None:
        counted: list[object] = []
        page.query_worker.counted.connect(counted.append)
        context.changed.emit()
        wanted = page.query_worker.generation
        qtbot.waitUntil(lambda: page.model.generation == wanted)
        page.query_worker.ask_counts(context.workspace.clock())
        qtbot.waitUntil(lambda: bool(counted))
        page.query_worker.ask_keys([], counted.append)  # now all earlier queries are answered
        qtbot.waitUntil(lambda: [] in counted)

    return settled


def delete_button(dialog: OrderDialog) -> LinkButton:
    """Return the button of an order's form that deletes the order."""
    links = dialog.findChildren(LinkButton)
    return next(link for link in links if link.text() == "Delete this order")
