"""Advice on an account's window: it has reasons, and only ever shortens the window."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.beijing import window_end
from desktop.domain.console_records import Sighting
from desktop.domain.model import Window
from desktop.domain.window_advice import AdviceReason, advise, days_after_payment
from tests.builders import UID, make_account
from tests.conftest import PROGRAMME

PAID = datetime(2026, 9, 3, 4, tzinfo=UTC)
MONTH = make_account(window=Window.MONTH, window_checked_at=PAID - timedelta(days=60))


def attempt(days: float, order: str = "1", **fields: object) -> Sighting:
    """Return an attempt so many days after the payment."""
    at = PAID + timedelta(days=days)
    made = {"account": UID, "order": order, "seen_at": at, "paid_at": PAID}
    return Sighting(**(made | fields))


sightings = st.builds(
    lambda days, hour, order, window, worked, paid: Sighting(
        account=UID,
        order=str(order),
        seen_at=PAID + timedelta(days=days, hours=hour),
        window=None if worked else window,
        worked=worked,
        paid_at=PAID if paid else None,
    ),
    st.integers(0, 45),
    st.integers(0, 23),
    st.integers(1, 4),
    st.sampled_from((None, Window.DAY, Window.MONTH)),
    st.booleans(),
    st.booleans(),
)
accounts = st.builds(
    lambda window, days: make_account(
        window=window,
        window_checked_at=None if days is None else PAID + timedelta(days=days),
    ),
    st.sampled_from(Window),
    st.none() | st.integers(-90, 45),
)


def test_two_refusals_on_the_fourth_day_advise_the_day() -> None:
    """显示当月，但 2 次在第 4 天失败：attempts would fail again, and lose the cashback."""
    refused = [attempt(4, "1", window=Window.MONTH), attempt(4, "2")]
    advice = advise(MONTH, refused)
    assert advice is not None
    assert (advice.reason, advice.days) == (AdviceReason.REFUSED, (4,))
    assert advice.sightings == tuple(refused)


def test_one_refusal_may_be_a_chance() -> None:
    """A console out of order for an evening would cost everybody their month."""
    assert advise(MONTH, [attempt(4), attempt(4.05)]) is None
    assert advise(MONTH, [attempt(4), attempt(6)]) is not None


def test_what_proves_nothing_counts_for_nothing() -> None:
    """An attempt on the day itself, in the next month, or without a known payment time."""
    on_the_day = [attempt(0, "1"), attempt(0.1, "2")]
    next_month = [attempt(29, "1"), attempt(30, "2")]
    unknown = [attempt(4, "1", paid_at=None), attempt(4, "2", paid_at=None)]
    assert advise(MONTH, [*on_the_day, *next_month, *unknown]) is None


def test_what_worked_later_than_the_day_holds_until_it_fails_again() -> None:
    """Advice that contradicts yesterday's success would no longer be believed."""
    refused = [attempt(4, "1"), attempt(5, "2")]
    assert advise(MONTH, [*refused, attempt(6, "3", worked=True)]) is None
    assert advise(MONTH, [attempt(3, "3", worked=True), *refused]) is not None
    assert advise(MONTH, [*refused, attempt(0.1, "3", worked=True)]) is not None


def test_the_window_shown_counts_from_the_last_lookup() -> None:
    """In the account form, the user states what the console shows now."""
    shown = attempt(0, window=Window.DAY)
    advice = advise(MONTH, [shown])
    assert advice is not None
    assert advice.reason is AdviceReason.SHOWN
    looked_since = replace(MONTH, window_checked_at=shown.seen_at + timedelta(seconds=1))
    assert advise(looked_since, [shown]) is None


def test_a_day_is_a_day_in_beijing() -> None:
    """At 23:30 UTC the next Beijing day has begun long ago."""
    late = attempt(0, seen_at=datetime(2026, 9, 3, 15, 59, 59, tzinfo=UTC))
    assert days_after_payment(late) == 0
    assert days_after_payment(replace(late, seen_at=datetime(2026, 9, 3, 16, tzinfo=UTC))) == 1


@given(accounts, st.lists(sightings, max_size=8), sightings)
@settings(max_examples=200, deadline=None)
def test_tightening_never_loosens(account: object, seen: list[Sighting], another: Sighting) -> None:
    """Advice must not cost time that is left, nor promise time that is not.

    The advised window never ends later than the account's, and a further refusal never revokes
    advice.
    """
    assert isinstance(account, type(MONTH))
    advice = advise(account, seen)
    if advice is None:
        return
    before = window_end(PAID, account.window, PROGRAMME)
    assert window_end(PAID, advice.window, PROGRAMME) <= before
    assert advise(replace(account, window=advice.window), seen) is None
    if not another.worked:
        assert advise(account, [*seen, another]) is not None
