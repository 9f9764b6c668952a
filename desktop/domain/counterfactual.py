"""Remarks on a verdict: what would have led to another one, and what can still be done.

Each remark on what would have been different is computed: `assess` or `check_gate` runs again with
changed facts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from desktop.domain.assessment import Anchor, Assessment, Verdict, assess
from desktop.domain.book import Book
from desktop.domain.cases import Case, NamedProjectFacts, ParentFacts, UnusableProjectFacts
from desktop.domain.gate import Decision, check_gate
from desktop.domain.model import Billing, OrderStatus, Project, ProjectStatus, Window
from desktop.domain.remarks import (
    DeadlineRemark,
    EarlierProjectRemark,
    ExistingProjectRemark,
    LateRemark,
    OtherProjectRemark,
    OwnProjectRemark,
    ParentRemark,
    PaymentRemark,
    PlainRemark,
    ProjectRemark,
    RemarkFacts,
    UsableProjectRemark,
    WaitRemark,
    WindowRemark,
)
from desktop.domain.rule_result import RuleResult


class RemarkKind(StrEnum):
    """Whether a remark says what would have been different or what can still be done."""

    WOULD = "would-have"
    CAN = "can-do"


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark on a verdict, with its facts. Faces turn it into a sentence."""

    kind: RemarkKind
    facts: RemarkFacts

    @property
    def case(self) -> Case:
        """Return which remark it is."""
        return self.facts.case


def counterfactual(assessment: Assessment, book: Book) -> tuple[Remark, ...]:
    """Return the remarks on a verdict, at least one for every verdict.

    Those on what would have been different come first.
    """
    found = list(_REMARKS_ON[assessment.verdict](assessment, book))
    if assessment.borderline and assessment.verdict is not Verdict.ASSOCIATED:
        found.append(_can(ProjectRemark(Case.BORDERLINE, assessment.project)))
    return tuple(sorted(found, key=lambda remark: remark.kind is RemarkKind.CAN))


def _can(facts: RemarkFacts) -> Remark:
    return Remark(RemarkKind.CAN, facts)


def _would(facts: RemarkFacts) -> Remark:
    return Remark(RemarkKind.WOULD, facts)


def _open(a: Assessment, book: Book) -> Iterator[Remark]:
    if a.deadline is None:
        raise ValueError("an open order has a deadline")
    yield _can(DeadlineRemark(Case.ASSOCIATE, a.project, a.deadline))
    yield from _unknown_window(a, book)
    yield from _assumed_anchor(a)


def _missed(a: Assessment, book: Book) -> Iterator[Remark]:
    if a.deadline is None:
        raise ValueError("a missed order has a deadline")
    late = (a.now - a.deadline) // timedelta(seconds=1)
    yield _would(LateRemark(a.deadline, late))
    if a.capped_by == "project-validity":
        yield from _longer_project(a, book)
    yield from _unknown_window(a, book)
    yield from _assumed_anchor(a)
    yield _can(PlainRemark(Case.CONSOLE_ONCE_MORE))


def _longer_project(a: Assessment, book: Book) -> Iterator[Remark]:
    """Yield the deadline that a longer valid project would have given."""
    project = book.project_numbered(a.project or "", a.order.account)
    if project is None or a.deadline is None:
        return
    other = assess(a.order, _with_project(book, replace(project, valid_until=_FAR)), a.now)
    if other.deadline is not None and other.deadline > a.deadline:
        yield _would(DeadlineRemark(Case.LONGER_PROJECT, a.project, other.deadline))


def _unknown_window(a: Assessment, book: Book) -> Iterator[Remark]:
    """Yield the deadline of the month window, if the account's window is unknown."""
    if book.window(a.order) is not Window.UNKNOWN or a.deadline is None:
        return
    other = assess(replace(a.order, window=Window.MONTH), book, a.now)
    if other.deadline is None or other.deadline <= a.deadline:
        return
    if other.verdict is Verdict.OPEN:
        yield _can(WindowRemark(Case.LOOK_UP_WINDOW, other.deadline))
    else:
        yield _would(WindowRemark(Case.MONTH_WINDOW, other.deadline))


def _assumed_anchor(a: Assessment) -> Iterator[Remark]:
    if a.anchor is Anchor.CREATED:
        postpaid = a.order.billing is Billing.POSTPAID
        yield _can(PlainRemark(Case.ENTER_ACTIVATION if postpaid else Case.ENTER_PAYMENT))


def _not_eligible(a: Assessment, book: Book) -> Iterator[Remark]:
    if _reason(a, "same-account").holds is False:
        yield from _other_account(a, book)
        return
    order = a.order
    named = book.project_numbered(order.project or "", order.account)
    candidates = book.usable_projects(order.account) if named is None else [named]
    nearest = min(candidates, key=lambda p: (p.created_at or _FAR, p.number or ""))
    if nearest.created_at is None:
        raise ValueError("a candidate project has a creation time")
    earlier = _with_project(book, replace(nearest, created_at=order.created_at))
    yield _would(
        EarlierProjectRemark(
            nearest.number,
            gap=(nearest.created_at - order.created_at) // timedelta(seconds=1),
            deadline=assess(order, earlier, a.now).deadline,
        )
    )
    if nearest.created_assumed:
        yield _can(ProjectRemark(Case.ASK_CREATION, nearest.number))
    yield from _order_again(a, book)


def _other_account(a: Assessment, book: Book) -> Iterator[Remark]:
    """Yield a fitting project of the order's account; the order names another account's."""
    own = [
        assess(replace(a.order, project=project.number), book, a.now)
        for project in book.usable_projects(a.order.account)
    ]
    fitting = [o for o in own if o.verdict in (Verdict.OPEN, Verdict.WAITING_PAYMENT)]
    if fitting:
        best = max(fitting, key=lambda o: (o.deadline or _FAR, o.project or ""))
        yield _can(OtherProjectRemark(best.project, best.deadline))
        return
    yield _would(OwnProjectRemark(a.order.account))
    yield from _order_again(a, book)


def _needs_project(a: Assessment, book: Book) -> Iterator[Remark]:
    order = a.order
    hypothetical = Project(
        account=order.account,
        number=_SOME_NUMBER,
        status=ProjectStatus.ACTIVE,
        created_at=order.created_at,
    )
    named = replace(order, project=_SOME_NUMBER)  # the named project may not exist
    deadline = assess(named, _with_project(book, hypothetical), a.now).deadline
    yield _would(UsableProjectRemark(order.created_at, deadline))
    yield from _complete_project(a, book)
    if order.project is not None and book.usable_projects(order.account):
        yield _can(PlainRemark(Case.NAME_NO_PROJECT))


def _complete_project(a: Assessment, book: Book) -> Iterator[Remark]:
    """Yield how to get a usable project, depending on what is wrong with the present one."""
    match _reason(a, "project-usable").facts:
        case NamedProjectFacts(Case.NOT_RECORDED, number):
            yield _can(ProjectRemark(Case.RECORD_PROJECT, number))
        case UnusableProjectFacts(project=number, status=ProjectStatus.ACTIVE):
            yield _can(ProjectRemark(Case.COMPLETE_PROJECT, number))
        case UnusableProjectFacts(status=ProjectStatus.SENT | ProjectStatus.UNDER_REVIEW):
            yield _can(PlainRemark(Case.ASK_PARTNER))
        case UnusableProjectFacts():
            yield from _order_again(a, book)
        case _:
            yield _can(ExistingProjectRemark(a.order.created_at))
            again = _order_again(a, book)
            yield from (remark for remark in again if remark.case is not Case.TOO_LATE)


def _waiting(a: Assessment, book: Book) -> Iterator[Remark]:
    paid = replace(a.order, status=OrderStatus.PAID, paid_at=a.now)
    other = assess(paid, book, a.now)
    if other.verdict is Verdict.OPEN and other.deadline is not None:
        yield _can(PaymentRemark(other.deadline, other.capped_by))
    else:
        yield _would(ProjectRemark(Case.VALID_PROJECT, a.project))
        yield from _order_again(a, book)


def _check_console(a: Assessment, _book: Book) -> Iterator[Remark]:
    facts = a.reasons[-1].facts
    if isinstance(facts, ParentFacts):
        if facts.case is Case.PARENT_OPEN:
            yield _would(ParentRemark(Case.PARENT_ASSOCIATED, facts.parent))
            yield _can(ParentRemark(Case.SEE_TO_PARENT, facts.parent))
        else:
            yield _can(ParentRemark(Case.RECORD_PARENT, facts.parent))
    yield _can(PlainRemark(Case.LOOK_AT_CONSOLE))


def _settled(_a: Assessment, _book: Book) -> Iterator[Remark]:
    yield _can(PlainRemark(Case.NOTHING_TO_DO))


def _follows(a: Assessment, _book: Book) -> Iterator[Remark]:
    yield _can(ParentRemark(Case.BOUND, a.order.parent))


def _order_again(a: Assessment, book: Book) -> Iterator[Remark]:
    """Yield what to do if this order cannot be saved: only an unpaid one can be replaced."""
    order = a.order
    unpaid = order.billing is Billing.PREPAID and order.status is OrderStatus.UNPAID
    gate = check_gate(order.account, book, a.now)
    if not unpaid:
        yield _can(PlainRemark(Case.TOO_LATE))
        if gate.decision is Decision.STOP:
            yield _can(PlainRemark(Case.NEW_PROJECT))
        else:
            yield _can(ProjectRemark(Case.NEXT_PURCHASE, gate.project))
    elif gate.decision is Decision.GO:
        yield _can(ProjectRemark(Case.ORDER_ANEW, gate.project))
    elif gate.safe_from is not None:
        yield _can(WaitRemark(gate.project, gate.safe_from))
    else:
        yield _can(PlainRemark(Case.NEW_PROJECT_ORDER_ANEW))


def _reason(a: Assessment, rule: str) -> RuleResult:
    return next((r for r in a.reasons if r.rule == rule), a.reasons[-1])


def _with_project(book: Book, changed: Project) -> Book:
    """Return the book with this project instead of the account's one with the same number."""
    others = [
        project
        for project in book.projects
        if (project.account, project.number) != (changed.account, changed.number)
    ]
    return Book(
        book.programme,
        accounts=book.accounts.values(),
        partners=book.partners,
        projects=[*others, changed],
        orders=book.orders,
    )


_FAR = datetime.fromisoformat("2099-12-30T00:00:00+00:00")
_SOME_NUMBER = "000000"

_REMARKS_ON = {
    Verdict.OPEN: _open,
    Verdict.MISSED: _missed,
    Verdict.NOT_ELIGIBLE: _not_eligible,
    Verdict.NEEDS_PROJECT: _needs_project,
    Verdict.WAITING_PAYMENT: _waiting,
    Verdict.CHECK_CONSOLE: _check_console,
    Verdict.ASSOCIATED: _settled,
    Verdict.NOT_NEEDED: _settled,
    Verdict.FOLLOWS_PARENT: _follows,
}
