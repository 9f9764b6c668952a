"""What can be done for data that cannot be opened: nothing here needs a desk, and nothing is deleted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from desktop.base.progress import Watch
from desktop.base.resources import resource
from desktop.domain.programme import load
from desktop.records.backups import backup as backups
from desktop.records.backups import catalog
from desktop.records.backups.backup import FOLDER_NAME, Backup
from desktop.records.backups.cancellation import Stop, never
from desktop.records.backups.catalog import Found
from desktop.records.backups.compare import Difference, compare
from desktop.records.backups.restore import keep_log, put_in_place
from desktop.records.file.database import FILE_NAME
from desktop.records.file.errors import DatabaseProblem, ProblemKind, acting_on
from desktop.records.recovery import salvage
from desktop.records.recovery.salvage import Salvaged

__all__ = ["RECOVERABLE", "Rescue", "Salvaged"]

RECOVERABLE = (
    ProblemKind.DAMAGED,
    ProblemKind.ALTERED,
    ProblemKind.STRAY_LOG,
    ProblemKind.GONE,
)
"""Trouble that no trying again ends, and that may come while the window is open."""


class Rescue:
    """Works on the data folder `folder`, which nobody may have open. `clock` gives now in UTC.

    All methods raise DatabaseProblem, may take long, and work on any thread.
    """

    def __init__(self, folder: Path, clock: Callable[[], datetime]) -> None:
        self.folder = folder
        self.clock = clock

    @property
    def file(self) -> Path:
        """The data file, or where it should be."""
        return self.folder / FILE_NAME

    def find_backups(self, stop: Stop = never) -> Found:
        """The backups beside the data, each opened and checked. Also Interrupted."""
        return catalog.find(self.folder / FOLDER_NAME, self.clock(), stop)

    def examine(self, path: Path, stop: Stop = never) -> Backup:
        """Open and check a backup from elsewhere."""
        return backups.examine(path, stop)

    def compare(self, backup: Path, stop: Stop = never) -> Mapping[str, Difference] | None:
        """What restoring a backup would change, by table; None where the file cannot be read."""
        with suppress(DatabaseProblem, ValueError):
            return compare(backup, self.file, stop)
        return None

    def salvage(self, watch: Watch | None = None) -> Salvaged:
        """What can be read of the file, in a new one beside it that is checked; nothing is replaced."""
        return salvage.salvage(self.file, load(resource("programme.toml")), self.clock, watch)

    def use(self, salvaged: Salvaged) -> Path | None:
        """Put the new file in place; where the damaged one is kept (None: there was none)."""
        with acting_on(self.file):
            aside = put_in_place(salvaged.fresh, self.file, self.clock())
        salvage.clean(self.folder)
        return aside

    def drop(self) -> None:
        """Remove the new file; the damaged one is as it was."""
        salvage.clean(self.folder)

    def set_log_aside(self) -> Path | None:
        """Keep the log that belongs to another file under another name; what that is."""
        with acting_on(self.file):
            return keep_log(self.file, self.clock())
