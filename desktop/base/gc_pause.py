"""Pausing Python's cyclic garbage collector while worker threads run and large files are read.

The collector destroys objects on whatever thread it happens to run on. A Qt widget destroyed off
its own thread holds one of Qt's locks and waits for the GIL, while the window's thread holds the
GIL and waits for that lock: a deadlock. Scanning the rows of a large file also takes a third of the
time of reading it, while no other thread can run.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class _CollectorSwitch:
    """Reference-counted switch for the garbage collector, shared by all threads."""

    def __init__(self) -> None:
        self._lock = Lock()  # guards the two attributes below
        self._pauses = 0
        self._enable_after_pauses = False

    def pause(self) -> None:
        with self._lock:
            if not self._pauses:
                self._enable_after_pauses = gc.isenabled()
                gc.disable()
            self._pauses += 1

    def resume(self) -> None:
        with self._lock:
            self._pauses -= 1
            if not self._pauses and self._enable_after_pauses:
                gc.enable()

    def enable(self) -> None:
        with self._lock:
            self._enable_after_pauses = True
            if not self._pauses:
                gc.enable()


_switch = _CollectorSwitch()


def enable() -> None:
    """Enable the collector now, or when the last pause ends."""
    _switch.enable()


def begin_pause() -> None:
    """Disable the collector for all threads until `end_pause`; pauses are counted.

    The garbage that has piled up is collected soon after the last pause ends, on whichever thread
    runs then: end it on the window's thread, while no other thread is working.
    """
    _switch.pause()


def end_pause() -> None:
    """End one pause."""
    _switch.resume()


@contextmanager
def paused() -> Iterator[None]:
    """Pause the collector, then exclude the existing objects from it until `unfreeze`."""
    begin_pause()
    try:
        yield
    finally:
        gc.freeze()
        end_pause()


def unfreeze() -> None:
    """Let the collector scan all objects again, once the data that was read is not needed."""
    gc.unfreeze()
