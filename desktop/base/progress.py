"""Long jobs: reporting progress, cancelling from another thread, and working in batches."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import Protocol, TypeVar

T = TypeVar("T")

Progress = Callable[[int, int], object]
"""Gets how many are done and how many there are. What it raises ends the job."""
REPORT_SECONDS = 0.1
"""The shortest time between two reports of progress."""
BATCH_SIZE = 500
"""Rows that are read or written by one statement; SQLite takes 32,766 values in one."""


class Cancelled(Exception):
    """The work was cancelled; nobody waits for its result any more."""


class Interruptible(Protocol):
    """What can be stopped in the middle of one long step, such as a connection to SQLite."""

    def interrupt(self) -> None:
        """End the step that is being done now, if there is one."""


class CancelToken:
    """Cancels work from another thread, and interrupts the long step it is in."""

    def __init__(self) -> None:
        self._cancelled = False
        self._attached: set[Interruptible] = set()

    @property
    def cancelled(self) -> bool:
        """Return whether the work was cancelled."""
        return self._cancelled

    def cancel(self) -> None:
        """Cancel the work. May be called from any thread."""
        self._cancelled = True
        for one in tuple(self._attached):
            with suppress(Exception):  # closed meanwhile
                one.interrupt()

    def check(self) -> None:
        """Do nothing, unless the work was cancelled: raises Cancelled then."""
        if self.cancelled:
            raise Cancelled

    def attach(self, interruptible: Interruptible) -> None:
        """Interrupt this as well when the work is cancelled."""
        self._attached.add(interruptible)

    def detach(self, interruptible: Interruptible) -> None:
        """Leave this alone from now on: it has done its work."""
        self._attached.discard(interruptible)


def throttled(progress: Progress) -> Progress:
    """Return a progress that reports at most ten times a second; the first report is passed on."""
    due = 0.0

    def report(done: int, count: int) -> None:
        nonlocal due
        now = time.monotonic()
        if now >= due:
            due = now + REPORT_SECONDS
            progress(done, count)

    return report


def with_progress(items: Sequence[T], progress: Progress | None) -> Iterator[T]:
    """Yield the items one after the other, and report progress at most ten times a second."""
    if progress is None:
        yield from items
        return
    report, count = throttled(progress), len(items)
    for at, item in enumerate(items):
        report(at, count)
        yield item


def batches(items: Iterable[T], size: int = BATCH_SIZE) -> Iterator[list[T]]:
    """Yield the items in lists of `size`, the last one shorter."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
