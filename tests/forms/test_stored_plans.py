"""Stored plans of reminders are restored, and any other stored value means the default."""

from __future__ import annotations

import json
from datetime import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.reminder_plan import PlanChange, QuietHours, ReminderKind, ReminderPlan
from desktop.forms.stored_plans import read_change, read_plan, write_change, write_plan

times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
daily = st.lists(times, max_size=6, unique=True).map(tuple)
hours = st.lists(st.integers(1, 336), max_size=8, unique=True).map(tuple)
quiet = st.tuples(times, times).filter(lambda ends: ends[0] != ends[1])
plans = st.builds(
    ReminderPlan,
    on=st.booleans(),
    daily=daily,
    hours=hours,
    every=st.none() | st.integers(5, 30),
    quiet=st.none() | quiet.map(lambda ends: QuietHours(*ends)),
    last_chance=st.none() | st.booleans(),
    amounts=st.booleans(),
    sound=st.booleans(),
    request_days=st.integers(1, 60),
    off=st.frozensets(st.sampled_from(ReminderKind)),
)
changes = st.builds(
    PlanChange,
    on=st.none() | st.booleans(),
    daily=st.none() | daily,
    hours=st.none() | hours,
    every=st.none() | st.just(0) | st.integers(5, 30),
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)
NAMES = ("on", "daily", "hours", "every", "quiet", "last_chance", "request_days", "off", "sound")


@given(plan=plans)
def test_a_plan_is_read_back_unchanged(plan: ReminderPlan) -> None:
    """Reminders follow the user's choice."""
    assert read_plan(write_plan(plan)) == plan


@given(change=changes)
def test_a_plan_change_is_read_back_unchanged(change: PlanChange) -> None:
    """None is not the same as no times: an order may have no daily times."""
    assert read_change(write_change(change)) == change


@given(kept=st.dictionaries(st.sampled_from(NAMES), values))
def test_nothing_that_is_kept_raises(kept: dict[str, Any]) -> None:
    """A stranger's transfer file must not break the reminders."""
    text = json.dumps(kept)
    assert isinstance(read_plan(text), ReminderPlan)
    assert isinstance(read_change(text), PlanChange)


@pytest.mark.parametrize(
    "text",
    [None, "", "[]", "{", "null", "[" * 100_000, '{"hours": [%s]}' % ("9" * 4000), "x" * 10_000],
    ids=lambda text: str(text)[:12],
)
def test_an_invalid_plan_means_the_default(text: str | None) -> None:
    """The default is 10:00, and 24, 3 and 1 hours before."""
    assert read_plan(text) == ReminderPlan()
    assert read_change(text) == PlanChange()


def test_what_can_be_read_of_a_plan_counts() -> None:
    """An older program reads a newer one's plan."""
    kept = {"hours": [6], "daily": ["10:00", "soon"], "quiet": ["22:00", "22:00"], "new": 1}
    assert read_plan(json.dumps(kept)) == ReminderPlan(hours=(6,))
