"""Exports of orders: all data in several formats, or the list of the table as a PDF."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from desktop.base.atomic_file import write_whole
from desktop.base.storage import StorageError
from desktop.domain.order_rows import PAGE_SIZE
from desktop.domain.views import Query
from desktop.exchange.snapshot import ExportRefused
from desktop.ui.orders.columns import in_parts
from desktop.ui.orders.list_pdf import PrintedColumn, write_pdf
from desktop.ui.orders.query_worker import OrderQueryWorker
from desktop.ui.orders.table import OrdersTable
from desktop.ui.shared.context import Context
from desktop.ui.shared.exporting import RecordsExporter
from desktop.wording import moments
from desktop.wording.i18n import _, ngettext
from desktop.wording.records import views

_PDF = ".pdf"
_MOST_PRINTED = 5000
"""Orders in one PDF at most."""


class Exporter(RecordsExporter):
    """Writes all orders, their deadlines, or the table's list."""

    def __init__(
        self,
        context: Context,
        query_worker: OrderQueryWorker,
        table: OrdersTable,
        query: Callable[[], Query],
    ) -> None:
        """`query` returns the query that the table shows."""
        super().__init__(context, table)
        self._query_worker = query_worker
        self._table = table
        self._query = query

    def formats(self) -> dict[str, str]:
        """Return the file filters and their extensions, with the list as a PDF."""
        return {
            _("Spreadsheet (*.xlsx)"): ".xlsx",
            _("CSV table (*.csv)"): ".csv",
            _("Calendar with the deadlines (*.ics)"): ".ics",
            _("This list as a PDF (*.pdf)"): _PDF,
            _("All data, for importing again (*.json)"): ".json",
        }

    def usual_name(self) -> str:
        """Return the suggested file name, of a spreadsheet."""
        return _("orders.xlsx")

    def write(self, path: Path) -> None:
        """Write the format of the file's extension."""
        if path.suffix.lower() == _PDF:
            self._query_worker.ask_keys([(0, _MOST_PRINTED)], partial(self._print, path))
            return
        super().write(path)

    def _print(self, path: Path, keys: list[int]) -> None:
        """Write the rows with these keys as a PDF, with the table's columns."""
        try:
            count = self._write_pdf(path, keys)
        except (OSError, ExportRefused, StorageError) as problem:
            self.fail(problem)
        else:
            self.report_written(path, count)

    def _write_pdf(self, path: Path, keys: list[int]) -> int:
        if len(keys) > _MOST_PRINTED:
            count = max(len(keys), self._table.model().rowCount())
            raise ExportRefused("too-many-to-print", {"count": count, "most": _MOST_PRINTED})
        workspace, query, shown = (
            self.context.workspace,
            self._query(),
            in_parts(self._table.shown_columns()),
        )
        book, now = workspace.book(), workspace.clock()
        some = (keys[at : at + PAGE_SIZE] for at in range(0, len(keys), PAGE_SIZE))
        lines = [line for part in some for line in workspace.order_rows(part)]
        title = _("Orders: {view}").format(view=views.name(query.view))
        data = write_pdf(
            title if not query.text else f"{title} · {query.text}",
            _as_of(now, len(lines)),
            [PrintedColumn(column.title, column.width, column.number) for column in shown],
            [[column.text(line, book, now) for column in shown] for line in lines],
        )
        write_whole(path, data)
        return len(lines)


def _as_of(now: datetime, count: int) -> str:
    text = ngettext(
        "{count} order as of {moment} (Beijing time)",
        "{count} orders as of {moment} (Beijing time)",
        count,
    )
    return text.format(count=count, moment=moments.minute(now))
