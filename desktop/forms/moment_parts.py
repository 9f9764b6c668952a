"""The parts of a written moment, in Chinese and English, each with one meaning.

A date, a clock time, a half of the day, a zone, a weekday, a time span before now.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from desktop.forms.chinese_numerals import moments_in_digits

_COMPACT = re.compile(
    r"((?:19|20)\d{2})(\d{2})(\d{2})(?:[t _-]?(\d{2})(\d{2})(\d{2})?(?![\d:])|(?=$|[ t_]))"
)


def _normalised(value: str) -> str:
    """Return a text in the spelling that the patterns expect: digits, and dates with separators."""
    value = moments_in_digits(value)
    return _COMPACT.sub(_separated, value, count=1) if value[0].isdigit() else value


def _separated(match: re.Match[str]) -> str:
    year, month, day, hour, minute, second = match.groups()
    clock = "" if hour is None else f" {hour}:{minute}:{second or '00'}"
    return f"{year}-{month}-{day}{clock}"


# The patterns of parts

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH_NAME = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?P<day>\d{1,2})(?!\d)(?: ?[日号號])?"
_NAMED_YEAR = r"(?:[-/, ]+(?P<year>\d{4})(?![\d:]))?"
_FRACTION = r"(?:\.\d{1,9}|,\d{3})?(?!\d)"
_SECOND = rf"(?::(?P<second>\d{{1,2}}){_FRACTION}|(?P<second_zh>\d{{1,2}}) ?秒)?(?!\d)"
_OFFSET = r"(?P<sign>[-+])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?(?!\d)"
_ZONE_NAMES = (
    r"(?<![:时時点點]\d)(?<![:时時点點]\d )z(?![a-z\d])|utc\b|gmt\b|cst\b|asia/shanghai"
    r"|北京(?:标准)?时间|中国标准时间"
    r"|beijing(?: standard)?(?: time)?|china standard time"
)
_AGO = (
    r"(?P<number>\d{1,3}|半)(?: ?个)? ?(?P<unit>分钟|小时|min(?:ute)?s?|hours?)"
    r" ?(?:之?前|以前|ago)"
)
_WEEKDAY = (
    r"(?P<word>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?"
    r"|fri(?:day)?|sat(?:urday)?|sun(?:day)?)\b\.?"
)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAYS_ZH = "一二三四五六日"
HALVES: dict[str, dict[int, int]] = {
    "am": {12: 0} | {hour: hour for hour in range(12)},
    "pm": {12: 12} | {hour: hour + 12 for hour in range(1, 12)} | {h: h for h in range(13, 24)},
    "凌晨": {12: 0} | {hour: hour for hour in range(7)},
    "早上": {hour: hour for hour in range(4, 12)},
    "上午": {hour: hour for hour in range(12)},
    "中午": {11: 11, 12: 12, 1: 13, 2: 14, 13: 13, 14: 14},
    "下午": {12: 12} | {hour: hour + 12 for hour in range(1, 12)} | {h: h for h in range(13, 24)},
    "晚上": {hour: hour + 12 for hour in range(5, 12)} | {hour: hour for hour in range(17, 24)},
}
"""For each half of the day, the 24-hour value of a written hour. A missing hour is ambiguous:
晚上12点 is the end of the day, 晚上1点 the next day; 上午12点 can mean noon or midnight."""
_HALF_WORDS = {
    "早晨": "早上",
    "清晨": "早上",
    "早": "早上",
    "傍晚": "晚上",
    "夜里": "晚上",
    "晚": "晚上",
}
_QUARTERS = {"半": 30, "一刻": 15, "三刻": 45}

_GLUE = re.compile(r"[ ,()_;@]+|t(?=\d)|at\b|on\b|的|於|于|在")


class MomentParts:
    """The parts found in a text, each kind at most once; `understood` if no text is left over.

    `spoken`: the hour was written with 点. `swappable`: day and month could be exchanged.
    `years_back` and `days_back` count years and days before those of reading, `ago` is a time span
    before now. The `read_…` methods return whether a match is accepted as a part.
    """

    def __init__(self, text: str) -> None:
        self.year: int | None = None
        self.years_back: int | None = None
        self.month: int | None = None
        self.day: int | None = None
        self.days_back: int | None = None
        self.hour: int | None = None
        self.minute = 0
        self.second: int | None = None
        self.spoken = False
        self.half: str | None = None
        self.offset: timedelta | None = None
        self.weekday: int | None = None
        self.ago: timedelta | None = None
        self.swappable = False
        self.understood = self._read_all(_normalised(text).rstrip("。.!,"))

    @property
    def dated(self) -> bool:
        """Return whether a day was found."""
        return self.day is not None or self.days_back is not None

    def _read_all(self, text: str) -> bool:
        at = 0
        while at < len(text):
            end = self._read_one(text, at)
            if end is None:
                return False
            at = end
        return True

    def _read_one(self, text: str, at: int) -> int | None:
        """Read the part at a position and return its end; None if there is no valid part."""
        glue = _GLUE.match(text, at)
        if glue is not None:
            return glue.end()
        for pattern, read in _PARTS:
            match = pattern.match(text, at)
            if match is not None and read(self, match):
                return match.end()
        return None

    def read_date(self, match: re.Match[str]) -> bool:
        """Read a day with its month, and the year if it is there."""
        if self.dated or self.ago is not None:
            return False
        found = match.groupdict()
        name = found.get("name")
        self.month = int(match["month"]) if name is None else _MONTHS.index(name[:3]) + 1
        self.day = int(match["day"])
        year = found.get("year")
        self.year = self.year if year is None else _full_year(year)
        return True

    def read_relative_year(self, match: re.Match[str]) -> bool:
        """Read this year, the last or the next one, which stand before month and day."""
        if self.dated or self.year is not None or self.years_back is not None:
            return False
        self.years_back = _RELATIVE_YEARS[match[0]]
        return True

    def read_year_last(self, match: re.Match[str]) -> bool:
        """Read a date that ends with the year; `swappable` if day and month are ambiguous."""
        if self.dated or self.ago is not None:
            return False
        first, second = int(match["first"]), int(match["other"])
        both_months = first != second and max(first, second) <= len(_MONTHS)
        self.swappable = len(match["year"]) == len("26") or both_months
        self.day, self.month = (second, first) if second > len(_MONTHS) else (first, second)
        self.year = int(match["year"])
        return True

    def read_year(self, match: re.Match[str]) -> bool:
        """Read a year apart from its day, as in ``Tue Sep 01 14:20:00 CST 2026``."""
        if self.year is not None or self.years_back is not None or self.day is None:
            return False
        self.year = int(match[0])
        return True

    def read_relative_day(self, match: re.Match[str]) -> bool:
        """Read today, yesterday or the day before; also the 今 of 今晚."""
        if self.dated or self.ago is not None:
            return False
        self.days_back = _RELATIVE_DAYS[match[0]]
        return True

    def read_ago(self, match: re.Match[str]) -> bool:
        """Read a time span before now, or now itself."""
        if self.dated or self.ago is not None or self.hour is not None:
            return False
        found = match.groupdict()
        unit = found.get("unit") or ""
        number = found.get("number") or "0"
        minutes = 60 if unit.startswith(("小时", "hour")) else 1
        self.ago = timedelta(minutes=minutes / 2 if number == "半" else int(number) * minutes)
        return number != "半" or minutes > 1

    def read_clock(self, match: re.Match[str]) -> bool:
        """Read a time of day."""
        if self.hour is not None or self.ago is not None:
            return False
        found = match.groupdict()
        self.hour = int(match["hour"])
        quarter = found.get("quarter")
        self.minute = _QUARTERS.get(quarter, 0) if quarter else int(found.get("minute") or 0)
        second = found.get("second") or found.get("second_zh")
        self.second = None if second is None else int(second)
        self.spoken = found.get("mark") in ("点", "點")
        return True

    def read_dotted_clock(self, match: re.Match[str]) -> bool:
        """Read ``14.20.00``, which is a time of day only after a date."""
        return self.dated and self.read_clock(match)

    def read_half(self, match: re.Match[str]) -> bool:
        """Read the half of the day for a twelve-hour clock time."""
        word = match[0].replace(".", "")
        if self.half is not None:
            return False
        self.half = _HALF_WORDS.get(word, word)
        return True

    def read_offset(self, match: re.Match[str]) -> bool:
        """Read the zone; a second one must be equal (``+0800 CST``)."""
        found = match.groupdict()
        if "sign" in found and found["sign"] is not None:
            size = timedelta(hours=int(match["hours"]), minutes=int(found["minutes"] or 0))
            offset = -size if found["sign"] == "-" else size
        else:
            offset = timedelta(0) if match[0] in ("z", "utc", "gmt") else timedelta(hours=8)
        if self.offset not in (None, offset) or (match[0] == "z" and self.hour is None):
            return False
        self.offset = offset
        return True

    def read_bare_offset(self, match: re.Match[str]) -> bool:
        """Read ``+08:00`` after a clock time; ``-10:00`` after 9:00 could also end a range."""
        if self.hour is None or (self.second is None and match["sign"] == "-"):
            return False
        return self.read_offset(match)

    def read_weekday(self, match: re.Match[str]) -> bool:
        """Read the day of the week, which must match the date."""
        if self.weekday is not None:
            return False
        word = match["word"].replace("天", "日")
        found = _WEEKDAYS_ZH.find(word)
        self.weekday = _WEEKDAYS.index(word[:3]) if found < 0 else found
        return True


_RELATIVE_YEARS = {"今年": 0, "本年": 0, "去年": 1, "前年": 2, "明年": -1}
_RELATIVE_DAYS = {
    "今天": 0,
    "今日": 0,
    "今": 0,
    "today": 0,
    "昨天": 1,
    "昨日": 1,
    "昨": 1,
    "yesterday": 1,
    "前天": 2,
    "前日": 2,
}


def _full_year(year: str) -> int:
    """Return the year that 26年 means."""
    return int(year) + (2000 if len(year) == len("26") else 0)


_PARTS: tuple[tuple[re.Pattern[str], Callable[[MomentParts, re.Match[str]], bool]], ...] = tuple(
    (re.compile(pattern, re.ASCII), read)
    for pattern, read in (
        (
            rf"(?P<year>\d{{4}}) ?[-/.\\年] ?(?P<month>\d{{1,2}}) ?[-/.\\月] ?{_DAY}",
            MomentParts.read_date,
        ),
        (rf"(?P<year>\d{{2}}) ?年 ?(?P<month>\d{{1,2}}) ?月 ?{_DAY}", MomentParts.read_date),
        (r"[今本去前明]年(?=\d)", MomentParts.read_relative_year),
        (
            r"(?P<first>\d{1,2})(?P<mark>[-/.])(?P<other>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})(?!\d)",
            MomentParts.read_year_last,
        ),
        (rf"(?P<month>\d{{1,2}}) ?月 ?{_DAY}", MomentParts.read_date),
        (r"(?P<month>\d{1,2})[-/](?P<day>\d{1,2})(?![-/.\d])", MomentParts.read_date),
        (
            rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[-/ ]?(?:of )?{MONTH_NAME}{_NAMED_YEAR}",
            MomentParts.read_date,
        ),
        (
            rf"{MONTH_NAME}[-/ ]?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:]){_NAMED_YEAR}",
            MomentParts.read_date,
        ),
        (
            r"(?P<hour>\d{1,2}) ?(?P<mark>[:时時点點]) ?(?P<minute>\d{1,2})(?!\d)(?: ?分)? ?"
            + _SECOND,
            MomentParts.read_clock,
        ),
        (
            r"(?P<hour>\d{1,2}) ?(?P<mark>[时時点點])(?P<quarter>半|一刻|三刻)?[整钟鐘]?(?!\d)",
            MomentParts.read_clock,
        ),
        (r"(?P<hour>\d{1,2})(?= ?[ap]\.?m(?![a-y]))", MomentParts.read_clock),
        (
            r"(?P<hour>\d{1,2})\.(?P<minute>\d{2})(?:\.(?P<second>\d{2}))?(?!\d)",
            MomentParts.read_dotted_clock,
        ),
        (r"(?:19|20)\d{2}(?!\d)", MomentParts.read_year),
        (r"(?:刚刚|刚才|剛剛|剛才|刚|现在|現在|此刻|just now|now\b)", MomentParts.read_ago),
        (_AGO, MomentParts.read_ago),
        (
            r"今天|今日|today|昨天|昨日|yesterday|前天|前日|今(?=早|晚)|昨(?=晚)",
            MomentParts.read_relative_day,
        ),
        (
            r"上午|下午|中午|凌晨|早上|早晨|清晨|晚上|傍晚|夜里|早|晚|[ap]\.?m(?![a-y])\.?",
            MomentParts.read_half,
        ),
        (rf"(?:utc|gmt) ?{_OFFSET}", MomentParts.read_offset),
        (_ZONE_NAMES, MomentParts.read_offset),
        (_OFFSET, MomentParts.read_bare_offset),
        (r"(?:周|星期|礼拜|週)(?P<word>[一二三四五六日天])", MomentParts.read_weekday),
        (r"(?<=\()(?P<word>[一二三四五六日])(?=\))", MomentParts.read_weekday),
        (_WEEKDAY, MomentParts.read_weekday),
    )
)
