"""Opening files safely by untrusted names: only regular files, read up to a limit.

Reading a FIFO could block for ever, and a device never ends. The program's own small files –
locks, logs, notes and markers – are private to the user; symbolic links in their place are not
followed.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

SMALL_FILE_LIMIT = 64 * 1024
"""Bytes; the program's own small files are not larger, except for the log of faults."""
_PRIVATE = 0o600
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_NON_BLOCKING = (
    getattr(os, "O_NONBLOCK", 0)  # opening a FIFO returns immediately
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


def open_regular(path: Path, *, follow_links: bool = True) -> BinaryIO:
    """Open a file for reading bytes, without blocking.

    Raises OSError if it is missing, cannot be read, or is a FIFO, a device, a socket or a folder;
    unless `follow_links`, also if it is a symbolic link.
    """
    return os.fdopen(_open(path, os.O_RDONLY | (0 if follow_links else _NO_LINK)), "rb")


def read_up_to(path: Path, limit: int, *, follow_links: bool = True) -> bytes:
    """Return the content of a regular file.

    Raises OSError as `open_regular` does, and with EFBIG if it has more than `limit` bytes.
    """
    with open_regular(path, follow_links=follow_links) as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise OSError(errno.EFBIG, "longer than expected", str(path))
    return data


def read_own(path: Path, limit: int = SMALL_FILE_LIMIT) -> bytes:
    """Return the first `limit` bytes of one of the program's own files.

    Raises OSError if it is missing, cannot be read, or is a link or not a regular file.
    """
    with open_regular(path, follow_links=False) as file:
        return file.read(limit)


def open_own(path: Path, *, append: bool = False) -> int:
    """Open one of the program's own files for writing and return its descriptor.

    The file is truncated unless `append`, created if it is missing, and readable by the user only.
    Raises OSError if it cannot be written, is a symbolic link or not a regular file, or has
    another hard link.
    """
    flags = os.O_WRONLY | os.O_CREAT | _NO_LINK | (os.O_APPEND if append else 0)
    handle = _open(path, flags)
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


def remove_special(path: Path) -> None:
    """Remove a link, a FIFO, a socket or a device of this name. Raises OSError if that fails."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        path.unlink()


def refuse_special(path: Path) -> None:
    """Raise OSError if the path is a FIFO, a device or a socket, which must not be replaced."""
    try:
        mode = path.lstat().st_mode
    except OSError:
        return
    if not (stat.S_ISREG(mode) or stat.S_ISLNK(mode) or stat.S_ISDIR(mode)):
        raise OSError(errno.EINVAL, "not a regular file", str(path))


def _open(path: Path, flags: int) -> int:
    """Open a regular file without blocking; raise OSError if it is anything else."""
    handle = os.open(path, flags | _NON_BLOCKING, _PRIVATE)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "not a regular file", str(path))
    return handle
