"""Free disk space, and the error for a full disk."""

from __future__ import annotations

import errno
from pathlib import Path

DISK_FULL_ERRNOS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""Error numbers for a full disk, an exhausted quota and a file above the size limit."""


class DiskFull(OSError):
    """A file of `needed` bytes could not be written; `free` bytes are left (None: not known)."""

    def __init__(self, path: Path, needed: int) -> None:
        super().__init__(errno.ENOSPC, "disk full", str(path))
        self.needed = needed
        self.free = free_bytes(path)


def free_bytes(path: Path) -> int | None:
    """Return the bytes that this user has left on the disk of a file or folder.

    A file may be missing if its folder exists. None if the system does not report it.
    """
    import shutil

    try:
        return shutil.disk_usage(path if path.is_dir() else path.parent).free
    except OSError:
        return None
