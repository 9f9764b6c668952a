"""Exporting orders as an XLSX workbook: identifiers as texts, amounts and times as numbers."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime, time

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from desktop.domain.beijing import BEIJING
from desktop.domain.model import Order
from desktop.exchange.formats.order_rows import AMOUNTS, OWN_TITLES, escaped, titles, values
from desktop.exchange.snapshot import ExportRefused

_FEN_PER_YUAN = 100
_MOST_ROWS = 1_048_576
_LONGEST_CELL = 32_767
"""Characters; both limits are those of the format."""
_WIDTHS = {"note": 40, "title": 32, "created_at": 19, "paid_at": 19, "associated_at": 19}
_USUAL_WIDTH = 16


def dump(orders: Iterable[Order], language: str) -> bytes:
    """Return a workbook, with titles and words in `language` and moments in Beijing time.

    Moments at midnight are texts, since their cells would look like days without a time.
    Raises ExportRefused `too-many-orders` or `text-too-long`.
    """
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("订单" if language == "zh_CN" else "Orders")
        _write(book, sheet, orders, language)
    return out.getvalue()


def _write(book: Workbook, sheet: Worksheet, orders: Iterable[Order], language: str) -> None:
    bold = book.add_format({"bold": True})
    formats = {
        int: book.add_format({"num_format": "0.00"}),
        datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        str: book.add_format({"num_format": "@"}),
    }
    for column, (fact, title) in enumerate(zip(OWN_TITLES, titles(language), strict=True)):
        sheet.write_string(0, column, title, bold)
        sheet.set_column(column, column, _WIDTHS.get(fact, _USUAL_WIDTH))
    sheet.freeze_panes(1, 2)
    for row, order in enumerate(orders, 1):
        if row >= _MOST_ROWS:
            raise ExportRefused("too-many-orders", {"most": _MOST_ROWS - 1})
        for column, (fact, value) in enumerate(values(order, language)):
            match value:
                case None | "":
                    continue
                case datetime():
                    local = value.astimezone(BEIJING).replace(tzinfo=None)
                    if local.time() == time.min:
                        sheet.write_string(row, column, f"{local:%Y-%m-%d %H:%M:%S}", formats[str])
                    else:
                        sheet.write_datetime(row, column, local, formats[datetime])
                case int() if fact in AMOUNTS:
                    sheet.write_number(row, column, value / _FEN_PER_YUAN, formats[int])
                case _:
                    text = _cell_text(str(value), order)
                    sheet.write_string(row, column, text, formats[str])


def _cell_text(text: str, order: Order) -> str:
    cell = escaped(text)
    if len(cell) > _LONGEST_CELL:
        raise ExportRefused("text-too-long", {"number": order.number, "longest": _LONGEST_CELL - 1})
    return cell
