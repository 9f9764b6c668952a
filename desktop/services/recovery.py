"""Recovery options for data that cannot be opened; nothing is deleted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from desktop.base.progress import CancelToken, Progress
from desktop.base.resources import resource
from desktop.base.storage import BACKUP_FOLDER, FILE_NAME, StorageError, StorageErrorKind
from desktop.domain.backups import Backup, BackupListing, TableDifference
from desktop.domain.programme import load
from desktop.domain.salvaged import Salvaged
from desktop.records.backups import backup as backups
from desktop.records.backups import catalog
from desktop.records.backups.compare import compare
from desktop.records.backups.restore import keep_log, put_in_place
from desktop.records.file.database import real_file
from desktop.records.file.errors import translate_errors
from desktop.records.recovery import salvage

RECOVERABLE = (
    StorageErrorKind.DAMAGED,
    StorageErrorKind.ALTERED,
    StorageErrorKind.STRAY_LOG,
    StorageErrorKind.GONE,
)
"""Errors that retrying does not fix, and that may occur while the window is open."""


class Recovery:
    """Repairs the data in `folder`, which no connection may have open. `clock` gives now in UTC.

    All methods may take long, and may be called on any thread. They raise StorageError if a file
    cannot be read or written.
    """

    def __init__(self, folder: Path, clock: Callable[[], datetime]) -> None:
        self.folder = folder
        self.clock = clock

    @property
    def file(self) -> Path:
        """The data file, or where it should be."""
        return real_file(self.folder / FILE_NAME)

    # These three raise Cancelled as well, if the token is cancelled.

    def find(self, token: CancelToken) -> BackupListing:
        """Open and check every backup beside the data."""
        return catalog.find(self.folder / BACKUP_FOLDER, self.clock(), token)

    def examine(self, path: Path, token: CancelToken) -> Backup:
        """Open and check a backup from elsewhere."""
        return backups.examine(path, token)

    def compare(self, backup: Path, token: CancelToken) -> Mapping[str, TableDifference] | None:
        """Return what restoring would change, by table; None if the data file cannot be read."""
        with suppress(StorageError, ValueError):
            return compare(backup, self.file, token)
        return None

    # Salvaging

    def salvage(self, progress: Progress | None = None) -> Salvaged:
        """Write the readable rows of the file into a new one beside it, and check the new file.

        Nothing is replaced. Raises StorageError if nothing can be read.
        """
        return salvage.salvage(self.file, load(resource("programme.toml")), self.clock, progress)

    def use(self, salvaged: Salvaged) -> Path | None:
        """Replace the data file by the new one; return the new path of the damaged file, if any.

        Raises StorageError if it cannot be replaced.
        """
        with translate_errors(self.file):
            aside = put_in_place(salvaged.path, self.file, self.clock())
        salvage.clean(self.folder)
        return aside

    def drop(self) -> None:
        """Delete the new file; the damaged one is unchanged."""
        salvage.clean(self.folder)

    def set_log_aside(self) -> Path | None:
        """Rename the log that belongs to another file, and return its new path.

        Raises StorageError if it cannot be renamed.
        """
        with translate_errors(self.file):
            return keep_log(self.file, self.clock())
