"""Python's search for reference cycles: kept off other threads, and away from large files.

What it finds it destroys on the thread that it happens to run on. A window of Qt that is destroyed
on another thread than its own holds a lock of Qt's and waits for Python, while the window's thread
has Python and waits for that lock: the program stands still for good. And to look through the rows
of a large file takes a third of the time of reading it, while no other thread goes on.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class _Search:
    """The search as all threads together want it."""

    def __init__(self) -> None:
        self._lock = Lock()  # of the two below
        self._pauses = 0
        self._on_afterwards = False

    def pause(self) -> None:
        with self._lock:
            if not self._pauses:
                self._on_afterwards = gc.isenabled()
                gc.disable()
            self._pauses += 1

    def go_on(self) -> None:
        with self._lock:
            self._pauses -= 1
            if not self._pauses and self._on_afterwards:
                gc.enable()

    def begin(self) -> None:
        with self._lock:
            self._on_afterwards = True
            if not self._pauses:
                gc.enable()


_search = _Search()


def begin() -> None:
    """Search from now on, or as soon as nobody pauses the search any more."""
    _search.begin()


def begin_pause() -> None:
    """Search nothing on any thread until `end_pause`; pauses are counted.

    What came together is found right after the last one ends, on any thread that goes on then:
    end it where windows may be destroyed, while no other thread goes on.
    """
    _search.pause()


def end_pause() -> None:
    """End one pause."""
    _search.go_on()


@contextmanager
def paused() -> Iterator[None]:
    """Pause the search, and leave what exists at the end out of later searches, until `resume`."""
    begin_pause()
    try:
        yield
    finally:
        gc.freeze()
        end_pause()


def resume() -> None:
    """Search everything again: what was read is not needed any more."""
    gc.unfreeze()
