"""Long jobs: reporting progress, cancelling from another thread, and working in batches."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import Protocol, TypeVar

T = TypeVar("T")

Progress = Callable[[int, int], object]
"""Called with the number of items done and the total. An exception from it ends the job."""
REPORT_SECONDS = 0.1
"""The shortest time between two reports of progress."""
BATCH_SIZE = 500
"""Rows that are read or written by one statement; SQLite allows 32,766 parameters in one."""


class Cancelled(Exception):
    """The job was cancelled; nobody waits for its result any more."""


class Interruptible(Protocol):
    """An object whose long-running call can be interrupted, such as a connection to SQLite."""

    def interrupt(self) -> None:
        """Interrupt the current call, if there is one."""


class CancelToken:
    """Cancels a job from another thread, and interrupts its current call."""

    def __init__(self) -> None:
        self._cancelled = False
        self._attached: set[Interruptible] = set()

    @property
    def cancelled(self) -> bool:
        """Whether the job was cancelled."""
        return self._cancelled

    def cancel(self) -> None:
        """Cancel the job. May be called from any thread."""
        self._cancelled = True
        for interruptible in tuple(self._attached):
            with suppress(Exception):  # may be closed already
                interruptible.interrupt()

    def check(self) -> None:
        """Raise Cancelled if the job was cancelled."""
        if self.cancelled:
            raise Cancelled

    def attach(self, interruptible: Interruptible) -> None:
        """Interrupt this object as well when the job is cancelled."""
        self._attached.add(interruptible)

    def detach(self, interruptible: Interruptible) -> None:
        """Stop interrupting this object."""
        self._attached.discard(interruptible)


def throttled(progress: Progress) -> Progress:
    """Return a callback that passes on the first report, then at most ten a second."""
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
    for done, item in enumerate(items):
        report(done, count)
        yield item


def batches(items: Iterable[T]) -> Iterator[list[T]]:
    """Yield the items in lists of `BATCH_SIZE`, the last one shorter."""
    rest = iter(items)
    while batch := list(islice(rest, BATCH_SIZE)):
        yield batch
