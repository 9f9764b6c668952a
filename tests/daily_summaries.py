"""The daily summary computed from all orders in memory, to compare with the one computed in SQL."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from desktop.domain import beijing
from desktop.domain.assessment import Assessment, Verdict, assess
from desktop.domain.book import Book
from desktop.domain.daily_summary import DailySummary, Stake
from desktop.domain.views import View

UNCLEAR = (Verdict.NEEDS_PROJECT, Verdict.NOT_ELIGIBLE, Verdict.CHECK_CONSOLE)


def summarize(book: Book, now: datetime) -> DailySummary:
    """Compute the summary by assessing every order of the book."""
    assessed = [assess(order, book, now) for order in book.orders.values()]
    open_ones = with_verdicts(assessed, Verdict.OPEN)
    missed, waiting = (
        with_verdicts(assessed, Verdict.MISSED),
        with_verdicts(assessed, Verdict.WAITING_PAYMENT),
    )
    unclear = with_verdicts(assessed, *UNCLEAR)
    today = [a for a in open_ones if a.deadline <= beijing.end_of_day(now)]
    return DailySummary(
        now=now,
        open=tuple(open_ones),
        waiting=tuple(waiting),
        unclear=tuple(unclear),
        missed=tuple(reversed(missed)),
        settled=tuple(
            with_verdicts(assessed, Verdict.ASSOCIATED, Verdict.FOLLOWS_PARENT, Verdict.NOT_NEEDED)
        ),
        counts={
            View.TO_ASSOCIATE: len(open_ones),
            View.TODAY: len(today),
            View.MISSED: len(missed),
            View.CHECK: len(unclear),
            View.WAITING: len(waiting),
        },
        today=stake(today),
        week=stake(a for a in open_ones if a.deadline <= beijing.end_of_week(now)),
    )


def with_verdicts(assessed: Iterable[Assessment], *verdicts: Verdict) -> list[Assessment]:
    """Return the orders with one of these verdicts, by deadline, then by highest cashback."""
    return sorted((a for a in assessed if a.verdict in verdicts), key=urgency)


def urgency(a: Assessment) -> tuple[bool, float, float, str, str]:
    """Return the sort key; an unknown cashback sorts after a claw-back."""
    deadline = 0.0 if a.deadline is None else a.deadline.timestamp()
    cashback = float("-inf") if a.expected_cashback is None else a.expected_cashback
    return a.deadline is None, deadline, -cashback, a.order.account, a.order.number


def stake(assessments: Iterable[Assessment]) -> Stake:
    """Return the cashback that these orders would lose."""
    found = list(assessments)
    cashback = sum(a.expected_cashback or 0 for a in found)
    return Stake(len(found), cashback, sum(a.cashback_unknown for a in found))
