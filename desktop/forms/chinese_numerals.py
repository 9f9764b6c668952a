"""Chinese numerals in written dates and times, replaced by digits."""

from __future__ import annotations

import re

_DIGITS = {sign: at for at, sign in enumerate("零一二三四五六七八九十")} | {"〇": 0, "两": 2}
_YEAR = re.compile(r"[〇零一二三四五六七八九]{4}(?=年)")
_NUMBER = re.compile(
    r"(?<![周期拜週])(?P<tens>[一二三四五六七八九]?十)?(?P<ones>[〇零一二两三四五六七八九])?"
    r"(?=[点點时時分秒月日号號])"
)


def moments_in_digits(text: str) -> str:
    """Return a text with the numerals of its dates and times as digits."""
    text = _YEAR.sub(lambda match: "".join(str(_DIGITS[sign]) for sign in match[0]), text)
    return _NUMBER.sub(_number, text)


def _number(match: re.Match[str]) -> str:
    return str(_tens_and_ones(match)) if match[0] else ""


def _tens_and_ones(match: re.Match[str]) -> int:
    """Return the number of numerals such as 二十三, 十 and 三."""
    tens, ones = match["tens"], match["ones"]
    number = 0 if tens is None else _DIGITS.get(tens[:-1], 1) * 10
    return number + (0 if ones is None else _DIGITS[ones])
