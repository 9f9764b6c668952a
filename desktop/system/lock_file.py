"""The computer that has a data folder open in a window, read from Qt's lock file without Qt.

Separate from `single_instance`, because the verbs read it and do not load Qt.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from desktop.base.small_json import read_text

LOCK_NAME = "linkdue.lock"
_HOST = 2
"""The line (counted from 0) with the computer's name, after process and program.

Source: `QLockFile` in qtbase 6.9, src/corelib/io/qlockfile.cpp.
"""


class Holder(NamedTuple):
    """The computer on which a window has, or had, the folder open."""

    host: str

    @property
    def elsewhere(self) -> bool:
        """Whether it is another computer than this one."""
        import socket

        return self.host.casefold() != socket.gethostname().casefold()


def holder(folder: Path) -> Holder | None:
    """Return the holder in a folder's lock file; None if the file is missing or unreadable."""
    lines = (read_text(folder / LOCK_NAME, "replace") or "").splitlines()
    if len(lines) <= _HOST or not lines[_HOST].strip():
        return None
    return Holder(lines[_HOST].strip())
