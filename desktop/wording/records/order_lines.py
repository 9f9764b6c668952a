"""Texts for the cells in the table of orders."""

from __future__ import annotations

from datetime import datetime

from desktop.domain import beijing
from desktop.domain.assessment import Verdict
from desktop.domain.book import Book
from desktop.domain.order_rows import OrderRow
from desktop.wording import glossary, moments
from desktop.wording.i18n import _, pgettext
from desktop.wording.records import orders

NOTHING = "—"
"""Shown for a missing value."""


def due(line: OrderRow, _book: Book, now: datetime) -> str:
    """Return the deadline, to the minute; a dash if there is none."""
    deadline = line.status.deadline
    if deadline is None:
        return NOTHING
    whole = deadline.replace(second=0)
    if whole.astimezone(beijing.BEIJING).year != now.astimezone(beijing.BEIJING).year:
        return moments.deadline_in_table(whole)
    text = moments.deadline(whole, now)
    return text[:1].upper() + text[1:]


def time_left(line: OrderRow, _book: Book, now: datetime) -> str:
    """Return the time left until the deadline, or why there is no deadline."""
    if line.deleted_at is not None:
        return orders.left_in_trash(line.deleted_at, now)
    deadline, associated = line.status.deadline, line.order.associated_at
    match line.status.verdict_at(now):
        case Verdict.OPEN if deadline is not None:
            return _("{left} left").format(left=moments.time_left(deadline, now))
        case Verdict.MISSED:
            return _("deadline passed")
        case Verdict.WAITING_PAYMENT:
            return _("starts when paid")
        case Verdict.ASSOCIATED if associated is not None:
            day = moments.day(beijing.day_of(associated), now)
            return _("associated {day}").format(day=day)
        case Verdict.FOLLOWS_PARENT:
            return pgettext("cell", "follows original")
    day = moments.day(beijing.day_of(line.order.created_at), now)
    return _("ordered {day}").format(day=day)


def number_and_account(line: OrderRow, book: Book, _now: datetime) -> str:
    """Return the order's number and its account."""
    return f"{line.order.number} · {account(line, book)}"


def account(line: OrderRow, book: Book) -> str:
    """Return the name of the order's account; its UID if it has none."""
    known = book.accounts.get(line.order.account)
    return line.order.account if known is None else glossary.account(known)


def status(line: OrderRow, _book: Book, now: datetime) -> str:
    """Return an order's verdict as `word` does."""
    return word(line.status.verdict_at(now))


def word(verdict: Verdict) -> str:
    """Return a verdict in a word or two, capitalised, for use without a sentence."""
    if verdict in (Verdict.FOLLOWS_PARENT, Verdict.NOT_NEEDED):
        return _("Nothing to do")
    if verdict is Verdict.WAITING_PAYMENT:
        return pgettext("view", "Unpaid")
    if verdict is Verdict.CHECK_CONSOLE:
        return _("To check")
    text = glossary.verdict(verdict)
    return text[:1].upper() + text[1:]
