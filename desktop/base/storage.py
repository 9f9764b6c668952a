"""The data file's names and versions, and the errors with it that a user can do something about."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from desktop.base.disk import free_bytes

DATA_FILE_ENDING = ".sqlite3"
"""The ending of the data file, of its backups, and of a file that was set aside."""
FILE_NAME = f"linkdue{DATA_FILE_ENDING}"
"""The data file's name in the data folder."""
BACKUP_FOLDER = "backups"
"""The folder beside it that backups go to."""
EVIDENCE_FOLDER = "evidence"
"""The folder beside the data file, and beside backups, that files of evidence lie in."""
TRANSFER_FILE_ENDING = ".linkdue"
"""The ending of a file that carries everything to another computer."""
CARD_FILE_ENDING = ".linkduecard"
"""The ending of a partner's card."""
SCHEMA_VERSION = 2
"""The schema this program writes; SQLite's user_version."""


class Start(StrEnum):
    """What to do if there is no data file."""

    AS_IT_IS = "as it is"
    """Make one, unless backups beside its place say that there was one."""
    EXPECTED = "expected"
    """Make none: it was there a moment ago."""
    ANEW = "anew"
    """Make one: the user wants to begin with empty records."""


class StorageErrorKind(StrEnum):
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


class StorageError(Exception):
    """An error with the data file, or a copy of it, that is no bug.

    `detail` is technical and names no user data. If the disk is full, `needed` are the bytes that
    the action needs at most, `free` those there are.
    """

    def __init__(
        self, kind: StorageErrorKind, path: Path, detail: str = "", needed: int = ACT_NEEDS
    ) -> None:
        super().__init__(f"{kind.value}: {path}: {detail}")
        self.kind = kind
        self.path = path
        self.detail = detail
        self.needed = needed
        self.free = free_bytes(path) if kind is StorageErrorKind.NO_SPACE else None
