"""What would have had to be different for another verdict, and what can still be done.

Nothing here is guessed: each remark about another course of things is found by asking `assess` or
`check_gate` again about changed facts. Instants are UTC, gaps are seconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from desktop.domain.assessment import Anchor, Assessment, Verdict, assess
from desktop.domain.book import Book
from desktop.domain.gate import Decision, check_gate
from desktop.domain.model import Billing, OrderStatus, Project, ProjectStatus, Window
from desktop.domain.rule_result import Fact, RuleResult


class RemarkKind(StrEnum):
    """What a remark is about."""

    WOULD = "would-have"
    CAN = "can-do"


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark: `case` names it, `facts` are what it is made of. Faces turn it into a sentence."""

    kind: RemarkKind
    case: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


def counterfactual(assessment: Assessment, book: Book) -> tuple[Remark, ...]:
    """The remarks on a verdict, what would have been first; at least one for every verdict."""
    found = list(_WRITERS[assessment.verdict](assessment, book))
    if assessment.borderline and assessment.verdict is not Verdict.ASSOCIATED:
        found.append(Remark(RemarkKind.CAN, "borderline", {"project": assessment.project}))
    return tuple(sorted(found, key=lambda remark: remark.kind is RemarkKind.CAN))


def _open(a: Assessment, book: Book) -> Iterator[Remark]:
    yield Remark(RemarkKind.CAN, "associate", {"deadline": a.deadline, "project": a.project})
    yield from _unknown_window(a, book)
    yield from _assumed_anchor(a)


def _missed(a: Assessment, book: Book) -> Iterator[Remark]:
    if a.deadline is None:
        raise ValueError("a missed order has a deadline")
    late = (a.now - a.deadline) // timedelta(seconds=1)
    yield Remark(RemarkKind.WOULD, "in-time", {"deadline": a.deadline, "gap": late})
    if a.capped_by == "project-validity":
        yield from _longer_project(a, book)
    yield from _unknown_window(a, book)
    yield from _assumed_anchor(a)
    yield Remark(RemarkKind.CAN, "console-once-more")


def _longer_project(a: Assessment, book: Book) -> Iterator[Remark]:
    """With a project that did not end first, the window would have decided."""
    project = book.project_numbered(a.project or "", a.order.account)
    if project is None or a.deadline is None:
        return
    other = assess(a.order, _with_project(book, replace(project, valid_until=_FAR)), a.now)
    if other.deadline is not None and other.deadline > a.deadline:
        facts: dict[str, Fact] = {"project": a.project, "deadline": other.deadline}
        yield Remark(RemarkKind.WOULD, "longer-project", facts)


def _unknown_window(a: Assessment, book: Book) -> Iterator[Remark]:
    """Where the window is an assumption, what the month would give."""
    if book.window(a.order) is not Window.UNKNOWN or a.deadline is None:
        return
    other = assess(replace(a.order, window=Window.MONTH), book, a.now)
    if other.deadline is None or other.deadline <= a.deadline:
        return
    facts: dict[str, Fact] = {"deadline": other.deadline}
    if other.verdict is Verdict.OPEN:
        yield Remark(RemarkKind.CAN, "look-up-window", facts)
    else:
        yield Remark(RemarkKind.WOULD, "month-window", facts)


def _assumed_anchor(a: Assessment) -> Iterator[Remark]:
    if a.anchor is Anchor.CREATED:
        postpaid = a.order.billing is Billing.POSTPAID
        yield Remark(RemarkKind.CAN, "enter-activation" if postpaid else "enter-payment")


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
    gap = (nearest.created_at - order.created_at) // timedelta(seconds=1)
    facts: dict[str, Fact] = {
        "project": nearest.number,
        "gap": gap,
        "deadline": assess(order, earlier, a.now).deadline,
    }
    yield Remark(RemarkKind.WOULD, "project-earlier", facts)
    if nearest.created_assumed:
        yield Remark(RemarkKind.CAN, "ask-creation", {"project": nearest.number})
    yield from _order_anew(a, book)


def _other_account(a: Assessment, book: Book) -> Iterator[Remark]:
    """The order names a project of another account; one of its own may do."""
    own = [
        assess(replace(a.order, project=project.number), book, a.now)
        for project in book.usable_projects(a.order.account)
    ]
    fitting = [o for o in own if o.verdict in (Verdict.OPEN, Verdict.WAITING_PAYMENT)]
    if fitting:
        best = max(fitting, key=lambda o: (o.deadline or _FAR, o.project or ""))
        facts: dict[str, Fact] = {"project": best.project, "deadline": best.deadline}
        yield Remark(RemarkKind.CAN, "choose-project", facts)
        return
    yield Remark(RemarkKind.WOULD, "own-project", {"account": a.order.account})
    yield from _order_anew(a, book)


def _needs_project(a: Assessment, book: Book) -> Iterator[Remark]:
    order, reason = a.order, _reason(a, "project-usable")
    number = reason.facts.get("project")
    hypothetical = Project(
        account=order.account,
        number=order.project or _SOME_NUMBER,
        status=ProjectStatus.ACTIVE,
        created_at=order.created_at,
    )
    deadline = assess(order, _with_project(book, hypothetical), a.now).deadline
    yield Remark(
        RemarkKind.WOULD, "usable-project", {"created_at": order.created_at, "deadline": deadline}
    )
    status = reason.facts.get("status")
    if reason.case == "not-recorded":
        yield Remark(RemarkKind.CAN, "record-project", {"project": number})
    elif status == ProjectStatus.ACTIVE.value:
        yield Remark(RemarkKind.CAN, "complete-project", {"project": number})
    elif status in (ProjectStatus.SENT.value, ProjectStatus.UNDER_REVIEW.value):
        yield Remark(RemarkKind.CAN, "ask-partner", {"project": number})
    elif reason.case == "account-has-none":
        yield Remark(RemarkKind.CAN, "record-existing", {"created_at": order.created_at})
        anew = _order_anew(a, book)
        yield from (remark for remark in anew if remark.case != "too-late-for-this-one")
    else:
        yield from _order_anew(a, book)
    if order.project is not None and book.usable_projects(order.account):
        yield Remark(RemarkKind.CAN, "name-no-project")


def _waiting(a: Assessment, book: Book) -> Iterator[Remark]:
    paid = replace(a.order, status=OrderStatus.PAID, paid_at=a.now)
    other = assess(paid, book, a.now)
    if other.verdict is Verdict.OPEN:
        yield Remark(
            RemarkKind.CAN, "pay", {"deadline": other.deadline, "capped_by": other.capped_by}
        )
    else:
        yield Remark(RemarkKind.WOULD, "valid-project", {"project": a.project})
        yield from _order_anew(a, book)


def _check_console(a: Assessment, _book: Book) -> Iterator[Remark]:
    reason = a.reasons[-1]
    if reason.case == "kind-unknown":
        yield Remark(RemarkKind.CAN, "look-at-console")
        return
    parent = reason.facts.get("parent")
    if reason.case == "parent-open":
        yield Remark(RemarkKind.WOULD, "parent-associated", {"parent": parent})
        yield Remark(RemarkKind.CAN, "see-to-parent", {"parent": parent})
    else:
        yield Remark(RemarkKind.CAN, "record-parent", {"parent": parent})
    yield Remark(RemarkKind.CAN, "look-at-console")


def _settled(_a: Assessment, _book: Book) -> Iterator[Remark]:
    yield Remark(RemarkKind.CAN, "nothing-to-do")


def _follows(a: Assessment, _book: Book) -> Iterator[Remark]:
    yield Remark(RemarkKind.CAN, "bound", {"parent": a.order.parent})


def _order_anew(a: Assessment, book: Book) -> Iterator[Remark]:
    """This order cannot be saved; an unpaid one can be replaced, a paid one is a lesson."""
    order = a.order
    unpaid = order.billing is Billing.PREPAID and order.status is OrderStatus.UNPAID
    gate = check_gate(order.account, book, a.now)
    if not unpaid:
        yield Remark(RemarkKind.CAN, "too-late-for-this-one")
        if gate.decision is Decision.STOP:
            yield Remark(RemarkKind.CAN, "new-project")
        else:
            yield Remark(RemarkKind.CAN, "next-purchase", {"project": gate.project})
    elif gate.decision is Decision.GO:
        yield Remark(RemarkKind.CAN, "order-anew", {"project": gate.project})
    elif gate.decision is Decision.WAIT:
        facts: dict[str, Fact] = {"project": gate.project, "safe_from": gate.safe_from}
        yield Remark(RemarkKind.CAN, "order-anew-from", facts)
    else:
        yield Remark(RemarkKind.CAN, "new-project-order-anew")


def _reason(a: Assessment, rule: str) -> RuleResult:
    return next((r for r in a.reasons if r.rule == rule), a.reasons[-1])


def _with_project(book: Book, changed: Project) -> Book:
    """The book with this project in the place of the account's one with the same number."""
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
        cashback=book.cashback,
    )


_FAR = datetime.fromisoformat("2099-12-30T00:00:00+00:00")
_SOME_NUMBER = "000000"

_WRITERS = {
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
