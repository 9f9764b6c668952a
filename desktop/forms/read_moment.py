"""A moment as people and programs write it, read as one instant; what could be two is refused.

The text is taken apart into signs with one meaning each (`moment_signs.py`). Each may stand once,
all must agree, and nothing may be left over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from enum import StrEnum

from desktop.domain.beijing import BEIJING
from desktop.domain.model import FIRST_YEAR, LAST_YEAR
from desktop.forms.moment_signs import HALVES, MomentSigns
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
    signs = MomentSigns(value)
    if not signs.understood:
        return MomentProblem.NOT_A_MOMENT
    return _put_together(signs, zone, now, ahead)


def days_meant(text: str, zone: tzinfo = BEIJING) -> tuple[Moment, ...]:
    """Return both moments that a text may say whose day and month could change places.

    None for a text that `read_moment` does not call doubtful for that, or whose year could be
    anything else as well.
    """
    signs = MomentSigns(value_text(text) or "-")
    if not signs.understood or not signs.swappable or signs.month is None or signs.day is None:
        return ()
    found = []
    for month, day in ((signs.month, signs.day), (signs.day, signs.month)):
        signs.month, signs.day, signs.swappable = month, day, False
        found.append(_put_together(signs, zone, None, A_MONTH))
    moments = tuple(each for each in found if isinstance(each, Moment))
    return moments if len(moments) == len(found) else ()


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


# Putting them together

_NOON = 12
_LARGEST_OFFSET = timedelta(hours=14)


def _put_together(
    signs: MomentSigns, zone: tzinfo, now: datetime | None, ahead: timedelta
) -> Moment | MomentProblem:
    """Return the moment that all signs agree on."""
    if signs.offset is not None and abs(signs.offset) > _LARGEST_OFFSET:
        return MomentProblem.NO_SUCH_MOMENT
    own_zone = zone if signs.offset is None else timezone(signs.offset)
    if signs.ago is not None:
        if now is None or signs.half is not None or signs.weekday is not None:
            return MomentProblem.NOT_A_MOMENT
        at = (now - signs.ago).replace(second=0, microsecond=0).astimezone(UTC)
        return Moment(at.astimezone(BEIJING).date(), at, Assumption.NOW)
    if signs.swappable:
        return MomentProblem.DAY_MONTH_DOUBT
    dated = _day(signs, own_zone, now, ahead)
    if dated is MomentProblem.NO_SUCH_DAY and signs.hour is not None:
        return MomentProblem.NO_SUCH_MOMENT
    if isinstance(dated, MomentProblem):
        return dated
    day, assumed = dated
    if signs.weekday not in (None, day.weekday()):
        return MomentProblem.WEEKDAY_DOUBT
    if signs.hour is None:
        return MomentProblem.NOT_A_MOMENT if signs.half else Moment(day, None, assumed)
    at_or_problem = _instant(signs, day, own_zone)
    if isinstance(at_or_problem, MomentProblem):
        return at_or_problem
    return Moment(day, at_or_problem, assumed)


def _day(
    signs: MomentSigns, zone: tzinfo, now: datetime | None, ahead: timedelta
) -> tuple[date, Assumption | None] | MomentProblem:
    """Return the day, and what of it the time of reading supplied."""
    if signs.day is None:
        if signs.hour is None and signs.days_back is None:
            return MomentProblem.NOT_A_MOMENT
        if now is None or signs.year is not None:
            return MomentProblem.DAY_MISSING
        return now.astimezone(zone).date() - timedelta(days=signs.days_back or 0), Assumption.DAY
    month, day = signs.month, signs.day
    assert month is not None
    if signs.year is not None:
        return _real_day(signs.year, month, day)
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


def _instant(signs: MomentSigns, day: date, zone: tzinfo) -> datetime | MomentProblem:
    """Return the instant (UTC) of the clock time on a day; 24:00 is the end of the day.

    今天3点 is doubtful: people who say 点 count twelve hours, and it could be the afternoon.
    """
    hour, second = signs.hour, signs.second or 0
    assert hour is not None
    if signs.half is None and signs.spoken and signs.day is None and 0 < hour < _NOON:
        return MomentProblem.HALF_DAY_DOUBT
    if signs.half is not None:
        meant = HALVES[signs.half].get(hour)
        if meant is None:
            return MomentProblem.HALF_DAY_DOUBT
        hour = meant
    ends_day = (hour, signs.minute, second) == (24, 0, 0)
    try:
        local = datetime(
            day.year, day.month, day.day, 0 if ends_day else hour, signs.minute, second, 0, zone
        )
    except ValueError:
        return MomentProblem.NO_SUCH_MOMENT
    return (local + timedelta(days=ends_day)).astimezone(UTC)
