"""The data file's names and versions, and the storage errors that a user can resolve."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from desktop.base.disk import free_bytes

DATA_FILE_ENDING = ".sqlite3"
"""The ending of the data file, of its backups, and of a data file that was set aside."""
FILE_NAME = f"linkdue{DATA_FILE_ENDING}"
"""The data file's name in the data folder."""
BACKUP_FOLDER = "backups"
"""The default folder for backups, beside the data file."""
EVIDENCE_FOLDER = "evidence"
"""The folder for files of evidence, beside the data file and beside backups."""
TRANSFER_FILE_ENDING = ".linkdue"
"""The ending of a transfer file, which holds all data for another computer."""
CARD_FILE_ENDING = ".linkduecard"
"""The ending of a partner's card."""
SCHEMA_VERSION = 2
"""The schema that this program writes, stored as SQLite's user_version."""


class Start(StrEnum):
    """What to do if there is no data file."""

    CREATE_IF_NEW = "as it is"
    """Create it, unless backups beside it show that there was one."""
    MUST_EXIST = "expected"
    """Do not create it: it existed a moment ago."""
    CREATE_EMPTY = "anew"
    """Create it: the user wants to begin with empty records."""


class StorageErrorKind(StrEnum):
    """The kind of error with the data file."""

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


TRANSACTION_NEEDS = 8 * 1024 * 1024
"""Bytes: SQLite's log grows to 4 MiB before a checkpoint, and the file may grow by as much."""


class StorageError(Exception):
    """An error with the data file, or a copy of it, that is not a bug.

    `detail` is technical and contains no user data. If the disk is full, `needed` is the number
    of bytes that the action needs at most, `free` the number available.
    """

    def __init__(
        self, kind: StorageErrorKind, path: Path, detail: str = "", needed: int = TRANSACTION_NEEDS
    ) -> None:
        super().__init__(f"{kind.value}: {path}: {detail}")
        self.kind = kind
        self.path = path
        self.detail = detail
        self.needed = needed
        self.free = free_bytes(path) if kind is StorageErrorKind.NO_SPACE else None
