"""The sources of reminders: one function for each kind, which yields its subjects.

A new kind is a member of `ReminderKind`, a function here and its entry in `SOURCES`, and its words
in desktop/wording/reminders.py. Claiming, holding, listing and logging are the same for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from desktop.domain.assessment import Assessment
from desktop.domain.book import Book
from desktop.domain.model import Project
from desktop.domain.reminder_moments import (
    ReminderMoment,
    ReminderStep,
    backup_moments,
    cashback_moments,
    order_moments,
    project_moments,
    request_moments,
)
from desktop.domain.reminder_plan import Plans, ReminderKind
from desktop.domain.reminders import Subject

_GATE_LASTS = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OwedMonth:
    """The outstanding fen of a month, and the Beijing day by which they were expected."""

    fen: int
    due: date


@dataclass(frozen=True, slots=True)
class ReminderFacts:
    """The input of the sources. All moments are UTC.

    `open` are the assessments of all orders that are open at `now`. `records_since` is when the
    first record was made, `backed_up_at` when the last verified backup was taken; None if there is
    none. `drill` is the planned moment of the test reminder. `owed` maps Beijing months (`YYYY-MM`)
    to their outstanding cashback, `gates` account UIDs to when they may order again.
    """

    now: datetime
    book: Book
    plans: Plans
    open: Sequence[Assessment]
    records_since: datetime | None = None
    backed_up_at: datetime | None = None
    drill: datetime | None = None
    owed: Mapping[str, OwedMonth] = field(default_factory=dict)
    gates: Mapping[str, datetime] = field(default_factory=dict)


Source = Callable[[ReminderFacts], Iterable[Subject]]


def subjects(facts: ReminderFacts) -> list[Subject]:
    """Return the subjects of all kinds except orders, which `order_subjects` yields."""
    return [
        subject
        for kind, source in SOURCES.items()
        if facts.plans.user.rings(kind)
        for subject in source(facts)
    ]


def order_name(account: str, number: str) -> str:
    """Return the subject name of an order."""
    return f"{ReminderKind.ORDER}/{account}/{number}"


def order_subjects(found: Iterable[Assessment], plans: Plans) -> Iterator[Subject]:
    """Yield the orders with a deadline; those whose plan is off have no moments.

    The result depends only on the records and the plans, and can be cached until these change.
    """
    rings = plans.user.rings(ReminderKind.ORDER)
    for each in found:
        order, deadline = each.order, each.deadline
        if deadline is None:
            continue
        plan = plans.of(order.account, order.number)
        yield Subject(
            ReminderKind.ORDER,
            order_name(order.account, order.number),
            order_moments(order.anchored_at, deadline, plan) if rings and plan.on else (),
            plan,
            deadline,
            order.account,
            order=order,
            cashback=each.expected_cashback,
        )


def _projects(facts: ReminderFacts) -> Iterator[Subject]:
    """Yield each account's longest valid project, and those that cap an open order's deadline."""
    book = facts.book
    outlived: dict[tuple[str, str], datetime] = {}
    for found in facts.open:
        if found.capped_by == "project-validity" and found.project is not None:
            since, name = found.order.anchored_at, (found.order.account, found.project)
            outlived[name] = min(since, outlived.get(name, since))
    for account in book.accounts:
        usable = book.usable_projects(account)
        if not usable:
            continue
        longest = max(usable, key=book.valid_until)
        for project in usable:
            name = account, project.number or ""
            if project is longest or name in outlived:
                yield from _project(facts, project, outlived.get(name))


def _project(
    facts: ReminderFacts, project: Project, outlived: datetime | None
) -> Iterator[Subject]:
    until, created = facts.book.valid_until(project), project.created_at
    plan = facts.plans.of(project.account)
    if created is None or until <= facts.now or not plan.on:
        return
    yield Subject(
        ReminderKind.PROJECT,
        f"{ReminderKind.PROJECT}/{project.account}/{project.number}",
        project_moments(created, until, outlived, plan),
        plan,
        until,
        project.account,
        project=project,
    )


def _requests(facts: ReminderFacts) -> Iterator[Subject]:
    """Yield the requests for which no project number has arrived."""
    for project in facts.book.projects:
        plan = facts.plans.of(project.account)
        sent = project.requested_at
        if not project.status.awaits_answer or project.number or sent is None or not plan.on:
            continue
        yield Subject(
            ReminderKind.REQUEST,
            f"{ReminderKind.REQUEST}/{project.account}/{sent:%Y%m%d%H%M%S}",
            request_moments(sent, plan),
            plan,
            account=project.account,
            project=project,
        )


def _backups(facts: ReminderFacts) -> Iterator[Subject]:
    since = facts.backed_up_at or facts.records_since
    if since is not None:
        plan = facts.plans.user
        moments = backup_moments(since, facts.now, plan)
        yield Subject(ReminderKind.BACKUP, ReminderKind.BACKUP, moments, plan)


def _cashback(facts: ReminderFacts) -> Iterator[Subject]:
    """Yield the months with outstanding cashback, overdue or not yet due."""
    plan = facts.plans.user
    for key, owed in sorted(facts.owed.items()):
        if owed.fen > 0:
            name = f"{ReminderKind.CASHBACK}/{key}"
            moments = cashback_moments(owed.due, plan)
            yield Subject(ReminderKind.CASHBACK, name, moments, plan, cashback=owed.fen)


def _drill(facts: ReminderFacts) -> Iterator[Subject]:
    if facts.drill is not None:
        moments = (ReminderMoment(facts.drill, ReminderStep.DRILL),)
        yield Subject(ReminderKind.DRILL, ReminderKind.DRILL, moments, facts.plans.user)


def _gates(facts: ReminderFacts) -> Iterator[Subject]:
    """Yield the accounts that may order again, for one day after that moment."""
    for account, at in sorted(facts.gates.items()):
        if account in facts.book.accounts and facts.now < at + _GATE_LASTS:
            name = f"{ReminderKind.GATE}/{account}"
            moments = (ReminderMoment(at, ReminderStep.MAY_ORDER),)
            plan = facts.plans.user
            yield Subject(ReminderKind.GATE, name, moments, plan, account=account)


SOURCES: Mapping[ReminderKind, Source] = {
    ReminderKind.PROJECT: _projects,
    ReminderKind.REQUEST: _requests,
    ReminderKind.BACKUP: _backups,
    ReminderKind.CASHBACK: _cashback,
    ReminderKind.DRILL: _drill,
    ReminderKind.GATE: _gates,
}
