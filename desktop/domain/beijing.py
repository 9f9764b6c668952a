"""Beijing days and months as half-open windows, and the validity of a project.

All calendar arithmetic is in Beijing time, UTC+8 without daylight saving since 1992, whatever zone
the computer is in. Instants are aware ``datetime`` values; those returned are UTC.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache

from desktop.domain.model import Window
from desktop.domain.programme import Programme

_DECEMBER = 12
_DAY = timedelta(days=1)
BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")


def day_of(instant: datetime) -> date:
    """Return the Beijing calendar day that contains `instant`."""
    return instant.astimezone(BEIJING).date()


@lru_cache(maxsize=1024)  # called for every order, with few different days
def start_of_day(day: date) -> datetime:
    """Return the first instant (UTC) of a Beijing day."""
    return datetime.combine(day, time(), BEIJING).astimezone(UTC)


def end_of_day(instant: datetime) -> datetime:
    """Return the first instant (UTC) after the Beijing day of `instant`."""
    return start_of_day(day_of(instant) + _DAY)


def end_of_week(instant: datetime) -> datetime:
    """Return the first instant (UTC) after the Beijing week of `instant`, which ends on Sunday."""
    day = day_of(instant)
    return start_of_day(day + timedelta(days=7 - day.weekday()))


def end_of_month(instant: datetime) -> datetime:
    """Return the first instant (UTC) after the Beijing month of `instant`."""
    day = day_of(instant)
    year, month = (day.year + 1, 1) if day.month == _DECEMBER else (day.year, day.month + 1)
    return start_of_day(date(year, month, 1))


def window_end(anchor: datetime, window: Window, programme: Programme) -> datetime:
    """Return when (UTC, exclusive) the window of an order that was paid at `anchor` closes."""
    planned = programme.windows[window]
    return end_of_day(anchor) if planned is Window.DAY else end_of_month(anchor)


def add_months(instant: datetime, months: int) -> datetime:
    """Return the same Beijing wall time some months later, at most that month's last day."""
    local = instant.astimezone(BEIJING)
    year, month0 = divmod(local.year * 12 + local.month - 1 + months, 12)
    following = date(year + (month0 + 1) // 12, (month0 + 1) % 12 + 1, 1)
    last = (following - timedelta(days=1)).day  # `calendar` is slow to import
    return local.replace(year=year, month=month0 + 1, day=min(local.day, last)).astimezone(UTC)


def default_validity(created_at: datetime, programme: Programme) -> datetime:
    """Return until when (UTC) a project can be associated if the console's date is not recorded.

    The earlier of the two limits, in calendar months and in days, since it is not known which one
    the console counts (rule ``project-validity``).
    """
    return min(
        add_months(created_at, programme.validity_months),
        created_at + timedelta(days=programme.validity_days),
    )
