"""One window a data folder: the first holds a lock and listens, a second start raises the first."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, QThread

from desktop.system.lock_file import LOCK_NAME, holder

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalSocket

_WAIT_MS = 300
_TRIES = 10
_ASK = b"ask\n"
"""Says who only wants to know whether there is a window."""
_RAISE = b"raise\n"
"""Says a second start."""
_OPEN = b"open "
"""Says a second start that brings a file, followed by its path."""


class SingleInstance(QObject):
    """The claim of one process on one data folder."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._lock = QLockFile(str(folder / LOCK_NAME))
        self._lock.setStaleLockTime(0)
        self._server: QObject | None = None

    def claim(self) -> bool:
        """Whether this process is the first. A lock left by a process that is gone does not count.

        A folder that cannot hold a lock is claimed as well: opening the data tells what is wrong.
        """
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self._lock.tryLock(0):
            return True
        return self._lock.error() is not QLockFile.LockError.LockFailedError

    def other_computer(self) -> str:
        """The name of another computer that holds the lock, or left it behind; empty where it is this one."""
        found = holder(self._folder)
        return found.host if found is not None and found.elsewhere else ""

    def take_over(self) -> bool:
        """Claim the folder over a lock that another computer left behind: only the user can know that."""
        self._lock.removeStaleLockFile()
        return self.claim()

    def release(self) -> None:
        """Let another process be the first."""
        from desktop.system.open_windows import withdraw

        withdraw(_socket_name(self._folder))
        self._lock.unlock()

    def listen(
        self, raised: Callable[[], None], handed: Callable[[Path], object] | None = None
    ) -> None:
        """Call `raised` whenever a second start asks for the window, `handed` with the file it brings.

        After the first paint.
        """
        from PySide6.QtNetwork import QLocalServer

        from desktop.system.open_windows import announce

        if isinstance(self._server, QLocalServer):  # of the window before, on the same data
            self._server.close()
            self._server.deleteLater()
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        name = _socket_name(self._folder)
        QLocalServer.removeServer(name)
        server.newConnection.connect(lambda: _greet(server, raised, handed))
        if server.listen(name):
            announce(name)
        self._server = server

    def raise_first(self, file: Path | None = None) -> bool:
        """Ask the first process to show its window, and to open a file; whether it answered.

        It gets some seconds: it may still be starting itself.
        """
        return any(self._ask_first(file) for _ in range(_TRIES))

    def _ask_first(self, file: Path | None) -> bool:
        brought = b"" if file is None else _OPEN + f"{file}\n".encode()
        answered = answers(_socket_name(self._folder), _RAISE + brought)
        if not answered:
            QThread.msleep(_WAIT_MS)
        return answered


def answers(name: str, words: bytes = _ASK) -> bool:
    """Whether a window listens at a socket; it is told `words`, and has done what they say."""
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(name)
    answered = socket.waitForConnected(_WAIT_MS)
    if answered:
        socket.write(words)
        socket.waitForBytesWritten(_WAIT_MS)
        answered = socket.bytesAvailable() > 0 or socket.waitForReadyRead(_WAIT_MS)
    socket.abort()
    return bool(answered)


def _greet(
    server: QObject, raised: Callable[[], None], handed: Callable[[Path], object] | None
) -> None:
    from PySide6.QtNetwork import QLocalServer

    if not isinstance(server, QLocalServer):
        return
    while (socket := server.nextPendingConnection()) is not None:
        socket.disconnected.connect(socket.deleteLater)
        hear = partial(_hear, socket, raised, handed)
        socket.readyRead.connect(hear)
        hear()  # what came before there was somebody to hear it


def _hear(
    socket: QLocalSocket, raised: Callable[[], None], handed: Callable[[Path], object] | None
) -> None:
    while socket.canReadLine():
        line = bytes(socket.readLine().data())
        if line == _RAISE:
            raised()
        elif line.startswith(_OPEN) and handed is not None:
            name = line.removeprefix(_OPEN).decode("utf-8", errors="replace").rstrip("\n")
            handed(Path(name))
        socket.write(b"here\n")
        socket.flush()


def _socket_name(folder: Path) -> str:
    """A name that only this folder has: a socket's own path would be too long for some systems."""
    import hashlib

    digest = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()
    return f"linkdue-{digest[:24]}"
