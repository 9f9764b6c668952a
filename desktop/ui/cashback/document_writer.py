"""Writing reports and packs off the window's thread, with a message when done or failed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from PySide6.QtCore import QObject

from desktop.base.storage import StorageError
from desktop.domain.evidence import EvidenceUnreadable
from desktop.services.workspace import Workspace
from desktop.ui.kit.worker import Worker
from desktop.ui.shared.context import Context
from desktop.wording import dispute
from desktop.wording.errors import files


class DocumentWriter(QObject):
    """Writes each document with a separate workspace; a closing window waits for it."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._worker = Worker("papers", self, daemon=False)
        context.closing.connect(self._worker.close)

    def write(
        self, path: Path, make: Callable[[Workspace], object], done: str, failure: str
    ) -> None:
        """Let `make` write the document to `path`, then show `done`.

        On an error, show the headline `failure` with the cause.
        """

        def work(_token: object) -> None:
            with closing(self._context.workspace.another()) as own:
                make(own)

        def fail(problem: Exception) -> None:
            if isinstance(problem, StorageError):
                self._context.report(problem)
            elif isinstance(problem, OSError):
                self._context.failed.emit(failure, files.file(problem))
            elif isinstance(problem, EvidenceUnreadable):
                self._context.failed.emit(failure, dispute.evidence_changed())
            else:
                raise problem

        self._worker.submit(work, lambda _none: self._context.saved.emit(done, path), failed=fail)

    def finish(self) -> None:
        """Wait until a running write has ended."""
        self._worker.wait()
