"""A moment as people and programs write it, read as one instant; what could be two is refused.

The text is taken apart into signs with one meaning each – a date, a clock time, a half of the day,
a zone, a weekday. Each may stand once, all must agree, and nothing may be left over.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from enum import StrEnum

from desktop.domain.beijing import BEIJING
from desktop.domain.model import FIRST_YEAR, LAST_YEAR
from desktop.forms.plain_text import value_text


class MomentProblem(StrEnum):
    """Why a text is no certain moment."""

    EMPTY = "empty"
    NOT_A_MOMENT = "not-a-moment"
    NO_SUCH_DAY = "no-such-day"
    NO_SUCH_MOMENT = "no-such-moment"
    DAY_MONTH_DOUBT = "day-month-doubt"
    HALF_DAY_DOUBT = "half-day-doubt"
    WEEKDAY_DOUBT = "weekday-doubt"
    DAY_MISSING = "day-missing"


class Assumption(StrEnum):
    """What a text leaves out and the time of reading supplies."""

    YEAR = "year"
    DAY = "day"
    NOW = "now"


A_MONTH = timedelta(days=31)
HALF_A_YEAR = timedelta(days=183)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, with its instant (UTC) where the text names a time of day; `at` is None where not.

    `assumed` says what was taken from the time of reading, None where the text says all itself.
    """

    day: date
    at: datetime | None
    assumed: Assumption | None = None


def read_moment(
    text: str,
    zone: tzinfo = BEIJING,
    now: datetime | None = None,
    *,
    ahead: timedelta = A_MONTH,
    serials: bool = False,
) -> Moment | MomentProblem:
    """Return the moment that a text says, or why it says none for certain.

    A text without a zone is in `zone`. With `now` (UTC) a text may leave out what its reader knows:
    今天下午3点, 刚刚, ``14:20``, 9月1日10:21. A day without its year is the latest one that is not
    more than `ahead` of now. `serials` takes bare numbers for a spreadsheet's days or Unix time.
    """
    if len(text) == _USUAL_LENGTH and text[4] == text[7] == "-" and text[10] == " ":
        usual = _read_usual(text, zone)
        if usual is not None:
            return usual
    value = value_text(text)
    if not value:
        return MomentProblem.EMPTY if value == "" else MomentProblem.NOT_A_MOMENT
    if serials and _NUMBER.fullmatch(value):
        number = _read_serial(value, zone)
        if number is not None:
            return number
    scan = _Scan(_spelt_out(value))
    if not scan.understood:
        return MomentProblem.NOT_A_MOMENT
    return _put_together(scan, zone, now, ahead)


_USUAL_LENGTH = len("2026-09-01 14:20:00")


def _read_usual(text: str, zone: tzinfo) -> Moment | None:
    """Return the moment of a text as nearly every file writes it, at once; None if it is none."""
    try:
        local = datetime.fromisoformat(text).replace(tzinfo=zone)
    except ValueError:
        return None
    if not text.isascii() or not FIRST_YEAR < local.year < LAST_YEAR:
        return None
    return Moment(local.date(), local.astimezone(UTC))


# Bare numbers

_NUMBER = re.compile(r"\d{1,13}(?:\.\d{1,15})?", re.ASCII)
_SERIAL = re.compile(r"[3-7]\d{4}(?:\.\d+)?")
_SERIAL_ZERO = datetime(1899, 12, 30, tzinfo=UTC)
"""Day 0 of a spreadsheet's serial dates; they have no zone."""
_UNIX = re.compile(r"(?P<seconds>[1-3]\d{9})(?P<millis>\d{3})?")
_SECONDS_A_DAY = 86_400


def _read_serial(value: str, zone: tzinfo) -> Moment | None:
    """Return the moment of a bare number; a serial without a fraction is a day without a time."""
    unix = _UNIX.fullmatch(value)
    if unix is not None:
        at = datetime.fromtimestamp(int(unix["seconds"]), UTC)
        return Moment(at.astimezone(BEIJING).date(), at)
    if _SERIAL.fullmatch(value) is None:
        return None
    whole, _, rest = value.partition(".")
    seconds = round(Decimal(f"0.{rest or 0}") * _SECONDS_A_DAY)
    local = (_SERIAL_ZERO + timedelta(days=int(whole), seconds=seconds)).replace(tzinfo=zone)
    return Moment(local.date(), local.astimezone(UTC) if rest else None)


# Chinese numbers, and dates without separators, in the spelling that the signs below know

_CHINESE_DIGITS = {sign: at for at, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_CHINESE_YEAR = re.compile(r"[〇零一二三四五六七八九]{4}(?=年)")
_CHINESE_NUMBER = re.compile(
    r"(?<![周期拜週])(?P<tens>[一二三四五六七八九]?十)?(?P<ones>[〇零一二两三四五六七八九])?"
    r"(?=[点點时時分秒月日号號])"
)
_COMPACT = re.compile(
    r"((?:19|20)\d{2})(\d{2})(\d{2})(?:[t _-]?(\d{2})(\d{2})(\d{2})?(?![\d:])|(?=$|[ t_]))"
)


def in_figures(text: str) -> str:
    """Return a text with the Chinese numbers of its dates and times in figures."""
    text = _CHINESE_YEAR.sub(
        lambda match: "".join(str(_CHINESE_DIGITS[sign]) for sign in match[0]), text
    )
    return _CHINESE_NUMBER.sub(_in_digits, text)


def _spelt_out(value: str) -> str:
    value = in_figures(value)
    return _COMPACT.sub(_separated, value, count=1) if value[0].isdigit() else value


def _in_digits(match: re.Match[str]) -> str:
    if not match[0]:
        return ""
    tens = match["tens"]
    number = 0 if tens is None else _CHINESE_DIGITS.get(tens[:-1], 1) * 10
    return str(number + _CHINESE_DIGITS.get(match["ones"] or "零", 0))


def _separated(match: re.Match[str]) -> str:
    year, month, day, hour, minute, second = match.groups()
    clock = "" if hour is None else f" {hour}:{minute}:{second or '00'}"
    return f"{year}-{month}-{day}{clock}"


# The signs

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?P<day>\d{1,2})(?!\d)(?: ?[日号號])?"
_NAMED_YEAR = r"(?:[-/, ]+(?P<year>\d{4})(?![\d:]))?"
_FRACTION = r"(?:\.\d{1,9}|,\d{3})?(?!\d)"
_SECOND = rf"(?::(?P<second>\d{{1,2}}){_FRACTION}|(?P<second_zh>\d{{1,2}}) ?秒)?(?!\d)"
_OFFSET = r"(?P<sign>[-+])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?(?!\d)"
_ZONE_NAMES = (
    r"z(?![a-z])|utc\b|gmt\b|cst\b|asia/shanghai|北京(?:标准)?时间|中国标准时间"
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
_HALVES: dict[str, dict[int, int]] = {
    "am": {12: 0} | {hour: hour for hour in range(12)},
    "pm": {12: 12} | {hour: hour + 12 for hour in range(1, 12)} | {h: h for h in range(13, 24)},
    "凌晨": {12: 0} | {hour: hour for hour in range(7)},
    "早上": {hour: hour for hour in range(4, 12)},
    "上午": {hour: hour for hour in range(12)},
    "中午": {11: 11, 12: 12, 1: 13, 2: 14, 13: 13, 14: 14},
    "下午": {12: 12} | {hour: hour + 12 for hour in range(1, 12)} | {h: h for h in range(13, 24)},
    "晚上": {hour: hour + 12 for hour in range(5, 12)} | {hour: hour for hour in range(17, 24)},
}
"""What hour is meant by a written one. An hour that a half leaves out is doubtful: 晚上12点 is the
end of the day, 晚上1点 the next day; 上午12点 is noon to some and midnight to others."""
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


class _Scan:
    """The signs found in a text, each kind once."""

    def __init__(self, text: str) -> None:
        self.year: int | None = None
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
        self.understood = self._take_all(text.rstrip("。.!,"))

    @property
    def dated(self) -> bool:
        return self.day is not None or self.days_back is not None

    def _take_all(self, text: str) -> bool:
        at = 0
        while at < len(text):
            end = self._take_one(text, at)
            if end is None:
                return False
            at = end
        return True

    def _take_one(self, text: str, at: int) -> int | None:
        """Take the sign at a place and return where it ends; None where there is none to take."""
        glue = _GLUE.match(text, at)
        if glue is not None:
            return glue.end()
        for pattern, take in _SIGNS:
            match = pattern.match(text, at)
            if match is not None and take(self, match):
                return match.end()
        return None

    def take_date(self, match: re.Match[str]) -> bool:
        """Take a day with its month, and the year where it stands there."""
        if self.dated or self.ago is not None:
            return False
        found = match.groupdict()
        name = found.get("name")
        self.month = int(match["month"]) if name is None else _MONTHS.index(name[:3]) + 1
        self.day = int(match["day"])
        year = found.get("year")
        self.year = self.year if year is None else int(year)
        return True

    def take_year_last(self, match: re.Match[str]) -> bool:
        """Take a date that begins with its day or its month; it is read if only one can be."""
        if self.dated or self.ago is not None:
            return False
        first, second = int(match["first"]), int(match["other"])
        both_months = first != second and max(first, second) <= len(_MONTHS)
        self.swappable = len(match["year"]) == len("26") or both_months
        self.day, self.month = (second, first) if second > len(_MONTHS) else (first, second)
        self.year = int(match["year"])
        return True

    def take_year(self, match: re.Match[str]) -> bool:
        """Take a year that stands apart from its day, as in ``Tue Sep 01 14:20:00 CST 2026``."""
        if self.year is not None or self.day is None:
            return False
        self.year = int(match[0])
        return True

    def take_relative_day(self, match: re.Match[str]) -> bool:
        """Take today, yesterday or the day before; with the half of the day that 今晚 adds."""
        if self.dated or self.ago is not None:
            return False
        self.days_back = _RELATIVE_DAYS[match[0]]
        return True

    def take_ago(self, match: re.Match[str]) -> bool:
        """Take a span before now, or now itself."""
        if self.dated or self.ago is not None or self.hour is not None:
            return False
        found = match.groupdict()
        unit = found.get("unit") or ""
        number = found.get("number") or "0"
        minutes = 60 if unit.startswith(("小时", "hour")) else 1
        self.ago = timedelta(minutes=minutes / 2 if number == "半" else int(number) * minutes)
        return number != "半" or minutes > 1

    def take_clock(self, match: re.Match[str]) -> bool:
        """Take a time of day."""
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

    def take_dotted_clock(self, match: re.Match[str]) -> bool:
        """Take ``14.20.00``, which only after a date is a time of day."""
        return self.dated and self.take_clock(match)

    def take_half(self, match: re.Match[str]) -> bool:
        """Take the half of the day that a clock time of twelve hours needs."""
        word = match[0].replace(".", "")
        if self.half is not None:
            return False
        self.half = _HALF_WORDS.get(word, word)
        return True

    def take_offset(self, match: re.Match[str]) -> bool:
        """Take the zone; a second one must be the same (``+0800 CST``)."""
        found = match.groupdict()
        if "sign" in found and found["sign"] is not None:
            size = timedelta(hours=int(match["hours"]), minutes=int(found["minutes"] or 0))
            offset = -size if found["sign"] == "-" else size
        else:
            offset = timedelta(0) if match[0] in ("z", "utc", "gmt") else timedelta(hours=8)
        if self.offset not in (None, offset):
            return False
        self.offset = offset
        return True

    def take_bare_offset(self, match: re.Match[str]) -> bool:
        """Take ``+08:00`` behind a clock time; ``-10:00`` behind 9:00 could also end a span."""
        if self.hour is None or (self.second is None and match["sign"] == "-"):
            return False
        return self.take_offset(match)

    def take_weekday(self, match: re.Match[str]) -> bool:
        """Take the day of the week, which the date must agree with."""
        if self.weekday is not None:
            return False
        word = match["word"].replace("天", "日")
        found = _WEEKDAYS_ZH.find(word)
        self.weekday = _WEEKDAYS.index(word[:3]) if found < 0 else found
        return True


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

_SIGNS: tuple[tuple[re.Pattern[str], Callable[[_Scan, re.Match[str]], bool]], ...] = tuple(
    (re.compile(pattern, re.ASCII), take)
    for pattern, take in (
        (
            rf"(?P<year>\d{{4}}) ?[-/.\\年] ?(?P<month>\d{{1,2}}) ?[-/.\\月] ?{_DAY}",
            _Scan.take_date,
        ),
        (
            r"(?P<first>\d{1,2})(?P<mark>[-/.])(?P<other>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})(?!\d)",
            _Scan.take_year_last,
        ),
        (rf"(?P<month>\d{{1,2}}) ?月 ?{_DAY}", _Scan.take_date),
        (r"(?P<month>\d{1,2})[-/](?P<day>\d{1,2})(?![-/.\d])", _Scan.take_date),
        (
            rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[-/ ]?(?:of )?{_MONTH}{_NAMED_YEAR}",
            _Scan.take_date,
        ),
        (
            rf"{_MONTH}[-/ ]?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:]){_NAMED_YEAR}",
            _Scan.take_date,
        ),
        (
            r"(?P<hour>\d{1,2}) ?(?P<mark>[:时時点點]) ?(?P<minute>\d{1,2})(?!\d)(?: ?分)? ?"
            + _SECOND,
            _Scan.take_clock,
        ),
        (
            r"(?P<hour>\d{1,2}) ?(?P<mark>[时時点點])(?P<quarter>半|一刻|三刻)?[整钟鐘]?(?!\d)",
            _Scan.take_clock,
        ),
        (r"(?P<hour>\d{1,2})(?= ?[ap]\.?m(?![a-y]))", _Scan.take_clock),
        (
            r"(?P<hour>\d{1,2})\.(?P<minute>\d{2})(?:\.(?P<second>\d{2}))?(?!\d)",
            _Scan.take_dotted_clock,
        ),
        (r"(?:19|20)\d{2}(?!\d)", _Scan.take_year),
        (r"(?:刚刚|刚才|剛剛|剛才|刚|现在|現在|此刻|just now|now\b)", _Scan.take_ago),
        (_AGO, _Scan.take_ago),
        (
            r"今天|今日|today|昨天|昨日|yesterday|前天|前日|今(?=早|晚)|昨(?=晚)",
            _Scan.take_relative_day,
        ),
        (
            r"上午|下午|中午|凌晨|早上|早晨|清晨|晚上|傍晚|夜里|早|晚|[ap]\.?m(?![a-y])\.?",
            _Scan.take_half,
        ),
        (rf"(?:utc|gmt) ?{_OFFSET}", _Scan.take_offset),
        (_ZONE_NAMES, _Scan.take_offset),
        (_OFFSET, _Scan.take_bare_offset),
        (r"(?:周|星期|礼拜|週)(?P<word>[一二三四五六日天])", _Scan.take_weekday),
        (r"(?<=\()(?P<word>[一二三四五六日])(?=\))", _Scan.take_weekday),
        (_WEEKDAY, _Scan.take_weekday),
    )
)


# Putting them together

_NOON = 12
_LARGEST_OFFSET = timedelta(hours=14)


def _put_together(
    scan: _Scan, zone: tzinfo, now: datetime | None, ahead: timedelta
) -> Moment | MomentProblem:
    """Return the moment that all signs agree on."""
    if scan.offset is not None and abs(scan.offset) > _LARGEST_OFFSET:
        return MomentProblem.NO_SUCH_MOMENT
    own_zone = zone if scan.offset is None else timezone(scan.offset)
    if scan.ago is not None:
        if now is None or scan.half is not None or scan.weekday is not None:
            return MomentProblem.NOT_A_MOMENT
        at = (now - scan.ago).replace(second=0, microsecond=0).astimezone(UTC)
        return Moment(at.astimezone(BEIJING).date(), at, Assumption.NOW)
    if scan.swappable:
        return MomentProblem.DAY_MONTH_DOUBT
    dated = _day(scan, own_zone, now, ahead)
    if dated is MomentProblem.NO_SUCH_DAY and scan.hour is not None:
        return MomentProblem.NO_SUCH_MOMENT
    if isinstance(dated, MomentProblem):
        return dated
    day, assumed = dated
    if scan.weekday not in (None, day.weekday()):
        return MomentProblem.WEEKDAY_DOUBT
    if scan.hour is None:
        return MomentProblem.NOT_A_MOMENT if scan.half else Moment(day, None, assumed)
    at_or_problem = _instant(scan, day, own_zone)
    if isinstance(at_or_problem, MomentProblem):
        return at_or_problem
    return Moment(day, at_or_problem, assumed)


def _day(
    scan: _Scan, zone: tzinfo, now: datetime | None, ahead: timedelta
) -> tuple[date, Assumption | None] | MomentProblem:
    """Return the day, and what of it the time of reading supplied."""
    if scan.day is None:
        if scan.hour is None and scan.days_back is None:
            return MomentProblem.NOT_A_MOMENT
        if now is None or scan.year is not None:
            return MomentProblem.DAY_MISSING
        return now.astimezone(zone).date() - timedelta(days=scan.days_back or 0), Assumption.DAY
    month, day = scan.month, scan.day
    assert month is not None
    if scan.year is not None:
        return _real_day(scan.year, month, day)
    if now is None:
        return MomentProblem.DAY_MISSING
    today = now.astimezone(zone).date()
    years = (today.year + 1, today.year, today.year - 1)
    found = [real[0] for year in years if not isinstance(real := _real_day(year, month, day), str)]
    fitting = [real for real in found if real - today <= ahead]
    return (fitting[0], Assumption.YEAR) if fitting else MomentProblem.NO_SUCH_DAY


def _real_day(year: int, month: int, day: int) -> tuple[date, Assumption | None] | MomentProblem:
    try:
        found = date(year, month, day)
    except ValueError:
        return MomentProblem.NO_SUCH_DAY
    return (found, None) if FIRST_YEAR < year < LAST_YEAR else MomentProblem.NO_SUCH_DAY


def _instant(scan: _Scan, day: date, zone: tzinfo) -> datetime | MomentProblem:
    """Return the instant (UTC) of the clock time on a day; 24:00 is the end of the day.

    今天3点 is doubtful: people who say 点 count twelve hours, and it could be the afternoon.
    """
    hour, second = scan.hour, scan.second or 0
    assert hour is not None
    if scan.half is None and scan.spoken and scan.day is None and 0 < hour < _NOON:
        return MomentProblem.HALF_DAY_DOUBT
    if scan.half is not None:
        meant = _HALVES[scan.half].get(hour)
        if meant is None:
            return MomentProblem.HALF_DAY_DOUBT
        hour = meant
    ends_day = (hour, scan.minute, second) == (24, 0, 0)
    try:
        local = datetime(
            day.year, day.month, day.day, 0 if ends_day else hour, scan.minute, second, 0, zone
        )
    except ValueError:
        return MomentProblem.NO_SUCH_MOMENT
    return (local + timedelta(days=ends_day)).astimezone(UTC)


# Finding them in running text

_FOUND_DAY = (
    r"\d{4} ?[-/.\\年] ?\d{1,2} ?[-/.\\月] ?\d{1,2}(?!\d)(?: ?[日号號])?"
    r"|20\d{12}(?!\d)|20\d{6}[t ]\d{6}(?!\d)"
    r"|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})(?!\d)"
    r"|\d{1,2} ?月 ?\d{1,2}(?!\d)(?: ?[日号號])?"
    r"|\d{1,2}/\d{1,2}(?![/\d])"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[-/ ]?(?:of )?{_MONTH}(?:[-/, ]{{1,2}}\d{{4}}(?![\d:]))?"
    rf"|{_MONTH.replace('name', 'name2')}[-/ ]?\d{{1,2}}(?:st|nd|rd|th)?(?![\d:])"
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
    """Return where moments stand in a plain text, each as its start and end, in their order.

    Each is a candidate only: `read_moment` says whether it is one for certain.
    """
    return [match.span() for match in _FOUND.finditer(text)]
