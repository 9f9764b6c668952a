"""The timeline: the deadlines of the next 31 Beijing days, each with its cashback at stake."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from desktop.domain import beijing
from desktop.domain.daily_summary import Stake

DAYS = 31
_SMALLEST = 0.2
"""The size of the smallest mark, where the largest is 1."""
_STEP = timedelta(minutes=15)
"""How often the position of now is updated; it moves by less than a pixel."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One deadline (UTC) with the cashback at stake."""

    deadline: datetime
    stake: Stake

    @property
    def day(self) -> date:
        """Return the Beijing day of the deadline; 24:00 belongs to the day that ends then."""
        return beijing.day_of(self.deadline - timedelta(seconds=1))


@dataclass(frozen=True, slots=True)
class Timeline:
    """The marks from the Beijing day of `now` (UTC) on, soonest first."""

    now: datetime
    marks: tuple[Mark, ...]

    @property
    def first(self) -> date:
        """Return today's date in Beijing."""
        return beijing.day_of(self.now)

    @property
    def days(self) -> tuple[date, ...]:
        """Return all days of the timeline."""
        return tuple(self.first + timedelta(days=n) for n in range(DAYS))

    def place(self, instant: datetime) -> float:
        """Return the position of an instant along the timeline, clamped to 0 and 1."""
        away = instant - beijing.start_of_day(self.first)
        return min(1.0, max(0.0, away / timedelta(days=DAYS)))

    def size(self, mark: Mark) -> float:
        """Return the diameter of a mark, at most 1; its area is proportional to the cashback.

        A mark without known cashback has the smallest size.
        """
        largest = max((m.stake.cashback for m in self.marks if m.stake.known), default=0)
        if not mark.stake.known or largest <= 0:
            return _SMALLEST
        return max(_SMALLEST, math.sqrt(max(0, mark.stake.cashback) / largest))

    def next_change(self, now: datetime) -> datetime:
        """Return when (UTC) the timeline should next be painted with a new `now`."""
        return now + _STEP


def end(now: datetime) -> datetime:
    """Return the end (UTC, exclusive) of the timeline that begins on the day of `now`."""
    return beijing.start_of_day(beijing.day_of(now) + timedelta(days=DAYS))


def build_timeline(now: datetime, deadlines: Iterable[tuple[datetime, Stake]]) -> Timeline:
    """Build the timeline at `now` (UTC) from deadlines, soonest first."""
    return Timeline(now, tuple(Mark(at, stake) for at, stake in deadlines))
