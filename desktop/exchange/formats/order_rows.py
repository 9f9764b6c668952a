"""The columns and cells of exported orders, the same in CSV and XLSX.

Texts are imported again unchanged: one that would be read as a formula or a placeholder, or be
stripped, gets an apostrophe in front, which the import removes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from datetime import datetime

from desktop.domain.model import Billing, Order
from desktop.exchange.document.order_words import BILLINGS, KINDS, STATUSES, WINDOWS
from desktop.forms.placeholders import is_placeholder

OWN_TITLES: Mapping[str, tuple[str, str]] = {
    "account": ("账号ID", "Account"),
    "number": ("订单号", "Order ID"),
    "title": ("商品名称", "Commodity Name"),
    "product": ("产品Code", "Product Code"),
    "kind": ("订单类型", "Order Type"),
    "billing": ("付费方式", "Billing"),
    "status": ("订单状态", "Order Status"),
    "created_at": ("创建时间", "Created At"),
    "paid_at": ("支付时间", "Paid/Activated At"),
    "payable": ("应付金额", "Tax-inclusive Payable Amount"),
    "cash_paid": ("实付金额", "Cash Paid"),
    "parent": ("关联订单号", "Parent order"),
    "project": ("项目编号", "Project number"),
    "window": ("关联时限", "Association window"),
    "associated_at": ("关联时间", "Associated At"),
    "note": ("备注", "Note"),
}
"""The title of each fact, in Chinese and English, in the order of the columns."""

IDENTIFIERS = ("account", "number", "parent", "project")
AMOUNTS = ("payable", "cash_paid")
_ESCAPE = "'"

Value = str | int | datetime | None
"""A text, an amount in fen, an instant (UTC), or nothing."""


def titles(language: str) -> list[str]:
    """Return the titles in `language`."""
    return [chinese if language == "zh_CN" else english for chinese, english in OWN_TITLES.values()]


def values(order: Order, language: str) -> Iterator[tuple[str, Value]]:
    """Yield each fact of an order with its value, words in `language`."""
    chinese = language == "zh_CN"
    for fact in OWN_TITLES:
        value = getattr(order, fact)
        match fact:
            case "kind":
                yield fact, _kind(order) if chinese else order.kind
            case "billing":
                yield fact, _word(BILLINGS, value, chinese=chinese)
            case "status":
                yield fact, _word(STATUSES, value, chinese=chinese)
            case "window":
                yield fact, None if value is None else _word(WINDOWS, value, chinese=chinese)
            case _:
                yield fact, value


def _kind(order: Order) -> str:
    """Return the Chinese word for the kind, if any; postpaid activations have their own."""
    if order.kind == "New" and order.billing is Billing.POSTPAID:
        return "开通"
    return next((word for word, kind in KINDS.items() if kind == order.kind), order.kind)


def _word(words: dict[str, object], value: object, *, chinese: bool) -> str:
    """Return the first word for `value` in Chinese, or in English."""
    return next(w for w, v in words.items() if v is value and (w[0] > "\x7f") is chinese)


def escaped(text: str) -> str:
    """Return the text as written into a cell, with an apostrophe in front if it needs one."""
    return f"{_ESCAPE}{text}" if _needs_escape(text) else text


def unescaped(cell: str) -> str:
    """Return the text of a cell without its escaping apostrophe; one without is stripped."""
    if cell.startswith(_ESCAPE) and _needs_escape(cell[1:]):
        return cell[1:]
    return cell.strip()


def _needs_escape(text: str) -> bool:
    bare = text.lstrip(_ESCAPE)
    return starts_formula(bare) or bare != bare.strip() or (bool(text) and is_placeholder(bare))


def starts_formula(text: str) -> bool:
    """Return whether a spreadsheet may read a text as a formula; full-width ``＝`` counts, too."""
    first = unicodedata.normalize("NFKC", text[:1])
    return bool(first) and first[0] in "=+-@\t\r"
