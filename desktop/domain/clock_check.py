"""Signs that the computer's clock is wrong: it is still used, but the user is warned."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from desktop.domain import beijing

_AFTER_LAST_ACTION = timedelta(minutes=10)
"""Tolerance: how much earlier than the last action `now` may be, after a small correction."""
_BEFORE_RULES = timedelta(days=1)
"""Tolerance: how much earlier than the day of the rules, which may be from another time zone."""
_STEP = timedelta(minutes=5)
"""How far the clock may drift from steady time before it counts as set."""


class ClockSign(StrEnum):
    """The signs that a clock is wrong, the most certain first."""

    BEFORE_RULES = "before-rules"
    BEFORE_LAST_ACTION = "before-last-act"
    SET_BACK = "set-back"
    SET_FORWARD = "set-forward"


class ClockWarning(NamedTuple):
    """A sign that the clock is wrong, and by how much.

    `off` is how far it is behind the rules or the last action, or by how much it was set.
    """

    sign: ClockSign
    off: timedelta
    known: datetime | None = None
    """A moment (UTC) that has certainly passed; None if the clock was set meanwhile."""


class ClockStepDetector:
    """Detects that the clock was set, by comparing it with a monotonic clock.

    `steady` returns seconds since some moment; it cannot be set and includes the time that the
    computer sleeps.
    """

    def __init__(self, clock: Callable[[], datetime], steady: Callable[[], float]) -> None:
        self._clock = clock
        self._steady = steady
        self._from = clock(), steady()

    def step(self) -> timedelta:
        """Return by how much the clock was set since the start or the last `trust`.

        Steps of at most five minutes count as zero.
        """
        then, steady_then = self._from
        passed = timedelta(seconds=self._steady() - steady_then)
        step = self._clock() - then - passed
        return step if abs(step) > _STEP else timedelta()

    def trust(self) -> None:
        """Accept the present time of the clock as correct."""
        self._from = self._clock(), self._steady()


def check_clock(
    now: datetime, rules_read: date, last_action: datetime | None, step: timedelta
) -> ClockWarning | None:
    """Return a warning if `now` (UTC) is implausible, else None.

    `rules_read` is the day on which the sources of the rules were read, `last_action` the latest
    moment in the journal that the user has not declared wrong, `step` by how much the clock was
    set since the start.
    """
    read_at = beijing.start_of_day(rules_read)
    if now < read_at - _BEFORE_RULES:
        return ClockWarning(ClockSign.BEFORE_RULES, read_at - now, read_at)
    if last_action is not None and now < last_action - _AFTER_LAST_ACTION:
        return ClockWarning(ClockSign.BEFORE_LAST_ACTION, last_action - now, last_action)
    if step:
        sign = ClockSign.SET_BACK if step < timedelta() else ClockSign.SET_FORWARD
        return ClockWarning(sign, abs(step))
    return None
