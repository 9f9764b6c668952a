"""Orders out as a table: CSV that spreadsheets open as it is, and that is read back unchanged.

No text becomes a formula: one that begins like one gets an apostrophe in front, which reading takes
away again. Order numbers and UIDs begin with a tab, as in the console's own export, so that a
spreadsheet keeps all their digits.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import datetime

from desktop.domain.beijing import BEIJING
from desktop.domain.model import Billing, Order
from desktop.domain.money import format_yuan
from desktop.exchange.order_table import starts_formula
from desktop.exchange.order_words import BILLINGS, KINDS, STATUSES, WINDOWS
from desktop.exchange.table import OWN_TITLES

_MARK = "\ufeff"
"""Tells a spreadsheet that the text is UTF-8."""


def dump(orders: Iterable[Order], language: str) -> str:
    """The orders as CSV text with titles and words in a language; moments are Beijing time."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    chinese = language == "zh_CN"
    writer.writerow(titles[0 if chinese else 1] for titles in OWN_TITLES.values())
    for order in orders:
        row = _row(order, chinese=chinese)
        writer.writerow(row[fact] for fact in OWN_TITLES)
    return _MARK + out.getvalue()


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula; `order_table` takes the apostrophe away."""
    return f"'{text}" if starts_formula(text.lstrip("'")) else text


def _row(order: Order, *, chinese: bool) -> dict[str, str]:
    return {
        "account": f"\t{order.account}",
        "number": f"\t{order.number}",
        "title": harmless(order.title),
        "product": harmless(order.product or ""),
        "kind": _kind(order, chinese=chinese),
        "billing": _word(BILLINGS, order.billing, chinese=chinese),
        "status": _word(STATUSES, order.status, chinese=chinese),
        "created_at": _moment(order.created_at),
        "paid_at": _moment(order.paid_at),
        "payable": _amount(order.payable),
        "cash_paid": _amount(order.cash_paid),
        "parent": _identifier(order.parent),
        "project": _identifier(order.project),
        "window": "" if order.window is None else _word(WINDOWS, order.window, chinese=chinese),
        "associated_at": _moment(order.associated_at),
        "note": harmless(order.note),
    }


def _kind(order: Order, *, chinese: bool) -> str:
    """The Chinese word where there is one; postpaid activations have their own."""
    if not chinese:
        return harmless(order.kind)
    if order.kind == "New" and order.billing is Billing.POSTPAID:
        return "开通"
    return next((word for word, kind in KINDS.items() if kind == order.kind), harmless(order.kind))


def _word(words: dict[str, object], value: object, *, chinese: bool) -> str:
    """The first word for a value in the language."""
    return next(w for w, v in words.items() if v is value and (w[0] > "\x7f") is chinese)


def _identifier(number: str | None) -> str:
    return "" if number is None else f"\t{number}"


def _moment(instant: datetime | None) -> str:
    return "" if instant is None else instant.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")


def _amount(fen: int | None) -> str:
    return "" if fen is None else format_yuan(fen)
