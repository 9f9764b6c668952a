"""The moments at which reminders are planned, each with the name of its step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from desktop.domain import beijing
from desktop.domain.reminder_plan import ReminderPlan, at_time, day_start, next_at_time

TIME_TO_ACT = timedelta(minutes=30)
"""The time needed to sign in to the console and associate an order."""
AHEAD = timedelta(days=31)
"""How far ahead reminders are listed."""
_DAY = timedelta(days=1)
_LAST_HOUR = 60
"""Minutes before a deadline in which reminders may be repeated."""
_PROJECT_DAYS = (14, 3, 1)
"""Days before a project expires: the first leaves time to ask the partner for another."""
_BACKUP_OLD = timedelta(days=7)
_OVERDUE_EVERY = timedelta(days=7)
_REPEATS_FOR = timedelta(days=90)
"""How long an unanswered request, and overdue cashback, are repeated."""


class ReminderStep(StrEnum):
    """The names of steps that are not a number of hours, minutes or days before a deadline."""

    DAILY = "daily"
    SNOOZE = "snooze"
    OUTLIVED = "outlived"
    """Open orders whose window ends after their project expires."""
    UNANSWERED = "unanswered"
    NO_BACKUP = "no-backup"
    OVERDUE = "overdue"
    DRILL = "drill"
    MAY_ORDER = "may-order"


@dataclass(frozen=True, slots=True, order=True)
class ReminderMoment:
    """A moment (UTC) and its step: a `ReminderStep`, or the time before a deadline (``20min``)."""

    at: datetime
    step: str


def order_moments(
    anchor: datetime, deadline: datetime, plan: ReminderPlan
) -> tuple[ReminderMoment, ...]:
    """Return the moments of an open order, later than its anchor and earlier than its deadline.

    If several steps have the same moment, the step named by hours is kept.
    """
    found: dict[datetime, ReminderMoment] = {}
    start, end = day_start(anchor), day_start(deadline)
    while start <= end:
        found.update((one.at, one) for one in _daily(start, plan.daily))
        start += _DAY
    if plan.every is not None:
        for minutes in range(plan.every, _LAST_HOUR + 1, plan.every):
            at = deadline - timedelta(minutes=minutes)
            found[at] = ReminderMoment(at, f"{minutes}min")
    for hours in plan.hours:
        at = deadline - timedelta(hours=hours)
        found[at] = ReminderMoment(at, f"{hours}h")
    return tuple(found[at] for at in sorted(found) if anchor < at < deadline)


def last_chance(moments: Iterable[ReminderMoment], deadline: datetime) -> ReminderMoment | None:
    """Return the last moment that leaves `TIME_TO_ACT` before the deadline, else the last one."""
    known = list(moments)
    in_time = [one for one in known if one.at <= deadline - TIME_TO_ACT]
    return next(reversed(in_time or known), None)


def project_moments(
    created_at: datetime,
    valid_until: datetime,
    outlived_since: datetime | None,
    plan: ReminderPlan,
) -> tuple[ReminderMoment, ...]:
    """Return the moments of a project that is about to expire, at the plan's time of day.

    `outlived_since` is since when an open order has its deadline from the project's expiry.
    """
    found = {
        next_at_time(valid_until - days * _DAY, plan.day_time): f"{days}d" for days in _PROJECT_DAYS
    }
    if outlived_since is not None:
        found[outlived_since] = ReminderStep.OUTLIVED
    return tuple(
        ReminderMoment(at, found[at]) for at in sorted(found) if created_at <= at < valid_until
    )


def request_moments(sent_at: datetime, plan: ReminderPlan) -> tuple[ReminderMoment, ...]:
    """Return the moments of an unanswered request: every `request_days` of the plan."""
    every = plan.request_days * _DAY
    times = range(1, _REPEATS_FOR // every + 1)
    return tuple(
        ReminderMoment(
            next_at_time(sent_at + number * every, plan.day_time), ReminderStep.UNANSWERED
        )
        for number in times
    )


def cashback_moments(due: date, plan: ReminderPlan) -> tuple[ReminderMoment, ...]:
    """Return the moments of cashback that was due by a Beijing day: weekly after it."""
    since = beijing.start_of_day(due + _DAY)
    times = range(_REPEATS_FOR // _OVERDUE_EVERY + 1)
    return tuple(
        ReminderMoment(
            next_at_time(since + number * _OVERDUE_EVERY, plan.day_time), ReminderStep.OVERDUE
        )
        for number in times
    )


def backup_moments(
    since: datetime, now: datetime, plan: ReminderPlan
) -> tuple[ReminderMoment, ...]:
    """Return the moments of a missing backup: a week after the last one, then weekly.

    `since` is the last verified backup, or the first record if there is none. All past moments but
    the latest are left out.
    """
    first = max(1, (now - since) // _BACKUP_OLD)
    last = max(first, (now + AHEAD - since) // _BACKUP_OLD)
    return tuple(
        ReminderMoment(
            next_at_time(since + number * _BACKUP_OLD, plan.day_time), ReminderStep.NO_BACKUP
        )
        for number in range(first, last + 1)
    )


@lru_cache(maxsize=512)
def _daily(start: datetime, times: tuple[time, ...]) -> tuple[ReminderMoment, ...]:
    """Return the daily moments of a day; cached, since thousands of orders share few days."""
    return tuple(ReminderMoment(at_time(start, at), ReminderStep.DAILY) for at in times)
