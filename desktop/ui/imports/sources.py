"""The sources of an import: a chosen or dropped file, and the clipboard."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.ui.shared.context import Context
from desktop.wording.i18n import _


def chosen_file(parent: QWidget) -> Path | None:
    """Return the file that the user chooses in a file dialog, or None."""
    chosen, _filter = QFileDialog.getOpenFileName(
        parent,
        _("Open an order file"),
        "",
        _("Orders (*.xlsx *.xls *.ods *.csv *.tsv *.txt *.json *.jsonl);;All files (*)"),
    )
    return Path(chosen) if chosen else None


def dropped_file(data: QMimeData) -> Path | None:
    """Return the first local file that is dragged, or None."""
    return next((Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()), None)


def copied_text() -> str:
    """Return the text on the clipboard; empty if it is only white space."""
    text = QGuiApplication.clipboard().text()
    return "" if text.isspace() else text


def paste_orders(context: Context) -> None:
    """Open the text on the clipboard: a single order fills the form, more open the import."""
    text = copied_text()
    if not text:
        context.message.emit(_("There is no text on the clipboard"))
        return
    order = context.workspace.files.only_order(text)
    if order is None:
        context.import_wanted.emit(text)
    else:
        context.order_form_wanted.emit(order)
