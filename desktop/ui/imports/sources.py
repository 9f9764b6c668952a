"""The places that orders come from: a file that is chosen or dropped, and the clipboard."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.ui.shared.context import Context
from desktop.wording.i18n import _


def chosen_file(parent: QWidget) -> Path | None:
    """Return the file that the user chooses; None where none is."""
    chosen, _filter = QFileDialog.getOpenFileName(
        parent,
        _("Open an order file"),
        "",
        _("Orders (*.xlsx *.xls *.ods *.csv *.tsv *.txt *.json *.jsonl);;All files (*)"),
    )
    return Path(chosen) if chosen else None


def dropped_file(data: QMimeData) -> Path | None:
    """Return the first of the files that are dragged; None where there is none."""
    return next((Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()), None)


def copied_text() -> str:
    """Return the text on the clipboard; empty where there is nothing but space."""
    text = QGuiApplication.clipboard().text()
    return "" if text.isspace() else text


def paste_orders(context: Context) -> None:
    """Take in what is on the clipboard: one order in sentences fills the form, more are shown."""
    text = copied_text()
    if not text:
        context.message.emit(_("There is no text on the clipboard"))
        return
    order = context.workspace.files.only_order(text)
    if order is None:
        context.import_wanted.emit(text)
    else:
        context.order_form_wanted.emit(order)
