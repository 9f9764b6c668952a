"""Names of temporary files, and removal of those that a killed program left behind."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

TEMPORARY_ENDING = ".part"
"""The ending of a file that is being written."""
STALE_AFTER = timedelta(hours=1)
"""The age from which a temporary file belongs to no running process."""
_NAME_LIMIT = 200
"""Longest part of a temporary name in bytes: with its additions it must fit into 255."""
_TEMPORARY = re.compile(
    rf"\.(?P<name>.+)\.[a-z0-9_]{{8}}{re.escape(TEMPORARY_ENDING)}(-wal|-shm|-journal)?"
)
"""A temporary name as `tempfile.mkstemp` completes it, or the name of SQLite's log beside it."""


def bounded_name(name: str) -> str:
    """Return the name for use in a temporary name: unchanged, or its digest if it is too long."""
    data = os.fsencode(name)
    if len(data) <= _NAME_LIMIT:
        return name
    import hashlib

    return hashlib.sha256(data).hexdigest()[:32]


def sweep(path: Path, older_than: timedelta = timedelta()) -> None:
    """Remove temporary files for `path` that are at least `older_than` old.

    Without an age, the caller must know that no process is writing one. Removes nothing but
    temporary files. Raises nothing.
    """
    _sweep(path.parent, lambda name: name == bounded_name(path.name), older_than)


def sweep_folder(folder: Path, beginning: str, older_than: timedelta) -> None:
    """Remove the temporary files for all names with this beginning, as `sweep` does."""
    _sweep(folder, lambda name: name.startswith(beginning), older_than)


def _sweep(folder: Path, matches: Callable[[str], bool], older_than: timedelta) -> None:
    with suppress(OSError):
        for entry in os.scandir(folder):
            found = _TEMPORARY.fullmatch(entry.name)
            if found is None or not matches(found["name"]):
                continue
            with suppress(OSError):
                age = time.time() - entry.stat(follow_symlinks=False).st_mtime
                if entry.is_file(follow_symlinks=False) and age >= older_than.total_seconds():
                    Path(entry.path).unlink()
