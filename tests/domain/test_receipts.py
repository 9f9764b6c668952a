"""The matching of a receipt: to the fen, never more than received, and nothing proposed twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.assessment import Verdict
from desktop.domain.book import Book
from desktop.domain.cashback import Figures, OrderMoney, received_by_order
from desktop.domain.model import InvalidRecord
from desktop.domain.money_records import Receipt
from desktop.domain.receipts import (
    Fit,
    MatchedReceipt,
    check_shares,
    matchable_orders,
    matched_receipts,
    near_duplicates,
    share_out,
    suggest,
)
from tests.builders import UID, make_cashback
from tests.domain.strategies import PROGRAMME

CAME = datetime(2026, 11, 18, 4, tzinfo=UTC)


def owed(number: int, outstanding: int, month: str = "2026-09") -> OrderMoney:
    """Return an order with this much outstanding."""
    return OrderMoney(
        account=UID,
        number=f"{236414227150000 + number}",
        verdict=Verdict.ASSOCIATED,
        month=month,
        partner="",
        project=None,
        figures=Figures(expected=outstanding, outstanding=outstanding),
    )


def numbers(shares: object) -> list[int]:
    """Return the numbers given to `owed`."""
    assert isinstance(shares, tuple | list)
    return [int(number) - 236414227150000 for (_uid, number), _fen in shares]


many_owed = st.lists(
    st.tuples(st.integers(-5000, 5000), st.sampled_from(("2026-08", "2026-09", "2026-10"))),
    max_size=9,
).map(lambda drawn: [owed(n, fen, month) for n, (fen, month) in enumerate(drawn)])
amounts = st.integers(-20_000, 20_000).filter(bool)

SEPTEMBER = [owed(1, 12_000), owed(2, 15_000), owed(3, 5_000)]
OCTOBER = [owed(4, 40_000, "2026-10"), owed(5, 30_800, "2026-10")]


@pytest.mark.parametrize(
    ("amount", "fit", "expected"),
    [
        (32_000, Fit.MONTH, [1, 2, 3]),
        (70_800, Fit.MONTH, [4, 5]),
        (15_000, Fit.ORDER, [2]),
        (40_000, Fit.ORDER, [4]),
        (102_800, Fit.MONTHS, [1, 2, 3, 4, 5]),
        (17_000, Fit.SOME, [1, 3]),
        (45_800, Fit.SOME, [2, 5]),
    ],
)
def test_an_amount_is_offered_what_it_makes_up(amount: int, fit: Fit, expected: list[int]) -> None:
    """A transfer without a reference is matched by its amount, even to several orders."""
    found = suggest([*OCTOBER, *SEPTEMBER], amount, CAME)
    assert found is not None
    assert (found.fit, numbers(found.shares)) == (fit, expected)


def test_what_fits_nothing_is_not_offered_a_guess() -> None:
    """If no sum is exact, the user chooses from the list."""
    assert suggest([*SEPTEMBER, *OCTOBER], 32_001, CAME) is None


def test_money_is_not_offered_to_orders_of_a_later_month() -> None:
    """Cashback does not come before the order is paid."""
    assert suggest(OCTOBER, 40_000, datetime(2026, 9, 30, 15, tzinfo=UTC)) is None


def test_only_the_chosen_month_is_searched() -> None:
    """The user states which month the partner paid for."""
    same = [owed(1, 5_000), owed(2, 5_000, "2026-10")]
    found = suggest(same, 5_000, CAME, month="2026-10")
    assert found is not None
    assert numbers(found.shares) == [2]


def test_an_undone_match_is_not_offered_again() -> None:
    """A user who undid a match would have to refuse it each time."""
    same = [owed(1, 5_000), owed(2, 5_000, "2026-10")]
    found = suggest(same, 5_000, CAME, declined=[same[0].name])
    assert found is not None
    assert numbers(found.shares) == [2]
    assert suggest(same[:1], 5_000, CAME, declined=[same[0].name]) is None


@given(many_owed, amounts)
def test_a_suggestion_makes_up_the_amount_and_fills_no_order_over(
    orders: list[OrderMoney], amount: int
) -> None:
    """A match of more or less than was received would falsify every report."""
    found = suggest(orders, amount, CAME)
    if found is None:
        return
    check_shares(amount, found.shares)
    assert sum(fen for _name, fen in found.shares) == amount
    open_amounts = {order.name: order.figures.outstanding for order in orders}
    assert all(open_amounts[name] == fen for name, fen in found.shares)


@given(many_owed, amounts)
def test_sharing_out_never_gives_more_than_came_or_than_is_open(
    orders: list[OrderMoney], amount: int
) -> None:
    """Ticked orders get their outstanding amounts while the money lasts; the rest is credit."""
    shares = share_out(amount, orders)
    check_shares(amount, shares)
    open_amounts = {order.name: order.figures.outstanding for order in orders}
    assert all(abs(fen) <= abs(open_amounts[name]) for name, fen in shares)
    left = abs(amount) - abs(sum(fen for _name, fen in shares))
    could_take = sum(abs(o.figures.outstanding) for o in matchable_orders(orders, amount))
    assert left == max(0, abs(amount) - could_take)


@pytest.mark.parametrize(
    ("amount", "shares", "problem"),
    [
        (0, [], "zero"),
        (100, [(("1", "2"), 101)], "more-than-received"),
        (100, [(("1", "2"), 60), (("1", "3"), 41)], "more-than-received"),
        (-100, [(("1", "2"), -101)], "more-than-received"),
        (100, [(("1", "2"), -1)], "other-sign"),
        (100, [(("1", "2"), 0)], "other-sign"),
        (100, [(("1", "2"), 1), (("1", "2"), 1)], "order-twice"),
    ],
)
def test_what_cannot_be_shared_out_is_refused(
    amount: int, shares: list[tuple[tuple[str, str], int]], problem: str
) -> None:
    """No caller may record more than was received."""
    with pytest.raises(InvalidRecord) as caught:
        check_shares(amount, shares)
    assert caught.value.problem == problem


def test_receipts_come_with_parts_rest_and_what_was_undone() -> None:
    """A lump sum shows its orders and its credit; an undone match counts nowhere."""
    receipt = Receipt(received_at=CAME, amount=1_000, key=7)
    parts = [
        make_cashback(amount=300, receipt=7),
        make_cashback(order="236414227150002", amount=200, receipt=7),
        make_cashback(order="236414227150003", amount=500, receipt=7, undone=True),
        make_cashback(amount=50),
    ]
    alone, whole = matched_receipts(Book(PROGRAMME, cashback=parts, receipts=[receipt]))
    assert (alone.receipt.amount, alone.rest, alone.is_plain) == (50, 0, True)
    assert (whole.matched, whole.rest, len(whole.undone)) == (500, 500, 1)
    assert not whole.is_plain
    assert sum(received_by_order(parts).values()) == 550


@pytest.mark.parametrize(
    ("amount", "days", "near"), [(500, 0, True), (500, 3, True), (500, 4, False), (501, 0, False)]
)
def test_a_near_duplicate_is_noticed(amount: int, days: int, near: bool) -> None:
    """The transfer and the partner's notice of it would be entered as two receipts."""
    entered = [MatchedReceipt(Receipt(received_at=CAME, amount=500))]
    found = near_duplicates(entered, amount, CAME + timedelta(days=days))
    assert bool(found) is near


def test_many_open_orders_are_answered_quickly() -> None:
    """A thousand open orders must not block the window, even if no sum fits."""
    orders = [owed(n, 1_000_003 + 7 * n * n) for n in range(1_000)]
    assert suggest(orders, 777_777_777, CAME) is None
    assert suggest(orders, sum(o.figures.outstanding for o in orders), CAME) is not None
