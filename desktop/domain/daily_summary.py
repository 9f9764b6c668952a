"""What is to be done at one moment: the first orders of each kind, how many there are, what is at stake."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.assessment import Assessment
from desktop.domain.views import View


@dataclass(frozen=True, slots=True)
class Stake:
    """Cashback at risk of some open orders: the sum in fen of what is known, and how many are not."""

    orders: int = 0
    cashback: int = 0
    unknown: int = 0

    @property
    def known(self) -> bool:
        """Whether there is any order whose cashback is known: else there is no sum to tell."""
        return self.orders > self.unknown


@dataclass(frozen=True, slots=True)
class DailySummary:
    """The first orders of each kind at `now` (UTC); `counts` has how many there are, but of the settled.

    `open` is soonest first, then dearest; the others are latest first. `next` is the stake
    of the first deadline, `later` the first deadline (UTC) that is neither that nor today's.
    """

    now: datetime
    open: tuple[Assessment, ...]
    waiting: tuple[Assessment, ...]
    unclear: tuple[Assessment, ...]
    missed: tuple[Assessment, ...]
    settled: tuple[Assessment, ...]
    counts: Mapping[View, int]
    today: Stake
    week: Stake
    next: Stake
    later: datetime | None

    @property
    def next_change(self) -> datetime | None:
        """When the first open order becomes a missed one."""
        return self.open[0].deadline if self.open else None
