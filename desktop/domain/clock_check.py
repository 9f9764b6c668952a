"""Whether the computer's clock looks wrong: it then still counts, but the user is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from desktop.domain import beijing

_AFTER_LAST_ACT = timedelta(minutes=10)
"""How much earlier than the last act a moment may be: clocks are corrected by small steps."""
_BEFORE_RULES = timedelta(days=1)
"""How much earlier than the day of the rules: whoever reads them may be ahead of the user's zone."""
_STEP = timedelta(minutes=5)
"""How far the clock may run away from steady time before it counts as set."""


class ClockSign(StrEnum):
    """What a clock is doubted for, the surest first."""

    BEFORE_RULES = "before-rules"
    BEFORE_LAST_ACT = "before-last-act"
    SET_BACK = "set-back"
    SET_FORWARD = "set-forward"


@dataclass(frozen=True, slots=True)
class ClockWarning:
    """A sign, and how far the clock seems off: behind the rules or the last act, or by how much it was set."""

    sign: ClockSign
    off: timedelta
    known: datetime | None = None
    """The moment (UTC) that has certainly come; None where the clock was set while the program ran."""


class ClockSteadiness:
    """Compares the clock with one that nobody can set, and that goes on while the computer sleeps.

    `steady` gives seconds since some moment.
    """

    def __init__(self, clock: Callable[[], datetime], steady: Callable[[], float]) -> None:
        self._clock = clock
        self._steady = steady
        self._from = clock(), steady()

    def step(self) -> timedelta:
        """By how much the clock was set since the start or the last `trust`; small steps are none."""
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
    """What is odd about `now` (UTC), None where nothing is.

    `rules_read` is the day the sources of the rules were read, `last_act` the latest moment in the
    journal that the user has not called wrong, `step` by how much the clock was set meanwhile.
    """
    read_at = beijing.start_of_day(rules_read)
    if now < read_at - _BEFORE_RULES:
        return ClockWarning(ClockSign.BEFORE_RULES, read_at - now, read_at)
    if last_act is not None and now < last_act - _AFTER_LAST_ACT:
        return ClockWarning(ClockSign.BEFORE_LAST_ACT, last_act - now, last_act)
    if step:
        sign = ClockSign.SET_BACK if step < timedelta() else ClockSign.SET_FORWARD
        return ClockWarning(sign, abs(step))
    return None
