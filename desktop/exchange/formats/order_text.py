"""Running text with orders in it – a message, a page's text – as a table.

A text belongs to the order number it stands behind, the text before the first number to that one.
What a label names is taken first; of moments without one, the first is the creation, the second the
payment.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from desktop.exchange.document.order_words import KINDS, STATUSES, folded_word
from desktop.exchange.document.table import Table
from desktop.exchange.document.titles import TITLES

_FACTS = (
    "account",
    "number",
    "title",
    "kind",
    "status",
    "created_at",
    "paid_at",
    "payable",
    "cash_paid",
    "parent",
    "project",
)
_MOMENT = (
    r"\d{4}[-/年.]\d{1,2}[-/月.]\d{1,2}日?[T ]*\d{1,2}[:时点]\d{1,2}分?(?::?\d{1,2}秒?)?"
    r"(?:Z|[+-]\d{2}:?\d{2})?"
)
_VALUES = {
    "account": r"\d{5,20}",
    "number": r"\d{8,20}",
    "parent": r"\d{8,20}",
    "project": r"\d{6,20}",
    "created_at": _MOMENT,
    "paid_at": _MOMENT,
    "payable": r"[¥￥]?\s?-?[\d,]+(?:\.\d+)?",
    "cash_paid": r"[¥￥]?\s?-?[\d,]+(?:\.\d+)?",
    "title": r"[^\s,;，；。]+(?: [^\s,;，；。:：]+)*",
}
_BARE_NUMBER = re.compile(r"(?<![\d.])\d{15}(?![\d.])")
_BARE_MOMENT = re.compile(_MOMENT)
_BARE_AMOUNT = re.compile(r"[¥￥]\s?-?[\d,]+\.\d{2}")
_LONGEST = 200_000
"""Characters; running text that a person copies is shorter."""


def find_orders(text: str) -> Table | None:
    """The orders of a text as rows of a table; None where no order number is in it."""
    if len(text) > _LONGEST:
        return None
    plain = unicodedata.normalize("NFKC", text)
    rows = [_cells(part, number) for number, part in _parts(plain)]
    if not rows:
        return None
    lines = [(at, [row.get(fact, "") for fact in _FACTS]) for at, row in enumerate(rows, 1)]
    titles = tuple(TITLES[fact][0] for fact in _FACTS)
    return Table(titles, dict(enumerate(_FACTS)), lines)


def only_order(text: str) -> dict[str, str] | None:
    """What a text says of the one order in it, spelt as the fields of the form; None for no or more.

    A field of which nothing is said is left out.
    """
    if len(text) > _LONGEST:
        return None
    plain = unicodedata.normalize("NFKC", text)
    found = list(_parts(plain))
    if len(found) != 1:
        return None
    number, part = found[0]
    cells = _cells(part, number)
    product = cells.pop("title", "")
    status = STATUSES.get(folded_word(cells["status"]))
    typed = cells | {
        "product": product,
        "kind": KINDS.get(cells["kind"], ""),
        "status": str(status or ""),
    }
    return {name: value for name, value in typed.items() if value}


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Each order number with the text that belongs to it."""
    numbers = _numbers(text)
    starts = [0, *(start for start, _ in numbers[1:]), len(text)]
    for at, (_, number) in enumerate(numbers):
        yield number, text[starts[at] : starts[at + 1]]


def _numbers(text: str) -> list[tuple[int, str]]:
    """Each order's number where it is first met; its label, or its line, begins there."""
    others = {
        m.span("value") for fact in ("parent", "account") for m in _label(fact).finditer(text)
    }
    labelled = {m.span("value"): m.start() for m in _label("number").finditer(text)}
    bare = {m.span(): m.start() for m in _BARE_NUMBER.finditer(text)}
    found: dict[str, int] = {}
    for span, start in sorted((bare | labelled).items()):
        if span not in others:
            found.setdefault(text[slice(*span)], start)
    return [(start, number) for number, start in found.items()]


def _cells(part: str, number: str) -> dict[str, str]:
    """The facts that a part of the text says of its order."""
    cells = {"number": number}
    rest = part
    for fact in _VALUES:
        match = _label(fact).search(part) if fact != "number" else None
        if match is not None:
            cells[fact] = match["value"].strip()
            rest = rest.replace(match["value"], " ", 1)
    moments = iter(match[0] for match in _BARE_MOMENT.finditer(rest))
    for fact in ("created_at", "paid_at"):
        if fact not in cells:
            cells[fact] = next(moments, "")
    amount = _BARE_AMOUNT.search(rest)
    if amount is not None and not {"payable", "cash_paid"} & cells.keys():
        cells["payable"] = amount[0]
    words = [word for word in re.split(r"[\s,;:，；：。()（）]+", part) if word]
    cells["kind"] = next((word for word in words if word in KINDS), "")
    cells["status"] = next((word for word in words if folded_word(word) in STATUSES), "")
    return cells


def _label(fact: str) -> re.Pattern[str]:
    """A label for a fact, as headers call it or with the beginning of a sentence, and its value.

    No label is part of a longer one: ``原订单号`` is not ``订单号``.
    """
    names = sorted((unicodedata.normalize("NFKC", name) for name in TITLES[fact]), key=len)
    either = "|".join(re.escape(name) for name in reversed(names))
    value = _VALUES[fact]
    return re.compile(
        rf"(?<![原联A-Za-z])(?:{either})\s*[:：=是为]*\s*(?P<value>{value})", re.IGNORECASE
    )
