"""The list of upcoming reminders around the last chance, which rings once in quiet hours."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from desktop.domain.reminder_moments import order_moments
from desktop.domain.reminder_plan import QuietHours, ReminderKind, ReminderPlan
from desktop.domain.reminders import (
    Hold,
    ReminderMarks,
    Subject,
    UpcomingReminder,
    reminder_status,
    upcoming,
)

MIDNIGHT = datetime(2026, 9, 10, 16, tzinfo=UTC)
"""24:00 in Beijing, the deadline."""
PLAN = ReminderPlan(daily=(), hours=(), every=10, quiet=QuietHours(time(22), time(8)))
NAME = "order/1000000000000001/236414227150001"
SUBJECT = Subject(
    ReminderKind.ORDER,
    NAME,
    order_moments(MIDNIGHT - timedelta(days=1), MIDNIGHT, PLAN),
    PLAN,
    MIDNIGHT,
)
"""An order with reminders from 23:00 to 23:50, all in quiet hours; the last chance is 23:30."""


def before_midnight(minutes: int) -> datetime:
    """Return the moment so many minutes before the deadline."""
    return MIDNIGHT - timedelta(minutes=minutes)


def listed(marks: ReminderMarks, now: datetime) -> list[UpcomingReminder]:
    """Return the upcoming reminders of the order at a moment."""
    return upcoming([reminder_status(SUBJECT, marks, now)], marks, MIDNIGHT)


def test_after_the_last_chance_nothing_rings_in_quiet_hours() -> None:
    """The list would promise reminders, and the night would stay silent."""
    marks = ReminderMarks(handled={NAME: before_midnight(30)}, snoozed={})
    found = listed(marks, before_midnight(19))
    assert [one.moment for one in found] == [before_midnight(20), before_midnight(10)]
    assert [(one.held_by, one.rings_at) for one in found] == [(Hold.QUIET_HOURS, None)] * 2


def test_a_snoozed_last_chance_rings_once_when_the_snooze_ends() -> None:
    """The list would announce the moments after it as well, which then stay silent."""
    until = before_midnight(25)
    marks = ReminderMarks(handled={NAME: before_midnight(40)}, snoozed={NAME: until})
    found = listed(marks, before_midnight(29))
    assert [(one.moment, one.rings_at) for one in found] == [
        (before_midnight(30), until),
        (until, until),
        (before_midnight(20), None),
        (before_midnight(10), None),
    ]
    assert found[0].held_by is Hold.SNOOZE
