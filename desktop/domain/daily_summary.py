"""The daily summary: the first orders of each kind, their number, and the cashback at stake."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from desktop.domain.assessment import Assessment
from desktop.domain.views import View


class Stake(NamedTuple):
    """The cashback at stake of some open orders.

    `cashback` is the sum of the known amounts in fen, `unknown` the number of orders without one.
    """

    orders: int = 0
    cashback: int = 0
    unknown: int = 0

    @property
    def known(self) -> bool:
        """Return whether the cashback of any order is known, so that there is a sum to show."""
        return self.orders > self.unknown


class DailySummary(NamedTuple):
    """The first orders of each kind at `now` (UTC), and the number of each kind but the settled.

    `open` is sorted by deadline, then by cashback, largest first; the others latest first.
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

    @property
    def next_change(self) -> datetime | None:
        """Return when (UTC) the first open order becomes missed."""
        return self.open[0].deadline if self.open else None
