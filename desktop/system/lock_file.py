"""Which computer has a data folder open in a window, read from the lock file without Qt.

A module of its own, because the verbs ask it and load no Qt.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from desktop.base.small_json import read_text

LOCK_NAME = "linkdue.lock"
_HOST = 2
"""The line of Qt's lock file (counted from 0) with the computer; before it: process, program.

As `QLockFile` in qtbase 6.9 writes it, src/corelib/io/qlockfile.cpp.
"""


class Holder(NamedTuple):
    """The computer that a window on the folder is, or was, open on."""

    host: str

    @property
    def elsewhere(self) -> bool:
        """Whether that is another computer than this one."""
        import socket

        return self.host.casefold() != socket.gethostname().casefold()


def holder(folder: Path) -> Holder | None:
    """Return who holds or left the lock of a folder; None where nobody did or it is unreadable."""
    lines = (read_text(folder / LOCK_NAME, "replace") or "").splitlines()
    if len(lines) <= _HOST or not lines[_HOST].strip():
        return None
    return Holder(lines[_HOST].strip())
