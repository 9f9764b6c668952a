"""Backups as values: the backups in a folder, and the result of a restore."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from desktop.base.storage import SCHEMA_VERSION, StorageError


class BackupReason(StrEnum):
    """Why a backup was taken."""

    ASKED = "asked"
    START = "start"
    CHANGES = "changes"
    MIGRATION = "migration"
    IMPORT = "import"
    RESTORE = "restore"
    MANY = "many"


class Backup(NamedTuple):
    """A backup that was opened and checked. `counts` are the records by table, without the trash.

    `origin` identifies the data file it was taken from, since several may share a folder; `entry`
    is the number of the last entry in its journal.
    """

    path: Path
    at: datetime
    reason: BackupReason
    size: int
    schema: int
    counts: dict[str, int]
    origin: str
    entry: int

    @property
    def newer(self) -> bool:
        """Return whether a newer program made it, so that this one cannot restore it."""
        return self.schema > SCHEMA_VERSION


class BrokenBackup(NamedTuple):
    """A file with the name of a backup that cannot be restored."""

    path: Path
    problem: StorageError


class BackupListing(NamedTuple):
    """The backups in a folder: those that can be restored, newest first, and the others."""

    good: tuple[Backup, ...] = ()
    broken: tuple[BrokenBackup, ...] = ()

    @property
    def last(self) -> Backup | None:
        """Return the newest backup that can be restored."""
        return self.good[0] if self.good else None


class TableDifference(NamedTuple):
    """How many records of one table a restore removes, brings back and changes."""

    fewer: int
    more: int
    changed: int

    def __bool__(self) -> bool:
        return bool(self.fewer or self.more or self.changed)


class Restored(NamedTuple):
    """The result of a restore. `before` is the backup of the replaced data, to revert it.

    If the replaced file could not be read, `aside` is its new path.
    """

    backup: Backup
    before: Backup | None
    aside: Path | None
