"""Comparing with the console: paste two lists, see the differences, settle each with a click."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.domain.compare import ConsoleList, DifferenceKind
from desktop.domain.model import Order
from desktop.services.workspace import Workspace
from desktop.ui.compare.dialog import CompareDialog
from desktop.ui.compare.kind_card import KindCard
from desktop.ui.home.page import HomePage
from desktop.ui.kit.cards import Band
from desktop.ui.shared.context import Context
from tests.builders import UID
from tests.conftest import FakeClock
from tests.ui.conftest import LogOrder


@pytest.fixture
def open_orders(log_order: LogOrder) -> list[Order]:
    """Log three orders."""
    return [log_order() for _number in range(3)]


def compared(context: Context, qtbot: QtBot, to_associate: str, associated: str) -> CompareDialog:
    """Paste both lists, ticking an empty one as empty, and compare."""
    dialog = CompareDialog(context, UID)
    qtbot.addWidget(dialog)
    dialog.show()
    texts = {ConsoleList.TO_ASSOCIATE: to_associate, ConsoleList.ASSOCIATED: associated}
    for listed, text in texts.items():
        box = dialog.boxes[listed]
        if text:
            box.field.area.setPlainText(text)
        else:
            box.empty.setChecked(True)
    dialog.compare_button.click()
    qtbot.waitUntil(lambda: not dialog.comparer.busy)
    return dialog


def kinds(dialog: CompareDialog) -> list[DifferenceKind]:
    """Return the kinds of differences shown."""
    return [card.kind for card in dialog.cards]


def press(dialog: CompareDialog, card: KindCard, qtbot: QtBot, number: int = 0) -> None:
    """Press a button of a card, and wait for the comparison that follows."""
    card.buttons[number].click()
    qtbot.waitUntil(lambda: not dialog.comparer.busy)


def test_a_difference_is_settled_and_undone_in_one_click_each(
    context: Context, open_orders: list[Order], workspace: Workspace, qtbot: QtBot
) -> None:
    """Associated in the console on Tuesday, but not here, it would be announced until Friday."""
    there, *rest = (order.number for order in open_orders)
    dialog = compared(context, qtbot, "\n".join(rest), there)
    assert kinds(dialog) == [DifferenceKind.ASSOCIATED_THERE]
    [card] = dialog.cards
    with qtbot.waitSignal(context.acted) as acted:
        press(dialog, card, qtbot)
    assert acted.args == ["1 order marked as associated"]
    assert workspace.book().orders[UID, there].associated_at == workspace.clock()
    assert kinds(dialog) == []
    assert dialog.notice.title.text() == "Nothing differs"
    dialog.undo_button.click()
    qtbot.waitUntil(lambda: not dialog.comparer.busy)
    assert kinds(dialog) == [DifferenceKind.ASSOCIATED_THERE]


def test_all_differences_of_a_kind_are_settled_together(
    context: Context, open_orders: list[Order], workspace: Workspace, qtbot: QtBot
) -> None:
    """Forty ticks one by one take an evening."""
    dialog = compared(context, qtbot, "", "\n".join(order.number for order in open_orders))
    [card] = dialog.cards
    assert card.all_button is not None
    before = workspace.last_entry()
    card.all_button.click()
    qtbot.waitUntil(lambda: not dialog.comparer.busy)
    assert kinds(dialog) == []
    assert workspace.last_entry() == before + 1


def test_both_lists_are_noted_as_compared_and_one_is_not(
    context: Context, open_orders: list[Order], workspace: Workspace, qtbot: QtBot
) -> None:
    """Half a comparison must not silence the reminder to do all of it."""
    numbers = "\n".join(order.number for order in open_orders)
    dialog = CompareDialog(context, UID)
    qtbot.addWidget(dialog)
    assert not dialog.compare_button.isEnabled()
    dialog.boxes[ConsoleList.TO_ASSOCIATE].field.area.setPlainText(numbers)
    dialog.compare_button.click()
    qtbot.waitUntil(lambda: not dialog.comparer.busy)
    assert workspace.comparing.last_compared(UID) is None
    compared(context, qtbot, numbers, "")
    assert workspace.comparing.last_compared(UID) == workspace.clock()


def test_what_cannot_be_read_is_named(
    context: Context, open_orders: list[Order], qtbot: QtBot
) -> None:
    """The damaged line may contain the very order that seems to be missing."""
    one, two, _three = (order.number for order in open_orders)
    dialog = compared(context, qtbot, f"{one}\n{two}\n2.36414E+14", "")
    assert kinds(dialog) == []
    message = dialog.notice.text.text()
    assert "To associate (待关联): Row 3" in message
    assert "2.36414E+14" in message
    assert "1 order open here isn't among those to associate" in message


def test_an_invalid_list_is_refused_beside_its_field(
    context: Context, open_orders: list[Order], workspace: Workspace, qtbot: QtBot
) -> None:
    """The page's menu was copied; the other list stays pasted."""
    assert open_orders
    dialog = compared(context, qtbot, "首页 费用 工单", "")
    box = dialog.boxes[ConsoleList.TO_ASSOCIATE]
    assert box.field.error.text() == (
        "No order number can be read here. Paste the list with its header row, or order numbers "
        "one a line."
    )
    assert not dialog.lists.isHidden()
    assert workspace.comparing.last_compared(UID) is None


def test_an_order_that_is_missing_is_logged_or_asked_for(
    context: Context, open_orders: list[Order], workspace: Workspace, qtbot: QtBot
) -> None:
    """With all its facts, one click logs it; with a bare number, the form asks for the rest."""
    head = "订单号\t订单类型\t创建时间\t支付时间\t应付金额\n"
    whole = "236414227159991\t新购\t2026-09-10 09:00:00\t2026-09-10 09:01:00\t80.00\n"
    bare = "236414227159992\t\t\t\t12.00\n"
    rest = "".join(f"{order.number}\t新购\t\t\t\n" for order in open_orders)
    dialog = compared(context, qtbot, head + whole + bare + rest, "")
    [card] = dialog.cards
    assert [button.text() for button in card.buttons] == ["Log it", "Log it…"]
    with qtbot.waitSignal(context.order_form_wanted) as asked:
        card.buttons[1].click()
    assert asked.args == [{"account": UID, "number": "236414227159992", "payable": "12.00"}]
    press(dialog, card, qtbot)
    assert workspace.book().orders[UID, "236414227159991"].payable == 8000


def test_here_and_console_stand_side_by_side(
    context: Context, log_order: LogOrder, qtbot: QtBot
) -> None:
    """It must be clear which of two amounts is whose."""
    order = log_order()
    dialog = compared(context, qtbot, f"订单号\t应付金额\n{order.number}\t1980.00\n", "")
    [card] = dialog.cards
    texts = [label.text() for label in card.findChildren(QLabel)]
    at = texts.index("Here")
    assert texts[at : at + 4] == ["Here", "¥2,040.00", "Console", "¥1,980.00"]
    assert card.all_button is None


def test_home_reminds_of_it_after_a_week(
    context: Context, log_order: LogOrder, workspace: Workspace, clock: FakeClock, qtbot: QtBot
) -> None:
    """One band, and only as long as an order is open."""
    log_order()
    workspace.comparing.note(UID)
    page = HomePage(context)
    qtbot.addWidget(page)
    page.refresh()
    assert "compared" not in _band(page)
    clock.advance(days=7)
    page.refresh()
    bands = page.findChildren(Band)
    assert [band.accessibleName() for band in bands if not band.isHidden()] == [
        "Example was last compared with the console 10 Sep 12:00. Check that nothing differs."
    ]
    with qtbot.waitSignal(context.compare_wanted) as wanted:
        bands[-1].link.click()
    assert wanted.args == [UID]
    clock.advance(days=40 - 7)
    page.refresh()
    assert "compared" not in _band(page)


def _band(page: HomePage) -> str:
    found = [band for band in page.findChildren(Band) if not band.isHidden()]
    return found[0].accessibleName() if found else ""


def test_advice_is_applied_on_the_card_and_in_the_form(
    context: Context, log_order: LogOrder, workspace: Workspace, clock: FakeClock, qtbot: QtBot
) -> None:
    """显示当月，但 2 次在第 4 天失败 → 建议当天: with its reasons, and only applied by a click."""
    from desktop.ui.projects.account_form import AccountForm
    from desktop.ui.projects.page import ProjectsPage

    keys = [order.key for order in (log_order(), log_order())]
    clock.advance(days=4)
    for key in keys:
        assert key is not None
        workspace.orders.refused(key, None, "不在关联时间内")
    page = ProjectsPage(context)
    qtbot.addWidget(page)
    [card] = page.cards
    assert card.advice is not None
    assert card.advice.grounds.text() == "The console refused 2 times 4 days after the payment."
    account = workspace.book().accounts[UID]
    form = AccountForm(context)
    qtbot.addWidget(form)
    form.load(account)
    form.accept_advice()
    typed = form.read()
    assert typed is not None
    assert (typed.window, typed.window_checked_at) == ("day", None)
    card.advice.button.click()
    assert workspace.book().accounts[UID] == typed
    assert page.cards[0].advice is None
    workspace.undo()
    page.refresh()
    assert page.cards[0].advice is not None


def test_the_guide_notes_what_worked_after_the_day_of_payment(
    context: Context, log_order: LogOrder, workspace: Workspace, clock: FakeClock, qtbot: QtBot
) -> None:
    """Evidence against a shorter window is recorded as well, with one entry to undo."""
    from desktop.ui.orders.associate_guide import AssociateGuide

    order = log_order()
    clock.advance(days=3)
    guide = AssociateGuide(context, order)
    qtbot.addWidget(guide)
    before = workspace.last_entry()
    guide.mark_associated()
    assert workspace.last_entry() == before + 1
    [seen] = workspace.sightings(UID)
    assert seen.worked
    assert seen.seen_at - (order.paid_at or clock.now) > timedelta(days=3)


def test_what_the_console_still_offers_leads_to_the_steps(
    context: Context, log_order: LogOrder, clock: FakeClock, qtbot: QtBot
) -> None:
    """Given up here, still open there: the one case in which a lost order can be saved."""
    from desktop.ui.orders.associate_guide import AssociateGuide

    missed = log_order()
    early = log_order(created_at=clock.now - timedelta(days=25))
    clock.advance(days=21)
    dialog = compared(context, qtbot, f"{missed.number}\n{early.number}", "")
    assert kinds(dialog) == [DifferenceKind.STILL_OFFERED]
    [card] = dialog.cards
    assert card.all_button is None
    for button, order in zip(card.buttons, (missed, early), strict=True):
        with qtbot.waitSignal(context.guide_wanted) as wanted:
            button.click()
        assert wanted.args == [order]
        guide = AssociateGuide(context, order)
        qtbot.addWidget(guide)
        guide.show()
        guide.mark_associated()
    qtbot.waitUntil(lambda: not dialog.comparer.busy)
    assert kinds(dialog) == [DifferenceKind.OPEN_THERE]
