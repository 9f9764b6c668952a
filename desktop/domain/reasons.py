"""The rules that led to a verdict, each with the facts it was applied to.

`assessment.decide` has decided already; these functions only record why, so that it can be shown.
"""

from __future__ import annotations

from datetime import datetime

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
from desktop.domain.model import Billing, Order, Project, Window
from desktop.domain.rule_result import RuleResult


def associated(order: Order) -> RuleResult:
    """Return that an order was associated. Raises ValueError if it was not."""
    if order.associated_at is None:
        raise ValueError("not associated")
    facts = AssociatedFacts(order.associated_at, order.project)
    return RuleResult("needs-association", True, facts)


def ended(order: Order) -> RuleResult:
    """Return that an order was cancelled or refunded."""
    return RuleResult("needs-association", False, EndedFacts(order.status))


def kind_never(order: Order) -> RuleResult:
    """Return that orders of this kind are never associated."""
    return RuleResult("needs-association", False, KindFacts(Case.KIND_NEVER, order.kind))


def kind_unknown(order: Order) -> RuleResult:
    """Return that the programme does not know this kind of order."""
    return RuleResult("needs-association", None, KindFacts(Case.KIND_UNKNOWN, order.kind))


def follows_parent(order: Order) -> tuple[RuleResult, ...]:
    """Return that an order follows an associated one."""
    facts = ParentFacts(Case.PARENT_ASSOCIATED, order.parent)
    return _kind_follows(order), RuleResult("follows-parent", True, facts)


def parent_unclear(order: Order, book: Book) -> tuple[RuleResult, ...]:
    """Return that an order follows another order, and what is missing about that one."""
    case: ParentCase = Case.PARENT_OPEN
    if order.parent is None:
        case = Case.NO_PARENT
    elif book.order(order.account, order.parent) is None:
        case = Case.PARENT_UNKNOWN
    unclear = RuleResult("follows-parent", None, ParentFacts(case, order.parent))
    return _kind_follows(order), unclear


def _kind_follows(order: Order) -> RuleResult:
    return RuleResult("needs-association", False, KindFacts(Case.KIND_FOLLOWS, order.kind))


def needs_own(order: Order) -> RuleResult:
    """Return that an order must be associated itself."""
    if order.billing is Billing.POSTPAID:
        facts = KindFacts(Case.NEW_POSTPAID, order.kind)
    else:
        facts = KindFacts(Case.NEW_PREPAID, order.kind)
    return RuleResult("needs-association", True, facts)


def candidates(order: Order, book: Book) -> RuleResult:
    """Return whether an order could be associated with a project, and why not."""
    rule = "project-usable"
    if order.project is None:
        if book.usable_projects(order.account):
            return RuleResult(rule, True, AccountProjectsFacts(Case.ACCOUNT_HAS))
        known = book.projects_of(order.account)
        if not known:
            return RuleResult(rule, False, AccountProjectsFacts(Case.ACCOUNT_HAS_NONE))
        last = known[-1]
        unusable = UnusableProjectFacts(Case.NONE_USABLE, last.number, last.status)
        return RuleResult(rule, False, unusable)
    project = book.project_numbered(order.project, order.account)
    if project is None:
        return RuleResult(rule, False, NamedProjectFacts(Case.NOT_RECORDED, order.project))
    if not project.usable:
        unusable = UnusableProjectFacts(Case.NAMED_UNUSABLE, project.number, project.status)
        return RuleResult(rule, False, unusable)
    return RuleResult(rule, True, NamedProjectFacts(Case.NAMED, order.project))


def same_account(order: Order, project: Project) -> RuleResult:
    """Return whether order and project belong to the same account."""
    facts = SameAccountFacts(order.account, project.account, order.project)
    return RuleResult("same-account", project.account == order.account, facts)


def created_after(order: Order, project: Project) -> RuleResult:
    """Return whether an order was created after its project.

    Raises ValueError if the project has no creation time.
    """
    created = project.created_at
    if created is None:
        raise ValueError("a candidate project has a creation time")
    facts = CreationFacts(
        Case.BORDERLINE if order.created_at == created else Case.COMPARE,
        project=project.number,
        order_created_at=order.created_at,
        project_created_at=created,
        assumed=project.created_assumed,
    )
    return RuleResult("created-after-project", order.created_at >= created, facts)


def unpaid(lapses_at: datetime) -> RuleResult:
    """Return that an order must be paid first, and when (UTC) it lapses otherwise."""
    return RuleResult("paid-first", False, UnpaidFacts(lapses_at))


def anchored(order: Order) -> RuleResult:
    """Return the start of the window (UTC): the payment, else an assumption."""
    paid = order.paid_at is not None
    facts = AnchorFacts(Case.PAID if paid else Case.CREATED, order.anchored_at, order.billing)
    rule = "postpaid-anchor" if order.billing is Billing.POSTPAID else "paid-first"
    return RuleResult(rule, paid or None, facts)


def window(shown: Window, end: datetime, now: datetime) -> RuleResult:
    """Return whether the window is open at `now`, and when it closes; all UTC."""
    return RuleResult(f"window-{shown.value}", now < end, WindowFacts(Case.WINDOW, shown, end))


def validity(book: Book, project: Project) -> RuleResult:
    """Return until when a project can be associated, for an order without a window yet."""
    return RuleResult("project-validity", None, _validity(book, project, decides=False))


def validity_at(book: Book, project: Project, now: datetime, *, decides: bool) -> RuleResult:
    """Return whether a project is valid at `now` (UTC); `decides` if it ends before the window."""
    facts = _validity(book, project, decides=decides)
    return RuleResult("project-validity", now < facts.valid_until, facts)


def _validity(book: Book, project: Project, *, decides: bool) -> ValidityFacts:
    return ValidityFacts(
        Case.DECIDES if decides else Case.VALID,
        project=project.number,
        valid_until=book.valid_until(project),
        recorded=project.valid_until is not None,
    )


def advice(recommended_by: datetime, now: datetime) -> RuleResult:
    """Return whether the advised time, the same day, is still ahead at `now`; both UTC."""
    return RuleResult("advise-same-day", now < recommended_by, AdviceFacts(recommended_by))
