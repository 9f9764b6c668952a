"""The part of a verdict that does not depend on the time, so that a table can keep it.

Only one thing depends on the moment: an order with a deadline is open before it and missed from it
on. So the deadline is kept, and the rest of the verdict with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import IntEnum

from desktop.base.lazy_dataclass import dataclass
from desktop.domain.assessment import Assessment, Verdict, assess, assess_all
from desktop.domain.book import Book
from desktop.domain.model import Order
from desktop.domain.parents import ParentChains

_BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)


class Bucket(IntEnum):
    """One of the groups that orders are kept in, by what can become of them."""

    DATED = 0
    WAITING = 1
    UNCLEAR = 2
    ASSOCIATED = 3
    SETTLED = 4
    BIN = 5


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


@dataclass(frozen=True, slots=True)
class OrderStatusFacts:
    """The time-independent part of an assessment; `verdict` is never `MISSED`.

    `deadline` is UTC, `cashback` fen; `project` is the number of the project that counts.
    """

    verdict: Verdict
    deadline: datetime | None
    project: str | None
    cashback: int | None

    @property
    def bucket(self) -> Bucket:
        """Return the group that the order belongs to."""
        return _BUCKETS[self.verdict]

    def verdict_at(self, now: datetime) -> Verdict:
        """Return the verdict at `now` (UTC)."""
        if self.deadline is not None and now >= self.deadline:
            return Verdict.MISSED
        return self.verdict


def status_facts(order: Order, book: Book, parents: ParentChains | None = None) -> OrderStatusFacts:
    """Return the status of `order` by the records of `book`; `parents` is shared by a batch."""
    return of_assessment(assess(order, book, _BEFORE_ALL, parents))


def status_facts_of(
    orders: Iterable[Order], book: Book, parents: ParentChains | None = None
) -> list[OrderStatusFacts]:
    """Return the status of many orders; each chain of parents is walked once.

    `parents` is shared where the orders come in several batches.
    """
    return [of_assessment(found) for found in assess_all(orders, book, _BEFORE_ALL, parents)]


def of_assessment(assessment: Assessment) -> OrderStatusFacts:
    """Return an assessment without its moment."""
    return OrderStatusFacts(
        verdict=Verdict.OPEN if assessment.verdict is Verdict.MISSED else assessment.verdict,
        deadline=assessment.deadline,
        project=assessment.project,
        cashback=assessment.expected_cashback,
    )
