"""The wizard's steps, which of them an account has come to, and the request typed in one."""

from __future__ import annotations

from collections.abc import Collection
from enum import IntEnum

from desktop.base.lazy_dataclass import dataclass
from desktop.domain.book import Book
from desktop.domain.model import Project, ProjectStatus


@dataclass(frozen=True, slots=True)
class Request:
    """The facts of a request for a project number, as typed; `products` is free text."""

    uid: str
    company: str = ""
    purpose: str = ""
    products: str = ""

    def missing(self) -> tuple[str, ...]:
        """Return the fields without which a partner cannot register a project."""
        return tuple(name for name in ("company", "purpose") if not getattr(self, name).strip())


class Step(IntEnum):
    """One page of the wizard, numbered as the user sees them; the welcome has no number."""

    WELCOME = 0
    ACCOUNT = 1
    REQUEST = 2
    NUMBER = 3
    GATE = 4
    ORDERS = 5
    COUNTDOWN = 6


NUMBERED = tuple(step for step in Step if step)
"""The steps that lead from an account to a countdown."""

_PENDING = (ProjectStatus.SENT, ProjectStatus.UNDER_REVIEW)


def pending_request(book: Book, uid: str) -> Project | None:
    """Return the account's latest request that still waits for its number, or None."""
    waiting = [p for p in book.projects_of(uid) if p.number is None and p.status in _PENDING]
    return waiting[-1] if waiting else None


def copied_request(book: Book, uid: str) -> Project | None:
    """Return the account's latest request that was copied but not marked as sent, or None."""
    copied = [
        p
        for p in book.projects_of(uid)
        if p.number is None and p.status is ProjectStatus.DRAFT and p.copied_at is not None
    ]
    return copied[-1] if copied else None


def unfinished(book: Book, uid: str) -> Project | None:
    """Return the account's latest project whose number or creation is missing, or None."""
    open_ones = [
        p
        for p in book.projects_of(uid)
        if p.status in (*_PENDING, ProjectStatus.ACTIVE) and not p.usable
    ]
    return open_ones[-1] if open_ones else None


def next_step(book: Book, uid: str | None) -> Step:
    """Return the first step that is not done for the account; COUNTDOWN if all are.

    `uid` is None where no account was chosen yet.
    """
    if uid is None or uid not in book.accounts:
        return Step.ACCOUNT
    if not book.usable_projects(uid):
        return Step.REQUEST if unfinished(book, uid) is None else Step.NUMBER
    if not book.has_orders(uid):
        return Step.GATE
    return Step.COUNTDOWN


def done(book: Book, uid: str | None) -> frozenset[Step]:
    """Return the steps that need nothing more for the account."""
    if uid is None or uid not in book.accounts:
        return frozenset()
    steps = {Step.ACCOUNT}
    if any(p.status is not ProjectStatus.DRAFT for p in book.projects_of(uid)):
        steps.add(Step.REQUEST)
    if book.usable_projects(uid):
        steps.add(Step.NUMBER)
    if book.has_orders(uid):
        steps |= {Step.GATE, Step.ORDERS}
    return frozenset(steps)


def account_to_continue(book: Book) -> str | None:
    """Return the account that has come least far, the latest recorded first; None without any."""
    return min(reversed(list(book.accounts)), key=lambda uid: next_step(book, uid), default=None)


def following(book: Book, uid: str | None, step: Step) -> Step | None:
    """Return the step that comes after `step` is done, or None after the last.

    From the account it goes to the first step that the account still needs, and not past the gate:
    that is asked anew for each purchase. The others go on one by one.
    """
    if step is Step.COUNTDOWN:
        return None
    if step is Step.WELCOME:
        return Step.ACCOUNT
    if step is Step.ACCOUNT:
        return min(max(next_step(book, uid), Step.REQUEST), Step.GATE)
    return Step(step + 1)


_FURTHEST_TYPED = {
    Step.ACCOUNT: Step.ACCOUNT,
    Step.REQUEST: Step.NUMBER,
    Step.NUMBER: Step.NUMBER,
    Step.GATE: Step.ORDERS,
    Step.COUNTDOWN: Step.ORDERS,
}
"""How far ahead of the first unfinished step the wizard lets the user type."""


def resume(book: Book, uid: str | None, typed: Collection[Step] = ()) -> Step:
    """Return where an interrupted journey goes on: the latest step with half-typed input (`typed`).

    Without any: the first unfinished step. Input left behind on steps that are done, or that cannot
    be reached yet, does not count.
    """
    first = next_step(book, uid)
    least = Step.REQUEST if first is Step.COUNTDOWN else first
    reachable = [step for step in typed if least <= step <= _FURTHEST_TYPED[first]]
    return max(reachable, default=first)


def project_to_number(book: Book, uid: str, *, another: bool = False) -> Project | None:
    """Return the project that the number typed now belongs to; None for one not requested here.

    The request that waits for its number, or was copied at least; where none does, the latest
    usable project, to correct it – unless `another` is to be recorded.
    """
    waiting = unfinished(book, uid) or copied_request(book, uid)
    if waiting is not None or another:
        return waiting
    usable = book.usable_projects(uid)
    return usable[-1] if usable else None
