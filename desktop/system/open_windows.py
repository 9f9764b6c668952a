"""Which windows of this installation are open, on whatever data folder; installers ask.

Each window leaves a file in a folder of the user's own, named after the program's folder and the
window's socket. The file alone counts for nothing: a window that was killed leaves one, too.
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
from desktop.system.local_socket import answers, private_folder

_RUNNING, _NOT_RUNNING = 0, 1


def announce(socket: str) -> None:
    """Let the program that asks find this process's window; no file is left where none can be."""
    if (file := _file(socket)) is not None:
        with suppress(OSError):
            os.close(open_own(file))


def withdraw(socket: str) -> None:
    """Take the announcement back: the window is closed."""
    if (file := _file(socket)) is not None:
        with suppress(OSError):
            file.unlink()


def any_open(is_answering: Callable[[str], bool]) -> bool:
    """Whether the socket of any announced window answers; what a dead one left is removed."""
    folder = private_folder()
    if folder is None:
        return False
    return any(_is_alive(file, is_answering) for file in folder.glob(f"{_installation()}*"))


def main() -> int:
    """Answer by the exit status, as a window program cannot print: 0 where a window is open."""
    QCoreApplication([])
    return _RUNNING if any_open(answers) else _NOT_RUNNING


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
    """Return what the programs in this program's folder have in common, and no others."""
    folder = os.path.normcase(Path(sys.executable).parent.resolve())
    return f"linkdue-window-{hashlib.sha256(folder.encode()).hexdigest()[:16]}-"
