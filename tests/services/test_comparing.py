"""Comparing with the console's lists, and settling: each is one action that can be undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.domain.compare import ConsoleList, ConsoleLists, Difference, DifferenceKind
from desktop.domain.journal import ActionName
from desktop.domain.model import OrderStatus, Window
from desktop.domain.window_advice import AdviceReason
from desktop.services.workspace import Workspace
from tests.builders import (
    OTHER_UID,
    PROJECT_NUMBER,
    UID,
    make_account,
    make_active_project,
    make_paid_order,
)
from tests.conftest import FakeClock

HEAD = "订单号\t订单类型\t创建时间\t支付时间\t应付金额\t项目编号\n"


@pytest.fixture
def filled(workspace: Workspace, clock: FakeClock) -> Workspace:
    """Record an account with three open orders and one that is associated."""
    workspace.save_account(make_account(window=Window.MONTH))
    workspace.save_project(make_active_project(created_at=clock.now - timedelta(days=5)))
    for number in range(1, 5):
        workspace.save_order(
            make_paid_order(clock.now - timedelta(hours=2), number=f"23641422715000{number}")
        )
    workspace.associate(workspace.book().orders[UID, "236414227150004"])
    return workspace


def lists(workspace: Workspace, to_associate: str, associated: str) -> ConsoleLists:
    """Return both lists, as pasted."""
    read = workspace.comparing.read
    return ConsoleLists(
        read(to_associate, ConsoleList.TO_ASSOCIATE, UID).rows,
        read(associated, ConsoleList.ASSOCIATED, UID).rows,
    )


def differences(workspace: Workspace, to_associate: str, associated: str) -> list[Difference]:
    """Return the differences."""
    pasted = lists(workspace, to_associate, associated)
    return list(workspace.comparing.compare(UID, pasted).found)


def test_each_difference_is_settled_once_and_undone_once(filled: Workspace) -> None:
    """One click too many must cost one click."""
    numbers = [f"23641422715000{number}" for number in range(1, 5)]
    new = "236414227159999\t新购\t2026-09-09 14:20:00\t2026-09-09 14:21:00\t204.00\t\n"
    there = HEAD + new + f"{numbers[1]}\t新购\t\t\t80.00\t\n{numbers[3]}\t新购\t\t\t\t\n"
    pasted = there, numbers[0]
    found = differences(filled, *pasted)
    assert [(each.kind, each.number[-4:]) for each in found] == [
        (DifferenceKind.ASSOCIATED_THERE, "0001"),
        (DifferenceKind.OPEN_THERE, "0004"),
        (DifferenceKind.MISSING, "9999"),
        (DifferenceKind.FIELD, "0002"),
        (DifferenceKind.NOT_LISTED, "0003"),
    ]
    for each in found:
        before = filled.last_entry()
        assert len(filled.comparing.settle([each])) == 1
        assert filled.last_entry() == before + 1
        assert each not in differences(filled, *pasted)
        filled.undo()
        assert differences(filled, *pasted) == found
    for each in found:
        filled.comparing.settle([each])
    assert differences(filled, *pasted) == []
    orders = filled.book().orders
    assert orders[UID, numbers[0]].project == PROJECT_NUMBER
    assert orders[UID, numbers[2]].status is OrderStatus.CANCELLED
    assert orders[UID, "236414227159999"].payable == 20400


def test_orders_changed_meanwhile_are_not_settled(filled: Workspace) -> None:
    """The list was pasted, the order cancelled in the other window, and then settled."""
    number = "236414227150001"
    found = differences(filled, "", number)
    [ticked] = [each for each in found if each.kind is DifferenceKind.ASSOCIATED_THERE]
    order = filled.book().orders[UID, number]
    filled.save_order(replace(order, note="changed"), order)
    before = filled.last_entry()
    assert filled.comparing.settle([ticked]) == []
    assert filled.last_entry() == before


def test_several_facts_of_one_order_go_together(filled: Workspace) -> None:
    """Otherwise “All of these” would fill in only the first blank of each order."""
    number = "236414227150001"
    row = f"{number}\t新购\t2026-09-01 00:00:00\t\t80.00\t{PROJECT_NUMBER}\n"
    found = [d for d in differences(filled, HEAD + row, "") if d.kind is DifferenceKind.FIELD]
    assert {d.field for d in found} == {"created_at", "payable", "project"}
    filled.comparing.settle([d for d in found if d.safe])
    order = filled.book().orders[UID, number]
    assert (order.payable, order.project) == (8000, PROJECT_NUMBER)


def test_an_unpaid_order_with_a_payment_there_is_paid(filled: Workspace) -> None:
    """With a payment time and the status unpaid, it would have no deadline."""
    order = filled.book().orders[UID, "236414227150001"]
    filled.save_order(replace(order, status=OrderStatus.UNPAID, paid_at=None), order)
    row = f"{order.number}\t新购\t\t2026-09-10 10:05:00\t\t\n"
    found = differences(filled, HEAD + row, "")
    [payment] = [each for each in found if each.field == "paid_at"]
    filled.comparing.settle([payment])
    assert filled.book().orders[UID, order.number].status is OrderStatus.PAID


def test_an_order_of_another_account_is_reported(filled: Workspace) -> None:
    """Logging it again would count its cashback twice."""
    filled.save_account(make_account(uid=OTHER_UID))
    filled.save_order(make_paid_order(filled.clock(), account=OTHER_UID, number="236414227158888"))
    found = differences(filled, "236414227158888", "")
    assert [d.elsewhere for d in found if d.kind is DifferenceKind.MISSING] == [OTHER_UID]


def test_kinds_are_not_settled_together(filled: Workspace) -> None:
    """A single entry of the history could not describe it."""
    found = differences(filled, "", "236414227150001")
    with pytest.raises(ValueError, match="in one action"):
        filled.comparing.settle(found)


def test_comparing_is_noted_and_comes_due_after_a_week(filled: Workspace, clock: FakeClock) -> None:
    """Without the reminder, a disagreement with the console would be noticed a month late."""
    comparing = filled.comparing
    never = comparing.oldest()
    assert never is not None
    assert (never.at, never.due) == (None, False)
    comparing.note(UID)
    first = clock.now
    clock.advance(days=6)
    oldest = comparing.oldest()
    assert oldest is not None
    assert (oldest.at, oldest.due) == (first, False)
    clock.advance(days=1)
    assert (comparing.oldest() or oldest).due
    comparing.note(UID)
    assert comparing.last_compared(UID) == clock.now
    filled.undo()
    assert comparing.last_compared(UID) == first
    assert filled.history(2)[1].action is ActionName.COMPARE


def test_without_open_orders_nobody_is_asked_to_compare(
    filled: Workspace, clock: FakeClock
) -> None:
    """There is nothing that the console could still save."""
    clock.advance(days=40)
    assert filled.comparing.oldest() is None


def test_a_success_in_the_console_is_recorded_and_can_be_undone(
    filled: Workspace, clock: FakeClock
) -> None:
    """A tick by mistake must not count as proof of the window “month”."""
    order = filled.book().orders[UID, "236414227150001"]
    assert order.key is not None
    clock.advance(days=2)
    filled.orders.associated_in_console(order.key)
    [seen] = filled.sightings(UID)
    assert (seen.worked, seen.paid_at, seen.seen_at) == (True, order.paid_at, clock.now)
    filled.orders.undo_association([order.key])
    assert filled.sightings(UID) == []
    filled.undo()
    assert filled.sightings(UID) == [seen]
    filled.undo()
    assert filled.sightings(UID) == []
    assert filled.book().orders[UID, order.number].associated_at is None


def test_the_console_s_own_time_of_an_association_is_learnt_and_a_bare_tick_is_not(
    filled: Workspace, clock: FakeClock
) -> None:
    """A tick days later would suggest a longer window than the account's."""
    order = filled.book().orders[UID, "236414227150001"]
    clock.advance(days=2)
    [bare] = differences(filled, "", order.number)[:1]
    filled.comparing.settle([bare])
    assert filled.sightings(UID) == []
    filled.undo()
    pasted = f"订单号\t关联时间\n{order.number}\t2026-09-11 09:00:00\n"
    [difference] = differences(filled, "", pasted)[:1]
    assert difference.kind is DifferenceKind.ASSOCIATED_THERE
    filled.comparing.settle([difference])
    [seen] = filled.sightings(UID)
    recorded = filled.book().orders[UID, order.number]
    assert (seen.worked, seen.seen_at, seen.paid_at) == (
        True,
        recorded.associated_at,
        order.paid_at,
    )
    filled.undo()
    assert filled.sightings(UID) == []


def test_advice_is_applied_and_undone(filled: Workspace, clock: FakeClock) -> None:
    """Only the user changes the window, and one click changes it back."""
    clock.advance(days=4)
    for number in ("236414227150001", "236414227150002"):
        key = filled.book().orders[UID, number].key
        assert key is not None
        filled.orders.refused(key, None, "")
    account = filled.book().accounts[UID]
    advice = filled.window_advice(account)
    assert advice is not None
    assert (advice.reason, advice.days) == (AdviceReason.REFUSED, (4,))
    assert account.window is Window.MONTH
    taken = filled.take_advice(account, advice)
    assert (taken.window, taken.window_checked_at) == (Window.DAY, None)
    assert filled.window_advice(taken) is None
    filled.undo()
    assert filled.book().accounts[UID] == account
