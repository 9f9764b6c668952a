"""Saving the pack for a dispute: outstanding cashback of a month, with the proof of each order."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.domain.cashback import OrderMoney
from desktop.services.workspace import Workspace
from desktop.ui.cashback.document_writer import DocumentWriter
from desktop.ui.kit.paper_pdf import write_paper
from desktop.ui.kit.save_dialog import choose_place
from desktop.ui.shared.context import Context
from desktop.wording import dispute as words
from desktop.wording.i18n import _
from desktop.wording.month_report import cell_text

_ENDING = ".zip"


class DisputePack(QObject):
    """Writes packs off the window's thread, each with a separate workspace."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._parent = parent
        self._writer = DocumentWriter(context, self)

    def save(self, orders: Sequence[OrderMoney]) -> None:
        """Ask for a file, and save the pack of orders that have the same partner."""
        name = words.pack_name(self._context.workspace.clock())
        kind = _("Pack of files (*.zip)")
        chosen, _kind = choose_place(self._parent, _("Save the pack"), name, kind)
        if not chosen:
            return
        path = Path(chosen)
        if path.suffix.lower() != _ENDING:
            path = path.with_name(path.name + _ENDING)
        self.write(path, orders)

    def write(self, path: Path, orders: Sequence[OrderMoney]) -> None:
        """Write the pack to `path`, then show that it was saved."""

        def make(own: Workspace) -> None:
            found = own.reports.dispute(orders)
            document = words.document(found, own.book())
            pdf = write_paper(document, cell_text)
            own.reports.save_pack(path, found, document, pdf, words.document_name())

        done = _("Pack saved to {file}").format(file=path.name)
        self._writer.write(path, make, done, _("The pack couldn't be saved"))

    def finish(self) -> None:
        """Wait until a running write has ended."""
        self._writer.finish()
