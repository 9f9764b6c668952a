"""Months of cashback: what is overdue, when it was expected, and the parts of the sums."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.assessment import Verdict
from desktop.domain.cashback import Figures, OrderMoney, figures, total
from desktop.domain.cashback_months import CashbackOverview, overview, owing

TODAY = date(2026, 11, 18)
MONTHS = [f"2026-{month:02}" for month in range(1, 12)] + ["2025-11", "2025-12"]


def money(number: int, month: str, verdict: Verdict, expected: int, received: int) -> OrderMoney:
    """Return one order's money."""
    figures_ = figures(verdict, expected, received)
    return OrderMoney("10000", f"{number:08}", verdict, month, "", None, figures_)


def seen(*orders: tuple[str, Verdict, int, int]) -> CashbackOverview:
    """Return the overview of some orders today."""
    made = [money(number, *facts) for number, facts in enumerate(orders)]
    return overview(made, TODAY, 1)


drawn = st.lists(
    st.tuples(
        st.sampled_from(MONTHS),
        st.sampled_from(Verdict),
        st.integers(0, 10_000),
        st.integers(-10_000, 10_000),
    ),
    max_size=20,
)


@pytest.mark.parametrize(
    ("month", "due", "late"),
    [
        ("2026-09", date(2026, 10, 31), 18),
        ("2026-10", date(2026, 11, 30), 0),
        ("2025-12", date(2026, 1, 31), 291),
    ],
)
def test_a_month_is_late_after_the_end_of_the_next(month: str, due: date, late: int) -> None:
    """The title would call a punctual partner late, or miss a late one."""
    found = seen((month, Verdict.ASSOCIATED, 500, 0)).months[0]
    assert (found.due, found.days_late(TODAY)) == (due, late)


def test_a_paid_month_is_not_late() -> None:
    """A month that is settled needs no reminder."""
    found = seen(("2026-09", Verdict.ASSOCIATED, 500, 500), ("2026-09", Verdict.NOT_NEEDED, 0, 9))
    assert found.overdue == ()
    assert [month.key for month in found.open] == ["2026-09"]


def test_older_open_months_are_part_of_the_sums() -> None:
    """What a partner owes from last year would be in no figure."""
    found = seen(
        ("2025-11", Verdict.ASSOCIATED, 100, 100),
        ("2025-12", Verdict.ASSOCIATED, 200, 50),
        ("2026-11", Verdict.OPEN, 400, 0),
    )
    assert found.since == 2025
    assert found.figures == Figures(300, 150, 150, 0, 400)
    settled = seen(("2025-12", Verdict.ASSOCIATED, 200, 200), ("2026-01", Verdict.MISSED, 7, 0))
    assert settled.since == 2026
    assert settled.figures == Figures(lost=7)


def test_unpaid_orders_are_not_counted_as_to_be_associated() -> None:
    """Home and the page of orders would show another number to associate than this page."""
    month = seen(
        ("2026-11", Verdict.OPEN, 400, 0),
        ("2026-11", Verdict.OPEN, 0, 0),
        ("2026-11", Verdict.WAITING_PAYMENT, 100, 0),
        ("2026-11", Verdict.ASSOCIATED, 100, 0),
    ).months[0]
    assert (month.earning, month.to_associate, month.unpaid) == (1, 2, 1)
    assert month.is_open


def test_the_last_months_are_all_there() -> None:
    """The chart would leave out the months in which nothing was bought."""
    found = seen(("2026-09", Verdict.ASSOCIATED, 500, 0)).recent(13)
    assert [month.key for month in found][:2] == ["2025-11", "2025-12"]
    assert [month.key for month in found if month.figures] == ["2026-09"]
    assert found[-1].key == "2026-11"


@given(drawn)
def test_months_add_up_to_the_fen(orders: list[tuple[str, Verdict, int, int]]) -> None:
    """Chart, table and figures are sums of the same orders, whatever happened to them."""
    made = [money(number, *facts) for number, facts in enumerate(orders)]
    found = overview(made, TODAY, 1)
    assert sum((month.figures for month in found.months), Figures()) == total(made)
    keys = [month.key for month in (*found.open, *found.settled)]
    assert sorted(keys) == [month.key for month in found.months]
    assert owing(found.overdue) <= owing(found.months)
    shown = sum((month.figures for month in found.recent(13)), Figures())
    assert shown == total(made)
