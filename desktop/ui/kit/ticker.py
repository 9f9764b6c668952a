"""One timer for all texts of the window that depend on the time.

It sleeps until a visible text next changes, but never longer than a quarter of an hour: timers stop
while the computer sleeps, and do not notice when the clock is set. The time always comes from the
wall clock.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer

_LONGEST = timedelta(minutes=15)
_SHORTEST = timedelta(milliseconds=50)
_AFTER_PAST_CHANGE = timedelta(seconds=1)
"""The wait where a source returns a moment in the past, lest it keep the processor busy."""
_PRECISE_UP_TO = timedelta(seconds=2)


class TickSource(Protocol):
    """Something whose text depends on the time."""

    def next_change(self, now: datetime) -> datetime | None:
        """Return when (UTC) the text next changes; None if it never does."""

    def tick(self, now: datetime) -> None:
        """Update the text for `now` (UTC)."""


class Ticker(QObject):
    """Calls `tick` of its sources when one of them changes.

    `clock` returns the current time in UTC; it may be coarser than a second.
    """

    def __init__(self, clock: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.clock = clock
        self._sources: list[TickSource] = []
        self._always: list[TickSource] = []
        self._active = True
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.tick)

    def register(self, source: TickSource, *, always: bool = False) -> None:
        """Add a source; with `always` it is called also while the window is not visible."""
        if source not in self._sources:
            self._sources.append(source)
        if always and source not in self._always:
            self._always.append(source)
        self._arm(self.clock())

    def unregister(self, source: TickSource) -> None:
        """Remove a source; no error if it is not registered."""
        for known in (self._sources, self._always):
            if source in known:
                known.remove(source)

    def set_active(self, active: bool) -> None:
        """Pause while the window is not visible, or resume with an immediate tick.

        Sources registered with `always` are called nevertheless.
        """
        if active == self._active:
            return
        self._active = active
        if active:
            self.tick()
        else:
            self._arm(self.clock())

    def tick(self) -> None:
        """Update every active source to the wall clock, and sleep until the next change."""
        now = self.clock()
        try:
            for source in tuple(self._sources if self._active else self._always):
                source.tick(now)
        finally:  # an exception in one source must not stop the others' countdowns
            self._arm(now)

    def stop(self) -> None:
        """Remove all sources and stop for good, before the sources' data is closed."""
        self._sources.clear()
        self._always.clear()
        self._timer.stop()

    def waiting(self) -> timedelta | None:
        """Return how long the ticker still sleeps; None while it is stopped."""
        if not self._timer.isActive():
            return None
        return timedelta(milliseconds=self._timer.remainingTime())

    def _arm(self, now: datetime) -> None:
        sources = self._sources if self._active else self._always
        if not self._active and not sources:
            self._timer.stop()
            return
        changes = [c for source in sources if (c := source.next_change(now)) is not None]
        waits = [c - now if c > now else _AFTER_PAST_CHANGE for c in changes]
        wait = max(min([*waits, _LONGEST]), _SHORTEST)
        precise = wait <= _PRECISE_UP_TO
        self._timer.setTimerType(Qt.TimerType.PreciseTimer if precise else Qt.TimerType.CoarseTimer)
        self._timer.start(wait // timedelta(milliseconds=1))
