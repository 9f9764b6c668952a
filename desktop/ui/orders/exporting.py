"""The list of orders out into a file: which formats there are, and how each is written."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from desktop.base.atomic_file import write_whole
from desktop.base.progress import CancelToken
from desktop.base.storage import StorageError
from desktop.domain.order_rows import PAGE_SIZE
from desktop.domain.views import Query
from desktop.exchange.snapshot import ExportRefused
from desktop.ui.kit.save_dialog import choose_place
from desktop.ui.kit.worker import Worker
from desktop.ui.orders.columns import in_parts
from desktop.ui.orders.list_pdf import PrintedColumn, write_pdf
from desktop.ui.orders.query_worker import OrderQueryWorker
from desktop.ui.orders.table import OrdersTable
from desktop.ui.shared.context import Context
from desktop.wording import calendar, imports, moments
from desktop.wording.errors import database, files
from desktop.wording.i18n import _, language, ngettext
from desktop.wording.records import views

_PDF = ".pdf"
_MOST_PRINTED = 5000
"""Orders that are put into one PDF."""
_LONG_MS = 500
"""Milliseconds after which a message says that the file is being written."""


class Exporter(QObject):
    """Writes all orders, their deadlines, or the list as it stands in a table.

    All orders can be very many: they are written off the window's thread, with a workspace of its
    own.
    """

    def __init__(
        self,
        context: Context,
        query_worker: OrderQueryWorker,
        table: OrdersTable,
        query: Callable[[], Query],
    ) -> None:
        """`query` gives what the table shows."""
        super().__init__(table)
        self._context = context
        self._query_worker = query_worker
        self._table = table
        self._query = query
        self._worker = Worker("exporter", self, daemon=False)
        self._taking_long = QTimer(self, singleShot=True, interval=_LONG_MS)
        self._taking_long.timeout.connect(lambda: context.message.emit(_("Writing the file…")))

    def choose(self) -> None:
        """Ask for a file, and write it."""
        path = choose_target(self._table.window())
        if path is not None:
            self.write(path)

    def write(self, path: Path) -> None:
        """Write the format that the file's ending names."""
        if path.suffix.lower() == _PDF:
            self._query_worker.ask_keys([(0, _MOST_PRINTED)], partial(self._print, path))
            return
        self.finish()
        self._taking_long.start()
        titles = language()

        def export(_token: CancelToken) -> int:
            with closing(self._context.workspace.another()) as workspace:
                return workspace.files.export(path, titles, calendar.describe)

        self._worker.submit(export, partial(self._say_written, path), failed=self._fail)

    def finish(self) -> None:
        """Wait until a file that is being written is whole."""
        self._worker.wait()

    def _print(self, path: Path, keys: list[int]) -> None:
        """Write the rows with these keys as they stand in the table."""
        try:
            count = self._write_pdf(path, keys)
        except (OSError, ExportRefused, StorageError) as problem:
            self._fail(problem)
        else:
            self._say_written(path, count)

    def _write_pdf(self, path: Path, keys: list[int]) -> int:
        if len(keys) > _MOST_PRINTED:
            count = max(len(keys), self._table.model().rowCount())
            raise ExportRefused("too-many-to-print", {"count": count, "most": _MOST_PRINTED})
        workspace, query, shown = (
            self._context.workspace,
            self._query(),
            in_parts(self._table.shown_columns()),
        )
        book, now = workspace.book(), workspace.clock()
        some = (keys[at : at + PAGE_SIZE] for at in range(0, len(keys), PAGE_SIZE))
        lines = [line for part in some for line in workspace.lines(part)]
        title = _("Orders: {view}").format(view=views.name(query.view))
        data = write_pdf(
            title if not query.text else f"{title} · {query.text}",
            _as_of(now, len(lines)),
            [PrintedColumn(column.title, column.width, column.number) for column in shown],
            [[column.text(line, book, now) for column in shown] for line in lines],
        )
        write_whole(path, data)
        return len(lines)

    def _say_written(self, path: Path, count: int) -> None:
        self._taking_long.stop()
        self._context.saved.emit(imports.written(path.name, count), path)

    def _fail(self, problem: Exception) -> None:
        self._taking_long.stop()
        if isinstance(problem, OSError):
            self._context.failed.emit(_("Nothing was exported."), files.file(problem))
        elif isinstance(problem, ExportRefused):
            self._context.failed.emit(_("Nothing was exported."), files.unwritable(problem))
        elif isinstance(problem, StorageError):
            self._context.failed.emit(*database.database(problem))
        else:
            raise problem


def choose_target(parent: QWidget) -> Path | None:
    """Ask where to export to; the format chosen gives the ending if none was typed."""
    formats = {
        _("Spreadsheet (*.xlsx)"): ".xlsx",
        _("CSV table (*.csv)"): ".csv",
        _("Calendar with the deadlines (*.ics)"): ".ics",
        _("This list as a PDF (*.pdf)"): _PDF,
        _("All data, for importing again (*.json)"): ".json",
    }
    chosen, kind = choose_place(parent, _("Export orders"), _("orders.xlsx"), ";;".join(formats))
    if not chosen:
        return None
    path = Path(chosen)
    if path.suffix.lower() in formats.values():
        return path
    return path.with_name(path.name + formats.get(kind, ".xlsx"))


def _as_of(now: datetime, count: int) -> str:
    text = ngettext(
        "{count} order as of {moment} (Beijing time)",
        "{count} orders as of {moment} (Beijing time)",
        count,
    )
    return text.format(count=count, moment=moments.minute(now))
