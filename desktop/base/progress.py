"""How far a long job has come, told to whoever waits for it, and how it is called off."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Protocol, TypeVar

T = TypeVar("T")

Progress = Callable[[int, int], object]
"""Gets how many are done and how many there are. What it raises ends the job."""
_EVERY = 200


class Cancelled(Exception):
    """The work was called off; nobody waits for its result any more."""


class Interruptible(Protocol):
    """What can be stopped in the middle of one long step, such as a connection to SQLite."""

    def interrupt(self) -> None:
        """End the step that is being done now, if there is one."""


class CancelToken:
    """Calls work off from another thread: also one long step of what is attached ends then."""

    def __init__(self) -> None:
        self._cancelled = False
        self._attached: set[Interruptible] = set()

    def __call__(self) -> bool:
        """Return whether the work was called off."""
        return self._cancelled

    def cancel(self) -> None:
        """Call the work off. May be called from any thread."""
        self._cancelled = True
        for one in tuple(self._attached):
            with suppress(Exception):  # closed meanwhile
                one.interrupt()

    def check(self) -> None:
        """Raise `Cancelled` if the work was called off."""
        if self._cancelled:
            raise Cancelled

    def attach(self, interruptible: Interruptible) -> None:
        """Interrupt this as well when the work is called off."""
        self._attached.add(interruptible)

    def detach(self, interruptible: Interruptible) -> None:
        """Leave this alone from now on: it has done its work."""
        self._attached.discard(interruptible)


def with_progress(items: Sequence[T], progress: Progress | None) -> Iterator[T]:
    """Yield the items one after the other, and report progress every now and then."""
    if progress is None:
        yield from items
        return
    count = len(items)
    for at, item in enumerate(items):
        if at % _EVERY == 0:
            progress(at, count)
        yield item
