"""The local socket through which a second start reaches the window of the first.

Other users must neither be able to occupy its name nor to send messages: it lies in a folder that
only this user may enter, and both ends ask the system which user the other process belongs to.
Input is bounded, since any program of the user may connect.
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
"""Milliseconds to wait for the other end at each step."""
PING = b"ask\n"
"""Asks whether there is a window."""
_RAISE = b"raise\n"
"""Asks the window to show itself; sent by every second start."""
_OPEN = b"open "
"""Asks the window to open a file; its path follows."""
_NOTE = b"note "
"""Asks the window to show the subject of a note; the note's link follows."""
_ANSWER = b"here\n"

LINE_LIMIT = 8 * 1024
"""Bytes; the longest path on Linux has 4,096."""
LINES_LIMIT = 4
"""Lines of one connection; a second start sends three at most."""
CONNECTIONS_LIMIT = 8
"""Simultaneous connections."""
_CONNECTION_MS = 5_000
"""Milliseconds after which a connection is closed in any case."""


class LocalServer(QObject):
    """Listens at a socket for messages of second starts.

    Calls `on_raise` to show the window, `on_file` with the path of a file to open, and `on_note`
    with the key of a note that was clicked.
    """

    def __init__(
        self,
        on_raise: Callable[[], None],
        on_file: Callable[[Path], object] | None = None,
        parent: QObject | None = None,
        on_note: Callable[[str], object] | None = None,
    ) -> None:
        super().__init__(parent)
        self._on_raise = on_raise
        self._on_file = on_file
        self._on_note = on_note
        self._connections = 0
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._accept)

    def listen(self, name: str) -> bool:
        """Start listening at the socket `name`; return whether that succeeded."""
        address = _address(name)
        if address is None:
            return False
        QLocalServer.removeServer(address)
        return self._server.listen(address)

    def close(self) -> None:
        """Stop listening."""
        self._server.close()

    def _accept(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            is_full = self._connections >= CONNECTIONS_LIMIT
            if is_full or not is_own_peer(socket.socketDescriptor()):
                socket.abort()
                socket.deleteLater()
                continue
            self._connections += 1
            socket.setReadBufferSize(LINE_LIMIT)
            ClientConnection(socket, self._on_raise, self._on_file, self._on_note, self)
            socket.disconnected.connect(self._release)

    def _release(self) -> None:
        self._connections -= 1


class ClientConnection(QObject):
    """One client's connection, closed if it sends too much or stays open too long."""

    def __init__(
        self,
        socket: QLocalSocket,
        on_raise: Callable[[], None],
        on_file: Callable[[Path], object] | None,
        on_note: Callable[[str], object] | None,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._socket = socket
        self._on_raise = on_raise
        self._on_file = on_file
        self._on_note = on_note
        self._lines = 0
        socket.setParent(self)
        socket.disconnected.connect(self.deleteLater)
        socket.readyRead.connect(self._read)
        QTimer.singleShot(_CONNECTION_MS, socket, socket.abort)
        self._read()  # data that arrived before `readyRead` was connected

    def _read(self) -> None:
        while self._socket.canReadLine():
            self._lines += 1
            if self._lines > LINES_LIMIT:
                self._socket.abort()
                return
            self._handle(bytes(self._socket.readLine().data()))
            self._socket.write(_ANSWER)
            self._socket.flush()
        if self._socket.bytesAvailable() >= LINE_LIMIT:
            self._socket.abort()  # a line that is too long

    def _handle(self, line: bytes) -> None:
        if line == _RAISE:
            self._on_raise()
        elif line.startswith(_OPEN) and self._on_file is not None:
            name = line.removeprefix(_OPEN).decode("utf-8", errors="replace").rstrip("\n")
            if "\0" not in name and Path(name).is_absolute():
                self._on_file(Path(name))
        elif line.startswith(_NOTE) and self._on_note is not None:
            key = key_of(line.removeprefix(_NOTE).decode("ascii", errors="replace").rstrip("\n"))
            if key is not None:
                self._on_note(key)


def send_message(name: str, message: bytes = PING) -> bool:
    """Send a message to the window that listens at the socket; return whether it answered."""
    address = _address(name)
    if address is None:
        return False
    socket = QLocalSocket()
    socket.connectToServer(address)
    answered = False
    if socket.waitForConnected(WAIT_MS) and is_own_peer(socket.socketDescriptor()):
        socket.write(message)
        socket.waitForBytesWritten(WAIT_MS)
        if socket.bytesAvailable() > 0 or socket.waitForReadyRead(WAIT_MS):
            answered = bytes(socket.read(len(_ANSWER)).data()) == _ANSWER
    socket.abort()
    return answered


def start_message(file: Path | None, note: str = "") -> bytes:
    """Return the message of a second start, with a file to open and the key of a clicked note."""
    message = _RAISE + (b"" if file is None else _OPEN + f"{file}\n".encode())
    return message + (_NOTE + f"{link_to(note)}\n".encode("ascii") if note else b"")


def is_own_peer(descriptor: int, user: int | None = None) -> bool:
    """Return whether the process at the other end of a socket runs under this user's ID.

    Not checked on Windows, whose pipes are created for this user alone.
    """
    if sys.platform == "win32":
        return True
    return _peer_user(descriptor) == (os.getuid() if user is None else user)


def _peer_user(descriptor: int) -> int | None:
    """Return the ID of the user at the other end; None if the system does not report it.

    Uses the C library: a Python socket would count as a connection that the program opens.
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
    """Return a socket name unique to this data folder, whose path is too long for some systems."""
    digest = hashlib.sha256(str(folder.resolve()).encode("utf-8", "surrogatepass")).hexdigest()
    return f"linkdue-{digest[:24]}"


def _address(name: str) -> str | None:
    """Return the socket's address; None if the user has no private folder."""
    if sys.platform == "win32":
        return name
    folder = private_folder()
    return None if folder is None else str(folder / name)


def private_folder() -> Path | None:
    """Return a folder for this user's sockets and announcements; None if none is private.

    It is the session's folder (``XDG_RUNTIME_DIR``), else one in the folder for temporary files,
    created if it is missing. On Windows the folder for temporary files itself is private.
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
