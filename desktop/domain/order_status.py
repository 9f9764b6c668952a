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


class Shelf(IntEnum):
    """The groups that orders are kept in, by what can become of them."""

    DATED = 0
    WAITING = 1
    UNCLEAR = 2
    ASSOCIATED = 3
    SETTLED = 4
    BIN = 5


_SHELVES = {
    Verdict.OPEN: Shelf.DATED,
    Verdict.WAITING_PAYMENT: Shelf.WAITING,
    Verdict.NEEDS_PROJECT: Shelf.UNCLEAR,
    Verdict.NOT_ELIGIBLE: Shelf.UNCLEAR,
    Verdict.CHECK_CONSOLE: Shelf.UNCLEAR,
    Verdict.ASSOCIATED: Shelf.ASSOCIATED,
    Verdict.FOLLOWS_PARENT: Shelf.SETTLED,
    Verdict.NOT_NEEDED: Shelf.SETTLED,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What `assess` says of an order without the time; `verdict` is never `MISSED`.

    `deadline` is UTC, `cashback` fen; `project` is the number of the project that counts.
    """

    verdict: Verdict
    deadline: datetime | None
    project: str | None
    cashback: int | None

    @property
    def shelf(self) -> Shelf:
        """The group that the order belongs to."""
        return _SHELVES[self.verdict]

    def verdict_at(self, now: datetime) -> Verdict:
        """The verdict at `now` (UTC)."""
        if self.deadline is not None and now >= self.deadline:
            return Verdict.MISSED
        return self.verdict


def standing(order: Order, book: Book) -> Standing:
    """Where `order` stands by the records of `book`."""
    return of_assessment(assess(order, book, _BEFORE_ALL))


def of_assessment(assessment: Assessment) -> Standing:
    """An assessment without its moment."""
    return Standing(
        verdict=Verdict.OPEN if assessment.verdict is Verdict.MISSED else assessment.verdict,
        deadline=assessment.deadline,
        project=assessment.project,
        cashback=assessment.expected_cashback,
    )
