"""The time left until a deadline, in the unit that is shown, and when that display changes."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR
_DAYS_ABOVE = 48 * _HOUR
_SECONDS_BELOW = 10 * _MINUTE


class Unit(StrEnum):
    """The unit of a countdown: days, hours and minutes, minutes, seconds; or it is over."""

    DAYS = "days"
    HOURS = "hours"
    MINUTES = "minutes"
    SECONDS = "seconds"
    OVER = "over"


class Countdown(NamedTuple):
    """The time left in whole units, rounded down."""

    unit: Unit
    days: int = 0
    hours: int = 0
    minutes: int = 0
    seconds: int = 0


def time_left(deadline: datetime, now: datetime, *, fine: bool = False) -> Countdown:
    """Return the countdown to `deadline` at `now`; `fine`: with seconds in the last ten minutes."""
    left = (deadline - now) // timedelta(seconds=1)
    if now >= deadline:
        return Countdown(Unit.OVER)
    if left >= _DAYS_ABOVE:
        return Countdown(Unit.DAYS, days=left // _DAY)
    if left >= _HOUR:
        hours, rest = divmod(left, _HOUR)
        return Countdown(Unit.HOURS, hours=hours, minutes=rest // _MINUTE)
    if fine and left < _SECONDS_BELOW:
        minutes, seconds = divmod(left, _MINUTE)
        return Countdown(Unit.SECONDS, minutes=minutes, seconds=seconds)
    return Countdown(Unit.MINUTES, minutes=left // _MINUTE)


def next_change(deadline: datetime, now: datetime, *, fine: bool = False) -> datetime | None:
    """Return the first instant after `now` at which `time_left` differs; None once it is over."""
    unit = time_left(deadline, now, fine=fine).unit
    if unit is Unit.OVER:
        return None
    step = {Unit.DAYS: _DAY, Unit.SECONDS: 1}.get(unit, _MINUTE)
    left = (deadline - now) / timedelta(seconds=1)
    rest = int(left // step) * step
    if unit is Unit.DAYS:
        rest = max(rest, _DAYS_ABOVE)
    # `time_left` rounds down to whole seconds: it changes when one second less than `rest` is left.
    change = deadline - timedelta(seconds=rest) + timedelta(seconds=1)
    return min(change, deadline)
