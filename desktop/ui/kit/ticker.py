"""One ticker for the whole window: it sleeps until a visible text next changes.

The truth is always read from the wall clock, since a timer stands still while the computer sleeps
and knows nothing of a clock that was changed; so it never sleeps longer than a quarter of an hour.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer

_LONGEST = timedelta(minutes=15)
_SHORTEST = timedelta(milliseconds=50)
_NOT_AGAIN_BEFORE = timedelta(seconds=1)
"""Where a source names a moment that has passed: it must not keep the processor busy."""
_FINE = timedelta(seconds=2)


class TickSource(Protocol):
    """Something whose text depends on the time."""

    def next_change(self, now: datetime) -> datetime | None:
        """Return when (UTC) the text next changes; None where it does not any more."""

    def tick(self, now: datetime) -> None:
        """Show what is true at `now` (UTC)."""


class Ticker(QObject):
    """Wakes its sources. `clock` gives now in UTC; it may be coarser than a second."""

    def __init__(self, clock: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.clock = clock
        self._sources: list[TickSource] = []
        self._always: list[TickSource] = []
        self._active = True
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.tick)

    def register(self, source: TickSource, *, always: bool = False) -> None:
        """Wake this source from now on; with `always` also while nothing is visible."""
        if source not in self._sources:
            self._sources.append(source)
        if always and source not in self._always:
            self._always.append(source)
        self._arm(self.clock())

    def unregister(self, source: TickSource) -> None:
        """Let the source be; no error where it is not known."""
        for known in (self._sources, self._always):
            if source in known:
                known.remove(source)

    def set_active(self, active: bool) -> None:
        """Stand still while nothing is visible; catch up at once afterwards.

        What is registered with `always` goes on.
        """
        if active == self._active:
            return
        self._active = active
        if active:
            self.tick()
        else:
            self._arm(self.clock())

    def tick(self) -> None:
        """Bring every source up to the wall clock and sleep until the next change."""
        now = self.clock()
        try:
            for source in tuple(self._sources if self._active else self._always):
                source.tick(now)
        finally:  # one page at fault must not stop the others' countdowns
            self._arm(now)

    def stop(self) -> None:
        """Wake nobody any more, for good: what the sources look at is about to be closed."""
        self._sources.clear()
        self._always.clear()
        self._timer.stop()

    def waiting(self) -> timedelta | None:
        """Return how long the ticker sleeps from here; None while it stands still."""
        if not self._timer.isActive():
            return None
        return timedelta(milliseconds=self._timer.remainingTime())

    def _arm(self, now: datetime) -> None:
        sources = self._sources if self._active else self._always
        if not self._active and not sources:
            self._timer.stop()
            return
        changes = [c for source in sources if (c := source.next_change(now)) is not None]
        waits = [c - now if c > now else _NOT_AGAIN_BEFORE for c in changes]
        wait = max(min([*waits, _LONGEST]), _SHORTEST)
        fine = wait <= _FINE
        self._timer.setTimerType(Qt.TimerType.PreciseTimer if fine else Qt.TimerType.CoarseTimer)
        self._timer.start(wait // timedelta(milliseconds=1))
