"""Whether the file that was opened is still the one at its path.

A file that is deleted or replaced while it is open can still be written on POSIX, and what is written is
gone when the program ends. Windows lets nobody delete an open file.
"""

from __future__ import annotations

import os
from pathlib import Path

from desktop.base.storage import StorageError, StorageErrorKind


class FileIdentity:
    """Made right after the file was opened."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._log = path.with_name(f"{path.name}-wal")
        self._was = _identity(path)

    def check(self) -> None:
        """StorageError where the file was deleted, moved or replaced since."""
        if os.name == "posix" and _identity(self._path) != self._was:
            raise StorageError(StorageErrorKind.GONE, self._path, "another file, or none")

    def check_log(self) -> None:
        """After a transaction: also where its log was deleted, so that it is nowhere."""
        self.check()
        if os.name == "posix" and not self._log.exists():
            raise StorageError(StorageErrorKind.GONE, self._path, "no write-ahead log")


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
