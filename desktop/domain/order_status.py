"""Where an order stands, whatever the time: what can be kept in a table and looked up again.

Of a verdict only one thing depends on the moment it is asked at: an order with a deadline is open
before it and missed from it on. So the deadline is kept, and the rest of the verdict with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum

from desktop.domain.assessment import Assessment, Verdict, assess
from desktop.domain.book import Book
from desktop.domain.model import Order

_BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)


class Bucket(IntEnum):
    """The groups that orders are kept in, by what can become of them."""

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
    """What `assess` says of an order without the time; `verdict` is never `MISSED`.

    `deadline` is UTC, `cashback` fen; `project` is the number of the project that counts.
    """

    verdict: Verdict
    deadline: datetime | None
    project: str | None
    cashback: int | None

    @property
    def bucket(self) -> Bucket:
        """The group that the order belongs to."""
        return _BUCKETS[self.verdict]

    def verdict_at(self, now: datetime) -> Verdict:
        """The verdict at `now` (UTC)."""
        if self.deadline is not None and now >= self.deadline:
            return Verdict.MISSED
        return self.verdict


def status_facts(order: Order, book: Book) -> OrderStatusFacts:
    """Where `order` stands by the records of `book`."""
    return of_assessment(assess(order, book, _BEFORE_ALL))


def of_assessment(assessment: Assessment) -> OrderStatusFacts:
    """An assessment without its moment."""
    return OrderStatusFacts(
        verdict=Verdict.OPEN if assessment.verdict is Verdict.MISSED else assessment.verdict,
        deadline=assessment.deadline,
        project=assessment.project,
        cashback=assessment.expected_cashback,
    )
