"""Errors of SQLite and the system, translated into those that a user can do something about."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.base.disk import FULL
from desktop.base.storage import ACT_NEEDS, StorageError, StorageErrorKind


class DamagedRow(ValueError):
    """A row is not what this program writes; the message names the row and no data."""


@contextmanager
def translate_errors(path: Path, needed: int = ACT_NEEDS) -> Iterator[None]:
    """Turn errors of SQLite and the system about a file, and damaged rows, into StorageError.

    `needed` is how many bytes are going to be written, at most. Bugs pass as they are.
    """
    try:
        yield
    except (DamagedRow, UnicodeDecodeError) as error:  # SQLite's words about a damaged schema
        raise StorageError(StorageErrorKind.DAMAGED, path, str(error)) from error
    except sqlite3.Error as error:
        kind = _kind_of(error)
        if kind is None:
            raise
        if kind is StorageErrorKind.UNREACHABLE:
            kind = _kind_by_writing(path, needed)
        raise StorageError(kind, path, _technical(error), needed) from error
    except OSError as error:
        name = errno.errorcode.get(error.errno or 0, type(error).__name__)
        raise StorageError(_kind_of_system(error), path, name, needed) from error


_SYSTEM_KINDS = {
    **dict.fromkeys(FULL, StorageErrorKind.NO_SPACE),
    errno.EROFS: StorageErrorKind.READ_ONLY,
    errno.EACCES: StorageErrorKind.READ_ONLY,
    errno.EPERM: StorageErrorKind.READ_ONLY,
}


def _kind_of_system(error: OSError) -> StorageErrorKind:
    """Return what the system's error means for the user."""
    return _SYSTEM_KINDS.get(error.errno or 0, StorageErrorKind.UNREACHABLE)


_KINDS = {
    "SQLITE_BUSY": StorageErrorKind.LOCKED,
    "SQLITE_LOCKED": StorageErrorKind.LOCKED,
    "SQLITE_CORRUPT": StorageErrorKind.DAMAGED,
    "SQLITE_NOTADB": StorageErrorKind.DAMAGED,  # the header said it is ours
    "SQLITE_AUTH": StorageErrorKind.ALTERED,  # it is more than the plain tables it should be
    "SQLITE_TOOBIG": StorageErrorKind.DAMAGED,  # longer than anything that can be entered
    "SQLITE_FULL": StorageErrorKind.NO_SPACE,
    "SQLITE_READONLY": StorageErrorKind.READ_ONLY,
    "SQLITE_PERM": StorageErrorKind.READ_ONLY,
    "SQLITE_CANTOPEN": StorageErrorKind.UNREACHABLE,
    "SQLITE_IOERR": StorageErrorKind.UNREACHABLE,
}


def _kind_of(error: sqlite3.Error) -> StorageErrorKind | None:
    """Return what an error of SQLite means for the user; None for a bug."""
    name = getattr(error, "sqlite_errorname", "") or ""
    if not name and isinstance(error, sqlite3.OperationalError):
        return StorageErrorKind.DAMAGED  # Python's own: a text that is not UTF-8
    return next((kind for prefix, kind in _KINDS.items() if name.startswith(prefix)), None)


def _technical(error: sqlite3.Error) -> str:
    """Return SQLite's name for an error: its message may quote a user's text, or the path."""
    return getattr(error, "sqlite_errorname", "") or type(error).__name__


_ASKED_FOR = 1024 * 1024
"""Bytes that must fit on a disk that is not called full."""


def _kind_by_writing(path: Path, needed: int) -> StorageErrorKind:
    """Find out why nothing can be written: SQLite keeps the system's answer, so it is asked again.

    What is written lies beyond `needed` bytes, because some systems limit the size of files.
    """
    import tempfile

    try:
        with tempfile.TemporaryFile(dir=path if path.is_dir() else path.parent) as file:
            file.seek(needed)
            file.write(bytes(_ASKED_FOR))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return _kind_of_system(error)
    return StorageErrorKind.UNREACHABLE
