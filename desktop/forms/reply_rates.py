"""Reading of the cashback rate in a partner's reply, a percentage in digits or in Chinese words.

A rate that is written in an unknown way, a range, or one of several percentages is unclear.
"""

from __future__ import annotations

import re
from decimal import Decimal

from desktop.forms.chinese_numerals import moments_in_digits

_DIGITS = {sign: at for at, sign in enumerate("零一二三四五六七八九")} | {"两": 2}
_SIGNS = "零一二两三四五六七八九十百千廿卅半几多"
_NUMBER_ZH = rf"(?P<number>[{_SIGNS}]{{1,8}}(?:点[{_SIGNS}]{{1,8}})?|\d{{1,3}}(?:[.点]\d{{1,4}})?)"
_TENTHS = re.compile(rf"(?<![\d.]){_NUMBER_ZH}成(?P<more>[{_SIGNS}\d])?(?![功为立交员本果分])")
_HUNDREDTHS = re.compile(rf"百分之 ?{_NUMBER_ZH}")
_POINTS = re.compile(rf"(?<![\d.]){_NUMBER_ZH} ?个(?:百分)?(?=点|月)")
_WHOLE_ZH = re.compile(r"(?:(?P<tens>[一二三四五六七八九]?)十)?(?P<ones>[零一二两三四五六七八九])?")
_NO_NUMBER = "?"
"""Stands for a rate that is written in an unknown way, so that no part of it is read."""


def rates_in_digits(text: str) -> str:
    """Return a text with 两成五, 百分之五, 十五个点 and 三个月 in digits."""
    text = _TENTHS.sub(_from_tenths, text)
    text = _HUNDREDTHS.sub(lambda match: f"{_in_digits(match['number'])}%", text)
    return moments_in_digits(_POINTS.sub(_from_points, text))


def _from_points(match: re.Match[str]) -> str:
    number = match["number"]
    if number[0].isascii() and "点" not in number:
        return match[0].replace("百分", "")
    return f"{_in_digits(number)}个"


def _from_tenths(match: re.Match[str]) -> str:
    tenths, more = _in_digits(match["number"]), match["more"] or "零"
    ones = "5" if more == "半" else _in_digits(more)
    if _NO_NUMBER in (tenths, ones) or ("." in tenths and match["more"]):
        return f"{_NO_NUMBER}%"
    return f"{_without_zeros(str(Decimal(tenths) * 10 + Decimal(ones)))}%"


def _in_digits(written: str) -> str:
    """Return a number below a hundred, with decimals, in digits; `_NO_NUMBER` for any other."""
    whole, point, rest = written.replace(".", "点").partition("点")
    decimals = "".join(sign if sign.isdigit() else str(_DIGITS.get(sign, "")) for sign in rest)
    match = _WHOLE_ZH.fullmatch(whole)
    if len(decimals) != len(rest) or (match is None and not whole.isdigit()):
        return _NO_NUMBER
    if match is not None:
        tens = 0 if match["tens"] is None else _DIGITS.get(match["tens"], 1)
        whole = str(tens * 10 + _DIGITS[match["ones"] or "零"])
    return f"{whole}.{decimals}" if point else whole


_PERCENT = re.compile(
    r"(?P<doubt>(?<![\d./-])(?<!\d:)\d{1,3}[\s.,点=>*|]{1,5}|[.]\s?|(?<=[\s:])\||(?<![a-z])[a-z])??"
    rf"(?P<number>\d{{1,9}}(?:\.\d{{1,9}})?|\{_NO_NUMBER}) ?(?:%|个点|percent|per cent)"
)
"""`doubt` is what may belong to the number, as the 1 of ``1,5%``."""
_CASHBACK = re.compile(r"返|cash ?back|rebate|佣金|commission")
_CASHBACK_AFTER = re.compile(r" ?(?:的|of|in)? ?(?:返|cash ?back|rebate)")
_TAX = re.compile(r"税|税点|开票|手续费|vat\b|\btax|\bfee")
_SENTENCE_END = re.compile(r"[\n;。!?]")
_VAGUE_RATE = re.compile(
    r"\d ?%? ?(?:-|~|至|到|to) ?\d{1,9}(?:\.\d{1,9})? ?(?:%|个点)"
    r"|(?:最高|最多|至多|不超过|约|大概|up to|at most|about|around)[^,.;。\n]{0,12}\d ?(?:%|个点)"
    r"|\d ?(?:%|个点) ?(?:左右|上下|以内|以上|起|或|or\b)|另议|面议|待定|阶梯|视[^,.;。\n]{0,8}而定"
    r"|to be confirmed|tbd|depending"
)
_RANGE = re.compile(r"\s{0,3}(?:至|到|-|–|—|~|to|until|till)\s{0,3}")
_NEAR = 60
"""Characters before and after a percentage in which its label is searched."""


def find_rates(text: str) -> tuple[set[str], list[tuple[int, str]]]:
    """Return the rates of cashback in a text, and the positions and texts of other percentages.

    The rate is per cent. An empty one means that the text is not clear; so do several.
    """
    rates: set[str] = set()
    others: set[str] = set()
    left_over: list[tuple[int, str]] = []
    end, last = 0, others
    for match in _PERCENT.finditer(text):
        between = text[max(end, match.start() - _NEAR) : match.start()]
        before = _SENTENCE_END.split(between)[-1]
        after = text[match.end() : match.end() + _NEAR]
        if not (end and _RANGE.fullmatch(between)):
            last = others
            if not _TAX.search(before) and (
                _CASHBACK.search(before) or _CASHBACK_AFTER.match(after)
            ):
                last = rates
        end = match.end()
        if last is others:
            left_over.append((match.start(), match[0].strip()))
        if last is rates or not _TAX.search(before):
            last.add(_rate(match))
    unclear = rates and ("" in rates or others - rates or _VAGUE_RATE.search(text))
    return ({""} if unclear else rates), left_over


def _rate(match: re.Match[str]) -> str:
    """Return the rate in a match of `_PERCENT`; empty if it is not certain."""
    unclear = match["doubt"] is not None or match["number"] == _NO_NUMBER
    return "" if unclear else _without_zeros(match["number"])


def _without_zeros(number: str) -> str:
    return f"{Decimal(number).normalize():f}"
