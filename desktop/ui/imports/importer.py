"""Reading, planning and importing off the window's thread.

The readers are loaded there as well, with the first file: their tables and patterns take as long
to load as the dialog itself.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from desktop.base import gc_pause
from desktop.base.progress import Progress
from desktop.base.storage import StorageError
from desktop.domain.journal import DuplicateRecord
from desktop.exchange.merge_plan import MergePlan
from desktop.exchange.options import ReadOptions
from desktop.exchange.snapshot import ImportRefused
from desktop.services.files import FileService
from desktop.services.workspace import Workspace
from desktop.ui.kit.worker import JobToken, Worker

if TYPE_CHECKING:
    from desktop.exchange.read import Document

T = TypeVar("T")


class Importer(QObject):
    """Runs one step of an import at a time; a new step replaces the previous one.

    Each step works with a separate workspace.
    """

    opened = Signal(object)
    """A `Document`: the opened source."""
    planned = Signal(object)
    """A `MergePlan`: what the import would change."""
    imported = Signal(object)
    """An `ImportReport`: the plan was written."""
    refused = Signal(object)
    """An `ImportRefused`: why the source cannot be imported."""
    failed = Signal(object)
    """A `StorageError`, or a `DuplicateRecord` if an order was recorded elsewhere meanwhile."""
    cancelled = Signal()
    """The job was cancelled before it ended; the records are unchanged."""
    progressed = Signal(int, int)
    """The number of rows done, and of all rows; at most ten times a second."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._worker = Worker("importer", self, newest_wins=True)

    @property
    def busy(self) -> bool:
        """Whether a job is running."""
        return self._worker.busy

    def open(self, source: Path | str, choices: ReadOptions) -> None:
        """Open a file or a text, and recognise its format."""
        self._submit(
            lambda files, progress: files.open(source, choices, progress), self.opened.emit
        )

    def plan(self, document: Document, choices: ReadOptions) -> None:
        """Compare a document with the records, without changing anything."""
        self._submit(
            lambda files, progress: files.plan(document, choices, progress), self.planned.emit
        )

    def run_import(self, plan: MergePlan, name: str) -> None:
        """Write a plan in one transaction."""
        self._submit(
            lambda files, progress: files.import_plan(plan, name, progress), self.imported.emit
        )

    def cancel(self) -> None:
        """Cancel the running job; its transaction is rolled back."""
        self._worker.cancel()

    def forget(self) -> None:
        """Cancel the running job, and drop its result."""
        self._worker.forget()
        gc_pause.unfreeze()

    def _submit(
        self, work: Callable[[FileService, Progress], T], done: Callable[[T], object]
    ) -> None:
        def run(token: JobToken) -> T:
            with closing(self._workspace.another()) as workspace:
                return work(workspace.files, token.progress)

        self._worker.submit(
            run,
            done,
            failed=self._fail,
            cancelled=self.cancelled.emit,
            progress=self.progressed.emit,
        )

    def _fail(self, problem: Exception) -> None:
        if isinstance(problem, ImportRefused):
            self.refused.emit(problem)
        elif isinstance(problem, StorageError | DuplicateRecord):
            self.failed.emit(problem)
        else:
            raise problem
