"""One window for each data folder: the first holds a lock, a second start raises the first."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject

from desktop.base.regular_file import remove_special
from desktop.system.lock_file import LOCK_NAME, holder

if TYPE_CHECKING:
    from desktop.system.local_socket import LocalServer

_TRIES = 10
_PRIVATE = 0o077
"""The umask for a file that only the user may read."""


class SingleInstance(QObject):
    """One process's lock on a data folder.

    QtNetwork is imported on first use of the socket, which is after the first frame.
    """

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._lock = QLockFile(str(folder / LOCK_NAME))
        self._lock.setStaleLockTime(0)
        self._server: LocalServer | None = None

    def claim(self) -> bool:
        """Take the lock; return whether this process is the first. Stale locks are ignored.

        Also True if the folder cannot hold a lock: opening the data then reports the error.
        """
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(OSError):
            remove_special(self._folder / LOCK_NAME)  # reading a FIFO would block
        mask = os.umask(_PRIVATE)
        try:
            if self._lock.tryLock(0):
                return True
        finally:
            os.umask(mask)
        return self._lock.error() is not QLockFile.LockError.LockFailedError

    def other_computer(self) -> str:
        """Return the name of another computer in the lock file; empty for this one or none."""
        found = holder(self._folder)
        return found.host if found is not None and found.elsewhere else ""

    def take_over(self) -> bool:
        """Remove another computer's lock and claim the folder; only the user can confirm this."""
        self._lock.removeStaleLockFile()
        return self.claim()

    def release(self) -> None:
        """Release the lock."""
        from desktop.system.local_socket import socket_name
        from desktop.system.open_windows import withdraw

        withdraw(socket_name(self._folder))
        self._lock.unlock()

    def listen(
        self,
        on_raise: Callable[[], None],
        on_file: Callable[[Path], object] | None = None,
        on_note: Callable[[str], object] | None = None,
    ) -> None:
        """Listen for second starts, after the first frame.

        `on_raise` is called for each, `on_file` with a file to open, `on_note` with the key of a
        note that was clicked.
        """
        from desktop.system.local_socket import LocalServer, socket_name
        from desktop.system.open_windows import announce

        if self._server is not None:  # of an earlier window on the same data
            self._server.close()
            self._server.deleteLater()
        self._server = LocalServer(on_raise, on_file, self, on_note)
        name = socket_name(self._folder)
        if self._server.listen(name):
            announce(name)

    def raise_first(self, file: Path | None = None, note: str = "", tries: int = _TRIES) -> bool:
        """Ask the first process to show its window; return whether it answered.

        It also opens `file`, and shows the subject of the note with the key `note`. It is asked up
        to `tries` times, for some seconds: it may still be starting.
        """
        from desktop.system.local_socket import WAIT_MS, send_message, socket_name, start_message

        for _ in range(tries):
            if send_message(socket_name(self._folder), start_message(file, note)):
                return True
            time.sleep(WAIT_MS / 1000)
        return False
