"""Receipts: matched, rematched, unmatched, and every fen accounted for."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.beijing import day_of
from desktop.domain.cashback import Figures, Grouping, grouped, total
from desktop.domain.cashback_months import overview
from desktop.domain.journal import ChangedElsewhere
from desktop.domain.model import InvalidRecord
from desktop.domain.money_records import Receipt
from desktop.domain.receipts import Fit, near_duplicates, share_out
from desktop.domain.reminder_plan import ReminderKind
from desktop.services.workspace import Workspace
from tests.builders import (
    OTHER_UID,
    UID,
    make_account,
    make_active_project,
    make_order,
)
from tests.conftest import FakeClock

RATE = Decimal("0.05")


@pytest.fixture
def earned(workspace: Workspace, clock: FakeClock) -> Workspace:
    """Make records with associated orders of two months, and one that is refunded."""
    workspace.save_account(make_account())
    workspace.save_account(make_account(uid=OTHER_UID))
    made = clock() - timedelta(days=80)
    workspace.save_project(make_active_project(created_at=made, cashback_rate=RATE, partner="伙伴"))
    for number, (days, yuan) in enumerate([(70, 2400), (60, 3000), (30, 1000), (20, 800)], 1):
        at = made + timedelta(days=80 - days)
        workspace.save_order(
            make_order(
                number=f"2364142271500{number:02}",
                created_at=at,
                paid_at=at,
                cash_paid=yuan * 100,
                project="202609010001",
                associated_at=at,
            )
        )
    return workspace


def name(number: int) -> tuple[str, str]:
    """Return the reference to the order with this number."""
    return UID, f"2364142271500{number:02}"


def came(workspace: Workspace, amount: int) -> Receipt:
    """Return a receipt of this amount, received now."""
    return Receipt(received_at=workspace.clock(), amount=amount)


def sums(workspace: Workspace) -> Figures:
    """Return the totals of all orders."""
    return total(workspace.cashback.orders())


def test_a_lump_sum_over_several_orders_is_offered_and_kept(earned: Workspace) -> None:
    """A transfer for a month is entered once, not order by order."""
    found = earned.cashback.suggest(9_000, earned.clock())
    assert found is not None
    assert (found.fit, found.months) == (Fit.MONTH, ("2026-08",))
    earned.cashback.enter(came(earned, 9_000), found.shares)
    assert sums(earned) == Figures(36_000, 9_000, 27_000, 0, 0)
    [kept] = earned.cashback.receipts()
    assert (kept.matched, kept.rest) == (9_000, 0)
    assert earned.check().ok


def test_the_rest_is_credit_and_is_matched_later(earned: Workspace) -> None:
    """A partner pays more than is open: the difference must not be lost."""
    shares = share_out(
        20_000, [o for o in earned.cashback.matchable_orders(20_000) if o.name == name(1)]
    )
    kept = earned.cashback.enter(came(earned, 20_000), shares)
    assert (kept.matched, kept.rest) == (12_000, 8_000)
    found = earned.cashback.matchable_orders(20_000, matched=kept)
    kept = earned.cashback.rematch(kept, share_out(20_000, found))
    assert (kept.matched, kept.rest) == (20_000, 0)
    assert sum(each.rest for each in earned.cashback.receipts()) == 0


def test_an_undone_match_is_not_offered_again_for_that_receipt(earned: Workspace) -> None:
    """The user has decided that it was not for this order."""
    kept = earned.cashback.enter(came(earned, 5_000), [(name(3), 5_000)])
    [kept] = earned.cashback.receipts()
    kept = earned.cashback.rematch(kept, ())
    assert sums(earned).received == 0
    assert earned.cashback.suggest(5_000, matched=kept) is None
    assert earned.cashback.suggest(5_000) is not None
    [kept] = earned.cashback.receipts()
    assert [part.order for part in kept.undone] == [name(3)[1]]
    kept = earned.cashback.rematch(kept, [(name(3), 4_000)])
    assert (kept.matched, kept.rest, kept.undone) == (4_000, 1_000, ())


def test_a_claw_back_is_matched_to_the_excess(earned: Workspace) -> None:
    """The partner takes a refunded order's cashback back."""
    earned.cashback.enter(came(earned, 12_000), [(name(1), 12_000)])
    order = earned.book().order(*name(1))
    assert order is not None
    assert earned.cashback.suggest(-12_000) is None
    earned.undo_association(order)
    found = earned.cashback.suggest(-12_000)
    assert found is not None
    assert found.shares == ((name(1), -12_000),)
    earned.cashback.enter(came(earned, -12_000), found.shares)
    assert sums(earned).received == 0


def test_every_step_can_be_undone_and_redone(earned: Workspace) -> None:
    """Entering, rematching and deleting are actions like any other."""
    states = [json_of(earned)]
    kept = earned.cashback.enter(came(earned, 20_000), [(name(1), 12_000)])
    states.append(json_of(earned))
    kept = earned.cashback.rematch(kept, [(name(2), 15_000)])
    states.append(json_of(earned))
    earned.cashback.delete(kept)
    states.append(json_of(earned))
    assert states[-1] == states[0]
    for before in states[-2::-1]:
        assert earned.undo() is not None
        assert json_of(earned) == before
    for after in states[1:]:
        assert earned.redo() is not None
        assert json_of(earned) == after


def json_of(workspace: Workspace) -> dict[str, Any]:
    """Return all records as an export has them."""
    path = workspace.folder / "all.json"
    workspace.files.export(path, "en")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_an_export_restores_everything(earned: Workspace, tmp_path: Path) -> None:
    """A move to another computer would lose credit, or the matches of a sum."""
    kept = earned.cashback.enter(came(earned, 20_000), [(name(1), 12_000), (name(3), 5_000)])
    earned.cashback.rematch(kept, [(name(1), 12_000)])
    earned.cashback.enter(came(earned, 700), ())
    earned.cashback.enter(came(earned, 4_000), [(name(4), 4_000)])
    before = json_of(earned)
    assert sorted(bool(part.get("receipt")) for part in before["cashback"]) == [False, True]
    other = Workspace.open(tmp_path / "other", earned.clock)
    for _ in range(2):
        other.files.import_file(earned.folder / "all.json")
        assert json_of(other) == before
    assert other.cashback.orders() == earned.cashback.orders()
    other.close()


@pytest.mark.parametrize("fen", [5_001, -1, 0])
def test_more_than_came_is_refused_and_nothing_is_kept(fen: int, earned: Workspace) -> None:
    """No caller can match a receipt to more than was received."""
    with pytest.raises(InvalidRecord):
        earned.cashback.enter(came(earned, 5_000), [(name(3), fen)])
    kept = earned.cashback.enter(came(earned, 5_000), ())
    with pytest.raises(InvalidRecord):
        earned.cashback.rematch(kept, [(name(3), fen)])
    assert [each.matched for each in earned.cashback.receipts()] == [0]


def test_a_corrected_receipt_keeps_what_it_is_matched_to(earned: Workspace) -> None:
    """Correcting a mistyped day or amount must not require matching again."""
    kept = earned.cashback.enter(came(earned, 20_000), [(name(1), 12_000)])
    day = earned.clock() - timedelta(days=2)
    wanted = replace(kept.receipt, amount=15_000, received_at=day, note="九月")
    states = [json_of(earned)]
    kept = earned.cashback.correct(kept, wanted)
    [found] = earned.cashback.receipts()
    assert found == kept
    assert (found.receipt.amount, found.matched, found.rest) == (15_000, 12_000, 3_000)
    assert [(part.received_at, part.note) for part in found.parts] == [(day, "九月")]
    states.append(json_of(earned))
    earned.undo()
    assert json_of(earned) == states[0]
    earned.redo()
    assert json_of(earned) == states[1]


def test_a_receipt_for_one_order_that_becomes_more_leaves_credit(earned: Workspace) -> None:
    """It is stored as its part alone; once there is a rest, it needs a separate receipt."""
    earned.cashback.enter(came(earned, 5_000), [(name(3), 5_000)])
    [kept] = earned.cashback.receipts()
    kept = earned.cashback.correct(kept, replace(kept.receipt, note="转账"))
    assert earned.cashback.receipts() == [kept]
    assert kept.is_plain
    kept = earned.cashback.correct(kept, replace(kept.receipt, amount=6_000))
    [found] = earned.cashback.receipts()
    assert (found.matched, found.rest, found.receipt.note) == (5_000, 1_000, "转账")
    assert earned.check().ok


@pytest.mark.parametrize(
    ("amount", "problem"), [(11_999, "more-than-received"), (0, "zero"), (-1, "other-sign")]
)
def test_an_amount_below_what_is_matched_is_refused(
    amount: int, problem: str, earned: Workspace
) -> None:
    """Orders would count as paid with money that never came."""
    kept = earned.cashback.enter(came(earned, 20_000), [(name(1), 12_000)])
    with pytest.raises(InvalidRecord, match=problem):
        earned.cashback.correct(kept, replace(kept.receipt, amount=amount))
    assert earned.cashback.receipts() == [kept]


def test_a_receipt_changed_elsewhere_is_not_written_over(earned: Workspace) -> None:
    """Of two windows with the same receipt, the second would silently revert the first."""
    kept = earned.cashback.enter(came(earned, 20_000), ())
    earned.cashback.correct(kept, replace(kept.receipt, note="a"))
    with pytest.raises(ChangedElsewhere):
        earned.cashback.correct(kept, replace(kept.receipt, note="b"))


def test_orders_of_excluded_products_are_named_and_bring_nothing(earned: Workspace) -> None:
    """Unexplained, an order without cashback looks like one that was forgotten."""
    order = earned.book().order(*name(2))
    assert order is not None
    earned.save_order(replace(order, product="domain"))
    assert earned.cashback.excluded() == []
    before = sums(earned)
    [project] = earned.book().projects
    earned.save_project(replace(project, excluded_products=frozenset({"domain"})))
    [found] = earned.cashback.excluded()
    assert (found.name, found.figures) == (name(2), Figures())
    assert sums(earned).expected == before.expected - 15_000
    assert name(2) not in [order.name for order in earned.cashback.orders()]
    earned.undo()
    assert sums(earned) == before


def test_unknown_cashback_is_counted_and_agreed_none_is_not(earned: Workspace) -> None:
    """A sum that silently leaves out an order is wrong; one without cashback is not left out."""
    assert earned.cashback.count_unknown() == 0
    order = earned.book().order(*name(2))
    assert order is not None
    earned.save_order(replace(order, product="domain", payable=None, cash_paid=None))
    assert earned.cashback.count_unknown() == 1
    [project] = earned.book().projects
    earned.save_project(replace(project, excluded_products=frozenset({"domain"})))
    assert earned.cashback.count_unknown() == 0
    earned.save_project(replace(project, cashback_rate=None))
    assert earned.cashback.count_unknown() == len(earned.book().orders)


steps = st.lists(
    st.tuples(
        st.sampled_from(
            ("enter", "enter", "rematch", "correct", "delete", "undo", "redo", "refund", "claim")
        ),
        st.integers(0, 9),
        st.sampled_from((1, 5_000, 9_000, 12_000, 27_000, 40_000, -5_000, -12_000)),
    ),
    max_size=12,
)


@given(steps)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_money_adds_up_whatever_is_entered_refunded_and_undone(
    earned: Workspace, steps: list[tuple[str, int, int]]
) -> None:
    """Receipts are matched parts and credit; every view has the same sums, to the fen."""
    for step, which, amount in steps:
        take_step(earned, step, which, amount)
        receipts = earned.cashback.receipts()
        for each in receipts:
            assert abs(each.matched) <= abs(each.receipt.amount)
            assert each.matched + each.rest == each.receipt.amount
        orders = earned.cashback.orders()
        paid = sum(each.receipt.amount for each in receipts)
        assert total(orders).received + sum(each.rest for each in receipts) == paid
        claims = earned.statements.answers()
        claimed = [claims[order.name].claimed for order in orders if order.name in claims]
        assert total(orders).claimed == sum(claimed)
        for by in Grouping:
            groups = grouped(orders, by)
            assert sum((group.figures for group in groups), Figures()) == total(orders)


def take_step(workspace: Workspace, step: str, which: int, amount: int) -> None:
    """Do one thing that a user may do, if there is anything to do it to."""
    service = workspace.cashback
    receipts = service.receipts()
    chosen = receipts[which % len(receipts)] if receipts else None
    if step == "enter":
        found = service.suggest(amount)
        shares = share_out(amount, service.matchable_orders(amount)[which % 3 :])
        service.enter(came(workspace, amount), shares if found is None else found.shares)
    elif step == "rematch" and chosen is not None:
        fen = chosen.receipt.amount
        service.rematch(
            chosen, share_out(fen, service.matchable_orders(fen, matched=chosen)[which % 3 :])
        )
    elif step == "correct" and chosen is not None:
        with suppress(InvalidRecord):
            service.correct(chosen, replace(chosen.receipt, amount=amount))
    elif step == "delete" and chosen is not None:
        service.delete(chosen)
    elif step == "undo" and workspace.last_entry() > 8:
        workspace.undo()
    elif step == "redo":
        workspace.redo()
    elif step == "claim":
        workspace.statements.export(workspace.folder / "statement.csv", None, "en")
    elif step == "refund":
        order = workspace.book().order(*name(1 + which % 4))
        if order is not None and order.associated_at is not None:
            workspace.undo_association(order)


def test_overdue_cashback_rings_until_it_came(earned: Workspace, clock: FakeClock) -> None:
    """The reminder's sum is the page's, to the fen, and it ends with the receipt."""

    def rings() -> dict[str, int | None]:
        due = earned.reminders.due()
        return {
            one.subject.name: one.subject.cashback
            for one in due
            if one.subject.kind is ReminderKind.CASHBACK
        }

    shown = overview(earned.cashback.orders(), day_of(clock()), earned.programme.cashback_months)
    assert rings() == {f"cashback/{month.key}": month.to_come for month in shown.overdue}
    assert rings()
    [first, *_more] = shown.overdue
    found = earned.cashback.suggest(first.to_come, clock(), first.key)
    assert found is not None
    earned.cashback.enter(came(earned, first.to_come), found.shares)
    assert f"cashback/{first.key}" not in rings()
    earned.undo()
    assert f"cashback/{first.key}" in rings()


def test_receipts_come_by_the_page_and_by_their_amount(earned: Workspace, clock: FakeClock) -> None:
    """A list of a hundred thousand is not read to show the latest few, or to find a duplicate."""
    for days in range(9):
        at = clock() - timedelta(days=days)
        shares = [(name(1), 700)] if days % 3 == 0 else ()
        earned.cashback.enter(Receipt(received_at=at, amount=700 + days % 2), shares)
    whole = earned.cashback.receipts()
    paged = [each for first in (0, 4, 8) for each in earned.cashback.latest(first, 4)]
    assert [(e.receipt.received_at, e.matched) for e in paged] == [
        (e.receipt.received_at, e.matched) for e in whole
    ]
    for days in range(12):
        at = clock() - timedelta(days=days)
        found = earned.cashback.near_duplicates(700, at)
        expected = near_duplicates(whole, 700, at)
        assert {e.receipt.received_at for e in found} == {e.receipt.received_at for e in expected}
