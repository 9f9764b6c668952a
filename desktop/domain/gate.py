"""The check before buying: may this account buy now? A wrong answer cannot be repaired."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal, NamedTuple

from desktop.domain import beijing
from desktop.domain.book import Book
from desktop.domain.cases import (
    AccountProjectsFacts,
    Case,
    ExpiredFacts,
    NamedProjectFacts,
    ProjectCreationFacts,
    SameAccountFacts,
    UnusableProjectFacts,
    ValidityFacts,
    WindowFacts,
)
from desktop.domain.model import Project, Window
from desktop.domain.rule_result import RuleResult

DEFAULT_MARGIN = timedelta(minutes=60)
"""The minimum time that a buyer needs to order, pay and associate."""


class Decision(StrEnum):
    """The gate's answer."""

    GO = "go"
    WAIT = "wait"
    STOP = "stop"


class Gate(NamedTuple):
    """The answer for one account at one moment, with its reasons. Instants are UTC."""

    account: str
    now: datetime
    margin: timedelta
    decision: Decision
    reasons: tuple[RuleResult, ...]
    project: str | None = None
    deadline_if_paid_now: datetime | None = None
    safe_from: datetime | None = None


def check_gate(uid: str, book: Book, now: datetime, margin: timedelta = DEFAULT_MARGIN) -> Gate:
    """Return whether the account may place and pay an order at `now` (UTC).

    `margin` is the time that must remain to associate the order. An account that is not recorded
    is treated as one without projects.
    """
    account = book.accounts.get(uid)
    window = Window.UNKNOWN if account is None else account.window
    end = beijing.window_end(now, window, book.programme)
    live = [p for p in book.usable_projects(uid) if _live(p, book, now)]
    if not live:
        return Gate(uid, now, margin, Decision.STOP, (_no_live_project(uid, book, now),))
    project = min(live, key=lambda p: (-min(end, book.valid_until(p)).timestamp(), *_rank(p)))
    until = book.valid_until(project)
    closes_soon = end - now < margin
    decision = _decide(live, book, now, margin, until, end)
    return Gate(
        uid,
        now,
        margin,
        decision,
        (
            *_project_reasons(uid, project, until, now, margin),
            _window_reason(window, end, now, margin),
        ),
        project=project.number,
        deadline_if_paid_now=min(end, until),
        safe_from=end if closes_soon and decision is Decision.WAIT else None,
    )


def _decide(
    live: list[Project],
    book: Book,
    now: datetime,
    margin: timedelta,
    until: datetime,
    end: datetime,
) -> Decision:
    if until - now < margin:
        return Decision.STOP
    if end - now >= margin:
        return Decision.GO
    outlives = any(book.valid_until(p) - end >= margin for p in live)
    return Decision.WAIT if outlives else Decision.STOP


def _live(project: Project, book: Book, now: datetime) -> bool:
    created = project.created_at
    return created is not None and created <= now < book.valid_until(project)


def _rank(project: Project) -> tuple[datetime | None, str]:
    return project.created_at, project.number or ""


def _no_live_project(uid: str, book: Book, now: datetime) -> RuleResult:
    """Return why the account has no live project, with the facts of the closest one."""
    usable = book.usable_projects(uid)
    later = [p for p in usable if p.created_at is not None and p.created_at > now]
    if later:
        first = min(later, key=_rank)
        created = _creation(first, Case.CREATED_LATER)
        return RuleResult("created-after-project", False, created)
    if usable:
        last = max(usable, key=book.valid_until)
        expired = ExpiredFacts(last.number, book.valid_until(last))
        return RuleResult("project-validity", False, expired)
    known = book.projects_of(uid)
    if known:
        unusable = UnusableProjectFacts(Case.NONE_USABLE, known[-1].number, known[-1].status)
        return RuleResult("project-usable", False, unusable)
    return RuleResult("project-usable", False, AccountProjectsFacts(Case.ACCOUNT_HAS_NONE))


def _project_reasons(
    uid: str, project: Project, until: datetime, now: datetime, margin: timedelta
) -> tuple[RuleResult, ...]:
    number = project.number
    created = _creation(project, Case.NOW if project.created_at == now else Case.GATE)
    valid = ValidityFacts(Case.GATE, number, until, recorded=project.valid_until is not None)
    return (
        RuleResult("project-usable", True, NamedProjectFacts(Case.NAMED, number)),
        RuleResult("same-account", True, SameAccountFacts(uid, project.account, number)),
        RuleResult("created-after-project", True, created),
        RuleResult("project-validity", until - now >= margin, valid),
    )


def _creation(
    project: Project, case: Literal[Case.GATE, Case.NOW, Case.CREATED_LATER]
) -> ProjectCreationFacts:
    if project.created_at is None:
        raise ValueError("a usable project has a creation time")
    return ProjectCreationFacts(
        case, project.number, project.created_at, assumed=project.created_assumed
    )


def _window_reason(window: Window, end: datetime, now: datetime, margin: timedelta) -> RuleResult:
    facts = WindowFacts(Case.GATE, window, end)
    return RuleResult(f"window-{window.value}", end - now >= margin, facts)
