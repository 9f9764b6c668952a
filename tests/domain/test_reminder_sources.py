"""Reminders of other things than orders: projects, requests, backups, the trial."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from desktop.domain.assessment import assess_all
from desktop.domain.book import Book
from desktop.domain.model import Project, ProjectStatus, Window
from desktop.domain.reminder_plan import PlanChange, Plans, ReminderKind, ReminderPlan
from desktop.domain.reminder_sources import OwedMonth, ReminderFacts, subjects
from desktop.domain.reminders import Subject
from tests.builders import (
    OTHER_UID,
    UID,
    make_account,
    make_active_project,
    make_paid_order,
    make_project,
)
from tests.conftest import PROGRAMME

NOW = datetime(2026, 9, 10, 4, tzinfo=UTC)
UNTIL = datetime(2026, 10, 1, 1, tzinfo=UTC)


def found(kind: ReminderKind, *projects: Project, **facts: Any) -> list[Subject]:
    """Return the subjects of a kind."""
    orders = facts.pop("orders", ())
    accounts = [make_account(window=Window.MONTH), make_account(uid=OTHER_UID)]
    book = Book(PROGRAMME, accounts=accounts, projects=projects, orders=orders)
    known = {"now": NOW, "plans": Plans(), "open": assess_all(orders, book, NOW)}
    return [
        one for one in subjects(ReminderFacts(book=book, **(known | facts))) if one.kind is kind
    ]


def steps(subject: Subject) -> dict[str, datetime]:
    """Return the moments of a subject by their steps."""
    return {str(one.step): one.at for one in subject.moments}


def test_a_project_is_reminded_of_fourteen_three_and_one_days_before_it_expires() -> None:
    """At the user's usual time of day for reminders, and before the project has expired."""
    [project] = found(ReminderKind.PROJECT, make_active_project(valid_until=UNTIL))
    assert steps(project) == {
        "14d": datetime(2026, 9, 17, 2, tzinfo=UTC),
        "3d": datetime(2026, 9, 28, 2, tzinfo=UTC),
        "1d": datetime(2026, 9, 30, 2, tzinfo=UTC),
    }
    assert project.deadline == UNTIL


def test_only_the_longest_project_of_an_account_counts() -> None:
    """A user with another project loses nothing."""
    longer = make_active_project(number="202609010002", valid_until=UNTIL + timedelta(days=60))
    [project] = found(ReminderKind.PROJECT, make_active_project(valid_until=UNTIL), longer)
    assert project.project == longer
    expired = make_active_project(valid_until=NOW)
    assert found(ReminderKind.PROJECT, expired) == []


def test_a_project_that_ends_before_open_orders_is_due_immediately() -> None:
    """The orders could be associated until the end of the month, but the project ends before."""
    paid = NOW - timedelta(hours=1)
    short = make_active_project(valid_until=UNTIL - timedelta(days=5))
    [project] = found(ReminderKind.PROJECT, short, orders=[make_paid_order(paid)])
    assert steps(project)["outlived"] == paid
    [project] = found(ReminderKind.PROJECT, make_active_project(valid_until=UNTIL))
    assert "outlived" not in steps(project)


@pytest.mark.parametrize("status", [ProjectStatus.SENT, ProjectStatus.UNDER_REVIEW])
def test_a_request_is_reminded_of_until_it_is_answered(status: ProjectStatus) -> None:
    """Every so many days, as the user set it."""
    request = make_project(status=status, requested_at=NOW)
    [subject] = found(ReminderKind.REQUEST, request, plans=Plans(ReminderPlan(request_days=5)))
    assert subject.moments[0].at == datetime(2026, 9, 16, 2, tzinfo=UTC)
    assert subject.moments[1].at - subject.moments[0].at == timedelta(days=5)
    answered = make_active_project(requested_at=NOW)
    assert found(ReminderKind.REQUEST, answered) == []
    assert found(ReminderKind.REQUEST, make_project()) == []


def test_backups_are_reminded_of_a_week_after_the_last() -> None:
    """Then weekly; without any record there is nothing to back up."""
    assert found(ReminderKind.BACKUP) == []
    [subject] = found(ReminderKind.BACKUP, records_since=NOW - timedelta(days=6))
    assert subject.moments[0].at == datetime(2026, 9, 12, 2, tzinfo=UTC)
    [subject] = found(ReminderKind.BACKUP, records_since=NOW - timedelta(days=90), backed_up_at=NOW)
    assert subject.moments[0].at == datetime(2026, 9, 18, 2, tzinfo=UTC)
    [subject] = found(ReminderKind.BACKUP, records_since=NOW - timedelta(days=900))
    assert len(subject.moments) < 10


def test_an_account_or_kind_can_be_silent() -> None:
    """The trial cannot be silenced: it was requested."""
    plans = Plans(accounts={UID: PlanChange(on=False)})
    assert found(ReminderKind.PROJECT, make_active_project(valid_until=UNTIL), plans=plans) == []
    silent = Plans(ReminderPlan(off=frozenset(ReminderKind)))
    facts: dict[str, Any] = {"plans": silent, "records_since": NOW, "drill": NOW}
    assert found(ReminderKind.BACKUP, **facts) == []
    [drill] = found(ReminderKind.DRILL, **facts)
    assert drill.moments[0].at == NOW


def test_a_requested_reminder_announces_when_ordering_is_possible_again() -> None:
    """It was requested, so it ignores what is switched off; a day later nobody waits for it."""
    silent = Plans(ReminderPlan(on=False))
    [subject] = found(ReminderKind.GATE, gates={UID: NOW, "9" * 16: NOW}, plans=silent)
    assert (subject.name, steps(subject)) == (f"gate/{UID}", {"may-order": NOW})
    assert found(ReminderKind.GATE, gates={UID: NOW - timedelta(days=1)}) == []


def test_overdue_cashback_is_reminded_of_weekly_from_the_day_after_it_was_expected() -> None:
    """Nobody opens the page of cashback without a reason; a partner's promise is forgotten."""
    owed = {
        "2026-07": OwedMonth(32_000, date(2026, 8, 31)),
        "2026-08": OwedMonth(0, date(2026, 9, 30)),
        "2026-06": OwedMonth(-500, date(2026, 7, 31)),
    }
    [subject] = found(ReminderKind.CASHBACK, owed=owed)
    assert (subject.name, subject.cashback) == ("cashback/2026-07", 32_000)
    moments = [one.at for one in subject.moments]
    assert moments[:2] == [
        datetime(2026, 9, 1, 2, tzinfo=UTC),
        datetime(2026, 9, 8, 2, tzinfo=UTC),
    ]
    assert {one.step for one in subject.moments} == {"overdue"}
    off = Plans(ReminderPlan(off=frozenset({ReminderKind.CASHBACK})))
    assert found(ReminderKind.CASHBACK, owed=owed, plans=off) == []
