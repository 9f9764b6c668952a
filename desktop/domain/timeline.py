"""The next 31 Beijing days with every deadline on them, and how much cashback hangs on each."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from desktop.domain import beijing
from desktop.domain.daily_summary import Stake

DAYS = 31
_SMALLEST = 0.2
_STEP = timedelta(minutes=15)
"""How often today's edge moves: by less than a pixel."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One deadline (UTC) with what is at risk then."""

    deadline: datetime
    stake: Stake

    @property
    def day(self) -> date:
        """The Beijing day it ends on: 24:00 belongs to the day that ends there."""
        return beijing.day_of(self.deadline - timedelta(seconds=1))


@dataclass(frozen=True, slots=True)
class Timeline:
    """The marks of the days from the Beijing day of `now` (UTC) on, soonest first."""

    now: datetime
    marks: tuple[Mark, ...]

    @property
    def first(self) -> date:
        """Today in Beijing."""
        return beijing.day_of(self.now)

    @property
    def days(self) -> tuple[date, ...]:
        """All days of the strip."""
        return tuple(self.first + timedelta(days=n) for n in range(DAYS))

    def place(self, instant: datetime) -> float:
        """Where an instant lies along the strip, from 0 to 1; what is outside lies at the edge."""
        away = instant - beijing.start_of_day(self.first)
        return min(1.0, max(0.0, away / timedelta(days=DAYS)))

    def size(self, mark: Mark) -> float:
        """How large a mark is, up to 1 for the dearest: its area follows the cashback at risk."""
        dearest = max((m.stake.cashback for m in self.marks if m.stake.known), default=0)
        if not mark.stake.known or dearest <= 0:
            return _SMALLEST
        return max(_SMALLEST, math.sqrt(max(0, mark.stake.cashback) / dearest))

    def next_change(self, now: datetime) -> datetime:
        """When (UTC) today's edge next moves so far that it can be seen."""
        return now + _STEP


def end(now: datetime) -> datetime:
    """The first instant (UTC) after the days of the strip that begins at `now`."""
    return beijing.start_of_day(beijing.day_of(now) + timedelta(days=DAYS))


def build_timeline(now: datetime, deadlines: Iterable[tuple[datetime, Stake]]) -> Timeline:
    """The strip at `now` (UTC) of deadlines, soonest first."""
    return Timeline(now, tuple(Mark(at, stake) for at, stake in deadlines))
