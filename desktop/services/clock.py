"""The clock of the program, and what speaks against it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from desktop.base.settings import SettingKey
from desktop.domain.clock_check import ClockSteadiness, ClockWarning, check_clock
from desktop.domain.model import FIRST_YEAR, LAST_YEAR
from desktop.domain.programme import Programme
from desktop.domain.timestamps import format_instant
from desktop.records.store import Store

_FIRST = datetime(FIRST_YEAR, 1, 2, tzinfo=UTC)
_LAST = datetime(LAST_YEAR, 12, 30, tzinfo=UTC)
Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Return the moment that the wall clock says, in UTC, to the second, as records keep instants.

    A computer that has lost its clock may say 1970, which no record can hold: it is taken for the
    first moment that one can, and what is done meanwhile is not lost.
    """
    return min(max(datetime.now(UTC).replace(microsecond=0), _FIRST), _LAST)


class ClockCheck:
    """Compares the clock with the rules, the journal, and a clock that nobody can set."""

    def __init__(
        self,
        store: Store,
        programme: Programme,
        clock: Clock,
        steady: Callable[[], float] | None = None,
    ) -> None:
        """`steady` gives seconds that nobody can set; with it, a clock that is set is noticed."""
        self._store = store
        self._programme = programme
        self._steadiness = None if steady is None else ClockSteadiness(clock, steady)

    def warning(self, now: datetime) -> ClockWarning | None:
        """Return why the clock that says `now` (UTC) looks wrong; None if it does not."""
        latest = self._store.latest_moment()
        if latest is not None and self._store.setting(
            SettingKey.CLOCK_CALLED_WRONG
        ) == format_instant(latest):
            latest = None
        step = timedelta() if self._steadiness is None else self._steadiness.step()
        return check_clock(now, self._programme.checked, latest, step)

    def trust(self) -> None:
        """Take the clock for right, as the user says: whatever speaks against it now was wrong."""
        if self._steadiness is not None:
            self._steadiness.trust()
        latest = self._store.latest_moment()
        if latest is not None:
            self._store.set_setting(SettingKey.CLOCK_CALLED_WRONG, format_instant(latest))
