"""Writing a report (`PaperDocument`) as an XLSX workbook: amounts, days and moments as numbers.

Sections are written below each other; one with a landscape page of its own starts another sheet.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from desktop.base.paper_document import Cell, PaperDocument, PaperLines, PaperTable, Yuan
from desktop.domain.beijing import BEIJING
from desktop.exchange.formats.order_rows import escaped

_FEN_PER_YUAN = 100
_NAME_LIMIT = 31
"""Characters of a sheet's name, by the format."""
_FORBIDDEN = str.maketrans("[]:*?/\\", "       ")
_NARROW, _WIDE = 14, 22
_DAY, _MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"


def write_workbook(document: PaperDocument) -> bytes:
    """Return the workbook of a document, without its signatures."""
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = _PaperSheet(book, document.title)
        sheet.lines([document.title, document.subtitle, *document.aside, ""], bold=1)
        sheet.row([figure.label for figure in document.figures])
        sheet.row([figure.value for figure in document.figures], bold=True)
        sheet.row([figure.note for figure in document.figures])
        for number, section in enumerate(document.sections):
            if number in document.across:
                sheet = _PaperSheet(book, section.heading)
            else:
                sheet.lines(["", section.heading], bold=2)
            if isinstance(section, PaperLines):
                sheet.lines(section.lines)
            else:
                sheet.table(section)
        sheet.lines(["", document.foot])
    return out.getvalue()


class _PaperSheet:
    """Writes one sheet from top to bottom."""

    def __init__(self, book: Workbook, name: str) -> None:
        short = name.translate(_FORBIDDEN).strip("' ")[:_NAME_LIMIT]
        self._sheet: Worksheet = book.add_worksheet(short)
        self._at = 0
        self._text = {bold: book.add_format({"num_format": "@", "bold": bold}) for bold in (0, 1)}
        self._numbers: dict[str, dict[int, Format]] = {
            form: {bold: book.add_format({"num_format": form, "bold": bold}) for bold in (0, 1)}
            for form in ("0", "#,##0.00", '"≈ "#,##0.00', _DAY, _MOMENT)
        }
        self._sheet.set_column(0, 9, _NARROW)
        self._sheet.set_column(0, 1, _WIDE)

    def lines(self, lines: Sequence[str], *, bold: int = 0) -> None:
        """Write texts below each other, the one with the number `bold` (from 1) in bold."""
        for number, line in enumerate(lines, 1):
            self.row([line], bold=number == bold)

    def table(self, table: PaperTable) -> None:
        """Write a table, or its text for an empty one."""
        if not table.rows:
            self.row([table.empty])
            return
        self.row([column.title for column in table.columns], bold=True)
        for row in table.rows:
            self.row(row)
        if table.total is not None:
            self.row(table.total, bold=True)

    def row(self, cells: Sequence[Cell], *, bold: bool = False) -> None:
        """Write a row and move to the next."""
        for column, cell in enumerate(cells):
            match cell:
                case None | "":
                    continue
                case Yuan():
                    form = self._numbers['"≈ "#,##0.00' if cell.about else "#,##0.00"][bold]
                    self._sheet.write_number(self._at, column, cell.fen / _FEN_PER_YUAN, form)
                case int():
                    self._sheet.write_number(self._at, column, cell, self._numbers["0"][bold])
                case datetime():
                    local = cell.astimezone(BEIJING).replace(tzinfo=None)
                    form = self._numbers[_MOMENT][bold]
                    self._sheet.write_datetime(self._at, column, local, form)
                case date():
                    form = self._numbers[_DAY][bold]
                    self._sheet.write_datetime(self._at, column, cell, form)
                case _:
                    self._sheet.write_string(self._at, column, escaped(cell), self._text[bold])
        self._at += 1
