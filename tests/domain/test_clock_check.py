"""A wrong clock is noticed, and a right one causes no warning."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from desktop.domain.clock_check import ClockSign, ClockStepDetector, check_clock

NOW = datetime(2026, 9, 10, 4, tzinfo=UTC)
RULES = date(2026, 9, 1)


class Computer:
    """A wall clock that can be set, and a monotonic one that cannot."""

    def __init__(self) -> None:
        self.wall, self.steady = NOW, 1000.0

    def pass_(self, **units: float) -> None:
        """Let time pass, awake or asleep."""
        self.wall += timedelta(**units)
        self.steady += timedelta(**units).total_seconds()

    def progress(self) -> ClockStepDetector:
        return ClockStepDetector(lambda: self.wall, lambda: self.steady)


@pytest.mark.parametrize(
    ("now", "last_act", "step", "sign"),
    [
        (NOW, None, timedelta(), None),
        (NOW, NOW - timedelta(days=400), timedelta(), None),
        (NOW, NOW + timedelta(minutes=9), timedelta(), None),
        (NOW, NOW + timedelta(minutes=11), timedelta(), ClockSign.BEFORE_LAST_ACTION),
        (NOW, NOW + timedelta(days=3), timedelta(hours=1), ClockSign.BEFORE_LAST_ACTION),
        (NOW, NOW, timedelta(hours=3), ClockSign.SET_FORWARD),
        (NOW, NOW, timedelta(hours=-3), ClockSign.SET_BACK),
        (datetime(2026, 8, 31, 16, tzinfo=UTC), None, timedelta(), None),
        (datetime(2026, 8, 31, 1, tzinfo=UTC), None, timedelta(), None),
        (datetime(2026, 8, 30, 15, tzinfo=UTC), None, timedelta(), ClockSign.BEFORE_RULES),
        (datetime(1992, 1, 2, tzinfo=UTC), NOW, timedelta(), ClockSign.BEFORE_RULES),
    ],
)
def test_the_surest_sign_is_reported(
    now: datetime, last_act: datetime | None, step: timedelta, sign: ClockSign | None
) -> None:
    """A moment before the rules is certainly wrong; then what was recorded; then a step."""
    found = check_clock(now, RULES, last_act, step)
    assert (found and found.sign) == sign


@pytest.mark.parametrize("hours", [0.01, 9, 24 * 200])
def test_sleep_is_no_step(hours: float) -> None:
    """A laptop closed for a night, or for the summer, has a correct clock."""
    computer = Computer()
    progress = computer.progress()
    computer.pass_(hours=hours)
    assert progress.step() == timedelta()


@pytest.mark.parametrize("minutes", [-600, -6, 6, 600])
def test_a_clock_that_was_set_is_noticed_through_sleep(minutes: float) -> None:
    """Set by hand, or by an empty battery, before, during or after sleep."""
    computer = Computer()
    progress = computer.progress()
    computer.pass_(hours=3)
    computer.wall += timedelta(minutes=minutes)
    computer.pass_(hours=30)
    assert progress.step() == timedelta(minutes=minutes)
    progress.trust()
    assert progress.step() == timedelta()


def test_the_network_s_small_corrections_are_no_step() -> None:
    """A minute and a half, as after a week without a time server."""
    computer = Computer()
    progress = computer.progress()
    computer.wall += timedelta(seconds=90)
    assert progress.step() == timedelta()
