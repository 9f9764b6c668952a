"""Reads a damaged file on a thread, so that the window goes on answering."""

from __future__ import annotations

import threading
from contextlib import suppress

from PySide6.QtCore import QObject, Signal

from desktop.services.recovery import Rescue
from desktop.services.workspace import DatabaseProblem


class _CalledOff(Exception):
    pass


class Salvager(QObject):
    """One run at a time. What comes of it arrives on the thread that this object lives on."""

    done = Signal(object)
    """A `Salvaged`, a `DatabaseProblem`, None where it was called off, or another exception: a fault."""
    moved = Signal(int, int)
    """How many pages of how many were read."""

    def __init__(self, rescue: Rescue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rescue = rescue
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin; `done` tells."""
        self._stop.clear()
        self._thread = threading.Thread(target=self._work, name="salvager", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Call it off, and wait until it is over; the new file is removed."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _work(self) -> None:
        outcome = self._outcome()
        with suppress(RuntimeError):  # the window was closed meanwhile
            self.done.emit(outcome)

    def _outcome(self) -> object:
        try:
            return self._rescue.salvage(self._watch)
        except _CalledOff:
            self._rescue.drop()
            return None
        except DatabaseProblem as problem:
            return problem
        except Exception as fault:  # noqa: BLE001 - it is raised on the window's thread
            return fault

    def _watch(self, at: int, count: int) -> None:
        if self._stop.is_set():
            raise _CalledOff
        with suppress(RuntimeError):
            self.moved.emit(at, count)
