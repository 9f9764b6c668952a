"""The space that is left on a disk."""

from __future__ import annotations

import errno
from pathlib import Path

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What the system answers if a disk, a quota or a limit for files is used up."""


class DiskFull(OSError):
    """A file could not be written: `needed` bytes, of which `free` are left (None: not known)."""

    def __init__(self, path: Path, needed: int) -> None:
        super().__init__(errno.ENOSPC, "disk full", str(path))
        self.needed = needed
        self.free = free_bytes(path)


def free_bytes(path: Path) -> int | None:
    """Return what the disk of a folder, or of a file that may be missing, has left for this user.

    In bytes; None if the system does not say.
    """
    import shutil

    try:
        return shutil.disk_usage(path if path.is_dir() else path.parent).free
    except OSError:
        return None
