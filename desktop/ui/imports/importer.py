"""Reads, plans and takes in on a thread of its own, so that the window never waits for a file."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.base import gc_pause
from desktop.base.progress import Progress
from desktop.base.storage import StorageError
from desktop.domain.journal import DuplicateRecord
from desktop.exchange.merge import MergePlan
from desktop.exchange.options import ReadOptions
from desktop.exchange.read import Document
from desktop.exchange.snapshot import ImportRefused
from desktop.services.workspace import Workspace

Work = Callable[[Workspace, Progress], object]
_TOLD_EVERY = 0.1
"""Seconds. A window that is told more often than it can listen does nothing else."""


class _ImportCancelled(Exception):
    """The job was called off."""


class Importer(QObject):
    """One job at a time; a new one takes the place of the one before.

    Each job works with a workspace of its own. What comes of it arrives as a signal on the thread that
    this object lives on.
    """

    opened = Signal(object)
    """A `Document`: what the source was taken for."""
    planned = Signal(object)
    """A `MergePlan`: what taking it in would do."""
    taken_in = Signal(object)
    """An `ImportReport`: it was written."""
    refused = Signal(object)
    """An `ImportRefused`: why it cannot be taken in."""
    troubled = Signal(object)
    """A `StorageError`, or a `DuplicateRecord` that was logged elsewhere meanwhile."""
    called_off = Signal()
    """`cancel` came in time: the records are as they were."""
    moved = Signal(int, int)
    """How many rows of how many are done."""
    _ended = Signal(object, str, object)
    _moved = Signal(object, int, int)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._job: object = None
        self._cancelled = False
        self._ended.connect(self._end)
        self._moved.connect(self._move)

    @property
    def busy(self) -> bool:
        """Whether a job is under way."""
        return self._job is not None

    def open(self, source: Path | str, choices: ReadOptions) -> None:
        """Tell what a file or a text holds."""
        self._start(
            "opened", lambda workspace, progress: workspace.files.open(source, choices, progress)
        )

    def plan(self, document: Document, choices: ReadOptions) -> None:
        """Work out what taking a document in would do."""
        self._start(
            "planned", lambda workspace, progress: workspace.files.plan(document, choices, progress)
        )

    def take_in(self, plan: MergePlan, name: str) -> None:
        """Write a plan, all of it or nothing."""
        self._start(
            "taken_in", lambda workspace, progress: workspace.files.take_in(plan, name, progress)
        )

    def cancel(self) -> None:
        """Call off the job under way; what it has written is taken back."""
        self._cancelled = True

    def forget(self) -> None:
        """Call off the job under way, and want no answer any more."""
        self._job = None
        gc_pause.resume()

    def _start(self, done: str, work: Work) -> None:
        self._cancelled = False
        self._job = job = object()
        threading.Thread(
            target=self._work, args=(job, done, work), name="importer", daemon=True
        ).start()

    # On the job's thread

    def _work(self, job: object, done: str, work: Work) -> None:
        with suppress(RuntimeError):  # the window was closed meanwhile
            self._ended.emit(job, *self._outcome(job, done, work))

    def _outcome(self, job: object, done: str, work: Work) -> tuple[str, object]:
        """The name of the signal to send, and what it carries."""
        told = 0.0

        def progress(at: int, count: int) -> None:
            nonlocal told
            if self._cancelled or self._job is not job:
                raise _ImportCancelled
            now = time.monotonic()
            if now - told >= _TOLD_EVERY:
                told = now
                self._moved.emit(job, at, count)

        try:
            workspace = self._workspace.another()
            try:
                return done, work(workspace, progress)
            finally:
                workspace.close()
        except _ImportCancelled:
            return "called_off", None
        except ImportRefused as refusal:
            return "refused", refusal
        except (StorageError, DuplicateRecord) as problem:
            return "troubled", problem
        except Exception as fault:  # noqa: BLE001 - it is raised on the window's thread
            return "", fault

    # On the window's thread

    def _move(self, job: object, at: int, count: int) -> None:
        if job is self._job:
            self.moved.emit(at, count)

    def _end(self, job: object, signal: str, answer: object) -> None:
        if job is not self._job:
            return
        self._job = None
        if isinstance(answer, Exception) and not signal:
            raise answer
        if signal == "called_off":
            self.called_off.emit()
        else:
            getattr(self, signal).emit(answer)
