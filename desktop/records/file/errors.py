"""The trouble with the data file that a user can do something about, apart from bugs."""

from __future__ import annotations

import errno
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from desktop.base.disk import FULL, free_bytes


class ProblemKind(StrEnum):
    """What is the matter with the data file."""

    NEWER = "newer"
    FOREIGN = "foreign"
    DAMAGED = "damaged"
    ALTERED = "altered"
    STRAY_LOG = "stray-log"
    UPDATE_FAILED = "update-failed"
    READ_ONLY = "read-only"
    LOCKED = "locked"
    NO_SPACE = "no-space"
    UNREACHABLE = "unreachable"
    GONE = "gone"
    MOVED = "moved"
    UNVERIFIED = "unverified"


ACT_NEEDS = 8 * 1024 * 1024
"""Bytes: SQLite's log grows to 4 MiB before it goes into the file, which may grow by as much."""


class DatabaseProblem(Exception):
    """Trouble with the data file, or a copy of it, that is no bug.

    `detail` is technical and names no user data. Where the disk is full, `needed` are the bytes that
    the act needs at most, `free` those there are.
    """

    def __init__(
        self, kind: ProblemKind, path: Path, detail: str = "", needed: int = ACT_NEEDS
    ) -> None:
        super().__init__(f"{kind.value}: {path}: {detail}")
        self.kind = kind
        self.path = path
        self.detail = detail
        self.needed = needed
        self.free = free_bytes(path) if kind is ProblemKind.NO_SPACE else None


class DamagedRow(ValueError):
    """A row is not what this program writes; the message names the row and no data."""


@contextmanager
def acting_on(path: Path, needed: int = ACT_NEEDS) -> Iterator[None]:
    """Turn what SQLite and the system say about the file, and damaged rows, into DatabaseProblem.

    `needed` is how many bytes are going to be written, at most.
    """
    try:
        yield
    except (DamagedRow, UnicodeDecodeError) as error:  # SQLite's words about a damaged schema
        raise DatabaseProblem(ProblemKind.DAMAGED, path, str(error)) from error
    except sqlite3.Error as error:
        kind = _kind_of(error)
        if kind is None:
            raise
        if kind is ProblemKind.UNREACHABLE:
            kind = _trouble_with(path, needed)
        raise DatabaseProblem(kind, path, _technical(error), needed) from error
    except OSError as error:
        name = errno.errorcode.get(error.errno or 0, type(error).__name__)
        raise DatabaseProblem(_kind_of_system(error), path, name, needed) from error


_SYSTEM_KINDS = {
    **dict.fromkeys(FULL, ProblemKind.NO_SPACE),
    errno.EROFS: ProblemKind.READ_ONLY,
    errno.EACCES: ProblemKind.READ_ONLY,
    errno.EPERM: ProblemKind.READ_ONLY,
}


def _kind_of_system(error: OSError) -> ProblemKind:
    """What the system's own word means for the user."""
    return _SYSTEM_KINDS.get(error.errno or 0, ProblemKind.UNREACHABLE)


_KINDS = {
    "SQLITE_BUSY": ProblemKind.LOCKED,
    "SQLITE_LOCKED": ProblemKind.LOCKED,
    "SQLITE_CORRUPT": ProblemKind.DAMAGED,
    "SQLITE_NOTADB": ProblemKind.DAMAGED,  # the header said it is ours
    "SQLITE_TOOBIG": ProblemKind.DAMAGED,  # longer than anything that can be entered
    "SQLITE_FULL": ProblemKind.NO_SPACE,
    "SQLITE_READONLY": ProblemKind.READ_ONLY,
    "SQLITE_PERM": ProblemKind.READ_ONLY,
    "SQLITE_CANTOPEN": ProblemKind.UNREACHABLE,
    "SQLITE_IOERR": ProblemKind.UNREACHABLE,
}


def _kind_of(error: sqlite3.Error) -> ProblemKind | None:
    """What a SQLite error means for the user; None for a bug."""
    name = getattr(error, "sqlite_errorname", "") or ""
    if not name and isinstance(error, sqlite3.OperationalError):
        return ProblemKind.DAMAGED  # Python's own: a text that is not UTF-8
    return next((kind for prefix, kind in _KINDS.items() if name.startswith(prefix)), None)


def _technical(error: sqlite3.Error) -> str:
    """SQLite's name for an error: its message may quote a text of the user, or the file's path."""
    return getattr(error, "sqlite_errorname", "") or type(error).__name__


_ASKED_FOR = 1024 * 1024
"""Bytes that must fit on a disk that is not called full."""


def _trouble_with(path: Path, needed: int) -> ProblemKind:
    """Why nothing can be written there: SQLite keeps the system's answer, so it is asked again.

    What is written lies beyond `needed` bytes, for files may not grow for ever everywhere.
    """
    try:
        with tempfile.TemporaryFile(dir=path if path.is_dir() else path.parent) as file:
            file.seek(needed)
            file.write(bytes(_ASKED_FOR))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return _kind_of_system(error)
    return ProblemKind.UNREACHABLE
