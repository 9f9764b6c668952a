"""May this account buy now? The one question whose wrong answer nothing repairs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from desktop.domain import beijing
from desktop.domain.book import Book
from desktop.domain.model import Project, Window
from desktop.domain.rule_result import Fact, RuleResult

DEFAULT_MARGIN = timedelta(minutes=60)
"""How much time a buyer is left at least, to order, pay and associate."""


class Decision(StrEnum):
    """The gate's answer."""

    GO = "go"
    WAIT = "wait"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Gate:
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
    """Whether the account may place and pay an order at `now` (UTC) and associate it within `margin`.

    An account that is not recorded is treated as one without projects.
    """
    account = book.accounts.get(uid)
    window = Window.UNKNOWN if account is None else account.window
    end = beijing.window_end(now, window, book.programme)
    live = [p for p in book.usable_projects(uid) if _live(p, book, now)]
    if not live:
        return Gate(uid, now, margin, Decision.STOP, (_why_none(uid, book, now),))
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


def _why_none(uid: str, book: Book, now: datetime) -> RuleResult:
    """Why the account has no candidate: of what it has, the one that comes closest speaks."""
    facts: dict[str, Fact] = {"account": uid}
    usable = book.usable_projects(uid)
    later = [p for p in usable if p.created_at is not None and p.created_at > now]
    if later:
        first = min(later, key=_rank)
        facts |= {"project": first.number, "project_created_at": first.created_at}
        return RuleResult("created-after-project", False, "created-later", facts)
    if usable:
        last = max(usable, key=book.valid_until)
        facts |= {"project": last.number, "valid_until": book.valid_until(last)}
        return RuleResult("project-validity", False, "expired", facts)
    known = book.projects_of(uid)
    if known:
        facts |= {"project": known[-1].number, "status": known[-1].status.value}
        return RuleResult("project-usable", False, "none-usable", facts)
    return RuleResult("project-usable", False, "account-has-none", facts)


def _project_reasons(
    uid: str, project: Project, until: datetime, now: datetime, margin: timedelta
) -> tuple[RuleResult, ...]:
    number = project.number
    created: dict[str, Fact] = {
        "project": number,
        "project_created_at": project.created_at,
        "assumed": project.created_assumed,
    }
    valid: dict[str, Fact] = {
        "project": number,
        "valid_until": until,
        "recorded": project.valid_until is not None,
        "minutes_left": (until - now) // timedelta(minutes=1),
    }
    borderline = project.created_at == now
    return (
        RuleResult("project-usable", True, "named", {"project": number}),
        RuleResult("same-account", True, "compare", {"account": uid, "project": number}),
        RuleResult("created-after-project", True, "now" if borderline else "gate", created),
        RuleResult("project-validity", until - now >= margin, "gate", valid),
    )


def _window_reason(window: Window, end: datetime, now: datetime, margin: timedelta) -> RuleResult:
    facts: dict[str, Fact] = {
        "window_end": end,
        "minutes_left": (end - now) // timedelta(minutes=1),
    }
    return RuleResult(f"window-{window.value}", end - now >= margin, "gate", facts)
