"""Pruning keeps the newest backup, and the promised one of each day, week and month."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.beijing import BEIJING
from desktop.records.backups.retention import ALL_FOR, DAILY, MONTHLY, WEEKLY, kept

NOW = datetime(2026, 9, 10, 4, tzinfo=UTC)
moments = st.lists(
    st.integers(-30 * 24 * 60, 900 * 24 * 60).map(lambda minutes: NOW - timedelta(minutes=minutes)),
    max_size=120,
)


def survivors(backups: list[datetime], now: datetime = NOW) -> list[datetime]:
    """Return the times of the backups that are kept."""
    return kept(backups, lambda at: at, now)


@given(moments)
def test_the_newest_always_stays_before_and_after_now(backups: list[datetime]) -> None:
    """A clock that ran ahead must not cost the backups that were made since it was corrected."""
    stay = survivors(backups)
    for some in ([b for b in backups if b <= NOW], [b for b in backups if b > NOW]):
        assert not some or max(some) in stay


@given(moments)
def test_all_of_two_days_stay(backups: list[datetime]) -> None:
    """A change of an hour ago can be reverted."""
    stay = survivors(backups)
    recent = [b for b in backups if NOW - ALL_FOR < b <= NOW]
    assert sorted(recent) == sorted(b for b in stay if NOW - ALL_FOR < b <= NOW)


@given(moments)
def test_the_last_of_each_promised_day_week_and_month_stays(backups: list[datetime]) -> None:
    """Periods are counted from the newest that has a backup."""
    stay = set(survivors(backups))
    past = sorted({b for b in backups if b <= NOW}, reverse=True)
    local = [(b, b.astimezone(BEIJING)) for b in past]
    for most, period in (
        (DAILY, lambda at: (at.year, at.month, at.day)),
        (WEEKLY, lambda at: at.isocalendar()[:2]),
        (MONTHLY, lambda at: (at.year, at.month)),
    ):
        promised = list(dict.fromkeys(period(at) for _, at in local))[:most]
        for one in promised:
            assert max(b for b, at in local if period(at) == one) in stay


@given(moments)
def test_no_more_is_kept_than_promised(backups: list[datetime]) -> None:
    """The folder must not grow for ever, whatever the clock did."""
    backups = list(set(backups))
    stay = survivors(backups)
    for past in (True, False):
        some = [b for b in stay if (b <= NOW) == past]
        if some:
            newest = NOW if past else max(some)
            older = [b for b in some if b <= newest - ALL_FOR]
            assert len(older) <= DAILY + WEEKLY + MONTHLY


@given(moments)
def test_pruning_twice_is_pruning_once(backups: list[datetime]) -> None:
    """A second run must not delete what the first one kept."""
    once = survivors(backups)
    assert survivors(once) == once


def test_half_hourly_backups_of_two_years() -> None:
    """Figures that a reader can follow: two days whole, then the last of days, weeks and months."""
    backups = [NOW - timedelta(minutes=30 * n) for n in range(2 * 365 * 48)]
    stay = survivors(backups)
    assert sum(b > NOW - ALL_FOR for b in stay) == 96
    assert len(stay) == 96 + (DAILY - 3) + (WEEKLY - 3) + (MONTHLY - 2)  # the others coincide
    assert min(stay) == datetime(2025, 10, 31, 15, 30, tzinfo=UTC)
