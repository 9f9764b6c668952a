"""What is due to be reminded of at a moment, and what holds it back.

Reminders are *level-triggered*: whatever has a moment behind it that nobody announced or
acknowledged is due, whenever it is looked at. So nothing is lost by sleeping through a moment, and
an order that was associated, and then was not after all, is due again without anybody's doing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from desktop.domain import beijing
from desktop.domain.model import Order, Project
from desktop.domain.reminder_moments import TIME_TO_ACT, ReminderMoment, ReminderStep, last_chance
from desktop.domain.reminder_plan import ReminderKind, ReminderPlan


class Hold(StrEnum):
    """What holds a reminder back."""

    QUIET_HOURS = "quiet-hours"
    SNOOZE = "snooze"


@dataclass(frozen=True, slots=True)
class Subject:
    """What is reminded of. `name` tells it from all others, also on another computer.

    `moments` are in order and before the `deadline` (UTC), if there is one. `cashback` is what an
    order would lose, in fen, where that is known.
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
        """The number of the order or project; empty where there is none."""
        if self.order is not None:
            return self.order.number
        return (self.project.number if self.project is not None else None) or ""


@dataclass(frozen=True, slots=True)
class ReminderMarks:
    """What is kept of the reminders: the last handled moment and the snooze of each subject.

    `handled` was claimed or acknowledged. `paused_until` holds back everything that can wait. All
    are UTC, by the names of subjects.
    """

    handled: dict[str, datetime]
    snoozed: dict[str, datetime]
    paused_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a subject stands at `now` (UTC).

    `current` is its latest moment at or before now, `next` the first after it. `open` says whether
    the current one was neither claimed nor acknowledged. `passed_over` are the moments between that
    were not, either. `held_by` is what holds an open one back, `held_until` until when.
    `put_off_until` is when a snooze ends that still lasts, whether anything came due in it or not.
    """

    subject: Subject
    now: datetime
    current: ReminderMoment | None
    next: ReminderMoment | None
    open: bool
    passed_over: tuple[ReminderMoment, ...] = ()
    held_by: Hold | None = None
    held_until: datetime | None = None
    put_off_until: datetime | None = None

    @property
    def due(self) -> bool:
        """Return whether it is to be announced now."""
        return self.open and self.held_by is None

    @property
    def next_look(self) -> datetime | None:
        """Return when (UTC) this can be otherwise; None where time changes nothing."""
        times = [] if self.next is None else [self.next.at]
        if self.held_until is not None:
            times.append(self.held_until)
        return min(times, default=None)


def stand(subject: Subject, kept: ReminderMarks, now: datetime) -> Standing:
    """Return where a subject stands at `now` (UTC)."""
    snoozed = kept.snoozed.get(subject.name)
    moments = _with_snooze(subject.moments, snoozed)
    at = bisect_right(moments, now, key=lambda moment: moment.at)
    handled = kept.handled.get(subject.name)
    first = 0 if handled is None else bisect_right(moments, handled, key=lambda one: one.at)
    is_open = first < at and (subject.deadline is None or now < subject.deadline)
    held_by, until = (None, None) if not is_open else _held(subject, kept, now, handled)
    return Standing(
        subject,
        now,
        current=moments[at - 1] if at else None,
        next=moments[at] if at < len(moments) else None,
        open=is_open,
        passed_over=tuple(moments[first : at - 1]) if is_open else (),
        held_by=held_by,
        held_until=until,
        put_off_until=snoozed if snoozed is not None and now < snoozed else None,
    )


def stand_all(subjects: Iterable[Subject], kept: ReminderMarks, now: datetime) -> list[Standing]:
    """Return where the subjects stand at `now` (UTC)."""
    return [stand(subject, kept, now) for subject in subjects]


def _with_snooze(
    moments: Sequence[ReminderMoment], until: datetime | None
) -> Sequence[ReminderMoment]:
    """Return the moments with the end of a snooze, which rings where no other does then."""
    if until is None or any(one.at == until for one in moments):
        return moments
    return sorted([*moments, ReminderMoment(until, ReminderStep.SNOOZE)])


def _held(
    subject: Subject, kept: ReminderMarks, now: datetime, handled: datetime | None
) -> tuple[Hold | None, datetime | None]:
    """Return what holds an open reminder back, and until when (UTC)."""
    if subject.kind is ReminderKind.DRILL:
        return None, None
    snoozed = kept.snoozed.get(subject.name)
    if snoozed is not None and now < snoozed:
        return Hold.SNOOZE, snoozed
    if subject.kind is ReminderKind.GATE:
        return None, None  # the user asked for this very moment, which is midnight
    paused = kept.paused_until
    if paused is not None and now < paused and can_wait(subject, now, paused):
        return Hold.SNOOZE, paused
    quiet_until = held_by_quiet_hours(subject, now, handled)
    return (None, None) if quiet_until is None else (Hold.QUIET_HOURS, quiet_until)


def can_wait(subject: Subject, now: datetime, until: datetime) -> bool:
    """Return whether a pause may hold a subject back: not what is due today, or before its end.

    A deadline at 24:00 belongs to the day that it ends.
    """
    deadline = subject.deadline
    return deadline is None or deadline > max(until, beijing.end_of_day(now))


def held_by_quiet_hours(
    subject: Subject, now: datetime, handled: datetime | None = None
) -> datetime | None:
    """Return until when (UTC) quiet hours hold a subject back at `now`; None if they do not.

    The last chance is not held: the last moment with time to act, where the quiet hours leave no
    such time after them. `handled` is the subject's last handled moment; the chance is given once.
    """
    plan, deadline = subject.plan, subject.deadline
    if plan.quiet is None or not plan.quiet.covers(now):
        return None
    until = plan.quiet.end_after(now)
    if deadline is None or plan.last_chance is False or until <= deadline - TIME_TO_ACT:
        return until
    chance = last_chance(subject.moments, deadline)
    given = chance is None or now < chance.at or (handled is not None and handled >= chance.at)
    return until if given else None


# Snoozing


class SnoozeChoice(StrEnum):
    """How long a reminder can be put off."""

    HALF_HOUR = "half-hour"
    HOUR = "hour"
    THREE_HOURS = "three-hours"
    THIS_EVENING = "this-evening"
    TOMORROW = "tomorrow"


_EVENING = 18
_LATER = {
    SnoozeChoice.HALF_HOUR: timedelta(minutes=30),
    SnoozeChoice.HOUR: timedelta(hours=1),
    SnoozeChoice.THREE_HOURS: timedelta(hours=3),
}


def snooze_choices(
    now: datetime, deadline: datetime | None, plan: ReminderPlan
) -> list[tuple[SnoozeChoice, datetime]]:
    """Return until when (UTC) a reminder can be put off at `now`, the soonest first.

    Never past the deadline, nor so late that there is no time to act any more, nor into quiet
    hours. Empty where it must be done now.
    """
    start = beijing.start_of_day(beijing.day_of(now))
    found = {choice: now + later for choice, later in _LATER.items()}
    found[SnoozeChoice.THIS_EVENING] = start + timedelta(hours=_EVENING)
    time = plan.day_time
    found[SnoozeChoice.TOMORROW] = start + timedelta(days=1, hours=time.hour, minutes=time.minute)
    last = None if deadline is None else deadline - TIME_TO_ACT
    choices = {
        until: choice
        for choice, until in reversed(found.items())
        if until > now
        and (last is None or until <= last)
        and (plan.quiet is None or not plan.quiet.covers(until))
    }
    return [(choices[until], until) for until in sorted(choices)]


def an_hour_later(subject: Subject, now: datetime) -> datetime | None:
    """Return until when (UTC) a subject is put off by the button of a note at `now`: by an hour.

    None where that would be too late, or in quiet hours; and of a trial, which is to be answered.
    """
    until = now + _LATER[SnoozeChoice.HOUR]
    offered = [at for _choice, at in snooze_choices(now, subject.deadline, subject.plan)]
    return until if until in offered and subject.kind is not ReminderKind.DRILL else None


def is_to_be_heard(one: Standing) -> bool:
    """Return whether an announcement makes a sound: where the user wants one, and it is pressing.

    That is in the last hour, and at the last chance in time before it. A trial is heard, too.
    """
    subject, deadline = one.subject, one.subject.deadline
    if not subject.plan.sound or one.current is None:
        return False
    if deadline is None or subject.kind is not ReminderKind.ORDER:
        return subject.kind is ReminderKind.DRILL
    last_hour = deadline - one.now <= _LATER[SnoozeChoice.HOUR]
    return last_hour or last_chance(subject.moments, deadline) == one.current


# What will ring


@dataclass(frozen=True, slots=True)
class UpcomingReminder:
    """Subjects that share a moment and its step. `first` are the most urgent of `count`.

    `rings_at` (UTC) is later than the moment where something holds it back, and None where that
    is until after the deadline, or until after a later moment rings.
    """

    moment: datetime
    kind: ReminderKind
    step: str
    count: int
    first: tuple[Subject, ...]
    held_by: Hold | None
    rings_at: datetime | None


NAMED = 3
"""How many subjects of one reminder are named."""


def upcoming(
    standings: Iterable[Standing], kept: ReminderMarks, until: datetime
) -> list[UpcomingReminder]:
    """Return what will ring up to `until` (UTC), and what is held back now, by moment.

    As things are: nothing is associated and nothing logged meanwhile.
    """
    groups: dict[tuple[datetime, ReminderKind, str, Hold | None, datetime | None], list[Subject]]
    groups = {}
    for standing in standings:
        subject = standing.subject
        for moment, held_by, rings in _without_overtaken(_ahead(standing, kept, until)):
            key = moment.at, subject.kind, moment.step, held_by, rings
            groups.setdefault(key, []).append(subject)
    found = []
    for (at, kind, step, held_by, rings), subjects in groups.items():
        first = sorted(subjects, key=_urgency)[:NAMED]
        found.append(UpcomingReminder(at, kind, step, len(subjects), tuple(first), held_by, rings))
    return sorted(found, key=lambda one: (one.moment, one.kind, one.step, str(one.held_by)))


_Ahead = tuple[ReminderMoment, Hold | None, datetime | None]
"""A moment, what holds it back, and when (UTC) it rings."""


def _without_overtaken(found: Iterable[_Ahead]) -> list[_Ahead]:
    """Return what is ahead; what is held until a later moment has rung never rings itself."""
    kept: list[_Ahead] = []
    first: datetime | None = None
    for moment, held_by, rings in reversed(list(found)):
        at = None if rings is None or (first is not None and first < rings) else rings
        first = first if at is None else at
        kept.append((moment, held_by, at))
    return kept[::-1]


def _ahead(standing: Standing, kept: ReminderMarks, until: datetime) -> Iterator[_Ahead]:
    """Yield the moment that is held back now, and those up to `until` (UTC).

    Each with what holds it back and when it rings. What rang until then counts as handled: a last
    chance is given once.
    """
    subject, current, handled = standing.subject, standing.current, None
    waiting: tuple[datetime, datetime] | None = None  # rings at the first, for the second
    if current is not None and standing.held_by is not None:
        rings = _before_deadline(standing.held_until, subject)
        waiting = None if rings is None else (rings, current.at)
        yield current, standing.held_by, rings
    elif current is not None:
        handled = current.at
    moments = _with_snooze(subject.moments, kept.snoozed.get(subject.name))
    after = bisect_right(moments, standing.now, key=lambda one: one.at)
    for moment in moments[after:]:
        if moment.at > until:
            return
        if waiting is not None and waiting[0] <= moment.at:
            handled = waiting[1]
        held_by, held_until = _held(subject, kept, moment.at, handled)
        rings = _before_deadline(held_until, subject) if held_by else moment.at
        waiting = waiting if rings is None else (rings, moment.at)
        yield moment, held_by, rings


def next_ring(found: Iterable[UpcomingReminder]) -> UpcomingReminder | None:
    """Return the one of the upcoming reminders that rings first."""
    ringing = [one for one in found if one.rings_at is not None]
    return min(ringing, key=lambda one: one.rings_at or one.moment, default=None)


def _before_deadline(at: datetime | None, subject: Subject) -> datetime | None:
    """Return a moment if there is still time then; None if it is too late."""
    late = at is not None and subject.deadline is not None and at >= subject.deadline
    return None if late else at


_NEVER = datetime.max.replace(tzinfo=beijing.BEIJING)


def _urgency(subject: Subject) -> tuple[datetime, str]:
    return subject.deadline or _NEVER, subject.name


def by_deadline(standings: Iterable[Standing]) -> list[Standing]:
    """Return standings the most urgent first, then by account and number."""
    return sorted(
        standings,
        key=lambda one: (
            one.subject.deadline or _NEVER,
            one.subject.account or "",
            one.subject.number,
            one.subject.name,
        ),
    )
