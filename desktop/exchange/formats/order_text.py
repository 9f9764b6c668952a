"""Finding orders in running text, such as a message or the text of a page.

Text belongs to the order number before it, the text before the first number to that one. Only its
label decides what a moment or an amount means: one with another label, such as an expiry or a list
price, becomes an unused column of that name. Two values for the same fact are joined in its cell,
so that neither is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache

from desktop.domain.identifiers import ACCOUNT_UID, ORDER_NUMBER, PROJECT_NUMBER
from desktop.exchange.document.order_words import KINDS, STATUSES, folded_word
from desktop.exchange.document.table import Table
from desktop.exchange.document.titles import TITLES, read_title
from desktop.exchange.formats.labelled_value import LabelledValue, facts_by_label, labelled_value
from desktop.forms.find_moments import find_moments
from desktop.forms.order_form import LEFT_OUT
from desktop.forms.plain_text import plain
from desktop.forms.whole_number import rest_of_number

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
_BARE_NUMBER = re.compile(r"(?<![\d.A-Za-z*_])(?<![A-Za-z]-)\d{15}(?![\d.A-Za-z*_])", re.ASCII)
_PART_NUMBER = re.compile(
    r"子订单(?:号|编号|ID)?\s{0,9}[:=是为]{0,3}\s{0,9}(?P<value>\d{8,20}(?!\d))"
)
_USUAL = {
    "account": ACCOUNT_UID.usual,
    "number": ORDER_NUMBER.usual,
    "parent": ORDER_NUMBER.usual,
    "project": PROJECT_NUMBER.usual,
}
_TEXT_LIMIT = 200_000
"""Characters; longer texts are not searched, since nobody copies so much."""
_IGNORED_LIMIT = 50
"""Limit of values without a known label that are reported."""


def find_orders(text: str) -> Table | None:
    """Return the orders in a text as a table, or None if it has no order number."""
    if len(text) > _TEXT_LIMIT:
        return None
    parts = list(_parts(plain(text)))
    rows = [_read_part(part, number, alone=len(parts) == 1) for number, part in parts]
    if not rows:
        return None
    others = list(dict.fromkeys(label for row in rows for label in row.ignored))[:_IGNORED_LIMIT]
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
    read = _read_part(part, number, alone=True)
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
    } | {m.span("value") for m in _PART_NUMBER.finditer(text)}
    labelled = {m.span("value"): m.start() for m in _label("number").finditer(text)}
    bare = {m.span(): m.start() for m in _BARE_NUMBER.finditer(text)}
    found: dict[str, int] = {}
    for span, start in sorted((bare | labelled).items()):
        if span not in others:
            found.setdefault(_whole("number", text, span), start)
    return [(start, number) for number, start in found.items()]


def _whole(fact: str, text: str, span: tuple[int, int]) -> str:
    """Return a value; a number of which more may follow has the rest, so that it is not read."""
    value = text[slice(*span)].strip()
    usual = _USUAL.get(fact)
    if usual is None:
        return value
    rest = rest_of_number(text, span[1], usual=usual.fullmatch(value) is not None)
    return f"{value} | {rest.strip()}" if rest else value


@cache
def _label(fact: str) -> re.Pattern[str]:
    """Return a pattern for a label of a fact, one of its titles, followed by its value.

    Parts of longer labels do not match: ``原订单号`` is not ``订单号``.
    """
    names = sorted((plain(name) for name in TITLES[fact]), key=len)
    either = "|".join(re.escape(name) for name in reversed(names))
    value = _NAMED_VALUES[fact]
    return re.compile(
        rf"(?<![原联子A-Za-z])(?:{either})\s{{0,9}}[:=是为]{{0,3}}\s{{0,9}}(?P<value>{value})",
        re.IGNORECASE,
    )


@dataclass(slots=True)
class _OrderPart:
    """The cells of one order by fact; `ignored` are the values with other labels."""

    cells: dict[str, str]
    ignored: dict[str, str] = field(default_factory=dict)

    def add(self, fact: str, value: str) -> None:
        """Add a value for a fact; a second, different value makes the cell unreadable."""
        known = self.cells.get(fact, "")
        if value not in known.split(" | "):
            self.cells[fact] = f"{known} | {value}" if known else value

    def ignore(self, label: str, value: str) -> None:
        """Note a value that belongs to no fact, by its label."""
        if len(self.ignored) < _IGNORED_LIMIT:
            self.ignored.setdefault(label or value, value)


def _read_part(text: str, number: str, *, alone: bool) -> _OrderPart:
    """Return the facts of one order in its part of the text; `alone` if it has no other order."""
    part = _OrderPart({"number": number})
    for fact in ("account", "parent", "project", "title"):
        values = (_whole(fact, text, match.span("value")) for match in _label(fact).finditer(text))
        value = next((value for value in values if not _are_titles(value)), None)
        if value is not None:
            part.cells[fact] = value
    without = list(text)
    for start, end in _read_moments(text, number, part):
        without[start:end] = ";" * (end - start)
    _read_amounts("".join(without), part, alone=alone)
    before, _, after = text.partition(number.partition(" | ")[0])
    part.cells["kind"] = _word(before, after, lambda word: word in KINDS)
    part.cells["status"] = _word(before, after, lambda word: folded_word(word) in STATUSES)
    return part


def _are_titles(value: str) -> bool:
    """Return whether a value is the rest of a line of titles, as a copied page has one."""
    return all(read_title(word).fact for word in value.split(" "))


def _word(before: str, after: str, known: Callable[[str], bool]) -> str:
    """Return the first known word after a number, else the only one before it.

    Several words before it are a page's filters, not facts. Different words before and after it are
    joined, so that neither is read.
    """
    first, rest = (
        list(dict.fromkeys(filter(known, re.split(r"[\s,;:。()]+", part))))
        for part in (before, after)
    )
    return " | ".join(dict.fromkeys((first if len(first) == 1 else []) + rest[:1]))


# Moments

_MOMENT_NAMES = facts_by_label(
    {
        "created_at": (
            "创建",
            "下单",
            "创建日期",
            "下单日期",
            "Created",
            "Creation time",
            "Order time",
        ),
        "paid_at": ("支付", "付款", "支付日期", "付款日期", "支付成功时间", "Paid", "Payment time"),
    }
)
_NEXT_DATE = r"[ :=]{0,3}(?:\d{4}[-/.年]|\d{1,2}(?:月|[-/]\d))"
_PAID_AFTER = re.compile(
    r"\s?(?:已经?|成功|完成)?(?:支付|付款)"
    rf"(?!失败|超时|时间|日期|方式|状态|金额|渠道|截止|前|\s?:|{_NEXT_DATE})"
)
_CREATED_AFTER = re.compile(
    r"\s?(?:已经?|成功)?(?:下单|创建)"
    rf"(?!失败|时间|日期|方式|前|\s?:|了?(?:项目|商机|实例|账号)|{_NEXT_DATE})"
)
_NOT_DONE = re.compile(r"请|未|如|若|将|预计|最晚|须|需|退款|项目|实例|账号")
"""Words before a moment that make a verb after it a request, or about something else."""


_PAGE_MOMENTS = ("created_at", "paid_at")


def _read_moments(text: str, number: str, part: _OrderPart) -> list[tuple[int, int]]:
    """Add the moments that are labelled as creation or payment; return the positions of all.

    A page of the console copied as text has no labels: there, the number and each moment have a
    line each, and the first moment is the creation, the second the payment. A verb between two
    moments (``D 支付 D``) could belong to either, and is ignored.
    """
    spans = find_moments(text)
    found: list[tuple[LabelledValue, str | None]] = []
    floor = 0
    for start, end in spans:
        value = labelled_value(text, start, end, floor)
        contested = (
            not value.marked
            and bool(found)
            and found[-1][1] is None
            and text[floor:start].strip() == value.label
        )
        fact = None if contested else value.fact(_MOMENT_NAMES)
        floor = end
        if fact is None:
            fact, length = _fact_of_verb_after(value)
            floor += length
        found.append((value, fact))
    page = not any(fact for _, fact in found) and _is_page(text, number, spans)
    for at, (value, fact) in enumerate(found):
        named = _PAGE_MOMENTS[at] if page else fact
        if named is None:
            part.ignore(value.label, value.written)
        else:
            part.add(named, value.written)
    return spans


def _fact_of_verb_after(value: LabelledValue) -> tuple[str | None, int]:
    """Return the fact that a verb after a moment names, and the length of the verb."""
    if value.marked or _NOT_DONE.search(value.before):
        return None, 0
    for fact, pattern in (("paid_at", _PAID_AFTER), ("created_at", _CREATED_AFTER)):
        match = pattern.match(value.after)
        if match is not None:
            return fact, match.end()
    return None, 0


def _is_page(text: str, number: str, spans: list[tuple[int, int]]) -> bool:
    """Return whether the number and one or two moments after it have a line each."""
    at = text.find(number)
    lines = {line.strip() for line in text.splitlines()}
    return (
        0 < len(spans) <= len(_PAGE_MOMENTS)
        and number in lines
        and all(start > at and text[start:end].strip() in lines for start, end in spans)
    )


# Amounts

_SIGN = r"[-+−–(]"
_CURRENCY = r"(?:(?:CN|HK|US|JP|NT|S)?[¥$€£]|CNY|RMB|USD|HKD|EUR|JPY|GBP|人民币)"
_UNIT = (
    r"(?:\s?[万千亿角分kw](?![A-Za-z]))?"
    r"(?:\s?(?:元整|元(?:\d{1,2}(?!\d)[角毛分]?)?|圆|美元|美金|港币|港元|欧元|日元|英镑|[A-Z]{3}(?![A-Za-z])|rmb|usd|[$€£]))?"
    r"(?:\s?/\s?[年月天日时hH][a-z]{0,5})?"
)
_AMOUNT = re.compile(
    rf"(?<![0-9A-Za-z.])(?<!\d,)(?P<sign>{_SIGN}?\s?{_CURRENCY}?\s?{_SIGN}?\s?{_CURRENCY}?)\s?"
    r"(?P<number>\d(?:[\d,.'’]{0,24}\d)?(?: \d{3}(?![\d])(?:[.,]\d{1,4})?){0,4})"
    rf"(?P<unit>{_UNIT}\)?{_UNIT}(?:-(?!\d))?)(?P<more>\s?[-~至到]\s?{_CURRENCY}?\s?\d[\d,.]*)?"
    r"(?P<rest>(?<=\d)(?:(?:[.,]?[A-Za-z]{1,2}\d|[A-Za-z]{1,2}(?![A-Za-z])|[.,]?\*)[\w*]*"
    r"|[\s=>*]{0,4}(?:\.[\s=>*]{0,4}\d\d|,[\s=>*]{0,4}\d{3})(?!\d)"
    r"|(?<!\.\d)(?<!\.\d\d)=?[ \n>]{1,4}\d{1,3}(?:,\d{3})*\.\d\d(?!\d)"
    r"|(?<=\.\d)=?[ \n>]{1,4}\d(?!\d)))?"
)
"""`rest` is what a wrong letter or a line end cut off: with it, the amount is not read."""
_SUM_NAMES = (
    *("金额", "订单金额", "支付金额", "付款金额", "总价"),
    *("Amount", "Order amount"),
)
_TOTAL_NAMES = ("总金额", "总额", "合计", "共计", "总计", "共", "Total", "Total amount")
_COUNTED = re.compile(r"\s?[笔个单件项条台次张份年月天]")
_AMOUNT_NAMES = facts_by_label(
    {
        "payable": ("应付", "应付款", "应付总额", "应付总价", "Payable", "Amount payable"),
        "cash_paid": ("实付", "实付款", "实付总额", "实际支付", "实际支付金额"),
        "sum": _SUM_NAMES,
        "total": _TOTAL_NAMES,
    }
)
"""A mere sum counts as the payable amount if the text names no other; a total only if the text has
one order, since it may be that of all orders."""
_NO_PRICE = re.compile(
    r"原价|原始|优惠|折|券|立减|满减|减免|节省|省|红包|余额|抵扣|单价|退款|返|税|押金|定价|list"
)


def _read_amounts(text: str, part: _OrderPart, *, alone: bool) -> None:
    """Add the labelled amounts, or the unlabelled ones if no amount has a label."""
    found: dict[str, list[str]] = {"payable": [], "cash_paid": [], "sum": [], "total": [], "": []}
    floor = 0
    for match in _AMOUNT.finditer(text):
        start = match.end() - len(match[0].lstrip())
        value = labelled_value(text, start, match.end(), floor)
        fact = value.fact(_AMOUNT_NAMES)
        priced = fact is not None or re.search(rf"{_CURRENCY}|[元圆€£$]", match[0])
        if not priced or (fact == "total" and _COUNTED.match(value.after)):
            continue
        floor = match.end()
        if fact is None and (
            value.marked
            or (value.attached and value.label)
            or _NO_PRICE.search(value.label)
            or _NO_PRICE.match(value.after.strip())
        ):
            part.ignore(value.label, value.written)
        else:
            found[fact or ""].append(value.written)
    if alone:
        found["sum"] += found["total"]
    else:
        for written in found["total"]:
            part.ignore("", written)
    if not found["payable"]:
        found["payable"] = found["sum"] or ([] if found["cash_paid"] else found[""])
    for fact in ("payable", "cash_paid"):
        for written in found[fact]:
            part.add(fact, written)
    for written in found[""]:
        if written not in found["payable"]:
            part.ignore("", written)
