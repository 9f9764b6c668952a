"""One window a data folder: the first holds a lock and listens, a second start raises the first."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject

from desktop.base.regular_file import remove_unless_plain
from desktop.system.lock_file import LOCK_NAME, holder

if TYPE_CHECKING:
    from desktop.system.local_socket import LocalServer

_TRIES = 10
_PRIVATE = 0o077
"""The mask that keeps a new file from everybody else."""


class SingleInstance(QObject):
    """The claim of one process on one data folder.

    The socket and what it needs are loaded when it is first used, which is after the first frame.
    """

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._lock = QLockFile(str(folder / LOCK_NAME))
        self._lock.setStaleLockTime(0)
        self._server: LocalServer | None = None

    def claim(self) -> bool:
        """Whether this process is the first. A lock left by a process that is gone does not count.

        A folder that cannot hold a lock is claimed as well: opening the data tells what is wrong.
        """
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(OSError):
            remove_unless_plain(self._folder / LOCK_NAME)  # reading a pipe would never end
        mask = os.umask(_PRIVATE)
        try:
            if self._lock.tryLock(0):
                return True
        finally:
            os.umask(mask)
        return self._lock.error() is not QLockFile.LockError.LockFailedError

    def other_computer(self) -> str:
        """Return the name of another computer that holds or left the lock; empty for this one."""
        found = holder(self._folder)
        return found.host if found is not None and found.elsewhere else ""

    def take_over(self) -> bool:
        """Claim the folder over another computer's lock; only the user knows whether it is dead."""
        self._lock.removeStaleLockFile()
        return self.claim()

    def release(self) -> None:
        """Let another process be the first."""
        from desktop.system.local_socket import socket_name
        from desktop.system.open_windows import withdraw

        withdraw(socket_name(self._folder))
        self._lock.unlock()

    def listen(
        self,
        raised: Callable[[], None],
        handed: Callable[[Path], object] | None = None,
        followed: Callable[[str], object] | None = None,
    ) -> None:
        """Call `raised` whenever a second start asks for the window, `handed` with its file.

        `followed` is called with the key of the note that it was started for. Meant for the time
        after the first paint.
        """
        from desktop.system.local_socket import LocalServer, socket_name
        from desktop.system.open_windows import announce

        if self._server is not None:  # of the window before, on the same data
            self._server.close()
            self._server.deleteLater()
        self._server = LocalServer(raised, handed, self, followed)
        name = socket_name(self._folder)
        if self._server.listen(name):
            announce(name)

    def raise_first(self, file: Path | None = None, note: str = "", tries: int = _TRIES) -> bool:
        """Ask the first process to show its window, and to open a file; whether it answered.

        `note` is the key of a note, for which it shows what that is about.

        It is asked up to `tries` times, for some seconds: it may still be starting itself.
        """
        from desktop.system.local_socket import WAIT_MS, answers, second_start, socket_name

        for _ in range(tries):
            if answers(socket_name(self._folder), second_start(file, note)):
                return True
            time.sleep(WAIT_MS / 1000)
        return False
