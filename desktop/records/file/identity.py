"""Checks that the file that was opened is still the one at its path.

On POSIX, a file that is deleted or replaced while it is open can still be written, and the data is
lost when the program ends. Windows does not allow deleting an open file.
"""

from __future__ import annotations

import os
from pathlib import Path

from desktop.base.storage import StorageError, StorageErrorKind


class FileIdentity:
    """The file at a path, remembered right after it was opened."""

    def __init__(self, path: Path) -> None:
        self._path = path
        real = path.resolve() if path.is_symlink() else path  # the log is beside the target
        self._log = real.with_name(f"{real.name}-wal")
        self._was = _identity(path)

    def check(self) -> None:
        """Compare the file with the one remembered.

        Raises StorageError GONE if it was deleted, moved or replaced since.
        """
        if os.name == "posix" and _identity(self._path) != self._was:
            raise StorageError(StorageErrorKind.GONE, self._path, "another file, or none")

    def check_log(self) -> None:
        """Check the log as well, after a transaction that is stored only there.

        Raises StorageError GONE if the file or its log was deleted, moved or replaced.
        """
        self.check()
        if os.name == "posix" and not self._log.exists():
            raise StorageError(StorageErrorKind.GONE, self._path, "no write-ahead log")


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
