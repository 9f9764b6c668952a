"""The program's clock, and the check whether it looks wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from desktop.base.settings import SettingKey
from desktop.domain.clock_check import ClockStepDetector, ClockWarning, check_clock
from desktop.domain.model import FIRST_YEAR, LAST_YEAR
from desktop.domain.programme import Programme
from desktop.domain.timestamps import format_instant
from desktop.records.store import Store

_FIRST = datetime(FIRST_YEAR, 1, 2, tzinfo=UTC)
_LAST = datetime(LAST_YEAR, 12, 30, tzinfo=UTC)
Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Return the wall clock's moment in UTC, to the second, as records keep instants.

    A computer that has lost its clock may report 1970, which no record can hold: the moment is
    limited to the range of records, so that work done meanwhile is not lost.
    """
    return min(max(datetime.now(UTC).replace(microsecond=0), _FIRST), _LAST)


class ClockCheck:
    """Compares the wall clock with the date of the rules, the journal, and a monotonic clock."""

    def __init__(
        self,
        store: Store,
        programme: Programme,
        clock: Clock,
        steady: Callable[[], float] | None = None,
    ) -> None:
        """`steady` gives monotonic seconds; with it, a change of the wall clock is noticed."""
        self._store = store
        self._programme = programme
        self._step_detector = None if steady is None else ClockStepDetector(clock, steady)

    def warning(self, now: datetime) -> ClockWarning | None:
        """Return why `now` (UTC), read from the clock, looks wrong; None if it does not."""
        latest = self._store.latest_moment()
        if latest is not None and self._store.setting(
            SettingKey.CLOCK_CALLED_WRONG
        ) == format_instant(latest):
            latest = None
        step = timedelta() if self._step_detector is None else self._step_detector.step()
        return check_clock(now, self._programme.checked, latest, step)

    def trust(self) -> None:
        """Accept the clock as right, as the user confirmed: ignore the steps and the last entry."""
        if self._step_detector is not None:
            self._step_detector.trust()
        latest = self._store.latest_moment()
        if latest is not None:
            self._store.set_setting(SettingKey.CLOCK_CALLED_WRONG, format_instant(latest))
