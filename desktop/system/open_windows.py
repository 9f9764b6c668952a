"""The open windows of this installation, on any data folder; installers ask for them.

Each window announces itself by a file in the user's private folder, named after the program's
folder and the window's socket. A killed window leaves its file, so the socket must answer as well.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from desktop.base.regular_file import open_own
from desktop.system.local_socket import private_folder, send_message

_RUNNING, _NOT_RUNNING = 0, 1


def announce(socket: str) -> None:
    """Announce this process's window; ignore errors."""
    if (file := _file(socket)) is not None:
        with suppress(OSError):
            os.close(open_own(file))


def withdraw(socket: str) -> None:
    """Remove the announcement: the window is closed."""
    if (file := _file(socket)) is not None:
        with suppress(OSError):
            file.unlink()


def any_open(is_answering: Callable[[str], bool]) -> bool:
    """Return whether the socket of any announced window answers; remove files of dead windows."""
    folder = private_folder()
    if folder is None:
        return False
    return any(_is_alive(file, is_answering) for file in folder.glob(f"{_installation()}*"))


def main() -> int:
    """Return the exit status for an installer: 0 if a window is open, else 1."""
    QCoreApplication([])
    return _RUNNING if any_open(send_message) else _NOT_RUNNING


def _is_alive(file: Path, is_answering: Callable[[str], bool]) -> bool:
    socket = file.name.removeprefix(_installation())
    if is_answering(socket):
        return True
    withdraw(socket)
    return False


def _file(socket: str) -> Path | None:
    folder = private_folder()
    return None if folder is None else folder / f"{_installation()}{socket}"


def _installation() -> str:
    """Return the prefix of this installation's files, derived from the program's folder."""
    folder = os.path.normcase(Path(sys.executable).parent.resolve())
    return f"linkdue-window-{hashlib.sha256(folder.encode()).hexdigest()[:16]}-"
