"""Reminder plans: daily times, hours before a deadline, quiet hours – for all, or for some orders.

Every time of day is Beijing time, like all times shown to the user, whatever zone the computer is
in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from enum import StrEnum

from desktop.domain import beijing

DAILY_LIMIT, HOURS_LIMIT = 6, 8
"""The maximum number of daily times, and of hours before a deadline, in a plan."""
HOURS_BEFORE_LIMIT = 14 * 24
EVERY_RANGE = (5, 30)
"""The smallest and the largest value of `every`, in minutes."""
REQUEST_DAYS_LIMIT = 60


def _check_steps(daily: tuple[time, ...], hours: tuple[int, ...], every: int | None) -> None:
    _check_minutes(daily)
    if len(daily) > DAILY_LIMIT or len(set(daily)) != len(daily):
        raise ValueError("daily times")
    if len(hours) > HOURS_LIMIT or len(set(hours)) != len(hours):
        raise ValueError("hours")
    if not all(1 <= one <= HOURS_BEFORE_LIMIT for one in hours):
        raise ValueError("hours")
    if every is not None and not EVERY_RANGE[0] <= every <= EVERY_RANGE[1]:
        raise ValueError("minutes")


def _check_minutes(times: tuple[time, ...]) -> None:
    if any(one.second or one.microsecond or one.tzinfo for one in times):
        raise ValueError("times are Beijing hours and minutes")


class ReminderKind(StrEnum):
    """What a reminder is about."""

    ORDER = "order"
    PROJECT = "project"
    REQUEST = "request"
    BACKUP = "backup"
    CASHBACK = "cashback"
    DRILL = "drill"
    """A test reminder, which shows whether reminders arrive on this computer."""
    GATE = "gate"
    """An account may order again; the user asked for this when the gate's answer was to wait."""


_ASKED_FOR = (ReminderKind.DRILL, ReminderKind.GATE)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """A part of each Beijing day without reminders; it may span midnight.

    Raises ValueError if it is empty.
    """

    start: time
    end: time

    def __post_init__(self) -> None:
        _check_minutes((self.start, self.end))
        if self.start == self.end:
            raise ValueError("quiet hours without length")

    def covers(self, moment: datetime) -> bool:
        """Return whether a moment (UTC) is in the quiet hours; the end is exclusive."""
        at = moment.astimezone(beijing.BEIJING).time()
        if self.start < self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end

    def end_after(self, moment: datetime) -> datetime:
        """Return the first moment (UTC) at or after this one that is not quiet."""
        if not self.covers(moment):
            return moment
        end = at_time(day_start(moment), self.end)
        return end if end > moment else at_time(beijing.end_of_day(moment), self.end)


@dataclass(frozen=True, slots=True)
class ReminderPlan:
    """How the user wants to be reminded. Raises ValueError if a value is out of range.

    `hours` are before a deadline; `every` is the number of minutes between reminders in the last
    hour, None for no such reminders. `last_chance` is whether the last chance before a deadline may
    ring in quiet hours; None if the user was not asked yet, which permits it, since a missed
    deadline cannot be repaired. `amounts` allows sums of money in notifications. `off` are kinds
    that never ring. A request is unanswered after `request_days`.
    """

    on: bool = True
    daily: tuple[time, ...] = (time(10),)
    hours: tuple[int, ...] = (24, 3, 1)
    every: int | None = None
    quiet: QuietHours | None = None
    last_chance: bool | None = None
    amounts: bool = False
    sound: bool = False
    request_days: int = 3
    off: frozenset[ReminderKind] = frozenset()

    def __post_init__(self) -> None:
        _check_steps(self.daily, self.hours, self.every)
        if not 1 <= self.request_days <= REQUEST_DAYS_LIMIT:
            raise ValueError("request days")

    def rings(self, kind: ReminderKind) -> bool:
        """Return whether this kind rings; one that the user requested always does."""
        return kind in _ASKED_FOR or (self.on and kind not in self.off)

    @property
    def day_time(self) -> time:
        """The time of day of reminders without a deadline: the first daily time, else 10:00."""
        return min(self.daily, default=time(10))


@dataclass(frozen=True, slots=True)
class PlanChange:
    """The differences of one account's or order's plan; None inherits the plan above it.

    `every` 0 means no such reminders. Raises ValueError if a value is out of range.
    """

    on: bool | None = None
    daily: tuple[time, ...] | None = None
    hours: tuple[int, ...] | None = None
    every: int | None = None

    def __post_init__(self) -> None:
        _check_steps(self.daily or (), self.hours or (), self.every or None)

    def __bool__(self) -> bool:
        return self != PlanChange()

    def applied_to(self, plan: ReminderPlan) -> ReminderPlan:
        """Return `plan` with these changes."""
        return replace(
            plan,
            on=plan.on if self.on is None else self.on,
            daily=plan.daily if self.daily is None else self.daily,
            hours=plan.hours if self.hours is None else self.hours,
            every=plan.every if self.every is None else self.every or None,
        )


@dataclass(frozen=True, slots=True)
class Plans:
    """The user's plan, with the changes for accounts (by UID) and orders (by UID, number)."""

    user: ReminderPlan = ReminderPlan()
    accounts: Mapping[str, PlanChange] = field(default_factory=dict)
    orders: Mapping[tuple[str, str], PlanChange] = field(default_factory=dict)

    def of(self, account: str | None = None, order: str | None = None) -> ReminderPlan:
        """Return the plan for an account, or one of its orders by number.

        If the user has switched all reminders off, no change switches some on.
        """
        plan = self.user
        if account is None or not plan.on:
            return plan
        for change in (self.accounts.get(account), self.orders.get((account, order or ""))):
            if change:
                plan = change.applied_to(plan)
        return plan


_DAY = timedelta(days=1)


def day_start(moment: datetime) -> datetime:
    """Return the first instant (UTC) of the Beijing day of a moment."""
    return beijing.start_of_day(beijing.day_of(moment))


def at_time(start: datetime, at: time) -> datetime:
    """Return a time of the Beijing day that starts at `start` (UTC)."""
    return start + timedelta(hours=at.hour, minutes=at.minute)


def next_at_time(moment: datetime, at: time) -> datetime:
    """Return the first moment (UTC) at or after `moment` with this Beijing time of day."""
    found = at_time(day_start(moment), at)
    return found if found >= moment else found + _DAY
