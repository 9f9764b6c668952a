"""Finding orders in running text, such as a message or the text of a page.

Text belongs to the order number before it, the text before the first number to that one. Only its
label decides what a moment or an amount means: one with another label, such as an expiry or a list
price, becomes an unused column of that name. Two values for the same fact are joined in its cell,
so that neither is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from desktop.exchange.document.order_words import KINDS, STATUSES, folded_word
from desktop.exchange.document.table import Table
from desktop.exchange.document.titles import TITLES
from desktop.exchange.formats.order_text_amounts import read_amounts
from desktop.exchange.formats.order_text_moments import read_moments
from desktop.exchange.formats.order_text_values import IGNORED_LIMIT, OrderPart
from desktop.forms.order_form import LEFT_OUT
from desktop.forms.plain_text import plain

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
_NAMED_VALUES = {
    "account": r"\d{5,20}(?!\d)",
    "number": r"\d{8,20}(?!\d)",
    "parent": r"\d{8,20}(?!\d)",
    "project": r"\d{6,20}(?!\d)",
    "title": r"[^\s,;。]{1,200}(?: [^\s,;。:]{1,200}){0,20}",
}
_BARE_NUMBER = re.compile(r"(?<![\d.])\d{15}(?![\d.])")
_TEXT_LIMIT = 200_000
"""Characters; longer texts are not searched, since nobody copies so much."""


def find_orders(text: str) -> Table | None:
    """Return the orders in a text as a table, or None if it has no order number."""
    if len(text) > _TEXT_LIMIT:
        return None
    rows = [_read_part(part, number) for number, part in _parts(plain(text))]
    if not rows:
        return None
    others = list(dict.fromkeys(label for row in rows for label in row.ignored))[:IGNORED_LIMIT]
    facts = [fact for fact in _FACTS if fact != "kind" or any(row.cells["kind"] for row in rows)]
    lines = [
        (
            at,
            [row.cells.get(fact, "") for fact in facts]
            + [row.ignored.get(label, "") for label in others],
        )
        for at, row in enumerate(rows, 1)
    ]
    titles = (*(TITLES[fact][0] for fact in facts), *others)
    return Table(titles, dict(enumerate(facts)), lines)


def only_order(text: str) -> dict[str, str] | None:
    """Return the facts of the only order in a text, or None if it has none or several.

    The keys are the fields of the order form; those that the text does not state are missing.
    `LEFT_OUT` holds the values that match no field, one on each line.
    """
    if len(text) > _TEXT_LIMIT:
        return None
    found = list(_parts(plain(text)))
    if len(found) != 1:
        return None
    number, part = found[0]
    read = _read_part(part, number)
    cells = dict(read.cells)
    product = cells.pop("title", "")
    status = STATUSES.get(folded_word(cells["status"]))
    typed = cells | {
        "product": product,
        "kind": KINDS.get(cells["kind"], ""),
        "status": str(status or ""),
        LEFT_OUT: "\n".join(
            label if label == value else f"{label} {value}" for label, value in read.ignored.items()
        ),
    }
    return {name: value for name, value in typed.items() if value}


# The parts of a text


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Yield each order number with the text that belongs to it."""
    numbers = _numbers(text)
    starts = [0, *(start for start, _ in numbers[1:]), len(text)]
    for at, (_, number) in enumerate(numbers):
        yield number, text[starts[at] : starts[at + 1]]


def _numbers(text: str) -> list[tuple[int, str]]:
    """Return the order numbers, each with the start of its first occurrence, label included."""
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


@cache
def _label(fact: str) -> re.Pattern[str]:
    """Return a pattern for a label of a fact, one of its titles, followed by its value.

    Parts of longer labels do not match: ``原订单号`` is not ``订单号``.
    """
    names = sorted((plain(name) for name in TITLES[fact]), key=len)
    either = "|".join(re.escape(name) for name in reversed(names))
    value = _NAMED_VALUES[fact]
    return re.compile(
        rf"(?<![原联A-Za-z])(?:{either})\s{{0,9}}[:=是为]{{0,3}}\s{{0,9}}(?P<value>{value})",
        re.IGNORECASE,
    )


def _read_part(text: str, number: str) -> OrderPart:
    """Return the facts of one order in its part of the text."""
    part = OrderPart({"number": number})
    for fact in ("account", "parent", "project", "title"):
        match = _label(fact).search(text)
        if match is not None:
            part.cells[fact] = match["value"].strip()
    without = list(text)
    for start, end in read_moments(text, number, part):
        without[start:end] = ";" * (end - start)
    read_amounts("".join(without), part)
    words = [word for word in re.split(r"[\s,;:。()]+", text) if word]
    part.cells["kind"] = next((word for word in words if word in KINDS), "")
    part.cells["status"] = next((word for word in words if folded_word(word) in STATUSES), "")
    return part
