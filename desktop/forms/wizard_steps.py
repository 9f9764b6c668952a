"""The wizard's steps, which of them an account has completed, and the typed request."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum

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
    """One page of the wizard, numbered as shown to the user; the welcome page has no number."""

    WELCOME = 0
    ACCOUNT = 1
    REQUEST = 2
    NUMBER = 3
    GATE = 4
    ORDERS = 5
    COUNTDOWN = 6


NUMBERED = tuple(step for step in Step if step)
"""The steps that lead from an account to a countdown."""


def pending_request(book: Book, uid: str) -> Project | None:
    """Return the account's latest sent request without a number yet, or None."""
    waiting = [p for p in book.projects_of(uid) if p.number is None and p.status.awaits_answer]
    return waiting[-1] if waiting else None


def copied_request(book: Book, uid: str) -> Project | None:
    """Return the account's latest request that was copied but not marked as sent, or None."""
    copied = [
        p
        for p in book.projects_of(uid)
        if p.number is None and p.status is ProjectStatus.DRAFT and p.copied_at is not None
    ]
    return copied[-1] if copied else None


def unfinished_project(book: Book, uid: str) -> Project | None:
    """Return the account's latest project whose number or creation is missing, or None."""
    open_ones = [
        p
        for p in book.projects_of(uid)
        if (p.status.awaits_answer or p.status is ProjectStatus.ACTIVE) and not p.usable
    ]
    return open_ones[-1] if open_ones else None


def next_step(book: Book, uid: str | None) -> Step:
    """Return the first step that the account has not completed; COUNTDOWN if there is none.

    `uid` is None if no account was chosen yet.
    """
    if uid is None or uid not in book.accounts:
        return Step.ACCOUNT
    if not book.usable_projects(uid):
        return Step.REQUEST if unfinished_project(book, uid) is None else Step.NUMBER
    if not book.has_orders(uid):
        return Step.GATE
    return Step.COUNTDOWN


def completed_steps(book: Book, uid: str | None) -> frozenset[Step]:
    """Return the steps that the account has completed."""
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
    """Return the account with the earliest next step, the last recorded if equal, or None."""
    return min(reversed(list(book.accounts)), key=lambda uid: next_step(book, uid), default=None)


def step_after(book: Book, uid: str | None, step: Step) -> Step | None:
    """Return the step after `step`, or None after the last.

    The account step leads to the first step that the account still needs, at most to the gate,
    which is asked again for each purchase. All other steps lead to the next one.
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


def step_to_resume(book: Book, uid: str | None, typed: Collection[Step] = ()) -> Step:
    """Return the step at which an interrupted wizard continues.

    The latest step with half-typed input (`typed`), else the first unfinished step. Input on steps
    that are completed, or that cannot be reached yet, is ignored.
    """
    first = next_step(book, uid)
    least = Step.REQUEST if first is Step.COUNTDOWN else first
    reachable = [step for step in typed if least <= step <= _FURTHEST_TYPED[first]]
    return max(reachable, default=first)


def project_to_number(book: Book, uid: str, *, another: bool = False) -> Project | None:
    """Return the project that a typed number belongs to; None if it is a new project.

    The request that was sent or at least copied and has no number yet; if there is none, the latest
    usable project, to correct it – unless `another` project is to be recorded.
    """
    waiting = unfinished_project(book, uid) or copied_request(book, uid)
    if waiting is not None or another:
        return waiting
    usable = book.usable_projects(uid)
    return usable[-1] if usable else None
