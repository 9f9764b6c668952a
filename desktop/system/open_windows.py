"""Which windows of this installation are open, on whatever data folder. An installer asks it.

Each window leaves a file in the user's folder for temporary files, named after the program's folder and
the window's socket. The file alone counts for nothing: a window that was killed leaves it, too.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDir

_RUNNING, _NOT_RUNNING = 0, 1


def announce(socket: str) -> None:
    """Let an asker find this process's window. Where the file cannot be written, it is not found."""
    with suppress(OSError):
        _file(socket).touch()


def withdraw(socket: str) -> None:
    """The window is closed."""
    with suppress(OSError):
        _file(socket).unlink()


def any_open(answers: Callable[[str], bool]) -> bool:
    """Whether the socket of any announced window answers; what was left by a dead one is removed."""
    return any(_is_alive(file, answers) for file in _folder().glob(f"{_installation()}*"))


def main() -> int:
    """Tell by the exit status, since a window program has nowhere to print: 0 where a window is open."""
    from desktop.system.single_instance import answers

    QCoreApplication([])
    return _RUNNING if any_open(answers) else _NOT_RUNNING


def _is_alive(file: Path, answers: Callable[[str], bool]) -> bool:
    socket = file.name.removeprefix(_installation())
    if answers(socket):
        return True
    withdraw(socket)
    return False


def _file(socket: str) -> Path:
    return _folder() / f"{_installation()}{socket}"


def _folder() -> Path:
    return Path(QDir.tempPath())


def _installation() -> str:
    """What all programs in this program's folder have in common, and no others."""
    folder = os.path.normcase(Path(sys.executable).parent.resolve())
    return f"linkdue-window-{hashlib.sha256(folder.encode()).hexdigest()[:16]}-"
