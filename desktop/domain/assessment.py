"""The verdict on one order: may it still be associated, until when, and why.

Pure: an order, the book of records and a moment go in; the answer carries the rules that led to it.
The order of the checks is the contract's; the rules and their sources are the programme's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from desktop.domain import beijing, money
from desktop.domain.book import Book
from desktop.domain.model import Billing, Order, OrderStatus, Project
from desktop.domain.programme import Need
from desktop.domain.rule_result import Fact, RuleResult


class Verdict(StrEnum):
    """What can be said of an order now."""

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
        """Whole seconds from `now` to the deadline, never below 0; None without a deadline."""
        if self.deadline is None:
            return None
        return max(0, (self.deadline - self.now) // timedelta(seconds=1))


@dataclass(frozen=True, slots=True)
class _Deadline:
    """One project's answer for one order: when its association ends, and what ends it."""

    project: Project
    at: datetime
    capped_by: str


def assess(order: Order, book: Book, now: datetime) -> Assessment:
    """The verdict on `order` at `now` (UTC), by the first check that applies."""
    return _settled(order, book, now) or _by_kind(order, book, now) or _by_project(order, book, now)


def _settled(order: Order, book: Book, now: datetime) -> Assessment | None:
    """Orders about which nothing is left to do: associated ones, and those that ended."""
    if order.associated_at is not None:
        facts: dict[str, Fact] = {"associated_at": order.associated_at, "project": order.project}
        reason = RuleResult("needs-association", True, "associated", facts)
        project = (
            None if order.project is None else book.project_numbered(order.project, order.account)
        )
        return Assessment(
            order,
            now,
            Verdict.ASSOCIATED,
            (reason,),
            project=order.project,
            borderline=_borderline(order, project),
            expected_cashback=_cashback(order, project),
        )
    if order.status in (OrderStatus.CANCELLED, OrderStatus.REFUNDED):
        ended = RuleResult("needs-association", False, "ended", {"status": order.status.value})
        return Assessment(order, now, Verdict.NOT_NEEDED, (ended,))
    return None


def _by_kind(order: Order, book: Book, now: datetime) -> Assessment | None:
    """Kinds that are not associated by themselves; None for those that are."""
    need = book.programme.need(order.kind)
    facts: dict[str, Fact] = {"kind": order.kind}
    if need is Need.OWN:
        return None
    if need is Need.NONE:
        reason = RuleResult("needs-association", False, "kind-never", facts)
        return Assessment(order, now, Verdict.NOT_NEEDED, (reason,))
    if need is Need.CHECK:
        reason = RuleResult("needs-association", None, "kind-unknown", facts)
        return Assessment(order, now, Verdict.CHECK_CONSOLE, (reason,))
    return _by_parent(order, book, now)


def _by_parent(order: Order, book: Book, now: datetime) -> Assessment:
    kind = RuleResult("needs-association", False, "kind-follows", {"kind": order.kind})
    root = _associated_ancestor(order, book)
    facts: dict[str, Fact] = {"parent": order.parent, "root": root.number if root else None}
    if root is not None:
        return Assessment(
            order,
            now,
            Verdict.FOLLOWS_PARENT,
            (kind, RuleResult("follows-parent", True, "parent-associated", facts)),
        )
    if order.parent is None:
        case = "no-parent"
    elif book.order(order.account, order.parent) is None:
        case = "parent-unknown"
    else:
        case = "parent-open"
    return Assessment(
        order, now, Verdict.CHECK_CONSOLE, (kind, RuleResult("follows-parent", None, case, facts))
    )


def _associated_ancestor(order: Order, book: Book) -> Order | None:
    """The associated order at the end of a chain of parents that each follow theirs; loops have none."""
    seen = {order.number}
    while order.parent is not None and order.parent not in seen:
        parent = book.order(order.account, order.parent)
        if parent is None:
            return None
        if parent.associated_at is not None:
            return parent
        if parent.status in (OrderStatus.CANCELLED, OrderStatus.REFUNDED):
            return None
        if book.programme.need(parent.kind) is not Need.PARENT:
            return None
        seen.add(parent.number)
        order = parent
    return None


def _by_project(order: Order, book: Book, now: datetime) -> Assessment:
    """Orders associated by themselves: whether there is a project for them, and how long."""
    kind_case = "new-postpaid" if order.billing is Billing.POSTPAID else "new-prepaid"
    reasons = [RuleResult("needs-association", True, kind_case, {"kind": order.kind})]
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
            RuleResult("paid-first", False, "unpaid", {"lapses_at": lapses}),
            _validity(book, project, "valid"),
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
    facts: dict[str, Fact] = {
        "window_end": end,
        "own": order.window is not None,
        "decides": best.capped_by == window_rule,
    }
    reasons.append(RuleResult(window_rule, now < end, "window", facts))
    case = "decides" if best.capped_by == "project-validity" else "valid"
    reasons.append(_validity(book, best.project, case, now))
    advice: dict[str, Fact] = {"recommended_by": recommended_by}
    reasons.append(RuleResult("advise-same-day", now < recommended_by, "advice", advice))
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
    """The projects an order could be associated with, and the reason that says which or why none."""
    if order.project is None:
        found = book.usable_projects(order.account)
        known = book.projects_of(order.account) if not found else []
        facts: dict[str, Fact] = {"count": len(found), "account": order.account}
        if found:
            return found, RuleResult("project-usable", True, "account-has", facts)
        if not known:
            return [], RuleResult("project-usable", False, "account-has-none", facts)
        return [], RuleResult(
            "project-usable", False, "none-usable", facts | _why_unusable(known[-1])
        )
    project = book.project_numbered(order.project, order.account)
    facts = {"project": order.project}
    if project is None:
        return [], RuleResult("project-usable", False, "not-recorded", facts)
    if not project.usable:
        return [], RuleResult(
            "project-usable", False, "named-unusable", facts | _why_unusable(project)
        )
    return [project], RuleResult("project-usable", True, "named", facts)


def _why_unusable(project: Project) -> dict[str, Fact]:
    return {
        "project": project.number,
        "status": project.status.value,
        "created_at": project.created_at,
    }


def _same_account(order: Order, candidates: list[Project]) -> RuleResult:
    project = candidates[0]
    facts: dict[str, Fact] = {"account": order.account, "project_account": project.account}
    if order.project is not None:
        facts["project"] = order.project
    return RuleResult("same-account", project.account == order.account, "compare", facts)


def _created_after(order: Order, project: Project) -> RuleResult:
    created = _created(project)
    facts: dict[str, Fact] = {
        "project": project.number,
        "order_created_at": order.created_at,
        "project_created_at": created,
        "assumed": project.created_assumed,
        "paid": order.status is not OrderStatus.UNPAID,
    }
    case = "borderline" if order.created_at == created else "compare"
    return RuleResult("created-after-project", order.created_at >= created, case, facts)


def _anchored(order: Order, anchor: Anchor, anchored_at: datetime) -> RuleResult:
    facts: dict[str, Fact] = {"anchor": anchor.value, "at": anchored_at}
    if order.billing is Billing.POSTPAID:
        return RuleResult("postpaid-anchor", anchor is Anchor.PAID or None, anchor.value, facts)
    return RuleResult("paid-first", anchor is Anchor.PAID or None, anchor.value, facts)


def _validity(book: Book, project: Project, case: str, now: datetime | None = None) -> RuleResult:
    until = book.valid_until(project)
    facts: dict[str, Fact] = {
        "project": project.number,
        "valid_until": until,
        "recorded": project.valid_until is not None,
    }
    return RuleResult("project-validity", None if now is None else now < until, case, facts)


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
    """Ties between projects: the earliest created, then the smallest number."""
    return _created(project), project.number or ""


def _borderline(order: Order, project: Project | None) -> bool:
    return project is not None and project.created_at == order.created_at


def _cashback(order: Order, project: Project | None) -> int | None:
    """Expected cashback in fen; None where no rate or no amount is known."""
    base = order.payable if order.cash_paid is None else order.cash_paid
    rate = None if project is None else project.rate_for(order.product)
    if base is None or rate is None:
        return None
    return money.share(base, rate)
