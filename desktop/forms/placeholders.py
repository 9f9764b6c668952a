"""Placeholders: texts that mark a cell or a field as empty."""

from __future__ import annotations

import re
from functools import lru_cache

from desktop.forms.plain_text import value_text

_WORDS = frozenset(
    (
        "",
        "无",
        "無",
        "暂无",
        "没有",
        "空",
        "未填",
        "未填写",
        "未关联",
        "未關聯",
        "不适用",
        "n/a",
        "na",
        "n.a.",
        "#n/a",
        "nil",
        "null",
        "none",
        "(null)",
        "(none)",
        "undefined",
        "nan",
        "nat",
        "tbd",
    )
)
_STROKES = re.compile(r"[-_/\\|~*. ]+")
_ZERO_MOMENT = re.compile(
    r"(?:0000[-/]00[-/]00|0001[-/]0?1[-/]0?1|1899[-/]12[-/]30|1900[-/]0?1[-/]0?0)"
    r"(?:[t ]0?0:00(?::00(?:\.0+)?)?z?)?"
    r"|1970[-/]0?1[-/]0?1[t ]0?[08]:00(?::00(?:\.0+)?)?(?:z|\+08:?00)?"
)
"""The zero of a database, a spreadsheet, or a computer's clock (in UTC or in Beijing)."""
_ZERO_YEARS = ("1899", "1900", "1970")
_FIRST_OF_VALUES = "123456789"
"""A text with this start is a value, unless it is a zero moment; a fast path for most cells."""


def is_placeholder(text: str) -> bool:
    """Return whether a text means an empty value: ``--``, ``/``, 无, N/A, 0000-00-00, “”."""
    if not text:
        return True
    if text[0] in _FIRST_OF_VALUES and text[:4] not in _ZERO_YEARS:
        return False
    return _matches(text)


@lru_cache(maxsize=4096)
def _matches(text: str) -> bool:
    """Return whether a text is a placeholder; cached, since tables repeat the same words."""
    value = value_text(text)
    if value is None:
        return False
    return bool(value in _WORDS or _STROKES.fullmatch(value) or _ZERO_MOMENT.fullmatch(value))
