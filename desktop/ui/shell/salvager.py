"""Reads a damaged file on a thread, so that the window goes on answering."""

from __future__ import annotations

import threading
from contextlib import suppress

from PySide6.QtCore import QObject, Signal

from desktop.base.storage import StorageError
from desktop.services.recovery import Recovery


class _SalvageCancelled(Exception):
    pass


class Salvager(QObject):
    """One run at a time. What comes of it arrives on the thread that this object lives on."""

    done = Signal(object)
    """A `Salvaged`, a `StorageError`, None where it was called off, or another exception: a fault."""
    moved = Signal(int, int)
    """How many pages of how many were read."""

    def __init__(self, recovery: Recovery, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._recovery = recovery
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
            return self._recovery.salvage(self._progress)
        except _SalvageCancelled:
            self._recovery.drop()
            return None
        except StorageError as problem:
            return problem
        except Exception as fault:  # noqa: BLE001 - it is raised on the window's thread
            return fault

    def _progress(self, at: int, count: int) -> None:
        if self._stop.is_set():
            raise _SalvageCancelled
        with suppress(RuntimeError):
            self.moved.emit(at, count)
