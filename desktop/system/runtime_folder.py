"""The private folder of a user's session, which the system removes with the session."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path


def session_folder() -> Path | None:
    """Return the folder that the system made for this session; None if none is private.

    Only Linux has one (``XDG_RUNTIME_DIR``).
    """
    if sys.platform == "win32":
        return None
    given = os.environ.get("XDG_RUNTIME_DIR", "")
    if given and Path(given).is_absolute() and is_private(Path(given)):
        return Path(given)
    return None


def is_private(folder: Path) -> bool:
    """Return whether a folder belongs to the user and nobody else may enter it (POSIX)."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    return (
        stat.S_ISDIR(found.st_mode)
        and found.st_uid == os.getuid()
        and not found.st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    )
