"""Days and months in Beijing, compared with the time zone database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from desktop.domain import beijing
from desktop.domain.model import FIRST_YEAR, LAST_YEAR
from tests.domain.strategies import PROGRAMME, any_instants

SHANGHAI = ZoneInfo("Asia/Shanghai")
SECOND = timedelta(seconds=1)


def test_every_month_ends_as_in_the_zone_database() -> None:
    """In some month of some year every deadline would be an hour, or a day, too late."""
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        for month in range(1, 13):
            first = datetime(year, month, 1, tzinfo=SHANGHAI)
            following = (year, month + 1) if month < 12 else (year + 1, 1)
            end = datetime(*following, 1, tzinfo=SHANGHAI).astimezone(UTC)
            assert beijing.end_of_month(first) == end
            assert beijing.end_of_month(end - SECOND) == end
            assert beijing.end_of_month(end) > end


def test_every_day_ends_as_in_the_zone_database() -> None:
    """On some day the window “day” would end at another time than midnight in Beijing."""
    day = date(FIRST_YEAR, 1, 1)
    while day.year <= LAST_YEAR:
        after = day + timedelta(days=1)
        end = datetime(after.year, after.month, after.day, tzinfo=SHANGHAI).astimezone(UTC)
        assert beijing.end_of_day(end - SECOND) == end
        assert beijing.start_of_day(after) == end
        day = after


@given(any_instants)
def test_windows_are_half_open(instant: datetime) -> None:
    """An order paid exactly at midnight would belong to the day that is over."""
    for end in (beijing.end_of_day(instant), beijing.end_of_month(instant)):
        assert instant < end
        assert end.tzinfo is UTC
    assert beijing.end_of_day(instant) - instant <= timedelta(days=1)
    assert beijing.end_of_day(instant) <= beijing.end_of_month(instant)


@pytest.mark.parametrize(
    ("paid", "month", "day"),
    [
        ("2026-08-31T15:59:59Z", "2026-09-01", "2026-09-01"),
        ("2026-08-31T16:00:00Z", "2026-10-01", "2026-09-02"),
        ("2026-12-31T16:00:00Z", "2027-02-01", "2027-01-02"),
        ("2028-02-28T16:00:00Z", "2028-03-01", "2028-03-01"),
    ],
)
def test_the_table_of_the_rules_page(paid: str, month: str, day: str) -> None:
    """The documented examples would no longer be true."""
    instant = datetime.fromisoformat(paid)
    assert beijing.end_of_month(instant) == beijing.start_of_day(date.fromisoformat(month))
    assert beijing.end_of_day(instant) == beijing.start_of_day(date.fromisoformat(day))


@pytest.mark.parametrize(
    ("created", "months", "until"),
    [
        ("2026-11-30 09:00", "2027-02-28 09:00", "2027-02-28 09:00"),
        ("2026-05-31 23:59", "2026-08-31 23:59", "2026-08-29 23:59"),
        ("2027-11-30 09:00", "2028-02-29 09:00", "2028-02-28 09:00"),
    ],
)
def test_three_months_of_validity(created: str, months: str, until: str) -> None:
    """A project would count as valid for days on which the console refuses it."""
    created_at = _beijing(created)
    assert beijing.add_months(created_at, 3) == _beijing(months)
    assert beijing.default_validity(created_at, PROGRAMME) == _beijing(until)


@given(any_instants)
def test_validity_is_the_earlier_of_months_and_days(instant: datetime) -> None:
    """One of the two readings of "three months" would be ignored."""
    until = beijing.default_validity(instant, PROGRAMME)
    assert until <= instant + timedelta(days=PROGRAMME.validity_days)
    assert until <= beijing.add_months(instant, PROGRAMME.validity_months)
    assert until > instant + timedelta(days=87)


def _beijing(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)
