"""The verdict on one order: may it still be associated, until when, and why.

Pure: an order, the book of records and a moment go in; the answer carries the rules that led to it.
The order of the checks is the contract's; the rules and their sources are the programme's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from desktop.domain import beijing, money
from desktop.domain.book import Book
from desktop.domain.cases import (
    AccountProjectsFacts,
    AdviceFacts,
    AnchorFacts,
    AssociatedFacts,
    Case,
    CreationFacts,
    EndedFacts,
    KindFacts,
    NamedProjectFacts,
    ParentCase,
    ParentFacts,
    SameAccountFacts,
    UnpaidFacts,
    UnusableProjectFacts,
    ValidityFacts,
    WindowFacts,
)
from desktop.domain.model import Billing, Order, OrderStatus, Project
from desktop.domain.parents import ParentChains
from desktop.domain.programme import Need
from desktop.domain.rule_result import RuleResult


class Verdict(StrEnum):
    """The answer of the rules to the question what to do about an order."""

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


@dataclass(frozen=True, slots=True)
class Assessment:
    """A verdict with everything that led to it. Instants are UTC, cashback is fen.

    The deadline and what goes with it is there for `OPEN` and `MISSED` only.
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

    @property
    def seconds_left(self) -> int | None:
        """Return whole seconds from `now` to the deadline, never below 0; None without one."""
        if self.deadline is None:
            return None
        return max(0, (self.deadline - self.now) // timedelta(seconds=1))


@dataclass(frozen=True, slots=True)
class _Deadline:
    """One project's answer for one order: when its association ends, and what ends it."""

    project: Project
    at: datetime
    capped_by: str


def assess(
    order: Order, book: Book, now: datetime, parents: ParentChains | None = None
) -> Assessment:
    """Return the verdict on `order` at `now` (UTC), by the first check that applies.

    `parents` is shared by the orders of one batch, see `assess_all`.
    """
    return (
        _settled(order, book, now)
        or _by_kind(order, book, now, parents or ParentChains(book))
        or _by_project(order, book, now)
    )


def assess_all(
    orders: Iterable[Order], book: Book, now: datetime, parents: ParentChains | None = None
) -> list[Assessment]:
    """Return the verdicts on many orders at `now` (UTC); each chain of parents is walked once.

    `parents` is shared where the orders come in several batches.
    """
    parents = parents or ParentChains(book)
    return [assess(order, book, now, parents) for order in orders]


def _settled(order: Order, book: Book, now: datetime) -> Assessment | None:
    """Judge orders about which nothing is left to do: associated ones, and those that ended."""
    if order.associated_at is not None:
        facts = AssociatedFacts(order.associated_at, order.project)
        project = (
            None if order.project is None else book.project_numbered(order.project, order.account)
        )
        return Assessment(
            order,
            now,
            Verdict.ASSOCIATED,
            (RuleResult("needs-association", True, facts),),
            project=order.project,
            borderline=_borderline(order, project),
            expected_cashback=_cashback(order, project),
        )
    if order.status in (OrderStatus.CANCELLED, OrderStatus.REFUNDED):
        ended = RuleResult("needs-association", False, EndedFacts(order.status))
        return Assessment(order, now, Verdict.NOT_NEEDED, (ended,))
    return None


def _by_kind(order: Order, book: Book, now: datetime, parents: ParentChains) -> Assessment | None:
    """Judge kinds that are not associated by themselves; None for those that are."""
    need = book.programme.need(order.kind)
    if need is Need.OWN:
        return None
    if need is Need.NONE:
        never = RuleResult("needs-association", False, KindFacts(Case.KIND_NEVER, order.kind))
        return Assessment(order, now, Verdict.NOT_NEEDED, (never,))
    if need is Need.CHECK:
        unknown = RuleResult("needs-association", None, KindFacts(Case.KIND_UNKNOWN, order.kind))
        return Assessment(order, now, Verdict.CHECK_CONSOLE, (unknown,))
    return _by_parent(order, book, now, parents)


def _by_parent(order: Order, book: Book, now: datetime, parents: ParentChains) -> Assessment:
    kind = RuleResult("needs-association", False, KindFacts(Case.KIND_FOLLOWS, order.kind))
    root = parents.root_of(order)
    if root is not None:
        facts = ParentFacts(Case.PARENT_ASSOCIATED, order.parent)
        follows = RuleResult("follows-parent", True, facts)
        project = (
            None if root.project is None else book.project_numbered(root.project, root.account)
        )
        counts = project is not None and project.renewals
        return Assessment(
            order,
            now,
            Verdict.FOLLOWS_PARENT,
            (kind, follows),
            project=root.project,
            expected_cashback=_cashback(order, project) if counts else None,
        )
    case: ParentCase = Case.PARENT_OPEN
    if order.parent is None:
        case = Case.NO_PARENT
    elif book.order(order.account, order.parent) is None:
        case = Case.PARENT_UNKNOWN
    unclear = RuleResult("follows-parent", None, ParentFacts(case, order.parent))
    return Assessment(order, now, Verdict.CHECK_CONSOLE, (kind, unclear))


def _by_project(order: Order, book: Book, now: datetime) -> Assessment:
    """Judge orders that need their own association: is there a project, and until when."""
    kind = KindFacts(
        Case.NEW_POSTPAID if order.billing is Billing.POSTPAID else Case.NEW_PREPAID, order.kind
    )
    reasons = [RuleResult("needs-association", True, kind)]
    candidates, reason = _candidates(order, book)
    reasons.append(reason)
    if not candidates:
        return Assessment(order, now, Verdict.NEEDS_PROJECT, tuple(reasons))
    reason = _same_account(order, candidates)
    reasons.append(reason)
    if not reason.holds:
        return Assessment(
            order, now, Verdict.NOT_ELIGIBLE, tuple(reasons), project=candidates[0].number
        )
    eligible = [p for p in candidates if _created(p) <= order.created_at]
    if not eligible:
        reasons.append(_created_after(order, min(candidates, key=_rank)))
        return Assessment(order, now, Verdict.NOT_ELIGIBLE, tuple(reasons), project=order.project)
    if order.billing is Billing.PREPAID and order.status is OrderStatus.UNPAID:
        return _waiting(order, book, now, eligible, reasons)
    return _with_deadline(order, book, now, eligible, reasons)


def _waiting(
    order: Order, book: Book, now: datetime, eligible: list[Project], reasons: list[RuleResult]
) -> Assessment:
    project = min(eligible, key=lambda p: (-book.valid_until(p).timestamp(), *_rank(p)))
    lapses = order.created_at + timedelta(days=book.programme.unpaid_days)
    return Assessment(
        order,
        now,
        Verdict.WAITING_PAYMENT,
        (
            *reasons,
            _created_after(order, project),
            RuleResult("paid-first", False, UnpaidFacts(lapses)),
            RuleResult("project-validity", None, _validity(book, project, decides=False)),
        ),
        project=project.number,
        borderline=_borderline(order, project),
        expected_cashback=_cashback(order, project),
    )


def _with_deadline(
    order: Order, book: Book, now: datetime, eligible: list[Project], reasons: list[RuleResult]
) -> Assessment:
    anchor = Anchor.CREATED if order.paid_at is None else Anchor.PAID
    anchored_at = order.paid_at or order.created_at
    window = book.window(order)
    window_rule = f"window-{window.value}"
    end = beijing.window_end(anchored_at, window, book.programme)
    deadlines = [_deadline(p, end, window_rule, book) for p in eligible]
    best = min(deadlines, key=lambda d: (-d.at.timestamp(), *_rank(d.project)))
    verdict = Verdict.MISSED if now >= best.at else Verdict.OPEN
    recommended_by = min(beijing.end_of_day(anchored_at), best.at)
    reasons = [*reasons, _created_after(order, best.project), _anchored(order, anchor, anchored_at)]
    reasons.append(RuleResult(window_rule, now < end, WindowFacts(Case.WINDOW, window, end)))
    validity = _validity(book, best.project, decides=best.capped_by == "project-validity")
    reasons.append(RuleResult("project-validity", now < validity.valid_until, validity))
    advice = AdviceFacts(recommended_by)
    reasons.append(RuleResult("advise-same-day", now < recommended_by, advice))
    return Assessment(
        order,
        now,
        verdict,
        tuple(reasons),
        project=best.project.number,
        deadline=best.at,
        recommended_by=recommended_by,
        capped_by=best.capped_by,
        anchor=anchor,
        borderline=_borderline(order, best.project),
        expected_cashback=_cashback(order, best.project),
    )


def _candidates(order: Order, book: Book) -> tuple[list[Project], RuleResult]:
    """Return the projects an order could be associated with, and the rule that says so or why not.

    An order that names no project may be associated with any usable one of its account.
    """
    rule = "project-usable"
    if order.project is None:
        found = book.usable_projects(order.account)
        if found:
            return found, RuleResult(rule, True, AccountProjectsFacts(Case.ACCOUNT_HAS))
        known = book.projects_of(order.account)
        if not known:
            return [], RuleResult(rule, False, AccountProjectsFacts(Case.ACCOUNT_HAS_NONE))
        last = known[-1]
        unusable = UnusableProjectFacts(Case.NONE_USABLE, last.number, last.status)
        return [], RuleResult(rule, False, unusable)
    project = book.project_numbered(order.project, order.account)
    if project is None:
        return [], RuleResult(rule, False, NamedProjectFacts(Case.NOT_RECORDED, order.project))
    if not project.usable:
        unusable = UnusableProjectFacts(Case.NAMED_UNUSABLE, project.number, project.status)
        return [], RuleResult(rule, False, unusable)
    return [project], RuleResult(rule, True, NamedProjectFacts(Case.NAMED, order.project))


def _same_account(order: Order, candidates: list[Project]) -> RuleResult:
    owner = candidates[0].account
    facts = SameAccountFacts(order.account, owner, order.project)
    return RuleResult("same-account", owner == order.account, facts)


def _created_after(order: Order, project: Project) -> RuleResult:
    created = _created(project)
    facts = CreationFacts(
        Case.BORDERLINE if order.created_at == created else Case.COMPARE,
        project=project.number,
        order_created_at=order.created_at,
        project_created_at=created,
        assumed=project.created_assumed,
    )
    return RuleResult("created-after-project", order.created_at >= created, facts)


def _anchored(order: Order, anchor: Anchor, anchored_at: datetime) -> RuleResult:
    paid = anchor is Anchor.PAID
    facts = AnchorFacts(Case.PAID if paid else Case.CREATED, anchored_at, order.billing)
    rule = "postpaid-anchor" if order.billing is Billing.POSTPAID else "paid-first"
    return RuleResult(rule, paid or None, facts)


def _validity(book: Book, project: Project, *, decides: bool) -> ValidityFacts:
    return ValidityFacts(
        Case.DECIDES if decides else Case.VALID,
        project=project.number,
        valid_until=book.valid_until(project),
        recorded=project.valid_until is not None,
    )


def _deadline(project: Project, end: datetime, window_rule: str, book: Book) -> _Deadline:
    until = book.valid_until(project)
    if until < end:
        return _Deadline(project, until, "project-validity")
    return _Deadline(project, end, window_rule)


def _created(project: Project) -> datetime:
    if project.created_at is None:
        raise ValueError("a candidate project has a creation time")
    return project.created_at


def _rank(project: Project) -> tuple[datetime, str]:
    """Return what decides between equal projects: the earliest created, the smallest number."""
    return _created(project), project.number or ""


def _borderline(order: Order, project: Project | None) -> bool:
    return project is not None and project.created_at == order.created_at


def promised_rate(project: Project, order: Order) -> Decimal | None:
    """Return what a project promises an order: the rate of its payment's Beijing day.

    While no payment is known, its creation's. None without a rate.
    """
    # The day is asked for only where it matters: this runs once an order.
    day = beijing.day_of(order.paid_at or order.created_at) if project.later_rates else None
    return project.rate_for(order.product, day)


def _cashback(order: Order, project: Project | None) -> int | None:
    """Return the expected cashback in fen; None where no rate or no amount is known.

    None as well for a product that the project excludes.
    """
    base = order.payable if order.cash_paid is None else order.cash_paid
    rate = None if project is None else promised_rate(project, order)
    if base is None or rate is None:
        return None
    return money.share(base, rate)
