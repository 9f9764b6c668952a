"""Backups as values: the copies in a folder, and what a restore or a salvage did."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from desktop.base.lazy_dataclass import dataclass
from desktop.base.storage import SCHEMA_VERSION, StorageError
from desktop.domain.journal import RECORD_TABLES


class BackupReason(StrEnum):
    """Why a backup was taken."""

    ASKED = "asked"
    START = "start"
    CHANGES = "changes"
    MIGRATION = "migration"
    IMPORT = "import"
    RESTORE = "restore"
    MANY = "many"


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy that was opened and checked. `counts` is of records by table, without the bin.

    `origin` names the data that it is of, since many may share a folder; `entry` is the number of
    the last entry in its journal.
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
        """Return whether a newer program took it, so that this one cannot restore it."""
        return self.schema > SCHEMA_VERSION


@dataclass(frozen=True, slots=True)
class BrokenBackup:
    """A file with the name of a backup that cannot be restored."""

    path: Path
    problem: StorageError


@dataclass(frozen=True, slots=True)
class BackupListing:
    """The backups in a folder: those that can be restored, newest first, and the others."""

    good: tuple[Backup, ...] = ()
    broken: tuple[BrokenBackup, ...] = ()

    @property
    def last(self) -> Backup | None:
        """Return the newest backup that can be restored."""
        return self.good[0] if self.good else None


@dataclass(frozen=True, slots=True)
class TableDifference:
    """How many records of one kind a restore takes away, brings back and changes."""

    fewer: int
    more: int
    changed: int

    def __bool__(self) -> bool:
        return bool(self.fewer or self.more or self.changed)


@dataclass(frozen=True, slots=True)
class Restored:
    """The result of a restore. `before` is the backup of what was there, which takes it back.

    Where that could not be read, `aside` is where the file is now.
    """

    backup: Backup
    before: Backup | None
    aside: Path | None


@dataclass(slots=True)
class Salvaged:
    """The result of a salvage, in numbers of rows. `fresh` is the new file, checked.

    `counts` is by table, with what is in the bin. `from_journal` were lost from their table and
    taken from the journal; `differing` are not as the journal says they were left; `unreadable` are
    there but cannot be read. `made_up` are the UIDs given to accounts whose own are lost.
    """

    fresh: Path
    counts: dict[str, int] = field(default_factory=dict)
    from_journal: int = 0
    differing: int = 0
    unreadable: int = 0
    made_up: tuple[str, ...] = ()

    @property
    def records(self) -> int:
        """Return how many records there are in the new file."""
        return sum(self.counts.get(table, 0) for table in RECORD_TABLES)
