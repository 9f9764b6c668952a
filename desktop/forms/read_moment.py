"""Reading of a written moment as one instant; an ambiguous text is refused.

The text is split into parts with one meaning each (`moment_parts.py`). Each kind may occur once,
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
from desktop.forms.moment_parts import HALVES, MomentParts
from desktop.forms.plain_text import value_text


class MomentProblem(StrEnum):
    """Why a text is not an unambiguous moment."""

    EMPTY = "empty"
    NOT_A_MOMENT = "not-a-moment"
    NO_SUCH_DAY = "no-such-day"
    NO_SUCH_MOMENT = "no-such-moment"
    DAY_MONTH_DOUBT = "day-month-doubt"
    HALF_DAY_DOUBT = "half-day-doubt"
    WEEKDAY_DOUBT = "weekday-doubt"
    DAY_MISSING = "day-missing"


class Assumption(StrEnum):
    """What the text leaves out and is supplied from the time of reading."""

    YEAR = "year"
    DAY = "day"
    NOW = "now"


A_MONTH = timedelta(days=31)
HALF_A_YEAR = timedelta(days=183)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, with its instant `at` (UTC), which is None if the text has no time of day.

    `assumed` is what was supplied from the time of reading, None if nothing was.
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
    """Return the moment that a text names, or why it cannot be read unambiguously.

    A text without a zone is in `zone`. With `now` (UTC), the text may be relative or incomplete:
    今天下午3点, 刚刚, ``14:20``, 9月1日10:21. A day without its year is the latest one that is not
    more than `ahead` of now. With `serials`, bare numbers are a spreadsheet's days or Unix time.
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
    parts = MomentParts(value)
    if not parts.understood:
        return MomentProblem.NOT_A_MOMENT
    return _combine(parts, zone, now, ahead)


def possible_moments(text: str, zone: tzinfo = BEIJING) -> tuple[Moment, ...]:
    """Return both moments that a text can mean whose day and month could be exchanged.

    Empty if `read_moment` does not refuse the text for this reason, or if its year is ambiguous as
    well.
    """
    parts = MomentParts(value_text(text) or "-")
    if not parts.understood or not parts.swappable or parts.month is None or parts.day is None:
        return ()
    found = []
    for month, day in ((parts.month, parts.day), (parts.day, parts.month)):
        parts.month, parts.day, parts.swappable = month, day, False
        found.append(_combine(parts, zone, None, A_MONTH))
    moments = tuple(each for each in found if isinstance(each, Moment))
    return moments if len(moments) == len(found) else ()


_USUAL_LENGTH = len("2026-09-01 14:20:00")


def _read_usual(text: str, zone: tzinfo) -> Moment | None:
    """Return the moment of a text in the most common format, without the slow parser, or None."""
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
_EXACT_DECIMALS = 5
"""Decimals of a day that tell seconds apart."""
_SECONDS_A_DAY = 86_400


def _read_serial(value: str, zone: tzinfo) -> Moment | None:
    """Return the moment of a bare number; a spreadsheet's whole number is a day without a time.

    So is one with few decimals: a narrow column shows 46266.5972 (14:20) as 46266.6 (14:24).
    """
    unix = _UNIX.fullmatch(value)
    if unix is not None:
        at = datetime.fromtimestamp(int(unix["seconds"]), UTC)
        return Moment(at.astimezone(BEIJING).date(), at)
    if _SERIAL.fullmatch(value) is None:
        return None
    whole, _, rest = value.partition(".")
    seconds = round(Decimal(f"0.{rest or 0}") * _SECONDS_A_DAY)
    local = (_SERIAL_ZERO + timedelta(days=int(whole), seconds=seconds)).replace(tzinfo=zone)
    return Moment(local.date(), local.astimezone(UTC) if len(rest) >= _EXACT_DECIMALS else None)


# Combining the parts

_NOON = 12
_LARGEST_OFFSET = timedelta(hours=14)


def _combine(
    parts: MomentParts, zone: tzinfo, now: datetime | None, ahead: timedelta
) -> Moment | MomentProblem:
    """Return the moment that the parts describe together, or why they contradict each other."""
    if parts.offset is not None and abs(parts.offset) > _LARGEST_OFFSET:
        return MomentProblem.NO_SUCH_MOMENT
    own_zone = zone if parts.offset is None else timezone(parts.offset)
    if parts.ago is not None:
        if now is None or parts.half is not None or parts.weekday is not None:
            return MomentProblem.NOT_A_MOMENT
        at = (now - parts.ago).replace(second=0, microsecond=0).astimezone(UTC)
        return Moment(at.astimezone(BEIJING).date(), at, Assumption.NOW)
    if parts.swappable:
        return MomentProblem.DAY_MONTH_DOUBT
    dated = _day(parts, own_zone, now, ahead)
    if dated is MomentProblem.NO_SUCH_DAY and parts.hour is not None:
        return MomentProblem.NO_SUCH_MOMENT
    if isinstance(dated, MomentProblem):
        return dated
    day, assumed = dated
    if parts.weekday not in (None, day.weekday()):
        return MomentProblem.WEEKDAY_DOUBT
    if parts.hour is None:
        return MomentProblem.NOT_A_MOMENT if parts.half else Moment(day, None, assumed)
    at_or_problem = _instant(parts, day, own_zone)
    if isinstance(at_or_problem, MomentProblem):
        return at_or_problem
    return Moment(day, at_or_problem, assumed)


def _day(
    parts: MomentParts, zone: tzinfo, now: datetime | None, ahead: timedelta
) -> tuple[date, Assumption | None] | MomentProblem:
    """Return the day, and what was supplied from the time of reading."""
    if parts.day is None:
        if parts.hour is None and parts.days_back is None:
            return MomentProblem.NOT_A_MOMENT
        if now is None or parts.year is not None:
            return MomentProblem.DAY_MISSING
        return now.astimezone(zone).date() - timedelta(days=parts.days_back or 0), Assumption.DAY
    month, day = parts.month, parts.day
    assert month is not None
    if parts.year is not None:
        return _real_day(parts.year, month, day)
    if now is None:
        return MomentProblem.DAY_MISSING
    today = now.astimezone(zone).date()
    if parts.years_back is not None:
        return _supplied(_real_day(today.year - parts.years_back, month, day))
    years = (today.year + 1, today.year, today.year - 1)
    found = [real[0] for year in years if not isinstance(real := _real_day(year, month, day), str)]
    fitting = [real for real in found if real - today <= ahead]
    return (fitting[0], Assumption.YEAR) if fitting else MomentProblem.NO_SUCH_DAY


def _supplied(
    real: tuple[date, Assumption | None] | MomentProblem,
) -> tuple[date, Assumption | None] | MomentProblem:
    """Return a day as one whose year comes from the time of reading."""
    return real if isinstance(real, MomentProblem) else (real[0], Assumption.YEAR)


def _real_day(year: int, month: int, day: int) -> tuple[date, Assumption | None] | MomentProblem:
    try:
        found = date(year, month, day)
    except ValueError:
        return MomentProblem.NO_SUCH_DAY
    return (found, None) if FIRST_YEAR < year < LAST_YEAR else MomentProblem.NO_SUCH_DAY


def _instant(parts: MomentParts, day: date, zone: tzinfo) -> datetime | MomentProblem:
    """Return the instant (UTC) of the clock time on a day; 24:00 is the end of the day.

    今天3点 is ambiguous: with 点, people usually count twelve hours, so it could be the afternoon.
    """
    hour, second = parts.hour, parts.second or 0
    assert hour is not None
    if parts.half is None and parts.spoken and parts.day is None and 0 < hour < _NOON:
        return MomentProblem.HALF_DAY_DOUBT
    if parts.half is not None:
        meant = HALVES[parts.half].get(hour)
        if meant is None:
            return MomentProblem.HALF_DAY_DOUBT
        hour = meant
    ends_day = (hour, parts.minute, second) == (24, 0, 0)
    try:
        local = datetime(
            day.year, day.month, day.day, 0 if ends_day else hour, parts.minute, second, 0, zone
        )
    except ValueError:
        return MomentProblem.NO_SUCH_MOMENT
    return (local + timedelta(days=ends_day)).astimezone(UTC)
