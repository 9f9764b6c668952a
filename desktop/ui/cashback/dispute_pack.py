"""Saves the pack for a dispute: what is outstanding of a month, with the proof of each order."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.base.storage import StorageError
from desktop.domain.cashback import OrderMoney
from desktop.domain.evidence import EvidenceUnreadable
from desktop.ui.kit.paper_pdf import write_paper
from desktop.ui.kit.worker import Worker
from desktop.ui.shared.context import Context
from desktop.wording import dispute as words
from desktop.wording.errors import files
from desktop.wording.i18n import _
from desktop.wording.month_report import cell_text

_ENDING = ".zip"


class DisputePack(QObject):
    """Puts packs together off the window's thread, each on a workspace of its own."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._parent = parent
        self._worker = Worker("dispute", self, daemon=False)
        context.closing.connect(self._worker.close)

    def save(self, orders: Sequence[OrderMoney]) -> None:
        """Ask where to, and save the pack of orders that have the same partner."""
        name = words.pack_name(self._context.workspace.clock())
        kind = _("Pack of files (*.zip)")
        chosen, _kind = QFileDialog.getSaveFileName(self._parent, _("Save the pack"), name, kind)
        if not chosen:
            return
        path = Path(chosen)
        if path.suffix.lower() != _ENDING:
            path = path.with_name(path.name + _ENDING)
        self.write(path, orders)

    def write(self, path: Path, orders: Sequence[OrderMoney]) -> None:
        """Write the pack, and say so."""

        def work(_token: object) -> Path:
            with closing(self._context.workspace.another()) as own:
                found = own.reports.dispute(orders)
                document = words.document(found, own.book())
                pdf = write_paper(document, cell_text)
                own.reports.save_pack(path, found, document, pdf, words.document_name())
            return path

        self._worker.submit(work, self._say_saved, failed=self._fail)

    def finish(self) -> None:
        """Wait until a pack that is being written is whole."""
        self._worker.wait()

    def _say_saved(self, path: Path) -> None:
        self._context.saved.emit(_("Pack saved to {file}").format(file=path.name), path)

    def _fail(self, problem: Exception) -> None:
        if isinstance(problem, StorageError):
            self._context.report(problem)
        elif isinstance(problem, OSError):
            self._context.failed.emit(_("The pack couldn't be saved"), files.file(problem))
        elif isinstance(problem, EvidenceUnreadable):
            self._context.failed.emit(_("The pack couldn't be saved"), words.evidence_changed())
        else:
            raise problem
