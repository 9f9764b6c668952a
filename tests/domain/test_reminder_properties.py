"""Properties of reminders for every plan, order and moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import cast

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from desktop.domain.reminder_moments import TIME_TO_ACT, last_chance, order_moments
from desktop.domain.reminder_plan import QuietHours, ReminderKind, ReminderPlan
from desktop.domain.reminders import (
    Hold,
    ReminderMarks,
    Subject,
    next_ring,
    reminder_status,
    snooze_choices,
    upcoming,
)

Draw = Callable[[st.SearchStrategy], object]
FIRST = datetime(2026, 9, 1, tzinfo=UTC)
QUARTER = timedelta(minutes=15)

times = st.builds(time, st.integers(0, 23), st.sampled_from((0, 30)))
quiet_hours = st.tuples(times, times).filter(lambda ends: ends[0] != ends[1])
instants = st.integers(0, 40 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))
minutes = st.none() | st.integers(1, 600).map(lambda count: timedelta(minutes=count))
lengths = st.integers(1, 31 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))
plans = st.builds(
    ReminderPlan,
    daily=st.lists(times, max_size=3, unique=True).map(tuple),
    hours=st.lists(st.integers(1, 72), max_size=4, unique=True).map(tuple),
    every=st.none() | st.integers(5, 30),
    quiet=st.none() | quiet_hours.map(lambda ends: QuietHours(*ends)),
    last_chance=st.sampled_from((None, True, False)),
)


@st.composite
def subjects(draw: Draw) -> Subject:
    """Draw an order with any plan, paid some time before its deadline."""
    anchor = cast("datetime", draw(instants))
    deadline = anchor + cast("timedelta", draw(lengths))
    plan = cast("ReminderPlan", draw(plans))
    moments = order_moments(anchor, deadline, plan)
    return Subject(ReminderKind.ORDER, "order/1/1", moments, plan, deadline)


def quarter_hourly(subject: Subject, start: datetime) -> list[datetime]:
    """Return when a program that checks every quarter of an hour announces a subject."""
    assert subject.deadline is not None
    marks = ReminderMarks({}, {})
    announced = []
    at = start
    while at < subject.deadline + timedelta(days=1):
        found = reminder_status(subject, marks, at)
        if found.due:
            assert found.current is not None
            marks.handled[subject.name] = found.current.at
            announced.append(at)
        at += QUARTER
    return announced


@given(anchor=instants, length=lengths, plan=plans)
def test_moments_are_in_order_and_between_anchor_and_deadline(
    anchor: datetime, length: timedelta, plan: ReminderPlan
) -> None:
    """A reminder at the deadline or later would be too late."""
    deadline = anchor + length
    moments = order_moments(anchor, deadline, plan)
    at = [one.at for one in moments]
    assert at == sorted(set(at))
    assert all(anchor < one < deadline for one in at)
    hours = {deadline - timedelta(hours=count): f"{count}h" for count in plan.hours}
    assert {one: hours[one] for one in hours if anchor < one} == {
        one.at: one.step for one in moments if one.at in hours
    }


@given(anchor=instants, length=lengths)
def test_the_usual_moments_are_those_of_the_contract(anchor: datetime, length: timedelta) -> None:
    """Computed naively: every whole minute is tested."""
    deadline = anchor + length
    expected = {}
    for minutes in range(1, length // timedelta(minutes=1)):
        at = anchor + timedelta(minutes=minutes)
        if (at.hour, at.minute, at.second) == (2, 0, 0):
            expected[at] = "daily"
        for hours in (24, 3, 1):
            if deadline - at == timedelta(hours=hours):
                expected[at] = f"{hours}h"
    assert {one.at: one.step for one in order_moments(anchor, deadline, ReminderPlan())} == expected


@settings(max_examples=150)
@given(subject=subjects())
def test_the_last_chance_is_announced_whatever_the_quiet_hours(subject: Subject) -> None:
    """With constant checks, there is time to act, unless the user declined the last chance."""
    plan, deadline = subject.plan, subject.deadline
    assert deadline is not None
    chance = last_chance(subject.moments, deadline)
    assume(chance is not None and plan.last_chance is not False)
    assert chance is not None
    start = chance.at - timedelta(days=2)
    announced = quarter_hourly(subject, start.replace(minute=start.minute // 15 * 15))
    assume(deadline - chance.at > QUARTER)
    assert any(chance.at <= at < deadline for at in announced)
    assert all(at < deadline for at in announced)


def test_the_last_chance_leaves_time_to_act() -> None:
    """Five minutes before the deadline nobody can sign in and associate any more."""
    deadline = FIRST + timedelta(days=2)
    moments = order_moments(FIRST, deadline, ReminderPlan(every=5))
    chance = last_chance(moments, deadline)
    assert chance is not None
    assert deadline - chance.at == TIME_TO_ACT
    late = [one for one in moments if deadline - one.at < TIME_TO_ACT]
    assert last_chance(late, deadline) == late[-1]
    assert last_chance([], deadline) is None


@settings(max_examples=150)
@given(subject=subjects(), start=instants)
def test_quiet_hours_are_broken_at_most_once(subject: Subject, start: datetime) -> None:
    """By the last chance only, and never if the user declined it."""
    quiet, plan = subject.plan.quiet, subject.plan
    assume(quiet is not None)
    assert quiet is not None
    announced = quarter_hourly(subject, start)
    broken = [at for at in announced if quiet.covers(at)]
    assert len(broken) <= (plan.last_chance is not False)
    assert subject.deadline is not None
    for at in broken:
        assert quiet.end_after(at) > subject.deadline - TIME_TO_ACT
        assert at >= max(one.at for one in subject.moments if one.at <= at)


@given(ends=quiet_hours, at=instants)
def test_quiet_hours_end_at_their_end(ends: tuple[time, time], at: datetime) -> None:
    """Within a day, and not before every quiet minute has passed."""
    quiet = QuietHours(*ends)
    end = quiet.end_after(at)
    assert not quiet.covers(end)
    assert timedelta() <= end - at < timedelta(days=1)
    minute = at
    while minute < end:
        assert quiet.covers(minute)
        minute += timedelta(minutes=30)


@given(subject=subjects(), now=instants)
def test_no_choice_snoozes_too_long(subject: Subject, now: datetime) -> None:
    """Each ends after now, with time to act before the deadline, and not in quiet hours."""
    assert subject.deadline is not None
    quiet = subject.plan.quiet
    choices = snooze_choices(now, subject.deadline, subject.plan)
    for _choice, until in choices:
        assert now < until <= subject.deadline - TIME_TO_ACT
        assert quiet is None or not quiet.covers(until)
        marks = ReminderMarks({}, {subject.name: until})
        found = reminder_status(subject, marks, now)
        assert not found.due
        assert reminder_status(subject, marks, until).due
        assert not found.open or found.held_by is Hold.SNOOZE
    assert [until for _choice, until in choices] == sorted({until for _choice, until in choices})


@given(subject=subjects(), now=instants, handled=minutes, snoozed=minutes, paused=minutes)
def test_exactly_the_listed_reminders_are_announced(
    subject: Subject,
    now: datetime,
    handled: timedelta | None,
    snoozed: timedelta | None,
    paused: timedelta | None,
) -> None:
    """“Next: …” and the list must be true for a program that keeps checking."""
    assert subject.deadline is not None
    marks = ReminderMarks({}, {}, None if paused is None else now + paused)
    if handled is not None:
        marks.handled[subject.name] = now - handled
    if snoozed is not None and now + snoozed < subject.deadline:
        marks.snoozed[subject.name] = now + snoozed
    status = reminder_status(subject, marks, now)
    if status.due:
        assert status.current is not None
        marks.handled[subject.name] = status.current.at
        status = reminder_status(subject, marks, now)
    listed = upcoming([status], marks, subject.deadline)
    first = next_ring(listed)
    rang = []
    look = status.next_check
    while look is not None and look < subject.deadline:
        found = reminder_status(subject, marks, look)
        if found.due:
            assert found.current is not None
            marks.handled[subject.name] = found.current.at
            rang.append(look)
        look = reminder_status(subject, marks, look).next_check
    assert rang == sorted({one.rings_at for one in listed if one.rings_at is not None})
    assert (first.rings_at if first is not None else None) == (rang[0] if rang else None)


def test_a_plan_refuses_nonsense() -> None:
    """A stored plan with an invalid value is read as the default."""
    for wrong in (
        {"hours": (0,)},
        {"hours": (3, 3)},
        {"hours": tuple(range(1, 10))},
        {"daily": (time(10), time(10))},
        {"daily": (time(10, 0, 1),)},
        {"every": 4},
        {"every": 31},
        {"request_days": 0},
    ):
        try:
            ReminderPlan(**wrong)
        except ValueError:
            continue
        raise AssertionError(wrong)
