"""Which reminders are due at a moment, and what holds them back.

Reminders are *level-triggered*: a subject is due as long as a past moment was neither announced nor
acknowledged, no matter when this is checked. So no reminder is lost if the computer sleeps through
its moment, and an order whose association is undone becomes due again automatically.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from desktop.domain import beijing
from desktop.domain.model import Order, Project
from desktop.domain.reminder_moments import TIME_TO_ACT, ReminderMoment, ReminderStep, last_chance
from desktop.domain.reminder_plan import ReminderKind, ReminderPlan, at_time, day_start


class Hold(StrEnum):
    """What holds a reminder back."""

    QUIET_HOURS = "quiet-hours"
    SNOOZE = "snooze"


@dataclass(frozen=True, slots=True)
class Subject:
    """The object of a reminder. `name` identifies it, also on another computer.

    `moments` are sorted and before the `deadline` (UTC), if there is one. `cashback` is the amount
    at stake in fen, if known.
    """

    kind: ReminderKind
    name: str
    moments: tuple[ReminderMoment, ...]
    plan: ReminderPlan
    deadline: datetime | None = None
    account: str | None = None
    order: Order | None = None
    cashback: int | None = None
    project: Project | None = None

    @property
    def number(self) -> str:
        """The number of the order or project; empty if there is none."""
        record = self.order or self.project
        return "" if record is None else record.number or ""


@dataclass(frozen=True, slots=True)
class ReminderMarks:
    """The stored state of reminders: each subject's last handled moment and end of snooze.

    `handled` moments were claimed or acknowledged. `paused_until` holds back every subject that can
    wait. All are UTC, by the names of subjects.
    """

    handled: dict[str, datetime]
    snoozed: dict[str, datetime]
    paused_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReminderStatus:
    """The status of a subject's reminder at `now` (UTC).

    `current` is its latest moment at or before now, `next` the first after it. `open` is whether
    the current moment was neither claimed nor acknowledged; `skipped` are earlier moments of which
    this is true as well. `held_by` and `held_until` are what holds an open reminder back, and until
    when. `snoozed_until` is the end of a snooze that is still running, whether or not a moment fell
    into it.
    """

    subject: Subject
    now: datetime
    current: ReminderMoment | None
    next: ReminderMoment | None
    open: bool
    skipped: tuple[ReminderMoment, ...] = ()
    held_by: Hold | None = None
    held_until: datetime | None = None
    snoozed_until: datetime | None = None

    @property
    def due(self) -> bool:
        """Return whether the reminder is to be announced now."""
        return self.open and self.held_by is None

    @property
    def next_check(self) -> datetime | None:
        """Return when (UTC) the status can change next by time alone; None if it cannot."""
        times = [] if self.next is None else [self.next.at]
        if self.held_until is not None:
            times.append(self.held_until)
        return min(times, default=None)


def reminder_status(subject: Subject, marks: ReminderMarks, now: datetime) -> ReminderStatus:
    """Return the status of a subject's reminder at `now` (UTC)."""
    snoozed = marks.snoozed.get(subject.name)
    moments = _with_snooze(subject.moments, snoozed)
    at = bisect_right(moments, now, key=lambda moment: moment.at)
    handled = marks.handled.get(subject.name)
    first = 0 if handled is None else bisect_right(moments, handled, key=lambda one: one.at)
    is_open = first < at and (subject.deadline is None or now < subject.deadline)
    held_by, until = (None, None) if not is_open else _held(subject, marks, now, handled)
    return ReminderStatus(
        subject,
        now,
        current=moments[at - 1] if at else None,
        next=moments[at] if at < len(moments) else None,
        open=is_open,
        skipped=tuple(moments[first : at - 1]) if is_open else (),
        held_by=held_by,
        held_until=until,
        snoozed_until=snoozed if snoozed is not None and now < snoozed else None,
    )


def reminder_statuses(
    subjects: Iterable[Subject], marks: ReminderMarks, now: datetime
) -> list[ReminderStatus]:
    """Return the status of each subject's reminder at `now` (UTC)."""
    return [reminder_status(subject, marks, now) for subject in subjects]


def _with_snooze(
    moments: Sequence[ReminderMoment], until: datetime | None
) -> Sequence[ReminderMoment]:
    """Return the moments with the end of a snooze added, unless there is a moment at that time."""
    if until is None or any(one.at == until for one in moments):
        return moments
    return sorted([*moments, ReminderMoment(until, ReminderStep.SNOOZE)])


def _held(
    subject: Subject, marks: ReminderMarks, now: datetime, handled: datetime | None
) -> tuple[Hold | None, datetime | None]:
    """Return what holds an open reminder back, and until when (UTC)."""
    if subject.kind is ReminderKind.DRILL:
        return None, None
    snoozed = marks.snoozed.get(subject.name)
    if snoozed is not None and now < snoozed:
        return Hold.SNOOZE, snoozed
    if subject.kind is ReminderKind.GATE:
        return None, None  # the user requested this moment, which is midnight
    paused = marks.paused_until
    if paused is not None and now < paused and can_wait(subject, now, paused):
        return Hold.SNOOZE, paused
    quiet_until = held_by_quiet_hours(subject, now, handled)
    return (None, None) if quiet_until is None else (Hold.QUIET_HOURS, quiet_until)


def can_wait(subject: Subject, now: datetime, until: datetime) -> bool:
    """Return whether a pause until `until` may hold a subject back at `now` (both UTC).

    It may not if the deadline is today or before the end of the pause. A deadline at 24:00 is on
    the day that it ends.
    """
    deadline = subject.deadline
    return deadline is None or deadline > max(until, beijing.end_of_day(now))


def held_by_quiet_hours(
    subject: Subject, now: datetime, handled: datetime | None = None
) -> datetime | None:
    """Return until when (UTC) quiet hours hold a subject back at `now`; None if they do not.

    The last chance is not held back: if too little time to act would be left after the quiet hours,
    the last moment that leaves enough time rings in them. It does so once; `handled` is the
    subject's last handled moment.
    """
    plan, deadline = subject.plan, subject.deadline
    if plan.quiet is None or not plan.quiet.covers(now):
        return None
    until = plan.quiet.end_after(now)
    if deadline is None or plan.last_chance is False or until <= deadline - TIME_TO_ACT:
        return until
    chance = last_chance(subject.moments, deadline)
    held = chance is None or now < chance.at or (handled is not None and handled >= chance.at)
    return until if held else None


# Snoozing


class SnoozeChoice(StrEnum):
    """For how long, or until when, a reminder can be snoozed."""

    HALF_HOUR = "half-hour"
    HOUR = "hour"
    THREE_HOURS = "three-hours"
    THIS_EVENING = "this-evening"
    TOMORROW = "tomorrow"


_EVENING = time(18)
_LATER = {
    SnoozeChoice.HALF_HOUR: timedelta(minutes=30),
    SnoozeChoice.HOUR: timedelta(hours=1),
    SnoozeChoice.THREE_HOURS: timedelta(hours=3),
}


def snooze_choices(
    now: datetime, deadline: datetime | None, plan: ReminderPlan
) -> list[tuple[SnoozeChoice, datetime]]:
    """Return the choices for a snooze at `now`, each with its end (UTC), the soonest first.

    A snooze never ends in quiet hours, nor so late that less than `TIME_TO_ACT` is left before the
    deadline. Empty if the user must act now.
    """
    found = {choice: now + later for choice, later in _LATER.items()}
    found[SnoozeChoice.THIS_EVENING] = at_time(day_start(now), _EVENING)
    found[SnoozeChoice.TOMORROW] = at_time(beijing.end_of_day(now), plan.day_time)
    last = None if deadline is None else deadline - TIME_TO_ACT
    choices = {
        until: choice
        for choice, until in reversed(found.items())
        if until > now
        and (last is None or until <= last)
        and (plan.quiet is None or not plan.quiet.covers(until))
    }
    return [(choices[until], until) for until in sorted(choices)]


def one_hour_snooze(subject: Subject, now: datetime) -> datetime | None:
    """Return the end (UTC) of a snooze by one hour, which a notification's button offers.

    None if that is too late or in quiet hours, and for a test reminder, which needs an answer.
    """
    until = now + _LATER[SnoozeChoice.HOUR]
    offered = [at for _choice, at in snooze_choices(now, subject.deadline, subject.plan)]
    return until if until in offered and subject.kind is not ReminderKind.DRILL else None


def plays_sound(one: ReminderStatus) -> bool:
    """Return whether the notification plays a sound: if the user wants it and it is urgent.

    Urgent are orders in the last hour before the deadline and at the last chance in time, and the
    test reminder.
    """
    subject, deadline = one.subject, one.subject.deadline
    if not subject.plan.sound or one.current is None:
        return False
    if deadline is None or subject.kind is not ReminderKind.ORDER:
        return subject.kind is ReminderKind.DRILL
    last_hour = deadline - one.now <= _LATER[SnoozeChoice.HOUR]
    return last_hour or last_chance(subject.moments, deadline) == one.current


# Upcoming reminders


@dataclass(frozen=True, slots=True)
class UpcomingReminder:
    """Subjects that share a moment and its step. `first` are the most urgent of `count`.

    `rings_at` (UTC) is later than the moment if something holds it back, and None if that lasts
    beyond the deadline or until a later moment has rung.
    """

    moment: datetime
    kind: ReminderKind
    step: str
    count: int
    first: tuple[Subject, ...]
    held_by: Hold | None
    rings_at: datetime | None


NAMES_LIMIT = 3
"""How many subjects of one reminder are listed by name."""


def upcoming(
    statuses: Iterable[ReminderStatus], marks: ReminderMarks, until: datetime
) -> list[UpcomingReminder]:
    """Return the reminders up to `until` (UTC) and those held back now, sorted by moment.

    Assumes that the records do not change meanwhile.
    """
    groups: dict[tuple[datetime, ReminderKind, str, Hold | None, datetime | None], list[Subject]]
    groups = {}
    for status in statuses:
        subject = status.subject
        for moment, held_by, rings in _without_overtaken(_ahead(status, marks, until)):
            key = moment.at, subject.kind, moment.step, held_by, rings
            groups.setdefault(key, []).append(subject)
    found = []
    for (at, kind, step, held_by, rings), subjects in groups.items():
        first = sorted(subjects, key=_urgency)[:NAMES_LIMIT]
        found.append(UpcomingReminder(at, kind, step, len(subjects), tuple(first), held_by, rings))
    return sorted(found, key=lambda one: (one.moment, one.kind, one.step, str(one.held_by)))


_Ahead = tuple[ReminderMoment, Hold | None, datetime | None]
"""A moment, what holds it back, and when (UTC) it rings."""


def _without_overtaken(found: Iterable[_Ahead]) -> list[_Ahead]:
    """Return the moments, each held until a later one has rung marked as never ringing."""
    result: list[_Ahead] = []
    first: datetime | None = None
    for moment, held_by, rings in reversed(list(found)):
        at = None if rings is None or (first is not None and first < rings) else rings
        first = first if at is None else at
        result.append((moment, held_by, at))
    return result[::-1]


def _ahead(status: ReminderStatus, marks: ReminderMarks, until: datetime) -> Iterator[_Ahead]:
    """Yield the moment that is held back now, and those up to `until` (UTC).

    Moments that ring meanwhile count as handled, since the last chance rings once.
    """
    subject, current = status.subject, status.current
    handled = marks.handled.get(subject.name)
    waiting: tuple[datetime, datetime] | None = None  # (when it rings, the held moment)
    if current is not None and status.held_by is not None:
        rings = _ring_time(subject, marks, status.held_until, handled)
        waiting = None if rings is None else (rings, current.at)
        yield current, status.held_by, rings
    elif current is not None:
        handled = current.at
    moments = _with_snooze(subject.moments, marks.snoozed.get(subject.name))
    after = bisect_right(moments, status.now, key=lambda one: one.at)
    for moment in moments[after:]:
        if moment.at > until:
            return
        if waiting is not None and waiting[0] < moment.at:
            handled = waiting[1]
        held_by, held_until = _held(subject, marks, moment.at, handled)
        rings = _ring_time(subject, marks, held_until, handled) if held_by else moment.at
        waiting = waiting if rings is None else (rings, moment.at)
        yield moment, held_by, rings


def next_ring(found: Iterable[UpcomingReminder]) -> UpcomingReminder | None:
    """Return the upcoming reminder that rings first."""
    ringing = [one for one in found if one.rings_at is not None]
    return min(ringing, key=lambda one: one.rings_at or one.moment, default=None)


def _ring_time(
    subject: Subject, marks: ReminderMarks, at: datetime | None, handled: datetime | None
) -> datetime | None:
    """Return when (UTC) a reminder that is held back until `at` rings; None if too late.

    A snooze or a pause can end in quiet hours, which then hold it back further.
    """
    while at is not None and (subject.deadline is None or at < subject.deadline):
        _held_by, until = _held(subject, marks, at, handled)
        if until is None:
            return at
        at = until
    return None


_NEVER = datetime.max.replace(tzinfo=beijing.BEIJING)


def _urgency(subject: Subject) -> tuple[datetime, str]:
    return subject.deadline or _NEVER, subject.name


def by_deadline(statuses: Iterable[ReminderStatus]) -> list[ReminderStatus]:
    """Return statuses sorted by deadline, then by account and number."""
    return sorted(
        statuses,
        key=lambda one: (
            one.subject.deadline or _NEVER,
            one.subject.account or "",
            one.subject.number,
            one.subject.name,
        ),
    )
