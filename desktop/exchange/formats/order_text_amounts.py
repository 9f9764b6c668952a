"""The amounts of an order in running text: what was to be paid, and what was paid in cash."""

from __future__ import annotations

import re

from desktop.exchange.formats.order_text_values import OrderPart, facts_by_label, value_at

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
_AMOUNT_NAMES = facts_by_label(
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


def read_amounts(text: str, part: OrderPart) -> None:
    """Add the labelled amounts, or the unlabelled ones if no amount has a label."""
    found: dict[str, list[str]] = {"payable": [], "cash_paid": [], "sum": [], "": []}
    floor = 0
    for match in _AMOUNT.finditer(text):
        start = match.end() - len(match[0].lstrip())
        value = value_at(text, start, match.end(), floor)
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
