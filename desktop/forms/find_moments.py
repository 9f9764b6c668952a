"""Finds the positions of timestamps in a text; `read_moment` reads each of them."""

from __future__ import annotations

import re

from desktop.forms.moment_parts import MONTH_NAME

_FOUND_DAY = (
    r"\d{4} ?[-/.\\年] ?\d{1,2} ?[-/.\\月] ?\d{1,2}(?!\d)(?: ?[日号號])?"
    r"|20\d{12}(?!\d)|20\d{6}[t ]\d{6}(?!\d)"
    r"|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})(?!\d)"
    r"|\d{1,2} ?月 ?\d{1,2}(?!\d)(?: ?[日号號])?"
    r"|\d{1,2}/\d{1,2}(?![/\d])"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[-/ ]?(?:of )?{MONTH_NAME}(?:[-/, ]{{1,2}}\d{{4}}(?![\d:]))?"
    rf"|{MONTH_NAME.replace('name', 'name2')}[-/ ]?\d{{1,2}}(?:st|nd|rd|th)?(?![\d:])"
    r"(?:[-/, ]{1,2}\d{4}(?![\d:]))?"
    r"|今天|今日|昨天|昨日|前天|今(?=早|晚)|昨(?=晚)|\btoday\b|\byesterday\b"
)
_FOUND_HALF = r"(?:上午|下午|中午|凌晨|早上|早晨|清晨|晚上|傍晚|夜里|早|晚|[ap]\.?m(?![a-y])\.?)"
_FOUND_CLOCK = (
    rf"{_FOUND_HALF}? ?(?:"
    r"\d{1,2} ?[:时時点點] ?\d{1,2}(?!\d)(?: ?分)?(?::\d{1,2}(?:\.\d{1,9})?|\d{1,2} ?秒)?(?![\d:])"
    r"|\d{1,2} ?[时時点點](?:半|一刻|三刻)?[整钟鐘]?(?!\d)|\d{1,2}(?= ?[ap]\.?m(?![a-y]))"
    r")(?: ?[ap]\.?m(?![a-y])\.?)?"
)
_FOUND_ZONE = (
    r"(?: ?\(?(?:(?:utc|gmt) ?[-+]\d{1,2}(?::?\d{2})?|[-+]\d{2}:?\d{2}(?!\d)|z(?![a-z])|utc\b|gmt\b"
    r"|cst\b|北京时间|beijing time)\)?){0,2}"
)
_FOUND_WEEKDAY = r"(?: ?\(?(?:周|星期|礼拜)[一二三四五六日天]\)?)?"
_FOUND = re.compile(
    rf"(?<![\d.])(?:{_FOUND_DAY}){_FOUND_WEEKDAY}"
    rf"(?:(?:t(?=\d)|[ ,@_]{{0,3}}(?:at |的)?){_FOUND_CLOCK}{_FOUND_ZONE})?"
    r"|刚刚|刚才|\bjust now\b|(?<!\d)\d{1,3} ?(?:分钟|小时)(?:之?前|以前)",
    re.IGNORECASE | re.ASCII,
)


def find_moments(text: str) -> list[tuple[int, int]]:
    """Return the start and end of each possible moment in a plain text, in order.

    They are candidates only: `read_moment` decides whether each is a valid moment.
    """
    return [match.span() for match in _FOUND.finditer(text)]
