"""Finding orders in running text, such as a message or the text of a page.

Text belongs to the order number before it, the text before the first number to that one. Only its
label decides what a moment or an amount means: one with another label, such as an expiry or a list
price, becomes an unused column of that name. Two values for the same fact are joined in its cell,
so that neither is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from desktop.exchange.document.order_words import KINDS, STATUSES, folded_word
from desktop.exchange.document.table import Table
from desktop.exchange.document.titles import TITLES
from desktop.forms.find_moments import find_moments
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
_LABEL_DISTANCE = 40
"""Characters before or after a value that are searched for its label."""
_IGNORED_LIMIT = 50
"""Limit of values without a known label that are reported."""


def find_orders(text: str) -> Table | None:
    """Return the orders in a text as a table, or None if it has no order number."""
    if len(text) > _TEXT_LIMIT:
        return None
    rows = [_read_part(part, number) for number, part in _parts(plain(text))]
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


def _read_part(text: str, number: str) -> _OrderPart:
    """Return the facts of one order in its part of the text."""
    part = _OrderPart({"number": number})
    for fact in ("account", "parent", "project", "title"):
        match = _label(fact).search(text)
        if match is not None:
            part.cells[fact] = match["value"].strip()
    without = list(text)
    for start, end in _read_moments(text, number, part):
        without[start:end] = ";" * (end - start)
    _read_amounts("".join(without), part)
    words = [word for word in re.split(r"[\s,;:。()]+", text) if word]
    part.cells["kind"] = next((word for word in words if word in KINDS), "")
    part.cells["status"] = next((word for word in words if folded_word(word) in STATUSES), "")
    return part


# Labels

_CLAUSE_END = re.compile(r"[\n\t,;。|!?]| {2}")
_LINK = re.compile(
    r"(?P<space>\s{0,3})(?:\((?:北京时间|UTC\+8|GMT\+8|含税|元|¥|CNY|RMB)\))?\s{0,3}"
    r"(?P<mark>[:=]|是|为|于|在)?\s{0,3}$",
    re.IGNORECASE,
)
_LATIN_WORDS = re.compile(r"[A-Za-z][A-Za-z/-]*(?: [A-Za-z/-]+){0,3}$")
_LAST_WORD = re.compile(r"[^\s,;。、:=()\[\]|\d]{1,24}$")
_OF_THE_ORDER = ("您的订单", "该订单", "订单", "order")
_VALUE_WORDS = frozenset(
    (*STATUSES, "order", "new", "purchase", "renew", "renewal", "upgrade", "refund")
)


@dataclass(frozen=True, slots=True)
class _Value:
    """A value in the text, with its label and the rest of its clause before and after it.

    `marked` is true if a colon or the like connects label and value, `attached` if no space
    separates them.
    """

    written: str
    label: str
    marked: bool
    attached: bool
    before: str
    after: str

    def fact(self, names: Mapping[str, str]) -> str | None:
        """Return the fact that the label names, of `names`; None for any other label."""
        words = self.label.split(" ")
        for start in range(len(words)):
            if start and words[start - 1].casefold() not in _VALUE_WORDS:
                continue  # “Project created at” is not “Created at”, but “Paid Created at” is
            folded = folded_word(" ".join(words[start:]))
            for prefix in ("", *_OF_THE_ORDER):
                if folded.startswith(prefix) and folded.removeprefix(prefix) in names:
                    return names[folded.removeprefix(prefix)]
        return None


def _value(text: str, start: int, end: int, floor: int) -> _Value:
    """Return the value from `start` to `end`; `floor` is the end of the value before it."""
    near = text[max(floor, start - _LABEL_DISTANCE) : start]
    clauses = [match.end() for match in _CLAUSE_END.finditer(near)]
    if clauses and near[clauses[-1] :].strip():
        near = near[clauses[-1] :]
    after = _CLAUSE_END.split(text[end : end + _LABEL_DISTANCE], maxsplit=1)[0]
    link = _LINK.search(near)
    assert link is not None
    head = near[: link.start()]
    words = _LATIN_WORDS.search(head) or _LAST_WORD.search(head)
    marked = link["mark"] in (":", "=")
    if words is not None and floor and not marked and near == text[floor:start]:
        # A label right after the previous value describes that value, not this one.
        words = words if words.start() else None
    return _Value(
        text[start:end],
        words[0] if words is not None else "",
        marked=marked,
        attached=not near.endswith((" ", "\n", "\t")),
        before=near,
        after=after,
    )


def _facts_by_label(names: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return facts by label, as `folded_word` returns it: the titles in tables, and `names`."""
    return {
        folded_word(plain(name)): fact
        for fact, more_names in names.items()
        for name in (*TITLES.get(fact, ()), *more_names)
    }


# Moments

_MOMENT_NAMES = _facts_by_label(
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
    found: list[tuple[_Value, str | None]] = []
    floor = 0
    for start, end in spans:
        value = _value(text, start, end, floor)
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


def _fact_of_verb_after(value: _Value) -> tuple[str | None, int]:
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
    rf"(?<![0-9A-Za-z.])(?P<sign>{_SIGN}?\s?{_CURRENCY}?\s?{_SIGN}?\s?{_CURRENCY}?)\s?"
    r"(?P<number>\d(?:[\d,.'’]{0,24}\d)?(?: \d{3}(?![\d])(?:[.,]\d{1,4})?){0,4})"
    rf"(?P<unit>{_UNIT}\)?{_UNIT}(?:-(?!\d))?)(?P<more>\s?[-~至到]\s?{_CURRENCY}?\s?\d[\d,.]*)?"
)
_SUM_NAMES = (
    *("金额", "订单金额", "支付金额", "付款金额", "总金额", "总额", "总价", "合计", "共计", "共"),
    *("Amount", "Total", "Order amount", "Total amount"),
)
_AMOUNT_NAMES = _facts_by_label(
    {
        "payable": ("应付", "应付款", "应付总额", "应付总价", "Payable", "Amount payable"),
        "cash_paid": ("实付", "实付款", "实付总额", "实际支付", "实际支付金额"),
        "sum": _SUM_NAMES,
    }
)
"""A mere sum counts as the payable amount if the text names no other."""
_NO_PRICE = re.compile(
    r"原价|原始|优惠|折|券|立减|满减|减免|节省|省|红包|余额|抵扣|单价|退款|返|税|押金|定价|list"
)


def _read_amounts(text: str, part: _OrderPart) -> None:
    """Add the labelled amounts, or the unlabelled ones if no amount has a label."""
    found: dict[str, list[str]] = {"payable": [], "cash_paid": [], "sum": [], "": []}
    floor = 0
    for match in _AMOUNT.finditer(text):
        start = match.end() - len(match[0].lstrip())
        value = _value(text, start, match.end(), floor)
        fact = value.fact(_AMOUNT_NAMES)
        priced = fact is not None or re.search(rf"{_CURRENCY}|[元圆€£$]", match[0])
        if not priced:
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
    if not found["payable"]:
        found["payable"] = found["sum"] or ([] if found["cash_paid"] else found[""])
    for fact in ("payable", "cash_paid"):
        for written in found[fact]:
            part.add(fact, written)
    for written in found[""]:
        if written not in found["payable"]:
            part.ignore("", written)
