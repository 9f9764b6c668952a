"""Who has a data folder open in a window, read from the lock file without Qt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

LOCK_NAME = "linkdue.lock"
_HOST = 2
"""The line of Qt's lock file, counted from 0, that names the computer; before it: process, program."""


@dataclass(frozen=True, slots=True)
class Holder:
    """The computer that a window on the folder is, or was, open on."""

    host: str

    @property
    def elsewhere(self) -> bool:
        """Whether that is another computer than this one."""
        import socket

        return self.host.casefold() != socket.gethostname().casefold()


def holder(folder: Path) -> Holder | None:
    """Who holds the lock of a folder, or left it behind; None where nobody does or the file is not readable."""
    try:
        lines = (folder / LOCK_NAME).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    if len(lines) <= _HOST or not lines[_HOST].strip():
        return None
    return Holder(lines[_HOST].strip())
