"""Reads, plans and takes in off the window's thread, so that the window never waits for a file.

The readers are loaded there as well, with the first file: their tables and patterns take as long as
the dialog itself.
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
    """Does one step of an import at a time; a new one takes the place of the one before.

    Each works with a workspace of its own.
    """

    opened = Signal(object)
    """A `Document`: what the source was taken for."""
    planned = Signal(object)
    """A `MergePlan`: what taking it in would do."""
    taken_in = Signal(object)
    """An `ImportReport`: it was written."""
    refused = Signal(object)
    """An `ImportRefused`: why it cannot be taken in."""
    failed = Signal(object)
    """A `StorageError`, or a `DuplicateRecord` that was logged elsewhere meanwhile."""
    cancelled = Signal()
    """`cancel` came in time: the records are as they were."""
    moved = Signal(int, int)
    """How many rows of how many are done; at most ten times a second."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._worker = Worker("importer", self, newest_wins=True)

    @property
    def busy(self) -> bool:
        """Whether a job is under way."""
        return self._worker.busy

    def open(self, source: Path | str, choices: ReadOptions) -> None:
        """Find out what a file or a text holds."""
        self._submit(
            lambda files, progress: files.open(source, choices, progress), self.opened.emit
        )

    def plan(self, document: Document, choices: ReadOptions) -> None:
        """Work out what taking a document in would do."""
        self._submit(
            lambda files, progress: files.plan(document, choices, progress), self.planned.emit
        )

    def take_in(self, plan: MergePlan, name: str) -> None:
        """Write a plan, all of it or nothing."""
        self._submit(
            lambda files, progress: files.import_plan(plan, name, progress), self.taken_in.emit
        )

    def cancel(self) -> None:
        """Cancel the job under way; what it has written is taken back."""
        self._worker.cancel()

    def forget(self) -> None:
        """Cancel the job under way, and want no answer any more."""
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
            progress=self.moved.emit,
        )

    def _fail(self, problem: Exception) -> None:
        if isinstance(problem, ImportRefused):
            self.refused.emit(problem)
        elif isinstance(problem, StorageError | DuplicateRecord):
            self.failed.emit(problem)
        else:
            raise problem
