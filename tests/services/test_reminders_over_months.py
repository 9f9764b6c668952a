"""Months of use, simulated in a second: sleep, restarts, clock jumps, and the user's actions.

At every check, the announced reminders are compared with a plain list of moments.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.model import Window
from desktop.domain.reminder_plan import PlanChange, ReminderKind
from desktop.services.later_target import LaterTarget
from desktop.services.workspace import Workspace
from tests.builders import UID, make_account, make_active_project, make_paid_order
from tests.conftest import FakeClock

START = datetime(2026, 9, 10, 4, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_USUAL = 15
EXAMPLES = int(os.environ.get("LINKDUE_REMINDER_EXAMPLES", str(_USUAL)))
"""Each example is weeks of use on a separate data file."""
pytestmark = [] if EXAMPLES == _USUAL else [pytest.mark.timeout(0)]
"""A busy machine must not fail a run of many examples."""

Act = tuple[str, int]
acts = st.lists(
    st.tuples(
        st.sampled_from(
            (
                "awake",
                "awake",
                "asleep",
                "asleep",
                "restart",
                "order",
                "order",
                "associate",
                "undo",
                "acknowledge",
                "snooze",
                "button",
                "plan",
                "delete",
                "ahead",
                "back",
            )
        ),
        st.integers(0, 5000),
    ),
    min_size=4,
    max_size=40,
)


USUAL = PlanChange(daily=(time(10),), hours=(24, 3, 1))
PLANS = (
    PlanChange(),
    PlanChange(on=False),
    PlanChange(hours=(48, 6)),
    PlanChange(daily=()),
    PlanChange(daily=(time(9), time(18)), hours=(1,)),
)
"""Own plans for orders."""


def moments_of(
    paid_at: datetime, deadline: datetime, plan: PlanChange = USUAL
) -> dict[datetime, str]:
    """Return the reminders of an order as docs/command-line.md describes them, computed naively."""
    found: dict[datetime, str] = {}
    if plan.on is False:
        return found
    for at in (USUAL.daily if plan.daily is None else plan.daily) or ():
        assert at >= time(8), "the same day in both zones"
        day = paid_at.replace(hour=at.hour - 8, minute=at.minute)
        while day < deadline:
            found[day] = "daily"
            day += timedelta(days=1)
    for hours in (USUAL.hours if plan.hours is None else plan.hours) or ():
        found[deadline - timedelta(hours=hours)] = f"{hours}h"
    return {at: step for at, step in found.items() if paid_at < at < deadline}


@dataclass
class Expected:
    """The state of an order, computed without the program."""

    paid_at: datetime
    deadline: datetime
    moments: dict[datetime, str]
    open: bool = True
    handled: set[datetime] = field(default_factory=set)
    announced: list[datetime] = field(default_factory=list)
    snoozed: tuple[datetime, datetime] | None = None

    def due(self, now: datetime) -> datetime | None:
        """Return the moment that is to be announced at `now`."""
        if not self.open or now >= self.deadline:
            return None
        moments = set(self.moments)
        if self.snoozed is not None and self.snoozed[0] <= now:
            if now < self.snoozed[1]:
                return None
            moments.add(self.snoozed[1])
        come = [at for at in moments if at <= now]
        if not come or any(max(come) <= at <= now for at in self.handled):
            return None
        return max(come)


class Months:
    """A data folder, a clock, and the expected state of each order."""

    def __init__(self, folder: Path) -> None:
        self.clock = FakeClock()
        self.workspace = Workspace.open(folder, self.clock)
        self.workspace.save_account(make_account(window=Window.MONTH))
        self.workspace.save_project(
            make_active_project(
                created_at=datetime(2026, 7, 1, tzinfo=UTC),
                valid_until=datetime(2028, 1, 1, tzinfo=UTC),
            )
        )
        self.orders: dict[str, Expected] = {}

    def do(self, act: str, number: int) -> None:
        """Perform one action; `number` is its duration, or selects the order."""
        getattr(self, f"do_{act}")(number)

    def do_awake(self, minutes: int) -> None:
        """Check whenever something can become due, as the window does, and at the end."""
        end = self.clock() + timedelta(minutes=minutes)
        for _look in range(12):
            upcoming = self.look()
            if upcoming is None or upcoming >= end:
                break
            self.clock.now = max(upcoming, self.clock() + _MINUTE)
        self.clock.now = end
        self.look()

    def do_asleep(self, minutes: int) -> None:
        """Let time pass without a check; then check, as after waking."""
        self.clock.now += timedelta(minutes=minutes)
        self.look()

    def do_restart(self, minutes: int) -> None:
        """Close and open the program."""
        self.workspace.close()
        self.clock.now += timedelta(minutes=minutes % 600)
        self.workspace = Workspace.open(self.workspace.folder, self.clock)
        self.look()

    def do_order(self, minutes: int) -> None:
        """Log an order that was paid a while ago."""
        name = str(236414227150000 + len(self.orders))
        paid_at = self.clock() - timedelta(minutes=minutes)
        order = self.workspace.save_order(make_paid_order(paid_at, number=name))
        deadline = self.workspace.assess(order).deadline
        assert deadline is not None
        self.orders[name] = Expected(paid_at, deadline, moments_of(paid_at, deadline))

    def do_associate(self, number: int) -> None:
        """Record that an order was associated."""
        self._change(number, is_open=False, change=self.workspace.associate)

    def do_undo(self, number: int) -> None:
        """Undo the record of an association."""
        self._change(number, is_open=True, change=self.workspace.undo_association)

    def do_delete(self, number: int) -> None:
        """Delete an order, which the simulation never restores."""
        self._change(number, is_open=False, change=self.workspace.delete_order)

    def _change(self, number: int, *, is_open: bool, change: Callable[[Any], object]) -> None:
        if not self.orders:
            return
        name = self._name(number)
        order = self.workspace.book().order(UID, name)
        if order is not None and self.orders[name].open is not is_open:
            change(order)
            self.orders[name].open = is_open

    def do_acknowledge(self, number: int) -> None:
        """Acknowledge one reminder in the window."""
        if self.orders:
            name = self._name(number)
            self.workspace.reminders.acknowledge([f"order/{UID}/{name}"])
            expected = self.orders[name]
            if expected.open and self.clock() < expected.deadline:
                expected.handled.add(self.clock())
                expected.snoozed = None

    def do_snooze(self, number: int) -> None:
        """Snooze one reminder, by one of the choices."""
        if self.orders:
            name = self._name(number)
            subject = f"order/{UID}/{name}"
            choices = self.workspace.reminders.snooze_choices(subject)
            if choices:
                _choice, until = choices[number % len(choices)]
                self.workspace.reminders.snooze(subject, until)
                self.orders[name].snoozed = self.clock(), until

    def do_button(self, number: int) -> None:
        """Press the button of a notification, which may have been on the screen for weeks."""
        if self.orders:
            name = self._name(number)
            order, now = self.orders[name], self.clock()
            begun, ends = order.snoozed or (now, now + _MINUTE)
            waits = order.snoozed is not None and begun <= now < ends
            come = [at for at in order.moments if at <= now] + [ends] * (
                begun <= now and ends <= now
            )
            has_rung = bool(come) and order.due(now) is None
            in_time = order.open and now + _HOUR <= order.deadline - 30 * _MINUTE
            until = self.workspace.reminders.snooze_one_hour(LaterTarget(f"order/{UID}/{name}"))
            assert until == (now + _HOUR if has_rung and in_time and not waits else None)
            if until is not None:
                order.snoozed = now, until

    def do_plan(self, number: int) -> None:
        """Give an order its own plan, or remove it."""
        if self.orders:
            name, plan = self._name(number), PLANS[number % len(PLANS)]
            self.workspace.reminders.save_change(plan, UID, name)
            order = self.orders[name]
            order.moments = moments_of(order.paid_at, order.deadline, plan)

    def do_ahead(self, minutes: int) -> None:
        """Let the clock run ahead by weeks, check, and correct the clock."""
        right = self.clock()
        self.clock.now += timedelta(minutes=10 * minutes)
        self.look()
        self.clock.now = right + _MINUTE
        self.look()

    def do_back(self, minutes: int) -> None:
        """Set the clock back, check, and let time continue from there."""
        self.clock.now = max(START, self.clock() - timedelta(minutes=minutes))
        self.look()

    def _name(self, number: int) -> str:
        return list(self.orders)[number % len(self.orders)]

    def look(self) -> datetime | None:
        """Claim, and compare the announced reminders with the expected ones.

        Return when something can come due next.
        """
        now = self.clock()
        claimed = self.workspace.reminders.claim()
        due = {
            one.subject.number: one.current.at
            for one in claimed.due
            if one.subject.kind is ReminderKind.ORDER and one.current is not None
        }
        expected = {
            name: at for name, order in self.orders.items() if (at := order.due(now)) is not None
        }
        assert due == expected
        for name, at in due.items():
            assert now < self.orders[name].deadline
            assert at not in self.orders[name].announced
            self.orders[name].announced.append(at)
            self.orders[name].handled.add(at)
        assert not self.workspace.reminders.due()
        return claimed.next_check


@settings(max_examples=EXAMPLES)
@given(acts=acts)
def test_whatever_happens_each_step_rings_once_while_awake(acts: list[Act]) -> None:
    """Missed, doubled and unstoppable reminders are the usual complaints about such programs."""
    with tempfile.TemporaryDirectory() as folder:
        months = Months(Path(folder))
        try:
            for act, number in acts:
                months.do(act, number)
            months.do("awake", 3000)
        finally:
            months.workspace.close()


@settings(max_examples=EXAMPLES)
@given(
    paid=st.lists(st.integers(0, 30 * 24 * 60), min_size=1, max_size=6),
    away=st.lists(st.tuples(st.integers(1, 20000), st.booleans()), min_size=1, max_size=8),
    associated=st.sets(st.integers(0, 5)),
)
def test_what_passed_while_closed_is_shown_once(
    paid: list[int], away: list[tuple[int, bool]], associated: set[int]
) -> None:
    """Each deadline that passed unseen is in one missed sheet, and in no notification."""
    with tempfile.TemporaryDirectory() as folder:
        months = Months(Path(folder))
        for minutes in paid:
            months.do_order(minutes)
        for number in associated:
            months.do_associate(number)
        reminders = months.workspace.reminders
        reminders.seen()
        shown: list[str] = []
        expected: list[str] = []
        for minutes, helper in away:
            since = months.clock()
            months.clock.now += timedelta(minutes=minutes)
            if helper:
                months.look()
            missed = reminders.missed_while_closed()
            if missed is not None:
                shown += [a.order.number for a in missed.past]
                still = {a.order.number for a in missed.still_time}
                assert still == {
                    name
                    for name, order in months.orders.items()
                    if (at := order.due(months.clock())) is not None and at > since
                }
                reminders.missed_shown(missed)
                for name in still:
                    months.orders[name].handled.add(months.clock())
                assert reminders.missed_while_closed() is None
            reminders.seen()
            expected += [
                name
                for name, order in months.orders.items()
                if order.open and since < order.deadline <= months.clock()
            ]
            months.look()
        months.workspace.close()
    assert sorted(shown) == sorted(expected)


def test_the_naive_moments_are_not_empty() -> None:
    """With empty lists, the comparison above would prove nothing."""
    found = moments_of(START, datetime(2026, 9, 30, 16, tzinfo=UTC))
    assert found[datetime(2026, 9, 30, 15, tzinfo=UTC)] == "1h"
    assert len(found) == 23
