"""Every order's verdict at one moment, sorted into what to do, what to wait for and what is over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from desktop.domain import beijing
from desktop.domain.assessment import Assessment, Verdict, assess
from desktop.domain.book import Book
from desktop.domain.model import Order

UNCLEAR = (Verdict.NEEDS_PROJECT, Verdict.NOT_ELIGIBLE, Verdict.CHECK_CONSOLE)
"""Verdicts that ask the user to look at something, but set no deadline."""
SETTLED = (Verdict.ASSOCIATED, Verdict.FOLLOWS_PARENT, Verdict.NOT_NEEDED)


@dataclass(frozen=True, slots=True)
class Agenda:
    """The assessed orders at `now` (UTC). `open` is soonest first, then dearest."""

    now: datetime
    open: tuple[Assessment, ...]
    waiting: tuple[Assessment, ...]
    unclear: tuple[Assessment, ...]
    missed: tuple[Assessment, ...]
    settled: tuple[Assessment, ...]

    @property
    def due_today(self) -> tuple[Assessment, ...]:
        """The open orders whose deadline is the end of the Beijing day of `now`, or earlier."""
        end = beijing.end_of_day(self.now)
        return tuple(a for a in self.open if a.deadline is not None and a.deadline <= end)

    @property
    def next_change(self) -> datetime | None:
        """When the first open order becomes a missed one."""
        return self.open[0].deadline if self.open else None


def draw_up(book: Book, now: datetime, orders: Iterable[Order] | None = None) -> Agenda:
    """The agenda of `orders` (all of the book's where none are given) at `now` (UTC)."""
    chosen = book.orders.values() if orders is None else orders
    assessed = [assess(order, book, now) for order in chosen]

    def having(*verdicts: Verdict) -> tuple[Assessment, ...]:
        return tuple(sorted((a for a in assessed if a.verdict in verdicts), key=urgency))

    return Agenda(
        now=now,
        open=having(Verdict.OPEN),
        waiting=having(Verdict.WAITING_PAYMENT),
        unclear=having(*UNCLEAR),
        missed=tuple(reversed(having(Verdict.MISSED))),
        settled=having(*SETTLED),
    )


def urgency(assessment: Assessment) -> tuple[bool, float, int, str, str]:
    """Sorts by deadline, then cashback at risk, then account and number; no deadline comes last."""
    deadline = assessment.deadline
    return (
        deadline is None,
        0.0 if deadline is None else deadline.timestamp(),
        -(assessment.expected_cashback or 0),
        assessment.order.account,
        assessment.order.number,
    )
