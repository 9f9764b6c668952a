"""The next 31 days: a deadline's position and size, and the movement of the timeline."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain import beijing
from desktop.domain.daily_summary import Stake
from desktop.domain.timeline import DAYS, Mark, Timeline, build_timeline, end

KNOWN = Stake(1, 100, 0)
INSTANTS = st.timedeltas(timedelta(), timedelta(days=4000)).map(
    lambda since: datetime(2025, 1, 1, tzinfo=UTC) + since
)


@given(INSTANTS)
def test_the_timeline_is_31_days_from_today_in_beijing(now: datetime) -> None:
    """Also in the eight hours a day in which UTC has another date."""
    days = build_timeline(now, ()).days
    assert len(days) == DAYS == 31
    assert days[0] == beijing.day_of(now)
    assert days[-1] - days[0] == timedelta(days=30)
    assert end(now) == beijing.start_of_day(days[-1] + timedelta(days=1))


@given(INSTANTS, st.integers(0, DAYS - 1))
def test_midnight_is_at_the_end_of_its_day(now: datetime, number: int) -> None:
    """24:00 belongs to its day; a second later is the next one's."""
    made = build_timeline(now, ())
    day = made.days[number]
    midnight = beijing.start_of_day(day + timedelta(days=1))
    assert Mark(midnight, KNOWN).day == day
    assert Mark(midnight + timedelta(seconds=1), KNOWN).day == day + timedelta(days=1)
    assert made.place(midnight) == (number + 1) / DAYS


@given(INSTANTS, st.timedeltas(timedelta(days=-40), timedelta(days=80)))
def test_places_are_on_the_timeline_and_in_order(now: datetime, away: timedelta) -> None:
    """Moments outside are at the edge; later ones are never further left."""
    made = build_timeline(now, ())
    place = made.place(now + away)
    assert 0 <= place <= 1
    assert place <= made.place(now + away + timedelta(hours=1))
    assert made.place(now) < 1 / DAYS


def test_a_month_and_a_year_end_within_the_timeline() -> None:
    """From the last evening of a year in Beijing, which in UTC is its last afternoon."""
    made = build_timeline(datetime(2026, 12, 31, 15, 40, tzinfo=UTC), ())
    assert made.days[:2] == (date(2026, 12, 31), date(2027, 1, 1))
    assert made.place(datetime(2026, 12, 31, 16, tzinfo=UTC)) == 1 / DAYS


def sizes(*stakes: Stake) -> list[float]:
    """Return the sizes of marks with these stakes on one timeline."""
    now = datetime(2026, 9, 10, 4, tzinfo=UTC)
    marks = tuple(Mark(now + timedelta(hours=n), stake) for n, stake in enumerate(stakes, 1))
    made = Timeline(now, marks)
    return [made.size(mark) for mark in marks]


def test_the_area_follows_what_is_at_stake() -> None:
    """A quarter of the cashback is half as high; orders with unknown cashback add nothing."""
    assert sizes(Stake(1, 40000, 0), Stake(9, 10000, 5)) == [1, 0.5]


def test_unknown_and_nothing_are_small_but_there() -> None:
    """A deadline with unknown cashback is still a deadline."""
    unknown, nothing, tiny, _ = sizes(
        Stake(3, 0, 3), Stake(1, 0, 0), Stake(1, 1, 0), Stake(1, 10**9, 0)
    )
    assert 0 < unknown == nothing == tiny < 0.5
    assert sizes(Stake(3, 0, 3)) == [unknown]
    assert sizes(Stake(1, 0, 0)) == [unknown]


@given(
    st.lists(st.builds(Stake, st.just(3), st.integers(0, 10**12), st.integers(0, 3)), min_size=1)
)
def test_no_size_is_out_of_bounds(stakes: list[Stake]) -> None:
    """Whatever is recorded, a mark fits the timeline and is visible."""
    assert all(0 < size <= 1 for size in sizes(*stakes))


@given(INSTANTS)
def test_the_edge_of_today_moves_a_few_times_an_hour(now: datetime) -> None:
    """Later than now, or the ticker would not sleep; soon enough that the edge is right."""
    wait = build_timeline(now, ()).next_change(now) - now
    assert timedelta(0) < wait <= timedelta(minutes=15)
