"""Small files of the program's own: locks, logs, notes and markers, private to the user.

Whoever can write into the folder may have put something else in their place: a link to another
file, a pipe that never answers, a device. Such a thing is refused before anything is read or
written.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

SMALL_FILE_LIMIT = 64 * 1024
"""Bytes; none of these files is larger, but for the log of faults."""
_PRIVATE = 0o600
_GUARDS = (
    getattr(os, "O_NOFOLLOW", 0)  # a link is refused
    | getattr(os, "O_NONBLOCK", 0)  # opening a pipe returns at once
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


def read_own(path: Path, limit: int = SMALL_FILE_LIMIT) -> bytes:
    """Return up to `limit` bytes of a file.

    Raises OSError if it is not there, cannot be read or is no plain file.
    """
    handle = _open_plain(path, os.O_RDONLY)
    with os.fdopen(handle, "rb") as file:
        return file.read(limit)


def open_own(path: Path, *, append: bool = False) -> int:
    """Open a file for writing, empty unless `append`, and return its descriptor.

    It is made where it is missing, and only the user may read it. Raises OSError if it cannot be
    written, is no plain file, or is also known under another name.
    """
    handle = _open_plain(path, os.O_WRONLY | os.O_CREAT | (os.O_APPEND if append else 0))
    try:
        if os.fstat(handle).st_nlink > 1:
            raise OSError(errno.EMLINK, os.strerror(errno.EMLINK), str(path))
        if hasattr(os, "fchmod"):
            os.fchmod(handle, _PRIVATE)
        if not append:
            os.ftruncate(handle, 0)
    except OSError:
        os.close(handle)
        raise
    return handle


def remove_unless_plain(path: Path) -> None:
    """Remove a link, a pipe or a device that has the name of such a file.

    Raises OSError if that fails.
    """
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        path.unlink()


def _open_plain(path: Path, flags: int) -> int:
    handle = os.open(path, flags | _GUARDS, _PRIVATE)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(path))
    return handle
