"""What correcting an account or a project does to the verdicts of orders, before it is saved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from desktop.domain import beijing
from desktop.domain.assessment import Assessment, assess
from desktop.domain.book import Book
from desktop.domain.model import Account, Order, Partner, Project
from desktop.wording import amounts, glossary, moments
from desktop.wording.i18n import _, ngettext

_MOST = 2000
"""Orders of an account that are judged while the user types; more would make typing slow."""
SHOWN = 3
"""Orders that are named in a form; all others are in the list."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One order whose verdict or deadline changes."""

    before: Assessment
    after: Assessment

    @property
    def difference(self) -> int:
        """Return by how much the expected cashback changes, in fen."""
        return (self.after.expected_cashback or 0) - (self.before.expected_cashback or 0)


def too_many(book: Book, changed: Account | Partner | Project) -> bool:
    """Return whether the account has so many orders that none is judged while the user types."""
    if isinstance(changed, Partner):
        return False
    uid = changed.uid if isinstance(changed, Account) else changed.account
    return next(islice(book.orders.of_account(uid), _MOST, None), None) is not None


def effects(book: Book, changed: Account | Partner | Project, now: datetime) -> tuple[Effect, ...]:
    """Return the orders of the record's account judged otherwise at `now` once it is saved."""
    uid, after = _changed_book(book, changed)
    orders = list(islice(book.orders.of_account(uid), _MOST + 1))
    if after is None or len(orders) > _MOST:
        return ()
    pairs = (
        Effect(assess(order, book, now), assess(_renamed(order, book, changed), after, now))
        for order in orders
    )
    return tuple(pair for pair in pairs if _differs(pair))


def sentences(found: tuple[Effect, ...]) -> list[str]:
    """Describe the effects in a line each, the first few only."""
    lines = [
        _("Order {number}: {before} → {after}").format(
            number=effect.after.order.number,
            before=_brief(effect.before),
            after=_brief(effect.after),
        )
        for effect in found[:SHOWN]
    ]
    more = len(found) - SHOWN
    if more > 0:
        text = ngettext("and {count} more order", "and {count} more orders", more)
        lines.append(text.format(count=more))
    if any(effect.difference for effect in found):
        lines.append(sums(found))
    return lines


def sums(found: tuple[Effect, ...]) -> str:
    """Return the expected cashback of all these orders before and after."""
    before, after = (
        sum(each.expected_cashback or 0 for each in side)
        for side in ([e.before for e in found], [e.after for e in found])
    )
    return _("Cashback of these orders: {before} → {after} ({difference})").format(
        before=amounts.yuan(before), after=amounts.yuan(after), difference=_signed(after - before)
    )


def cells(effect: Effect) -> tuple[str, str, str, str]:
    """Return an order for a table: number, before and after, day of payment, difference."""
    order = effect.after.order
    day = beijing.day_of(order.paid_at or order.created_at).isoformat()
    text = _("{before} → {after}")
    change = text.format(before=_brief(effect.before), after=_brief(effect.after))
    return order.number, change, day, _signed(effect.difference) if effect.difference else ""


def _signed(fen: int) -> str:
    return f"+{amounts.yuan(fen)}" if fen > 0 else amounts.yuan(fen)


def _changed_book(book: Book, changed: Account | Partner | Project) -> tuple[str, Book | None]:
    if isinstance(changed, Partner):
        return "", None
    if isinstance(changed, Account):
        others = [a for a in book.accounts.values() if a.key != changed.key]
        return changed.uid, _copy(book, accounts=[*others, changed])
    kept = [changed if p.key == changed.key else p for p in book.projects]
    if changed.key is None:
        kept.append(changed)
    return changed.account, _copy(book, projects=kept)


def _copy(
    book: Book, *, accounts: list[Account] | None = None, projects: list[Project] | None = None
) -> Book:
    return Book(
        book.programme,
        accounts=book.accounts.values() if accounts is None else accounts,
        partners=book.partners,
        projects=book.projects if projects is None else projects,
        orders=book.orders,
    )


def _renamed(order: Order, book: Book, changed: Account | Partner | Project) -> Order:
    """Return the order as it follows its project when the project's number is corrected."""
    if not isinstance(changed, Project) or changed.key is None:
        return order
    before = next((p for p in book.projects if p.key == changed.key), None)
    follows = before is not None and before.number is not None and before.number == order.project
    return replace(order, project=changed.number) if follows else order


def _differs(effect: Effect) -> bool:
    before, after = effect.before, effect.after
    return (before.verdict, before.deadline, before.expected_cashback) != (
        after.verdict,
        after.deadline,
        after.expected_cashback,
    )


def _brief(assessment: Assessment) -> str:
    parts = [glossary.verdict(assessment.verdict)]
    if assessment.deadline is not None:
        parts.append(moments.deadline(assessment.deadline, assessment.now))
    if assessment.expected_cashback is not None:
        parts.append(amounts.yuan(assessment.expected_cashback))
    return " · ".join(parts)
