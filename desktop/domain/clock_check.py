"""Signs that the computer's clock is wrong: it still counts, but the user is warned."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from desktop.domain import beijing

_AFTER_LAST_ACTION = timedelta(minutes=10)
"""How much earlier than the last action a moment may be: clocks are corrected by small steps."""
_BEFORE_RULES = timedelta(days=1)
"""How much earlier than the day of the rules: their reader may be in an earlier time zone."""
_STEP = timedelta(minutes=5)
"""How far the clock may run away from steady time before it counts as set."""


class ClockSign(StrEnum):
    """A sign that a clock is wrong, the surest first."""

    BEFORE_RULES = "before-rules"
    BEFORE_LAST_ACT = "before-last-act"
    SET_BACK = "set-back"
    SET_FORWARD = "set-forward"


class ClockWarning(NamedTuple):
    """A sign that the clock is wrong, and how far it is off.

    That is how far it is behind the rules or the last action, or by how much it was set.
    """

    sign: ClockSign
    off: timedelta
    known: datetime | None = None
    """A moment (UTC) that has certainly come; None where the clock was set meanwhile."""


class ClockSteadiness:
    """Compares the clock with one that nobody can set, and that goes on while the computer sleeps.

    `steady` gives seconds since some moment.
    """

    def __init__(self, clock: Callable[[], datetime], steady: Callable[[], float]) -> None:
        self._clock = clock
        self._steady = steady
        self._from = clock(), steady()

    def step(self) -> timedelta:
        """Return by how much the clock was set since the start or the last `trust`.

        Small steps count as none.
        """
        then, steady_then = self._from
        passed = timedelta(seconds=self._steady() - steady_then)
        step = self._clock() - then - passed
        return step if abs(step) > _STEP else timedelta()

    def trust(self) -> None:
        """Take the clock as it is now for right."""
        self._from = self._clock(), self._steady()


def check_clock(
    now: datetime, rules_read: date, last_act: datetime | None, step: timedelta
) -> ClockWarning | None:
    """Return what is odd about `now` (UTC); None where nothing is.

    `rules_read` is the day the sources of the rules were read, `last_act` the latest moment in the
    journal that the user has not called wrong, `step` by how much the clock was set meanwhile.
    """
    read_at = beijing.start_of_day(rules_read)
    if now < read_at - _BEFORE_RULES:
        return ClockWarning(ClockSign.BEFORE_RULES, read_at - now, read_at)
    if last_act is not None and now < last_act - _AFTER_LAST_ACTION:
        return ClockWarning(ClockSign.BEFORE_LAST_ACT, last_act - now, last_act)
    if step:
        sign = ClockSign.SET_BACK if step < timedelta() else ClockSign.SET_FORWARD
        return ClockWarning(sign, abs(step))
    return None
