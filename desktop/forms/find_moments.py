"""Finds the positions of timestamps in a text; `read_moment` reads each of them."""

from __future__ import annotations

import re

from desktop.forms.moment_parts import MONTH_NAME

_FOUND_DAY = (
    r"(?:[今本去前明]|[a-z\d〇○民国元]{1,6}) ?年 ?\d{1,2} ?月 ?\d{1,2}(?!\d)(?: ?[日号號])?"
    r"|\d{4} ?[-/.\\年] ?\d{1,2} ?[-/.\\月] ?\d{1,2}(?!\d)(?: ?[日号號])?"
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
_OTHER_ZONE = (
    r"(?:a|e|c|m|p|ak)[sd]t\b|h[ks]t\b|[bijkns]st\b|[cew]es?t\b|sgt\b|a[ecw][sd]t\b|msk\b"
    r"|(?:pacific|eastern|central|mountain|local|singapore|hong kong|japan)(?: standard| daylight)?"
    r" time"
    r"|[美英德法日韩港台澳欧新太东西中夏纽伦首当本格世协标巴印俄加洛旧悉][\u4e00-\u9fff]{0,6}时间"
)
"""Zones that `read_moment` refuses: a moment in one of them must not be read without it."""
_FOUND_ZONE = (
    r"(?: ?\(?(?:(?:utc|gmt) ?[-+]\d{1,2}(?::?\d{2})?|[-+]\d{2}:?\d{2}(?!\d)"
    rf"|(?<![:时時点點]\d)z(?![a-z\d:])|utc\b|gmt\b|cst\b|北京时间|beijing time|{_OTHER_ZONE}"
    r")\)?){0,2}"
)
_FOUND_WEEKDAY = r"(?: ?\(?(?:周|星期|礼拜)[一二三四五六日天]\)?)?"
_FOUND = re.compile(
    rf"(?<![\d.])(?<![年\d/.-][a-z|])(?<![年/.-]\d[ \n])(?:{_FOUND_DAY}){_FOUND_WEEKDAY}"
    rf"(?:(?:t(?=\d)|[ ,@_]{{0,3}}(?:at |的)?){_FOUND_CLOCK}{_FOUND_ZONE})?"
    r"|刚刚|刚才|\bjust now\b|(?<!\d)\d{1,3} ?(?:分钟|小时)(?:之?前|以前)",
    re.IGNORECASE | re.ASCII,
)


_DAMAGED = re.compile(
    r"(?:(?<=\d)[t ]{0,2}(?:[a-z]?\d|\d?[a-z])[a-z]?:[a-z\d]{1,2}(?![a-z])"
    r"|(?<=[-/.月:]\d)[\s=>*|]{1,4}\d(?![\d年月/.、)点时个天%-])|(?<=[-/.月:]\d)\|"
    r"|(?<=[时時点點])[\s=>*|a-z\d]{1,7}分|(?<=[时時点點]\d)[\s=>*|a-z]{1,4}\d? ?分"
    r"|(?<=:\d\d)[\s=>]{1,4}:(?=\d)"
    r"|(?<=\d)(?:\*{1,4}(?=[:\d])|\|(?=[:\d])|[a-z]{1,2}(?![a-z])|:(?=[a-z\d]))"
    r")[a-z\d:]{0,8}",
    re.IGNORECASE | re.ASCII,
)
"""The rest of a moment after a sign that is no digit, as in ``14:2O`` of a photographed text."""


def find_moments(text: str) -> list[tuple[int, int]]:
    """Return the start and end of each possible moment in a plain text, in order.

    They are candidates only: `read_moment` decides whether each is a valid moment. One with a
    damaged end includes it, so that it is refused instead of read in part.
    """
    found = []
    for match in _FOUND.finditer(text):
        damaged = _DAMAGED.match(text, match.end())
        found.append((match.start(), match.end() if damaged is None else damaged.end()))
    return found
