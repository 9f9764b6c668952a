"""Lists, checks and compares backups, off the window's thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from desktop.base.progress import CancelToken
from desktop.base.storage import StorageError
from desktop.domain.backups import Backup, BackupListing, TableDifference
from desktop.ui.kit.worker import Worker

T = TypeVar("T")


class BackupSource(Protocol):
    """A reader of backups: the `BackupService` of open data, or a recovery if it cannot be opened.

    All methods can take long, and raise StorageError, or Cancelled if the token is cancelled.
    """

    def find(self, token: CancelToken) -> BackupListing:
        """Open and check every backup of the data."""

    def examine(self, path: Path, token: CancelToken) -> Backup:
        """Open and check a backup in any folder."""

    def compare(self, backup: Path, token: CancelToken) -> Mapping[str, TableDifference] | None:
        """Return what restoring would change, by table; None if the data cannot be read."""


class BackupLookup(QObject):
    """Runs queries of a `BackupSource` on a thread; `source` opens one for each query."""

    found = Signal(object)
    """The `BackupListing` that `list` asked for."""
    compared = Signal(object, object)
    """A path, and what restoring it would change: differences by table, or a `StorageError`.

    None instead of them if the current data cannot be read.
    """
    examined = Signal(object, object)
    """A path, and its `Backup` or a `StorageError`."""

    def __init__(
        self,
        source: Callable[[], AbstractContextManager[BackupSource]],
        parent: QObject | None = None,
        *,
        name: str = "backup-lookup",
    ) -> None:
        """Use a thread called `name`."""
        super().__init__(parent)
        self._source = source
        self._worker = Worker(name, self)

    def list(self) -> None:
        """Open and check every backup of the data; emits `found`."""
        self._submit(lambda source, token: source.find(token), self._show_found)

    def compare(self, path: Path) -> None:
        """Find out what restoring a backup would change; emits `compared`."""

        def compare(
            source: BackupSource, token: CancelToken
        ) -> Mapping[str, TableDifference] | StorageError | None:
            try:
                return source.compare(path, token)
            except StorageError as problem:
                return problem

        self._submit(compare, lambda answer: self.compared.emit(path, answer))

    def examine(self, path: Path) -> None:
        """Open and check a backup in any folder; emits `examined`."""

        def examine(source: BackupSource, token: CancelToken) -> Backup | StorageError:
            try:
                return source.examine(path, token)
            except StorageError as problem:
                return problem

        self._submit(examine, lambda answer: self.examined.emit(path, answer))

    def close(self) -> None:
        """Cancel the running query, and wait until its files are closed."""
        self._worker.close()

    def _submit(
        self, work: Callable[[BackupSource, CancelToken], T], done: Callable[[T], object]
    ) -> None:
        def run(token: CancelToken) -> T:
            with self._source() as source:
                return work(source, token)

        self._worker.submit(run, done, failed=self._fail)

    def _show_found(self, found: BackupListing) -> None:
        self.found.emit(found)

    def _fail(self, problem: Exception) -> None:
        raise problem
