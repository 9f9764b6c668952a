"""The local socket through which a second start reaches the window of the first.

Other users of the computer must neither be able to take its name nor to be believed: it lies in a
folder that only the user may enter, and both ends ask the system whose process the other one is.
What comes in is bounded, since any program of the user may connect.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import socket as sockets
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QDir, QObject, QTimer
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from desktop.system.notifications.link import key_of, link_to
from desktop.system.runtime_folder import is_private, session_folder

WAIT_MS = 300
"""Milliseconds that the other end gets for each step."""
ASK = b"ask\n"
"""What a program says that only wants to know whether there is a window."""
_RAISE = b"raise\n"
"""What a second start says."""
_OPEN = b"open "
"""What a second start says that brings a file, followed by its path."""
_NOTE = b"note "
"""What a second start says that follows a note, followed by the note's link."""
_ANSWER = b"here\n"

LINE_LIMIT = 8 * 1024
"""Bytes; the longest path that Linux takes has 4,096."""
LINES_LIMIT = 4
"""Lines of one connection; a second start says three at most."""
CONNECTIONS_LIMIT = 8
"""Connections at a time."""
_SILENCE_MS = 5_000
"""Milliseconds after which a connection is ended, whatever it has said."""


class LocalServer(QObject):
    """Listens at a socket; calls `raised`, and `handed` with the path of a file that is brought.

    `followed` is called with the key of a note that was clicked.
    """

    def __init__(
        self,
        raised: Callable[[], None],
        handed: Callable[[Path], object] | None = None,
        parent: QObject | None = None,
        followed: Callable[[str], object] | None = None,
    ) -> None:
        super().__init__(parent)
        self._raised = raised
        self._handed = handed
        self._followed = followed
        self._open = 0
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._greet)

    def listen(self, name: str) -> bool:
        """Begin to listen at the socket `name`; whether that was possible."""
        address = _address(name)
        if address is None:
            return False
        QLocalServer.removeServer(address)
        return self._server.listen(address)

    def close(self) -> None:
        """Stop listening."""
        self._server.close()

    def _greet(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            if self._open >= CONNECTIONS_LIMIT or not is_own_peer(socket.socketDescriptor()):
                socket.abort()
                socket.deleteLater()
                continue
            self._open += 1
            socket.setReadBufferSize(LINE_LIMIT)
            Conversation(socket, self._raised, self._handed, self._followed, self)
            socket.disconnected.connect(self._part)

    def _part(self) -> None:
        self._open -= 1


class Conversation(QObject):
    """Answers one connection, and ends it when it has said too much or gone on for too long."""

    def __init__(
        self,
        socket: QLocalSocket,
        raised: Callable[[], None],
        handed: Callable[[Path], object] | None,
        followed: Callable[[str], object] | None,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._socket = socket
        self._raised = raised
        self._handed = handed
        self._followed = followed
        self._lines = 0
        socket.setParent(self)
        socket.disconnected.connect(self.deleteLater)
        socket.readyRead.connect(self._hear)
        QTimer.singleShot(_SILENCE_MS, socket, socket.abort)
        self._hear()  # what came before anything was connected to its arrival

    def _hear(self) -> None:
        while self._socket.canReadLine():
            self._lines += 1
            if self._lines > LINES_LIMIT:
                self._socket.abort()
                return
            self._follow(bytes(self._socket.readLine().data()))
            self._socket.write(_ANSWER)
            self._socket.flush()
        if self._socket.bytesAvailable() >= LINE_LIMIT:
            self._socket.abort()  # a line without an end

    def _follow(self, line: bytes) -> None:
        if line == _RAISE:
            self._raised()
        elif line.startswith(_OPEN) and self._handed is not None:
            name = line.removeprefix(_OPEN).decode("utf-8", errors="replace").rstrip("\n")
            if "\0" not in name and Path(name).is_absolute():
                self._handed(Path(name))
        elif line.startswith(_NOTE) and self._followed is not None:
            key = key_of(line.removeprefix(_NOTE).decode("ascii", errors="replace").rstrip("\n"))
            if key is not None:
                self._followed(key)


def answers(name: str, words: bytes = ASK) -> bool:
    """Whether a window of this user listens at the socket; it is told `words` and acts on them."""
    address = _address(name)
    if address is None:
        return False
    socket = QLocalSocket()
    socket.connectToServer(address)
    answered = False
    if socket.waitForConnected(WAIT_MS) and is_own_peer(socket.socketDescriptor()):
        socket.write(words)
        socket.waitForBytesWritten(WAIT_MS)
        if socket.bytesAvailable() > 0 or socket.waitForReadyRead(WAIT_MS):
            answered = bytes(socket.read(len(_ANSWER)).data()) == _ANSWER
    socket.abort()
    return answered


def second_start(file: Path | None, note: str = "") -> bytes:
    """Return what a second start says, with the file that it brings, or the key of a note."""
    said = _RAISE + (b"" if file is None else _OPEN + f"{file}\n".encode())
    return said + (_NOTE + f"{link_to(note)}\n".encode("ascii") if note else b"")


def is_own_peer(descriptor: int, user: int | None = None) -> bool:
    """Whether the process at the other end of a socket runs under this user's number.

    Windows' pipes are created for the user alone; there, nothing more is asked.
    """
    if sys.platform == "win32":
        return True
    return _peer_user(descriptor) == (os.getuid() if user is None else user)


def _peer_user(descriptor: int) -> int | None:
    """Return the number of the user at the other end; None where the system does not tell.

    The C library is asked, since a socket of Python's own would count as one that it opens.
    """
    library = ctypes.CDLL(None)
    if sys.platform == "darwin":
        user, group = ctypes.c_uint32(), ctypes.c_uint32()
        failed = library.getpeereid(descriptor, ctypes.byref(user), ctypes.byref(group))
        return None if failed else user.value
    facts = (ctypes.c_uint32 * 3)()  # Linux' `struct ucred`: process, user, group
    size = ctypes.c_uint32(ctypes.sizeof(facts))
    option = (sockets.SOL_SOCKET, sockets.SO_PEERCRED)
    failed = library.getsockopt(descriptor, *option, facts, ctypes.byref(size))
    return None if failed else facts[1]


def socket_name(folder: Path) -> str:
    """Return a name that only this data folder has; its own path is too long for some systems."""
    digest = hashlib.sha256(str(folder.resolve()).encode("utf-8", "surrogatepass")).hexdigest()
    return f"linkdue-{digest[:24]}"


def _address(name: str) -> str | None:
    """Where the socket is; None where the user has no folder that others keep out of."""
    if sys.platform == "win32":
        return name
    folder = private_folder()
    return None if folder is None else str(folder / name)


def private_folder() -> Path | None:
    """Return a folder for this user's sockets and announcements; None where there is none to trust.

    It is the one that the system made for this (``XDG_RUNTIME_DIR``), else one below the folder
    for temporary files, made where it is missing. Windows' folder for these is the user's own.
    """
    temporary = Path(QDir.tempPath())
    if sys.platform == "win32":
        return temporary
    if (given := session_folder()) is not None:
        return given
    own = temporary / f"linkdue-{os.getuid()}"
    with suppress(OSError):
        own.mkdir(mode=0o700)
    return own if is_private(own) else None
