"""The part of a verdict that does not depend on the time, so that a table can keep it.

Only one part depends on the time: an order with a deadline is open before it and missed from it on.
So it is enough to store the deadline and the rest of the verdict.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import IntEnum
from typing import NamedTuple

from desktop.domain.assessment import Verdict, decide
from desktop.domain.book import Book
from desktop.domain.model import Order
from desktop.domain.parents import ParentChains


class Bucket(IntEnum):
    """The group that an order belongs to in the order index."""

    DATED = 0
    WAITING = 1
    UNCLEAR = 2
    ASSOCIATED = 3
    SETTLED = 4
    TRASH = 5


_BUCKETS = {
    Verdict.OPEN: Bucket.DATED,
    Verdict.WAITING_PAYMENT: Bucket.WAITING,
    Verdict.NEEDS_PROJECT: Bucket.UNCLEAR,
    Verdict.NOT_ELIGIBLE: Bucket.UNCLEAR,
    Verdict.CHECK_CONSOLE: Bucket.UNCLEAR,
    Verdict.ASSOCIATED: Bucket.ASSOCIATED,
    Verdict.FOLLOWS_PARENT: Bucket.SETTLED,
    Verdict.NOT_NEEDED: Bucket.SETTLED,
}


class OrderStatusFacts(NamedTuple):
    """The time-independent part of an assessment; `verdict` is never `MISSED`.

    `deadline` is UTC, `cashback` fen; `project` is the number of the project that applies.
    `without_cashback` as in `Ruling`.
    """

    verdict: Verdict
    deadline: datetime | None
    project: str | None
    cashback: int | None
    without_cashback: bool = False

    @property
    def bucket(self) -> Bucket:
        """Return the order's group in the index."""
        return _BUCKETS[self.verdict]

    def verdict_at(self, now: datetime) -> Verdict:
        """Return the verdict at `now` (UTC)."""
        if self.deadline is not None and now >= self.deadline:
            return Verdict.MISSED
        return self.verdict


def status_facts(order: Order, book: Book, parents: ParentChains | None = None) -> OrderStatusFacts:
    """Return the status of `order`; the orders of one batch share `parents`."""
    return _facts(order, book, parents or ParentChains(book))


def status_facts_of(
    orders: Iterable[Order], book: Book, parents: ParentChains | None = None
) -> list[OrderStatusFacts]:
    """Return the status of many orders; each chain of parents is walked once.

    Pass the same `parents` for several batches.
    """
    parents = parents or ParentChains(book)
    return [_facts(order, book, parents) for order in orders]


def _facts(order: Order, book: Book, parents: ParentChains) -> OrderStatusFacts:
    ruling = decide(order, book, parents)
    return OrderStatusFacts(
        ruling.verdict,
        ruling.deadline,
        ruling.project,
        ruling.cashback,
        ruling.without_cashback,
    )
