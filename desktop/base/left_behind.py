"""Names of files that are being written, and what a program that was killed left of them."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

TEMPORARY_ENDING = ".part"
"""The ending of what is being written."""
LEFT_BEHIND = timedelta(hours=1)
"""After this, nobody works any more on what is unfinished."""
_NAME_LIMIT = 200
"""Bytes of a name that a temporary one repeats: most file systems take 255, with what is added."""
_TEMPORARY = re.compile(
    rf"\.(?P<name>.+)\.[a-z0-9_]{{8}}{re.escape(TEMPORARY_ENDING)}(-wal|-shm|-journal)?"
)
"""A temporary name as `tempfile.mkstemp` completes it, or that of a log SQLite puts beside one."""


def name_within(name: str) -> str:
    """Return what a temporary name repeats of a name: all of it, or its digest if it is long."""
    data = os.fsencode(name)
    if len(data) <= _NAME_LIMIT:
        return name
    import hashlib

    return hashlib.sha256(data).hexdigest()[:32]


def sweep(path: Path, older_than: timedelta = timedelta()) -> None:
    """Remove what was to become `path` and was left behind by a program that was killed.

    With an age, only what nobody can still be working on. Nothing but temporary files is
    touched. Raises nothing.
    """
    _sweep(path.parent, lambda name: name == name_within(path.name), older_than)


def sweep_folder(folder: Path, beginning: str, older_than: timedelta) -> None:
    """Remove what was to become a file whose name has this beginning; see `sweep`."""
    _sweep(folder, lambda name: name.startswith(beginning), older_than)


def _sweep(folder: Path, ours: Callable[[str], bool], older_than: timedelta) -> None:
    with suppress(OSError):
        for left in os.scandir(folder):
            found = _TEMPORARY.fullmatch(left.name)
            if found is None or not ours(found["name"]):
                continue
            with suppress(OSError):
                age = time.time() - left.stat(follow_symlinks=False).st_mtime
                if left.is_file(follow_symlinks=False) and age >= older_than.total_seconds():
                    Path(left.path).unlink()
