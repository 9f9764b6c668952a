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


@contextmanager
def off_this_thread() -> Iterator[None]:
    """Search nothing meanwhile, on whatever thread; what came together is found afterwards."""
    _search.pause()
    try:
        yield
    finally:
        _search.go_on()


@contextmanager
def paused() -> Iterator[None]:
    """Pause the search, and leave what exists at the end out of later searches, until `resume`."""
    with off_this_thread():
        try:
            yield
        finally:
            gc.freeze()


def resume() -> None:
    """Search everything again: what was read is not needed any more."""
    gc.unfreeze()
