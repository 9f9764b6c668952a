"""订单: a bookkeeper's day on the page of orders, by keyboard alone and by mouse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.model import Order, OrderStatus, Window
from desktop.domain.views import OrderColumn, Query, View
from desktop.services.workspace import Workspace
from desktop.ui.kit.buttons import LinkButton, PlainButton, PrimaryButton
from desktop.ui.kit.cards import CardColumn
from desktop.ui.kit.pills import Pill
from desktop.ui.orders.fold import Fold
from desktop.ui.orders.page import OrdersPage
from desktop.ui.orders.selection import AllowedActions
from desktop.ui.shared.context import Context
from tests.conftest import FakeClock
from tests.ui.conftest import PROJECT, LogOrder
from tests.ui.orders.conftest import Settle

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def numbers(page: OrdersPage) -> list[str]:
    """Return the order numbers in the rows, top to bottom."""
    lines = [page.model.line(row) for row in range(page.model.rowCount())]
    return [line.order.number for line in lines if line is not None]


def shown(page: OrdersPage) -> str:
    """Return all texts of the detail pane."""
    while page.pane_later.isActive():
        QApplication.processEvents()
    QApplication.processEvents()
    labels = [w.text() for w in page.pane.findChildren(QLabel) if w.isVisibleTo(page.pane)]
    pills = [w.text() for w in page.pane.findChildren(Pill) if w.isVisibleTo(page.pane)]
    return "\n".join(labels + pills)


def wait_for(qtbot: QtBot, page: OrdersPage, wanted: list[Order]) -> None:
    """Wait until exactly these orders are shown."""
    qtbot.waitUntil(lambda: sorted(numbers(page)) == sorted(o.number for o in wanted))


def unfold(page: OrdersPage, *, start: str) -> None:
    """Expand the part of the details whose heading begins so."""
    shown(page)
    folds = [fold for fold in page.pane.findChildren(Fold) if fold.isVisibleTo(page.pane)]
    next(fold for fold in folds if fold.heading.text().startswith(start)).unfold()


def foot_actions(page: OrdersPage) -> set[str]:
    """Return the actions offered in the line below the table."""
    return {b.text() for b in page.foot.findChildren(LinkButton) if b.isVisibleTo(page.foot)}


def test_each_view_has_its_orders_and_its_count(
    page: OrdersPage, log_order: LogOrder, settle: Settle, workspace: Workspace, qtbot: QtBot
) -> None:
    """The views are the questions a bookkeeper has; a wrong count is a wrong answer."""
    open_one = log_order()
    today = log_order(window=Window.DAY)
    old = workspace.clock() - timedelta(days=15)
    missed = log_order(created_at=old, paid_at=old)
    unclear = log_order(kind="Convert")
    unpaid = log_order(status=OrderStatus.UNPAID, paid_at=None)
    done = workspace.associate(log_order())
    gone = log_order()
    workspace.delete_order(gone)
    no_amount = workspace.associate(log_order(payable=None, cash_paid=None))
    settle()
    assert page.views.texts() == [
        "To associate 2",
        "Due today 1",
        "Needs attention 3",
        "Associated 2",
        "All 7",
    ]
    in_menu = [action.text() for action in page.menu().actions()[:7]]
    assert in_menu == [
        "Due this month 2",
        "Missed 1",
        "To check 1",
        "Unpaid 1",
        "Nothing to do",
        "Cashback unknown 1",
        "Bin 1",
    ]
    wanted = {
        View.TO_ASSOCIATE: [open_one, today],
        View.TODAY: [today],
        View.ATTENTION: [missed, unclear, unpaid],
        View.ASSOCIATED: [done, no_amount],
        View.ALL: [open_one, today, missed, unclear, unpaid, done, no_amount],
        View.MONTH: [open_one, today],
        View.MISSED: [missed],
        View.CHECK: [unclear],
        View.WAITING: [unpaid],
        View.CASHBACK_UNKNOWN: [no_amount],
        View.TRASH: [gone],
    }
    for view, orders in wanted.items():
        page.views.select(view)
        wait_for(qtbot, page, orders)
    assert page.views.texts()[-1] == "Bin 1"


def test_a_day_by_keyboard_alone(
    page: OrdersPage,
    log_order: LogOrder,
    settle: Settle,
    workspace: Workspace,
    qtbot: QtBot,
    context: Context,
) -> None:
    """Find an order by its last digits, mark it, copy a number, delete a wrong order, undo it."""
    first, second, third = (log_order() for _ in range(3))
    settle()
    page.focus_search()
    qtbot.keyClicks(page.search, second.number[-4:])
    wait_for(qtbot, page, [second])
    qtbot.keyClick(page.search, Key.Key_Down)
    assert page.table.hasFocus()
    qtbot.keyClick(page.table, Key.Key_Return, CTRL | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: workspace.count(View.ASSOCIATED) == 1)
    assert workspace.order_rows([second.key])[0].order.project == PROJECT
    page.focus_search()
    qtbot.keyClick(page.search, Key.Key_Escape)
    wait_for(qtbot, page, [first, third])
    qtbot.keyClick(page.search, Key.Key_Return)
    qtbot.keyClick(page.table, Key.Key_A, CTRL)
    qtbot.keyClick(page.table, Key.Key_C, CTRL)
    text = "\n".join(numbers(page))
    qtbot.waitUntil(lambda: QApplication.clipboard().text() == text)
    qtbot.keyClick(page.table, Key.Key_Delete)
    qtbot.waitUntil(lambda: workspace.count(View.TRASH) == 2)
    wait_for(qtbot, page, [])
    with qtbot.waitSignal(context.changed):
        context.run_action("", workspace.undo)
    wait_for(qtbot, page, [first, third])
    assert page.table.currentIndex().row() == 0
    qtbot.keyClick(page.table, Key.Key_Up)
    assert page.search.hasFocus()


ACTIONS: dict[AllowedActions, tuple[dict[str, object], Callable[[Order], bool], str]] = {
    AllowedActions.ASSOCIATE: (
        {},
        lambda o: o.associated_at is not None,
        "3 orders marked as associated",
    ),
    AllowedActions.UNDO_ASSOCIATION: (
        {},
        lambda o: o.associated_at is None,
        "3 orders marked as not associated",
    ),
    AllowedActions.CANCEL: (
        {},
        lambda o: o.status is OrderStatus.CANCELLED,
        "3 orders marked as cancelled",
    ),
    AllowedActions.DELETE: ({}, lambda o: True, "3 orders deleted"),
    AllowedActions.RESTORE: ({}, lambda o: True, "3 orders restored"),
    AllowedActions.PAY: (
        {"status": OrderStatus.UNPAID, "paid_at": None},
        lambda o: o.status is OrderStatus.PAID and o.paid_at is not None,
        "Payment of 3 orders logged",
    ),
}


@pytest.mark.parametrize("can", ACTIONS)
def test_every_action_on_many_is_one_action_and_one_undo(
    can: AllowedActions,
    page: OrdersPage,
    log_order: LogOrder,
    settle: Settle,
    workspace: Workspace,
    qtbot: QtBot,
    context: Context,
) -> None:
    """“已删除 3 笔 · 撤销”: a slip with a thousand orders must be one key to undo."""
    facts, holds, message = ACTIONS[can]
    orders = [log_order(**facts) for _ in range(3)]
    keys = [order.key for order in orders]
    if can is AllowedActions.UNDO_ASSOCIATION:
        workspace.orders.associate(keys)
    if can is AllowedActions.RESTORE:
        workspace.orders.delete(keys)
    before = workspace.order_rows(keys)
    page.show_query(Query(View.TRASH if can is AllowedActions.RESTORE else View.ALL))
    settle()
    entries = len(workspace.history(100))
    page.table.selectAll()
    with qtbot.waitSignal(context.acted) as acted:
        page.actions_.actions[can].trigger()
        if can is AllowedActions.PAY:
            page.actions_.dialog.commit()
    assert acted.args == [message]
    after = workspace.order_rows(keys)
    assert after != before
    assert all(holds(line.order) for line in after)
    in_trash = [line.deleted_at is not None for line in after]
    assert in_trash == [can is AllowedActions.DELETE] * 3
    assert len(workspace.history(100)) == entries + 1
    context.run_action("", workspace.undo)
    assert workspace.order_rows(keys) == before


def test_the_window_of_orders_is_changed_and_undone(
    page: OrdersPage,
    log_order: LogOrder,
    settle: Settle,
    workspace: Workspace,
    qtbot: QtBot,
    context: Context,
) -> None:
    """Some orders of an account with the window “month” must be associated the same day."""
    order = log_order()
    settle()
    with qtbot.waitSignal(context.acted):
        page.actions_.windows[Window.DAY].trigger()
    assert workspace.assess(workspace.order_rows([order.key])[0].order).capped_by == "window-day"
    workspace.undo()
    assert workspace.order_rows([order.key])[0].order == order


def test_only_the_orders_that_an_action_fits_are_changed(
    page: OrdersPage,
    log_order: LogOrder,
    settle: Settle,
    workspace: Workspace,
    qtbot: QtBot,
    context: Context,
) -> None:
    """Everything is selected in haste: an order associated last week keeps its time."""
    earlier = workspace.associate(log_order(), at=workspace.clock() - timedelta(minutes=30))
    log_order()
    page.show_query(Query(View.ALL))
    settle()
    page.table.selectAll()
    with qtbot.waitSignal(context.acted) as acted:
        page.actions_.associate()
    assert acted.args == ["1 order marked as associated"]
    assert workspace.order_rows([earlier.key])[0].order == earlier


def test_a_project_and_a_moment_can_be_given(
    page: OrdersPage,
    log_order: LogOrder,
    settle: Settle,
    workspace: Workspace,
    qtbot: QtBot,
    context: Context,
) -> None:
    """Yesterday's work is recorded with yesterday's time; nonsense is refused beside its field."""
    order = log_order(created_at=workspace.clock() - timedelta(days=2))
    settle()
    page.actions_.associate_as()
    dialog = page.actions_.dialog
    dialog.project.set_value("12")
    dialog.at.set_text("2026-09-09")
    dialog.commit()
    assert dialog.project.has_error()
    dialog.project.set_value("202608200009")
    dialog.commit()
    assert dialog.at.has_error()
    dialog.at.set_text("2026-09-11 12:00")
    dialog.commit()
    assert "is still in the future" in dialog.at.error.text()
    dialog.at.set_text("2026-09-09 18:00")
    with qtbot.waitSignal(context.acted):
        dialog.commit()
    saved = workspace.order_rows([order.key])[0].order
    assert saved.project == "202608200009"
    assert saved.associated_at == workspace.clock() - timedelta(hours=18)


def test_a_restore_that_collides_is_reported(
    page: OrdersPage,
    log_order: LogOrder,
    settle: Settle,
    workspace: Workspace,
    qtbot: QtBot,
    context: Context,
) -> None:
    """The number was logged again meanwhile: nothing is overwritten, and the remedy is named."""
    order = log_order()
    workspace.delete_order(order)
    log_order(number=order.number)
    page.show_query(Query(View.TRASH))
    settle()
    with qtbot.waitSignal(context.failed) as failed:
        page.actions_.restore()
    assert "has been logged since" in failed.args[0]
    assert workspace.count(View.TRASH) == 1


def test_an_action_on_very_many_is_refused(
    page: OrdersPage,
    log_order: LogOrder,
    settle: Settle,
    qtbot: QtBot,
    context: Context,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Ctrl+A and Delete on a million orders is a slip."""
    monkeypatch.setattr("desktop.ui.orders.actions.ORDERS_LIMIT", 2)
    for _ in range(3):
        log_order()
    settle()
    page.table.selectAll()
    with qtbot.waitSignal(context.failed) as failed:
        page.actions_.delete()
    assert "3 orders are selected" in failed.args[0]


def test_sorting_by_header_and_by_menu(
    page: OrdersPage, log_order: LogOrder, settle: Settle, workspace: Workspace, qtbot: QtBot
) -> None:
    """A second click reverses the order; the sorting is remembered for tomorrow."""
    cheap, dear = log_order(payable=100), log_order(payable=99900)
    settle()
    page.table.sort_wanted.emit(OrderColumn.AMOUNT, True)
    qtbot.waitUntil(lambda: numbers(page) == [dear.number, cheap.number])
    place = [column.key for column in page.model.columns].index("sums")
    header = page.table.horizontalHeader()
    page.table.scrollTo(page.model.index(0, place))
    at = QPoint(header.sectionViewportPosition(place) + 10, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(lambda: numbers(page) == [cheap.number, dear.number])
    assert workspace.setting("orders-sorting") == "amount 0"
    by = page.table.column_menu().findChildren(QMenu)[0]
    action = next(a for a in by.actions() if a.text() == "Order number")
    action.trigger()
    assert workspace.setting("orders-sorting") == "number 0"


def test_columns_are_remembered(
    page: OrdersPage, workspace: Workspace, qtbot: QtBot, context: Context
) -> None:
    """A user who shows the project column does not want to show it again every morning."""
    keys = [column.key for column in page.model.columns]
    menu = page.table.column_menu()
    for title in ("Project number", "Note"):
        next(a for a in menu.actions() if a.text() == title).trigger()
    header = page.table.horizontalHeader()
    header.moveSection(header.visualIndex(keys.index("verdict")), 0)
    page.table.setColumnWidth(keys.index("note"), 333)
    qtbot.waitUntil(lambda: workspace.setting("orders-columns") is not None)
    again = OrdersPage(context)
    qtbot.addWidget(again)
    assert not again.table.isColumnHidden(keys.index("project"))
    assert again.table.isColumnHidden(keys.index("paid"))
    assert again.table.horizontalHeader().visualIndex(keys.index("verdict")) == 0
    assert abs(again.table.columnWidth(keys.index("note")) - 333) <= 2
    again.close_down()


@pytest.mark.parametrize(
    "kept", ["", "nonsense", "[]", '{"order": 3}', '{"widths": {"left": "x"}}']
)
def test_an_invalid_arrangement_of_columns_is_ignored(page: OrdersPage, kept: str) -> None:
    """A setting of another version must not keep the page from opening."""
    page.table.arrange(kept)
    assert not page.table.isColumnHidden(0)


def test_the_pane_tells_everything(
    page: OrdersPage,
    log_order: LogOrder,
    settle: Settle,
    workspace: Workspace,
    qtbot: QtBot,
    clock: FakeClock,
) -> None:
    """Verdict, evidence, actions, every fact with its origin, and the history."""
    order = log_order(title="Test server", note="for the shop")
    clock.advance(hours=1)
    workspace.save_order(
        workspace.order_rows([order.key])[0].order.__class__(**_facts(workspace, order, note="new"))
    )
    settle()
    unfold(page, start="Why")
    unfold(page, start="Details")
    text = shown(page)
    for part in (
        "20 days",
        "Test server",
        order.number,
        "Associate it with project",
        "month of payment",
        "Logged · today 12:00",
        "Edited · today 13:00",
        "Edited: Note",
        "¥2,040.00",
    ):
        assert part in text, part
    buttons = [b for b in page.pane.findChildren(LinkButton) if "explanation" in b.text()]
    buttons[0].click()
    assert order.number in QApplication.clipboard().text()
    assert "needs-association" in QApplication.clipboard().text()


def _facts(workspace: Workspace, order: Order, **changed: object) -> dict[str, object]:
    kept = workspace.order_rows([order.key])[0].order
    return {name: getattr(kept, name) for name in kept.__dataclass_fields__} | changed


def test_many_selected_show_their_actions(
    page: OrdersPage, log_order: LogOrder, settle: Settle
) -> None:
    """Actions for a single order are not offered."""
    log_order()
    log_order()
    settle()
    page.table.selectAll()
    assert "2 orders selected" in shown(page)
    assert "2 selected" in page.foot.status.text()
    assert foot_actions(page) == {"Mark as associated", "Copy order number", "Delete", "More…"}
    assert not any(b.isVisibleTo(page.pane) for b in page.pane.findChildren(PrimaryButton))


def test_time_moves_rows_on(
    page: OrdersPage, log_order: LogOrder, settle: Settle, clock: FakeClock, qtbot: QtBot
) -> None:
    """A countdown that stops, or an order that stays “open” past its deadline, deceives."""
    order = log_order(window=Window.DAY)
    settle()
    cell = page.model.index(0, [column.key for column in page.model.columns].index("left"))
    assert cell.data() == "12 hours"
    assert page.next_change(clock()) == clock.now + timedelta(seconds=1)
    clock.advance(minutes=30)
    page.tick(clock())
    assert cell.data() == "11 h 30 min"
    assert "11 h 30 min" in shown(page)
    clock.advance(hours=11, minutes=30)
    page.tick(clock())
    wait_for(qtbot, page, [])
    page.views.select(View.MISSED)
    wait_for(qtbot, page, [order])
    assert "Associating it" in shown(page)


def test_user_text_is_plain_and_short_in_the_table(
    page: OrdersPage, log_order: LogOrder, settle: Settle
) -> None:
    """A title with tags must not become a picture, nor a very long one freeze the window."""
    evil = '<b>x</b> <img src="file:///x"> & "q"\n' + "长" * 10_000
    log_order(title=evil, note=evil, product="<i>p</i>")
    settle()
    columns = [column.key for column in page.model.columns]
    cell = page.model.index(0, columns.index("title"))
    assert cell.data().startswith('<b>x</b> <img src="file:///x"> & "q" 长')
    assert len(cell.data()) <= 200
    assert cell.data(Qt.ItemDataRole.ToolTipRole).startswith(
        "<p style='white-space:pre-wrap'>&lt;b"
    )
    assert '<b>x</b> <img src="file:///x"> & "q"' in shown(page)
    for label in page.pane.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText


def test_nothing_found_leads_on(
    page: OrdersPage, log_order: LogOrder, settle: Settle, workspace: Workspace, qtbot: QtBot
) -> None:
    """The order is there, only in another view: one press finds it."""
    done = workspace.associate(log_order())
    settle()
    qtbot.keyClicks(page.search, done.number)
    qtbot.waitUntil(
        lambda: any("Nothing found" in label.text() for label in page.no_match.findChildren(QLabel))
    )
    assert page.stack.currentIndex() == 1
    button = next(b for b in page.no_match.findChildren(PlainButton) if "all orders" in b.text())
    qtbot.keyClick(button, Key.Key_Return)
    wait_for(qtbot, page, [done])
    assert page.stack.currentIndex() == 0


def test_an_answer_after_closing_is_ignored(
    page: OrdersPage, log_order: LogOrder, settle: Settle, context: Context, qtbot: QtBot
) -> None:
    """The window is closed while a search is running: nothing may touch the closed data."""
    log_order()
    settle()
    other = OrdersPage(context)
    qtbot.addWidget(other)
    other.show()
    other.table.setColumnWidth(0, 222)
    other.query_worker.ask_keys([(0, 0)], lambda _keys: pytest.fail("answered after closing"))
    other.close_down()
    assert "222" not in (context.workspace.setting("orders-columns") or "")
    qtbot.wait(100)
    assert other.model.rowCount() == 0
    assert '"due"' in (context.workspace.setting("orders-columns") or "")


def test_the_pane_is_read_in_visual_order(
    page: OrdersPage, log_order: LogOrder, settle: Settle
) -> None:
    """Widgets are created in another order than they are read."""
    log_order()
    settle()
    assert "20 days" in shown(page)
    content = page.pane.findChildren(CardColumn)[0].widget()
    read = [w for w in content.children() if isinstance(w, QWidget) and w.isVisibleTo(content)]
    at = read.index(page.pane.evidence)
    top = page.pane.evidence.geometry().top()
    assert len(read) > 8
    assert all(widget.geometry().bottom() <= top for widget in read[:at])
    assert all(widget.geometry().top() >= top for widget in read[at:])


def test_one_order_that_was_associated_is_named_with_what_it_kept(
    page: OrdersPage, log_order: LogOrder, settle: Settle, context: Context, qtbot: QtBot
) -> None:
    """“1 order marked” says less than the same action on the home page."""
    order = log_order()
    settle()
    with qtbot.waitSignal(context.acted) as acted:
        page.actions_.associate()
    assert acted.args is not None
    assert acted.args[0].startswith(f"Order {order.number} marked as associated")


def test_a_hasty_click_does_not_take_the_focus_from_the_rows(
    page: OrdersPage, log_order: LogOrder, settle: Settle, qtbot: QtBot, context: Context
) -> None:
    """The button is removed a moment later, and the focus moved on to the toast."""
    log_order()
    log_order()
    settle()
    shown(page)
    window = page.window()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    [act] = [b for b in page.pane.findChildren(PrimaryButton) if b.isVisibleTo(page.pane)]
    act.setFocus()
    context.changed.emit()
    settle()
    shown(page)
    assert page.table.hasFocus()


def test_an_unpaid_order_has_not_failed_a_rule(
    page: OrdersPage, log_order: LogOrder, settle: Settle
) -> None:
    """“1 not met” sounds as if the order were lost, while it only waits for the payment."""
    log_order(status=OrderStatus.UNPAID, paid_at=None)
    page.show_query(Query(View.ALL))
    settle()
    page.table.selectRow(0)
    shown(page)
    [why] = [f for f in page.pane.findChildren(Fold) if f.heading.text().startswith("Why")]
    assert why.heading.accessibleName().endswith(" met, 2 open")


def test_tab_goes_through_the_card_from_top_to_bottom(
    page: OrdersPage, log_order: LogOrder, settle: Settle
) -> None:
    """After the order's first button, the evidence below it came before its second one."""
    log_order()
    page.show_query(Query(View.ALL))
    settle()
    page.table.selectRow(0)
    shown(page)
    stops, widget = [], page.pane.close_button.nextInFocusChain()
    while widget is not page.pane.close_button:
        if page.pane.isAncestorOf(widget) and widget.isVisibleTo(page.pane):
            stops.append(widget)
        widget = widget.nextInFocusChain()
    tops = [
        stop.mapTo(page.pane, QPoint()).y()
        for stop in stops
        if isinstance(stop, PrimaryButton) or isinstance(stop.parent(), Fold)
    ]
    assert len(tops) >= 4
    assert tops == sorted(tops)
