"""The moments of an order in running text: a label, a verb or their order says what each is."""

from __future__ import annotations

import re

from desktop.exchange.formats.order_text_values import (
    LabelledValue,
    OrderPart,
    facts_by_label,
    value_at,
)
from desktop.forms.find_moments import find_moments

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
"""What the first and the second moment on a page of the console are."""


def read_moments(text: str, number: str, part: OrderPart) -> list[tuple[int, int]]:
    """Add the moments that are labelled as creation or payment; return the positions of all.

    A page of the console copied as text has no labels: there, the number and each moment have a
    line each, and the first moment is the creation, the second the payment. A verb between two
    moments (``D 支付 D``) could belong to either, and is ignored.
    """
    spans = find_moments(text)
    found: list[tuple[LabelledValue, str | None]] = []
    floor = 0
    for start, end in spans:
        value = value_at(text, start, end, floor)
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
