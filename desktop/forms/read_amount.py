"""Reading of a written amount of yuan as fen; an ambiguous text is refused."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum

from desktop.forms.plain_text import value_text

_FEN_PER_YUAN = 100
_LARGEST = 10**14
"""Exclusive limit in fen: an amount has at most twelve digits before the point."""


class AmountProblem(StrEnum):
    """Why a text is not an unambiguous amount of yuan."""

    EMPTY = "empty"
    NOT_MONEY = "not-money"
    FINER_THAN_FEN = "finer-than-fen"
    SEPARATOR_DOUBT = "separator-doubt"
    OTHER_CURRENCY = "other-currency"
    UNKNOWN_UNIT = "unknown-unit"


_YUAN_BEFORE = r"(?:人民币|rmb|cny|cn(?=¥))? ?¥?"
_YUAN_AFTER = r"(?:元整|元|圆|yuan|rmb|cny|人民币)?(?: ?\(?(?:人民币|rmb|cny)\)?)?"
_UNITS = {"万": 10_000, "萬": 10_000, "千": 1_000, "k": 1_000}
_AMOUNT = re.compile(
    rf"(?P<sign>[-+])? ?{_YUAN_BEFORE} ?(?P<inner>[-+])? ?(?P<open>\()?"
    rf" ?{_YUAN_BEFORE} ?(?P<number>\d[\d., ]*|\.\d+) ?(?P<unit>[{''.join(_UNITS)}])?"
    rf" ?{_YUAN_AFTER} ?(?P<close>\))? ?{_YUAN_AFTER}(?P<after>-)?",
    re.ASCII,
)
_FOREIGN = re.compile(
    r"\$|€|£|₩|฿|₹|₽|円|美元|美金|美刀|港币|港元|港幣|欧元|英镑|日元|日圆|新元|新币|台币|澳元|韩元"
    r"|(?<![a-z])(?:usd|hkd|eur|gbp|jpy|sgd|twd|ntd|aud|cad|krw|myr|thb|idr|inr|mop|usdt)(?![a-z])"
    r"|jp¥"
)
_OTHER_UNIT = re.compile(r"\d ?(?:百|亿|億|角|毛|分|w|m|b|mln|%|个点|/|每|元\d)")

_USUAL = re.compile(r"\d{1,12}\.\d\d", re.ASCII)
"""The most common format; it is tried first, since tables have a hundred thousand amounts."""
_PLAIN = re.compile(r"\d{1,14}")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+")
_CONTINENTAL = re.compile(r"(?P<whole>\d{1,3}(?:\.\d{3})+),(?P<rest>\d{2})")
_MAYBE_THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d{2}0")
"""``2.040`` can mean 2.04 or 2,040."""


def read_amount(text: str) -> int | AmountProblem:
    """Return the fen of an amount in yuan – ``¥2,040.00``, ``(680.00)元``, ``1.2万`` –, or why not.

    A comma or a space separates thousands only before exactly three digits. Brackets, or a minus
    before or after the number, make it negative. Other currencies and units are refused.
    """
    if _USUAL.fullmatch(text):
        return int(text[:-3]) * _FEN_PER_YUAN + int(text[-2:])
    value = value_text(text)
    if not value:
        return AmountProblem.EMPTY if value == "" else AmountProblem.NOT_MONEY
    if _FOREIGN.search(value):
        return AmountProblem.OTHER_CURRENCY
    match = _AMOUNT.fullmatch(value)
    if match is None:
        return AmountProblem.UNKNOWN_UNIT if _OTHER_UNIT.search(value) else AmountProblem.NOT_MONEY
    bracketed = match["open"] is not None
    signs = [sign for sign in (match["sign"], match["inner"], match["after"]) if sign]
    if bracketed is not (match["close"] is not None) or len(signs) + bracketed > 1:
        return AmountProblem.NOT_MONEY
    number = _number(match["number"].strip())
    if isinstance(number, AmountProblem):
        return number
    fen = number * _FEN_PER_YUAN * _UNITS.get(match["unit"] or "", 1)
    if fen != fen.to_integral_value():
        return AmountProblem.FINER_THAN_FEN
    if fen >= _LARGEST:
        return AmountProblem.NOT_MONEY
    return -int(fen) if bracketed or signs == ["-"] else int(fen)


def names_other_currency(text: str) -> bool:
    """Return whether a text in lower case names a currency other than yuan."""
    return _FOREIGN.search(text) is not None


def possible_amounts(text: str) -> tuple[int, ...]:
    """Return both amounts (fen) that ``2.040`` can mean: 2.04, and 2,040. Empty for others."""
    value = value_text(text) or ""
    match = _AMOUNT.fullmatch(value)
    number = "" if match is None else match["number"].strip()
    if not _MAYBE_THOUSANDS.fullmatch(number):
        return ()
    found = [read_amount(value.replace(number, n)) for n in (number[:-1], number.replace(".", ""))]
    amounts = tuple(each for each in found if not isinstance(each, AmountProblem))
    return amounts if len(amounts) == len(found) else ()


def _number(written: str) -> Decimal | AmountProblem:
    """Return the number written as digits with separators, or why it is ambiguous."""
    continental = _CONTINENTAL.fullmatch(written)
    if continental is not None:
        return Decimal(f"{continental['whole'].replace('.', '')}.{continental['rest']}")
    whole, point, rest = written.partition(".")
    if point and not (rest.isascii() and rest.isdigit()):
        return AmountProblem.SEPARATOR_DOUBT if "," in written else AmountProblem.NOT_MONEY
    if _MAYBE_THOUSANDS.fullmatch(written):
        return AmountProblem.SEPARATOR_DOUBT
    if whole and not _PLAIN.fullmatch(whole) and not _GROUPED.fullmatch(whole):
        return AmountProblem.SEPARATOR_DOUBT
    return Decimal(f"{whole.replace(',', '').replace(' ', '') or '0'}.{rest or '0'}")
