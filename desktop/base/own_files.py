"""Small files of the program's own: locks, logs, notes and markers, private to the user.

Whoever can write into the folder may have put something else in their place: a link to another
file, a pipe that never answers, a device. Such a thing is refused before it is read or written.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from desktop.base.regular_file import open_regular

SMALL_FILE_LIMIT = 64 * 1024
"""Bytes; none of these files is larger, but for the log of faults."""
_PRIVATE = 0o600
_WRITE_FLAGS = (
    os.O_WRONLY
    | os.O_CREAT
    | getattr(os, "O_NOFOLLOW", 0)  # a link is refused
    | getattr(os, "O_NONBLOCK", 0)  # opening a pipe returns at once
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


def read_own(path: Path, limit: int = SMALL_FILE_LIMIT) -> bytes:
    """Return up to `limit` bytes of a file.

    Raises OSError if it is not there, cannot be read or is no plain file.
    """
    with open_regular(path, follow_links=False) as file:
        return file.read(limit)


def open_own(path: Path, *, append: bool = False) -> int:
    """Open a file for writing, empty unless `append`, and return its descriptor.

    It is made where it is missing, and only the user may read it. Raises OSError if it cannot be
    written, is no plain file, or is also known under another name.
    """
    handle = os.open(path, _WRITE_FLAGS | (os.O_APPEND if append else 0), _PRIVATE)
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode) or found.st_nlink > 1:
            raise OSError(errno.EINVAL, "not a plain file", str(path))
        if hasattr(os, "fchmod"):
            os.fchmod(handle, _PRIVATE)
        if not append:
            os.ftruncate(handle, 0)
    except OSError:
        os.close(handle)
        raise
    return handle


def remove_unless_plain(path: Path) -> None:
    """Remove a link, a pipe or a device of this name. Raises OSError if that fails."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        path.unlink()
