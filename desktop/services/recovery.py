"""What can be done for data that cannot be opened; nothing is deleted."""

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
"""Errors that trying again does not end, and that may come while the window is open."""


class Recovery:
    """Works on the data folder `folder`, which nobody may have open. `clock` gives now in UTC.

    All methods may take long, and work on any thread. They raise StorageError if a file cannot be
    read or written.
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

    # Saving what can be read

    def salvage(self, progress: Progress | None = None) -> Salvaged:
        """Write what can be read of the file into a new one beside it, and check that.

        Nothing is replaced. Raises StorageError if nothing can be read.
        """
        return salvage.salvage(self.file, load(resource("programme.toml")), self.clock, progress)

    def use(self, salvaged: Salvaged) -> Path | None:
        """Put the new file in place, and return where the damaged one is (None: there was none).

        Raises StorageError if it cannot be put there.
        """
        with translate_errors(self.file):
            aside = put_in_place(salvaged.fresh, self.file, self.clock())
        salvage.clean(self.folder)
        return aside

    def drop(self) -> None:
        """Remove the new file; the damaged one is as it was."""
        salvage.clean(self.folder)

    def set_log_aside(self) -> Path | None:
        """Keep the log that belongs to another file under another name, and return that.

        Raises StorageError if it cannot be renamed.
        """
        with translate_errors(self.file):
            return keep_log(self.file, self.clock())
