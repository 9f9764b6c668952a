"""The effects of an unsaved edit of an account or a project on the verdicts of orders."""

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
"""The greatest number of orders that are assessed while the user types; more make typing slow."""
SHOWN = 3
"""The number of orders that a form names; the list of effects has all."""


@dataclass(frozen=True, slots=True)
class Effect:
    """An order whose verdict, deadline or expected cashback changes."""

    before: Assessment
    after: Assessment

    @property
    def difference(self) -> int:
        """The change of the expected cashback in fen."""
        return (self.after.expected_cashback or 0) - (self.before.expected_cashback or 0)


def too_many(book: Book, changed: Account | Partner | Project) -> bool:
    """Return whether the account has too many orders to assess them while the user types."""
    if isinstance(changed, Partner):
        return False
    uid = changed.uid if isinstance(changed, Account) else changed.account
    return next(islice(book.orders.of_account(uid), _MOST, None), None) is not None


def effects(book: Book, changed: Account | Partner | Project, now: datetime) -> tuple[Effect, ...]:
    """Return the account's orders whose assessment at `now` (UTC) would change by saving `changed`.

    Returns nothing if there are `too_many` orders.
    """
    uid, after = _changed_book(book, changed)
    orders = list(islice(book.orders.of_account(uid), _MOST + 1))
    if after is None or len(orders) > _MOST:
        return ()
    pairs = (
        Effect(assess(order, book, now), assess(_with_new_number(order, book, changed), after, now))
        for order in orders
    )
    return tuple(pair for pair in pairs if _differs(pair))


def sentences(found: tuple[Effect, ...]) -> list[str]:
    """Return a line for each of the first effects, the number of others, and the sums."""
    text = _("Order {number}: {before} → {after}")
    lines = []
    for effect in found[:SHOWN]:
        before, after = _sides(effect)
        lines.append(text.format(number=effect.after.order.number, before=before, after=after))
    more = len(found) - SHOWN
    if more > 0:
        text = ngettext("and {count} more order", "and {count} more orders", more)
        lines.append(text.format(count=more))
    if any(effect.difference for effect in found):
        lines.append(sums(found))
    return lines


def sums(found: tuple[Effect, ...]) -> str:
    """Return a sentence with the expected cashback of these orders before and after."""
    before, after = (
        sum(each.expected_cashback or 0 for each in side)
        for side in ([e.before for e in found], [e.after for e in found])
    )
    return _("Cashback of these orders: {before} → {after} ({difference})").format(
        before=amounts.yuan(before), after=amounts.yuan(after), difference=_signed(after - before)
    )


def cells(effect: Effect) -> tuple[str, str, str, str]:
    """Return the cells of a table: number, change, day of payment, difference of cashback."""
    order = effect.after.order
    day = beijing.day_of(order.anchored_at).isoformat()
    text = _("{before} → {after}")
    before, after = _sides(effect)
    change = text.format(before=before, after=after)
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


def _with_new_number(order: Order, book: Book, changed: Account | Partner | Project) -> Order:
    """Return the order with the new number if its project's number is edited."""
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


def _sides(effect: Effect) -> tuple[str, str]:
    """Return an order before and after the edit; after it, only from the first difference on."""
    before = _facts(effect.before, effect.after)
    after = _facts(effect.after, effect.before)
    same = next((at for at, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    return " · ".join(before), " · ".join(after[same:])


def _facts(assessment: Assessment, other: Assessment) -> list[str]:
    """Return status, deadline and cashback; that there is no cashback, where `other` has it."""
    parts = [glossary.verdict(assessment.verdict)]
    if assessment.deadline is not None:
        parts.append(moments.deadline(assessment.deadline, assessment.now))
    if assessment.expected_cashback is not None:
        parts.append(amounts.yuan(assessment.expected_cashback))
    elif other.expected_cashback is not None:
        unknown = assessment.cashback_unknown
        parts.append(_("cashback unknown") if unknown else _("no cashback"))
    return parts
