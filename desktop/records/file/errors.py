"""Translation of errors of SQLite and the system into StorageError, with a kind for the user."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.base.disk import DISK_FULL_ERRNOS
from desktop.base.storage import TRANSACTION_NEEDS, StorageError, StorageErrorKind


class DamagedRow(ValueError):
    """A row that this program would not write; the message names the row but no data."""


@contextmanager
def translate_errors(path: Path, needed: int = TRANSACTION_NEEDS) -> Iterator[None]:
    """Turn errors of SQLite and the system about a file, and damaged rows, into StorageError.

    `needed` is the largest number of bytes to be written. Errors that are bugs pass unchanged.
    """
    try:
        yield
    except (DamagedRow, UnicodeDecodeError) as error:  # SQLite's message may quote damaged bytes
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
    **dict.fromkeys(DISK_FULL_ERRNOS, StorageErrorKind.NO_SPACE),
    errno.EROFS: StorageErrorKind.READ_ONLY,
    errno.EACCES: StorageErrorKind.READ_ONLY,
    errno.EPERM: StorageErrorKind.READ_ONLY,
}


def _kind_of_system(error: OSError) -> StorageErrorKind:
    """Return the kind of an error of the system."""
    return _SYSTEM_KINDS.get(error.errno or 0, StorageErrorKind.UNREACHABLE)


_KINDS = {
    "SQLITE_BUSY": StorageErrorKind.LOCKED,
    "SQLITE_LOCKED": StorageErrorKind.LOCKED,
    "SQLITE_CORRUPT": StorageErrorKind.DAMAGED,
    "SQLITE_NOTADB": StorageErrorKind.DAMAGED,  # the header has been checked before
    "SQLITE_AUTH": StorageErrorKind.ALTERED,  # something else than plain tables was read
    "SQLITE_TOOBIG": StorageErrorKind.DAMAGED,  # longer than anything that can be entered
    "SQLITE_FULL": StorageErrorKind.NO_SPACE,
    "SQLITE_READONLY": StorageErrorKind.READ_ONLY,
    "SQLITE_PERM": StorageErrorKind.READ_ONLY,
    "SQLITE_CANTOPEN": StorageErrorKind.UNREACHABLE,
    "SQLITE_IOERR": StorageErrorKind.UNREACHABLE,
}


def _kind_of(error: sqlite3.Error) -> StorageErrorKind | None:
    """Return the kind of an error of SQLite; None for a bug."""
    name = getattr(error, "sqlite_errorname", "") or ""
    if not name and isinstance(error, sqlite3.OperationalError):
        return StorageErrorKind.DAMAGED  # Python's own: a text that is not UTF-8
    return next((kind for prefix, kind in _KINDS.items() if name.startswith(prefix)), None)


def _technical(error: sqlite3.Error) -> str:
    """Return SQLite's name for an error: its message may quote a user's text, or the path."""
    return getattr(error, "sqlite_errorname", "") or type(error).__name__


_TEST_WRITE = 1024 * 1024
"""Bytes of a test write; a disk that they do not fit on counts as full."""


def _kind_by_writing(path: Path, needed: int) -> StorageErrorKind:
    """Find out by a test write why nothing can be written: SQLite hides the system's error.

    The write starts after `needed` bytes, because some systems limit the size of files.
    """
    import tempfile

    try:
        with tempfile.TemporaryFile(dir=path if path.is_dir() else path.parent) as file:
            file.seek(needed)
            file.write(bytes(_TEST_WRITE))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return _kind_of_system(error)
    return StorageErrorKind.UNREACHABLE
