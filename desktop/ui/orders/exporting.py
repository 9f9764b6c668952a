"""The list of orders out into a file: which formats there are, and how each is asked for."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.wording.language import _

PDF = ".pdf"


def choose_target(parent: QWidget) -> Path | None:
    """Where to export to; the format chosen gives the ending where none was typed."""
    formats = {
        _("Spreadsheet (*.xlsx)"): ".xlsx",
        _("Table as text (*.csv)"): ".csv",
        _("Deadlines for a calendar (*.ics)"): ".ics",
        _("This list for printing (*.pdf)"): PDF,
        _("Everything, to be imported again (*.json)"): ".json",
    }
    chosen, kind = QFileDialog.getSaveFileName(
        parent, _("Export orders"), _("orders.xlsx"), ";;".join(formats)
    )
    if not chosen:
        return None
    path = Path(chosen)
    if path.suffix.lower() in formats.values():
        return path
    return path.with_name(path.name + formats.get(kind, ".xlsx"))
