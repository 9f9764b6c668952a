"""Exporting orders as CSV that spreadsheets show correctly, and that is imported unchanged.

A text that would be read as a formula gets an apostrophe in front, which the import removes. Order
numbers and UIDs begin with a tab, as in the console's own export, so that a spreadsheet keeps all
their digits.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import datetime

from desktop.domain.beijing import BEIJING
from desktop.domain.model import Order
from desktop.domain.money import format_yuan
from desktop.exchange.formats.order_rows import IDENTIFIERS, Value, escaped, titles, values

_BOM = "\ufeff"
"""The byte order mark, by which spreadsheets recognise UTF-8."""


def dump(orders: Iterable[Order], language: str) -> str:
    """Return orders as CSV, with titles and words in `language` and moments in Beijing time."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(titles(language))
    for order in orders:
        writer.writerow([_cell(fact, value) for fact, value in values(order, language)])
    return _BOM + out.getvalue()


def _cell(fact: str, value: Value) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return value.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")
        case int():
            return format_yuan(value)
        case _ if fact in IDENTIFIERS:
            return f"\t{value}"
        case _:
            return escaped(value)
