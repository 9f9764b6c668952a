"""Opening files by names that anyone may have given: only regular files, read up to a limit.

A FIFO would keep the program waiting for ever, and a device never ends.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

_READ_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


def open_regular(path: Path, *, follow_links: bool = True) -> BinaryIO:
    """Open a file to be read as bytes, without waiting.

    Raises OSError if it is not there, cannot be read, or is a FIFO, a device, a socket or a folder;
    unless `follow_links`, also if it is a link.
    """
    handle = os.open(path, _READ_FLAGS | (0 if follow_links else getattr(os, "O_NOFOLLOW", 0)))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "not a regular file", str(path))
    return os.fdopen(handle, "rb")


def read_up_to(path: Path, limit: int, *, follow_links: bool = True) -> bytes:
    """Return what a regular file holds, `limit` bytes at most.

    Raises OSError as `open_regular` does, and EFBIG if it holds more.
    """
    with open_regular(path, follow_links=follow_links) as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise OSError(errno.EFBIG, "longer than expected", str(path))
    return data


def refuse_special(path: Path) -> None:
    """Raise OSError if a FIFO, a device or a socket has this name: it must not be replaced."""
    try:
        mode = path.lstat().st_mode
    except OSError:
        return
    if not (stat.S_ISREG(mode) or stat.S_ISLNK(mode) or stat.S_ISDIR(mode)):
        raise OSError(errno.EINVAL, "not a regular file", str(path))
