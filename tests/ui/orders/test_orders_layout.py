"""订单: the texts of a row, the card beside it, and the page in narrow windows."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.domain.model import Order, OrderStatus, Window
from desktop.domain.views import Query, View
from desktop.services.workspace import Workspace
from desktop.ui.kit.buttons import LinkButton, PlainButton, PrimaryButton
from desktop.ui.orders.page import OrdersPage
from desktop.ui.orders.table_model import SECOND
from desktop.ui.shared.context import Context
from tests.conftest import FakeClock
from tests.ui.conftest import LogOrder
from tests.ui.orders.conftest import Settle

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def column(page: OrdersPage, key: str) -> int:
    """Return the number of a column."""
    return [shown.key for shown in page.model.columns].index(key)


def lines(page: OrdersPage, row: int, key: str) -> tuple[str, str]:
    """Return the two lines of a cell."""
    index = page.model.index(row, column(page, key))
    return index.data(), index.data(SECOND)


def texts(page: OrdersPage) -> str:
    """Return the texts of the card."""
    while page.pane_later.isActive():
        QApplication.processEvents()
    QApplication.processEvents()
    labels = page.pane.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisibleTo(page.pane))


def current(page: OrdersPage) -> Order:
    """Return the order of the current row."""
    line = page.model.line(page.table.currentIndex().row())
    assert line is not None
    return line.order


def test_a_row_shows_product_time_amount_and_status(
    page: OrdersPage, log_order: LogOrder, settle: Settle, workspace: Workspace
) -> None:
    """Nine narrow columns hid product and sum: now each row has all of it in two lines."""
    log_order(number="236414227150922", product="ecs", payable=204000, window=Window.DAY)
    settle()
    assert lines(page, 0, "due") == ("Today 24:00", "12 hours left")
    assert lines(page, 0, "order")[0] == "Elastic Compute Service"
    assert lines(page, 0, "order")[1].startswith("236414227150922 · ")
    assert lines(page, 0, "sums")[0] == "¥2,040.00"
    assert lines(page, 0, "verdict")[0] == "To associate"
    spoken = page.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    for part in ("Elastic", "236414227150922", "Today 24:00", "12 hours left", "To associate"):
        assert part in spoken


def test_an_order_without_a_countdown_says_why(
    page: OrdersPage, log_order: LogOrder, settle: Settle, workspace: Workspace
) -> None:
    """An empty cell in the column of deadlines looks like a fault."""
    old = workspace.clock() - timedelta(days=15)
    missed = log_order(created_at=old, paid_at=old)
    unpaid = log_order(status=OrderStatus.UNPAID, paid_at=None)
    done = workspace.associate(log_order())
    page.show_query(Query(View.ALL))
    settle()
    rows = {}
    for row in range(3):
        line = page.model.line(row)
        assert line is not None
        rows[line.order.number] = lines(page, row, "due")
    assert rows[missed.number] == ("31 Aug 24:00", "deadline passed")
    assert rows[unpaid.number] == ("—", "starts when paid")
    assert rows[done.number] == ("—", "associated 10 Sep")


def test_a_number_is_never_cut(page: OrdersPage, log_order: LogOrder, settle: Settle) -> None:
    """Half an order number cannot be compared with the console."""
    log_order(number="236414227150922")
    settle()
    for width in (1200, 1000, 700, 420):
        page.resize(width, 600)
        QApplication.processEvents()
        room = page.table.columnWidth(column(page, "order"))
        assert room >= page.table.fontMetrics().horizontalAdvance("236414227150922")


def test_columns_give_way_from_the_right(
    page: OrdersPage, log_order: LogOrder, settle: Settle
) -> None:
    """Otherwise a narrow window scrolls sideways, and the end of each row is hidden."""
    log_order()
    settle()
    for width, gone in ((1200, set()), (460, {"sums"}), (300, {"sums", "verdict"})):
        page.resize(width, 600)
        QApplication.processEvents()
        hidden = {k for k in ("sums", "verdict") if page.table.isColumnHidden(column(page, k))}
        assert hidden == gone, width
        if width > 300:
            assert not page.table.horizontalScrollBar().isVisible()
    page.resize(1200, 600)
    QApplication.processEvents()
    assert not page.table.isColumnHidden(column(page, "sums"))


def test_enter_opens_the_card_and_esc_leaves_it(
    page: OrdersPage, log_order: LogOrder, settle: Settle, qtbot: QtBot
) -> None:
    """Enter leads to the next step of the order, and Esc back to its row."""
    log_order()
    settle()
    page.table.setFocus()
    qtbot.keyClick(page.table, Key.Key_Return)
    first = page.focusWidget()
    assert isinstance(first, PrimaryButton)
    assert first.text() == "Associate now"
    qtbot.keyClick(first, Key.Key_Escape)
    assert page.table.hasFocus()
    assert not page.pane.isVisible()
    qtbot.keyClick(page.table, Key.Key_Return)
    assert page.pane.isVisible()
    page.pane.close_button.click()
    assert not page.pane.isVisible()


def test_in_a_narrow_window_the_card_covers_the_table(
    page: OrdersPage, log_order: LogOrder, settle: Settle, qtbot: QtBot
) -> None:
    """Beside each other neither could be read."""
    log_order()
    settle()
    page.resize(900, 600)
    QApplication.processEvents()
    assert page.table.isVisible()
    assert not page.pane.isVisible()
    page.table.setFocus()
    qtbot.keyClick(page.table, Key.Key_Return)
    assert page.pane.isVisible()
    assert not page.table.isVisible()
    page.pane.back.click()
    assert page.table.hasFocus()
    assert page.table.isVisible()


def test_ctrl_enter_leads_through_the_order(
    page: OrdersPage, log_order: LogOrder, settle: Settle, qtbot: QtBot, context: Context
) -> None:
    """A user who works through a list wants the guide without a detour."""
    order = log_order()
    settle()
    page.table.setFocus()
    with qtbot.waitSignal(context.guide_wanted) as wanted:
        qtbot.keyClick(page.table, Key.Key_Return, CTRL)
    assert wanted.args[0].number == order.number


def test_after_an_action_the_next_row_is_current(
    page: OrdersPage, log_order: LogOrder, settle: Settle, workspace: Workspace, qtbot: QtBot
) -> None:
    """Otherwise, in a list of twenty, the user would lose the place twenty times."""
    orders = [log_order() for _ in range(3)]
    settle()
    page.table.setFocus()
    page.actions_.associate()
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    assert page.table.hasFocus()
    assert current(page).number == orders[1].number
    page.show_query(Query(View.ALL))
    settle()
    before = current(page).number
    page.actions_.associate()
    qtbot.waitUntil(lambda: workspace.count(View.ASSOCIATED) == 2)
    settle()
    assert current(page).number != before


def test_a_lost_order_shows_what_can_be_done_first(
    page: OrdersPage, log_order: LogOrder, settle: Settle, workspace: Workspace, qtbot: QtBot
) -> None:
    """The reason, then what can be done, then the evidence."""
    old = workspace.clock() - timedelta(days=15)
    log_order(created_at=old, paid_at=old)
    page.show_query(Query(View.MISSED))
    settle()
    shown = texts(page)
    assert shown.index("Deadline passed") < shown.index("What you can do now")
    buttons = [b.text() for b in page.pane.findChildren(PlainButton) if b.isVisibleTo(page.pane)]
    assert "I had associated it" in buttons


def test_before_the_first_order_there_is_one_button(
    page: OrdersPage, settle: Settle, qtbot: QtBot, context: Context
) -> None:
    """Chips and a search field are useless without orders."""
    settle()
    qtbot.waitUntil(page.no_orders.isVisible)
    assert not page.search.isVisible()
    assert not page.views.isVisible()
    with qtbot.waitSignal(context.order_form_wanted):
        page.no_orders.first.click()
    links = {link.text(): link for link in page.no_orders.findChildren(LinkButton)}
    assert set(links) == {"Paste from the console", "Import a file…", "Check before buying"}
    with qtbot.waitSignal(context.page_wanted) as wanted:
        links["Check before buying"].click()
    assert wanted.args == ["gate"]


def test_filters_without_results_are_cleared_together(
    page: OrdersPage, log_order: LogOrder, settle: Settle, qtbot: QtBot
) -> None:
    """With a search forgotten in the field, all orders seem to be lost."""
    log_order()
    page.show_query(Query(View.ALL, "no such order"))
    settle()
    qtbot.waitUntil(page.no_match.isVisible)
    buttons = {b.text(): b for b in page.no_match.findChildren(PlainButton)}
    buttons["Clear filters"].click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert page.search.text() == ""


def test_the_chips_are_one_tab_stop(
    page: OrdersPage, log_order: LogOrder, settle: Settle, qtbot: QtBot
) -> None:
    """Left and Right move through the views; Tab moves on to the table."""
    log_order()
    settle()
    chip = page.views.chips[View.TO_ASSOCIATE]
    chip.setFocus()
    qtbot.keyClick(chip, Key.Key_Right)
    assert page.views.view() is View.TODAY
    assert page.views.chips[View.TODAY].hasFocus()


def test_a_long_row_of_chips_wraps(page: OrdersPage, log_order: LogOrder, settle: Settle) -> None:
    """A chip beyond the edge is a view that nobody finds."""
    log_order()
    settle()
    page.resize(420, 600)
    QApplication.processEvents()
    for chip in page.views.chips.values():
        if chip.isVisible():
            assert page.views.rect().contains(chip.geometry())


def test_a_late_answer_is_announced_by_a_line(
    page: OrdersPage, log_order: LogOrder, settle: Settle
) -> None:
    """Without it a search over a million rows seems to do nothing."""
    log_order()
    settle()
    busy = []
    page.table.set_busy(busy=True)
    busy.append(page.table.is_busy())
    QTest.qWait(400)
    busy.append(page.table.is_busy())
    page.table.set_busy(busy=False)
    busy.append(page.table.is_busy())
    assert busy == [False, True, False]


def test_a_countdown_in_the_card_continues(
    page: OrdersPage, log_order: LogOrder, settle: Settle, clock: FakeClock
) -> None:
    """Card and row must always show the same time."""
    log_order(window=Window.DAY)
    settle()
    assert "12 hours" in texts(page)
    clock.advance(minutes=30)
    page.tick(clock())
    assert "11 h 30 min" in texts(page)
    assert lines(page, 0, "due")[1] == "11 h 30 min left"


def test_an_empty_view_leads_to_all_orders(
    page: OrdersPage, log_order: LogOrder, settle: Settle, qtbot: QtBot
) -> None:
    """Nobody who opens the empty bin has set a filter to clear."""
    log_order()
    page.show_query(Query(View.TRASH))
    settle()
    qtbot.waitUntil(page.no_match.isVisible)
    buttons = {b.text(): b for b in page.no_match.findChildren(PlainButton)}
    assert set(buttons) == {"Show all orders"}
    buttons["Show all orders"].click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)


def test_the_first_order_shows_every_control_to_tab_as_well(
    page: OrdersPage, log_order: LogOrder, settle: Settle, qtbot: QtBot, context: Context
) -> None:
    """“Log an order” was painted, but hidden to Qt, so that Tab passed over it."""
    settle()
    qtbot.waitUntil(page.no_orders.isVisible)
    page.hide()
    log_order()
    context.changed.emit()
    page.show()
    settle()
    qtbot.waitUntil(page.search.isVisible)
    assert page.toolbar.new.isVisibleTo(page)
