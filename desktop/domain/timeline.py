"""The timeline: the deadlines of the next 31 Beijing days, with the cashback at stake of each."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from desktop.base.lazy_dataclass import dataclass
from desktop.domain import beijing
from desktop.domain.daily_summary import Stake

DAYS = 31
_SMALLEST = 0.2
_STEP = timedelta(minutes=15)
"""How often today's edge moves: by less than a pixel."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One deadline (UTC) with the cashback at stake."""

    deadline: datetime
    stake: Stake

    @property
    def day(self) -> date:
        """Return the Beijing day it ends on: 24:00 belongs to the day that ends there."""
        return beijing.day_of(self.deadline - timedelta(seconds=1))


@dataclass(frozen=True, slots=True)
class Timeline:
    """The marks of the days from the Beijing day of `now` (UTC) on, soonest first."""

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
        """Return where an instant lies along the timeline, from 0 to 1; outside is at an edge."""
        away = instant - beijing.start_of_day(self.first)
        return min(1.0, max(0.0, away / timedelta(days=DAYS)))

    def size(self, mark: Mark) -> float:
        """Return how large a mark is, up to 1 for the dearest.

        Its area follows the cashback at stake.
        """
        dearest = max((m.stake.cashback for m in self.marks if m.stake.known), default=0)
        if not mark.stake.known or dearest <= 0:
            return _SMALLEST
        return max(_SMALLEST, math.sqrt(max(0, mark.stake.cashback) / dearest))

    def next_change(self, now: datetime) -> datetime:
        """Return when (UTC) today's edge next moves so far that it can be seen."""
        return now + _STEP


def end(now: datetime) -> datetime:
    """Return the first instant (UTC) after the days of the timeline that begins at `now`."""
    return beijing.start_of_day(beijing.day_of(now) + timedelta(days=DAYS))


def build_timeline(now: datetime, deadlines: Iterable[tuple[datetime, Stake]]) -> Timeline:
    """Build the timeline at `now` (UTC) from deadlines, soonest first."""
    return Timeline(now, tuple(Mark(at, stake) for at, stake in deadlines))
