"""The verdict on one order: may it still be associated, until when, and why.

Pure functions of an order, the book of records and a moment. The checks run in the order of the
worked cases in tests/contract/; the rules and their sources are in the programme.

`decide` applies the rules without a moment and without collecting reasons, so that it is fast
enough for many thousand orders. `assess` adds both.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from desktop.domain import beijing, money, reasons
from desktop.domain.book import Book
from desktop.domain.model import Billing, Order, OrderStatus, Project
from desktop.domain.parents import ParentChains
from desktop.domain.programme import Need
from desktop.domain.rule_result import RuleResult


class Verdict(StrEnum):
    """The status of an order under the rules."""

    OPEN = "open"
    ASSOCIATED = "associated"
    MISSED = "missed"
    NOT_ELIGIBLE = "not-eligible"
    NEEDS_PROJECT = "needs-project"
    WAITING_PAYMENT = "waiting-payment"
    FOLLOWS_PARENT = "follows-parent"
    CHECK_CONSOLE = "check-console"
    NOT_NEEDED = "not-needed"


class Anchor(StrEnum):
    """The instant a window is counted from; `CREATED` is an assumption."""

    PAID = "paid"
    CREATED = "created"


_WITH_CASHBACK = (
    Verdict.OPEN,
    Verdict.ASSOCIATED,
    Verdict.MISSED,
    Verdict.WAITING_PAYMENT,
    Verdict.FOLLOWS_PARENT,
)
"""Verdicts of orders that bring cashback, would bring it, or would have brought it."""


class Assessment(NamedTuple):
    """A verdict with the rules that led to it. Instants are UTC, cashback is fen.

    Only `OPEN` and `MISSED` have a deadline, an anchor and the fields about them. The project of an
    order `without_cashback` promises none for it.
    """

    order: Order
    now: datetime
    verdict: Verdict
    reasons: tuple[RuleResult, ...]
    project: str | None = None
    deadline: datetime | None = None
    recommended_by: datetime | None = None
    capped_by: str | None = None
    anchor: Anchor | None = None
    borderline: bool = False
    expected_cashback: int | None = None
    without_cashback: bool = False

    @property
    def cashback_unknown(self) -> bool:
        """Return whether cashback may be due, but no rate or no amount of the order is known."""
        known = self.expected_cashback is not None or self.without_cashback
        return self.verdict in _WITH_CASHBACK and not known

    @property
    def seconds_left(self) -> int | None:
        """Return whole seconds from `now` to the deadline, at least 0; None without a deadline."""
        if self.deadline is None:
            return None
        return max(0, (self.deadline - self.now) // timedelta(seconds=1))


class Ruling(NamedTuple):
    """The time-independent result of the rules for an order; `verdict` is never `MISSED`.

    `project` is the number of the project that applies, `cashback` fen. `chosen` is the project
    that decided the verdict, if any. `window_end` is when the window closes; `deadline` is that or
    the end of the project's validity, whichever is earlier. Both are UTC and set for `OPEN` only.
    `without_cashback`: the project excludes the product, or its renewals do not count.
    """

    verdict: Verdict
    project: str | None = None
    chosen: Project | None = None
    cashback: int | None = None
    deadline: datetime | None = None
    window_end: datetime | None = None
    without_cashback: bool = False


def decide(order: Order, book: Book, parents: ParentChains) -> Ruling:
    """Return the time-independent result for `order`, by the first check that applies."""
    if order.associated_at is not None:
        project = _named(order, book)
        return _with_cashback(Ruling(Verdict.ASSOCIATED, order.project, project), order)
    if order.status.ended:
        return Ruling(Verdict.NOT_NEEDED)
    need = book.programme.need(order.kind)
    if need is Need.OWN:
        return _by_project(order, book)
    if need is Need.NONE:
        return Ruling(Verdict.NOT_NEEDED)
    root = None if need is Need.CHECK else parents.root_of(order)
    if root is None:
        return Ruling(Verdict.CHECK_CONSOLE)
    project = _named(root, book)
    ruling = Ruling(Verdict.FOLLOWS_PARENT, root.project, project)
    if project is not None and not project.renewals:
        return ruling._replace(without_cashback=True)
    return _with_cashback(ruling, order)


def _by_project(order: Order, book: Book) -> Ruling:
    """Decide about an order that needs an association: which project fits, and until when."""
    candidates = _candidates(order, book)
    if not candidates:
        return Ruling(Verdict.NEEDS_PROJECT)
    first = candidates[0]
    if first.account != order.account:
        return Ruling(Verdict.NOT_ELIGIBLE, first.number, first)
    eligible = [p for p in candidates if _created(p) <= order.created_at]
    if not eligible:
        return Ruling(Verdict.NOT_ELIGIBLE, order.project, min(candidates, key=_rank))
    if order.billing is Billing.PREPAID and order.status is OrderStatus.UNPAID:
        best = min(eligible, key=lambda p: (-book.valid_until(p).timestamp(), *_rank(p)))
        return _with_cashback(Ruling(Verdict.WAITING_PAYMENT, best.number, best), order)
    end = beijing.window_end(order.anchored_at, book.window(order), book.programme)
    best, deadline = _latest(eligible, end, book)
    ruling = Ruling(Verdict.OPEN, best.number, best, deadline=deadline, window_end=end)
    return _with_cashback(ruling, order)


def _latest(eligible: list[Project], end: datetime, book: Book) -> tuple[Project, datetime]:
    """Return the project with the latest deadline, and that deadline; `end` is the window's."""
    if len(eligible) == 1:
        return eligible[0], min(end, book.valid_until(eligible[0]))
    deadlines = [(min(end, book.valid_until(project)), project) for project in eligible]
    deadline, best = min(deadlines, key=lambda d: (-d[0].timestamp(), *_rank(d[1])))
    return best, deadline


def _candidates(order: Order, book: Book) -> list[Project]:
    """Return the projects that an order could be associated with.

    An order that names no project may be associated with any usable project of its account.
    """
    if order.project is None:
        return book.usable_projects(order.account)
    project = _named(order, book)
    return [] if project is None or not project.usable else [project]


def assess(
    order: Order, book: Book, now: datetime, parents: ParentChains | None = None
) -> Assessment:
    """Return the verdict on `order` at `now` (UTC), by the first check that applies.

    The orders of one batch share `parents`, see `assess_all`.
    """
    ruling = decide(order, book, parents or ParentChains(book))
    if ruling.deadline is not None and ruling.window_end is not None:
        return _dated(order, book, now, ruling, ruling.deadline, ruling.window_end)
    return Assessment(
        order,
        now,
        ruling.verdict,
        _reasons(order, book, ruling),
        project=ruling.project,
        borderline=ruling.verdict in _MAY_BE_BORDERLINE and _borderline(order, ruling.chosen),
        expected_cashback=ruling.cashback,
        without_cashback=ruling.without_cashback,
    )


_MAY_BE_BORDERLINE = (Verdict.ASSOCIATED, Verdict.WAITING_PAYMENT)


def assess_all(orders: Iterable[Order], book: Book, now: datetime) -> list[Assessment]:
    """Return the verdicts on many orders at `now` (UTC); each chain of parents is walked once."""
    parents = ParentChains(book)
    return [assess(order, book, now, parents) for order in orders]


def _dated(
    order: Order, book: Book, now: datetime, ruling: Ruling, deadline: datetime, end: datetime
) -> Assessment:
    """Return the verdict on an order with a deadline: open before it, missed from it on."""
    anchor = Anchor.CREATED if order.paid_at is None else Anchor.PAID
    recommended_by = min(beijing.end_of_day(order.anchored_at), deadline)
    window = book.window(order)
    by_validity = deadline < end
    chosen = _chosen(ruling)
    return Assessment(
        order,
        now,
        Verdict.MISSED if now >= deadline else Verdict.OPEN,
        (
            *_project_reasons(order, book, ruling),
            reasons.anchored(order),
            reasons.window(window, end, now),
            reasons.validity_at(book, chosen, now, decides=by_validity),
            reasons.advice(recommended_by, now),
        ),
        project=ruling.project,
        deadline=deadline,
        recommended_by=recommended_by,
        capped_by="project-validity" if by_validity else f"window-{window.value}",
        anchor=anchor,
        borderline=_borderline(order, chosen),
        expected_cashback=ruling.cashback,
        without_cashback=ruling.without_cashback,
    )


def _reasons(order: Order, book: Book, ruling: Ruling) -> tuple[RuleResult, ...]:
    """Return the rules that led to a verdict without a deadline."""
    match ruling.verdict:
        case Verdict.ASSOCIATED:
            return (reasons.associated(order),)
        case Verdict.NOT_NEEDED:
            return (reasons.ended(order) if order.status.ended else reasons.kind_never(order),)
        case Verdict.FOLLOWS_PARENT:
            return reasons.follows_parent(order)
        case Verdict.CHECK_CONSOLE:
            if book.programme.need(order.kind) is Need.CHECK:
                return (reasons.kind_unknown(order),)
            return reasons.parent_unclear(order, book)
        case Verdict.WAITING_PAYMENT:
            lapses = order.created_at + timedelta(days=book.programme.unpaid_days)
            return (
                *_project_reasons(order, book, ruling),
                reasons.unpaid(lapses),
                reasons.validity(book, _chosen(ruling)),
            )
        case _:
            return _project_reasons(order, book, ruling)


def _project_reasons(order: Order, book: Book, ruling: Ruling) -> tuple[RuleResult, ...]:
    """Return the rules about the project, up to the first that failed."""
    checked = (reasons.needs_own(order), reasons.candidates(order, book))
    if ruling.chosen is None:
        return checked
    same_account = reasons.same_account(order, ruling.chosen)
    if not same_account.holds:
        return (*checked, same_account)
    return (*checked, same_account, reasons.created_after(order, ruling.chosen))


def _chosen(ruling: Ruling) -> Project:
    if ruling.chosen is None:
        raise ValueError("an order with a deadline has a project")
    return ruling.chosen


def _named(order: Order, book: Book) -> Project | None:
    """Return the project that an order names, if it is recorded."""
    if order.project is None:
        return None
    return book.project_numbered(order.project, order.account)


def _created(project: Project) -> datetime:
    if project.created_at is None:
        raise ValueError("a candidate project has a creation time")
    return project.created_at


def _rank(project: Project) -> tuple[datetime, str]:
    """Return the sort key among equal projects: creation time, then number."""
    return _created(project), project.number or ""


def _borderline(order: Order, project: Project | None) -> bool:
    return project is not None and project.created_at == order.created_at


def promised_rate(project: Project, order: Order) -> Decimal | None:
    """Return the rate that a project promises an order on the Beijing day of its payment.

    The day of its creation while no payment is known. None without a rate.
    """
    # Computed only if it matters, since this runs for every order.
    day = beijing.day_of(order.anchored_at) if project.later_rates else None
    return project.rate_for(order.product, day)


def _with_cashback(ruling: Ruling, order: Order) -> Ruling:
    """Return the ruling with the expected cashback, or that its project promises none.

    Unchanged if no rate or no amount is known.
    """
    project = ruling.chosen
    if project is None:
        return ruling
    if order.product in project.excluded_products:
        return ruling._replace(without_cashback=True)
    rate = promised_rate(project, order)
    if order.amount is None or rate is None:
        return ruling
    return ruling._replace(cashback=money.share(order.amount, rate))
