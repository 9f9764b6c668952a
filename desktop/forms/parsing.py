"""What people type into a form, read as values; a problem is a code that names its field.

Times without a zone are Beijing time. Nothing is guessed: a date in which day and month could be
swapped is refused.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal, InvalidOperation

from desktop.domain import money
from desktop.domain.beijing import BEIJING, day_of
from desktop.domain.identifiers import IdKind, clean
from desktop.domain.model import FIRST_YEAR, LAST_YEAR, RATE_PLACES


class InputError(ValueError):
    """Something typed that cannot be taken; `code` says why, `field` is the form's field."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(f"{field}: {code}")
        self.field = field
        self.code = code


_DATE = r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?"
_MONTH_DAY = r"(?P<month>\d{1,2})[-/月](?P<day>\d{1,2})日?"
_TIME = r"(?P<hour>\d{1,2})[:时点](?P<minute>\d{1,2})分?(?:[:]?(?P<second>\d{1,2})秒?)?"
_ZONE = r"(?P<zone>Z|[+-]\d{2}:?\d{2})?"
_FULL = re.compile(rf"{_DATE}[T ]*{_TIME}{_ZONE}")
_SHORT = re.compile(rf"{_MONTH_DAY}[ ]*{_TIME}")
_CLOCK = re.compile(_TIME)
_AROUND_AMOUNT = re.compile(r"[\s,¥￥元]|CNY|RMB", re.IGNORECASE)
_DATE_ONLY = re.compile(rf"(?:{_DATE}|\d{{1,2}}[-/月]\d{{1,2}}日?)")
_DOUBTFUL = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}.*")


def identifier(field: str, text: str, kind: IdKind) -> str:
    """The identifier typed, in ASCII digits; InputError with the code of `IdKind.problem`."""
    value = clean(text)
    problem = kind.problem(value)
    if problem is not None:
        raise InputError(field, problem)
    return value


def full_moment(field: str, text: str, zone: tzinfo) -> datetime:
    """The instant (UTC) of a text that names the year first; without a zone it is in `zone`.

    Anything else raises InputError.
    """
    written = unicodedata.normalize("NFKC", text).strip()
    match = _FULL.fullmatch(written)
    if match is not None:
        return _instant(field, {}, match.groupdict(), zone)
    raise _no_moment(field, written)


def moment(field: str, text: str, now: datetime) -> datetime:
    """The instant (UTC) typed as Beijing time: full, ``9-1 14:20`` (this year) or ``14:20`` (today).

    An empty text, a day without a time, a doubtful or impossible one raises InputError.
    """
    typed = unicodedata.normalize("NFKC", text).strip()
    if not typed:
        raise InputError(field, "empty")
    today = day_of(now)
    base = {"year": today.year, "month": today.month, "day": today.day}
    for pattern in (_FULL, _SHORT, _CLOCK):
        match = pattern.fullmatch(typed)
        if match is not None:
            return _instant(field, base, match.groupdict(), BEIJING)
    raise _no_moment(field, typed)


def _no_moment(field: str, text: str) -> InputError:
    if _DATE_ONLY.fullmatch(text):
        return InputError(field, "time-missing")
    return InputError(field, "day-month-doubt" if _DOUBTFUL.fullmatch(text) else "not-a-moment")


def _instant(
    field: str, base: dict[str, int], found: dict[str, str | None], zone: tzinfo
) -> datetime:
    parts = base | {k: int(v) for k, v in found.items() if v is not None and k != "zone"}
    ends_day = (parts["hour"], parts["minute"], parts.get("second", 0)) == (24, 0, 0)
    if ends_day:
        parts["hour"] = 0
    try:
        local = datetime(**parts, tzinfo=_zone(found.get("zone")) or zone)
    except ValueError:
        raise InputError(field, "no-such-moment") from None
    if not FIRST_YEAR < local.year < LAST_YEAR:
        raise InputError(field, "no-such-moment")
    return (local + timedelta(days=ends_day)).astimezone(UTC)


def _zone(text: str | None) -> tzinfo | None:
    if text is None:
        return None
    return datetime.strptime(text.replace(":", ""), "%z").tzinfo


def amount(field: str, text: str) -> int | None:
    """Fen typed as yuan – ``¥2,040.00``, ``2040 元`` –; None for an empty text."""
    if not text:
        return None
    typed = text if text.isascii() and text.replace(".", "", 1).isdigit() else _bare_amount(text)
    if not typed:
        return None
    try:
        return money.parse_yuan(typed)
    except ValueError as problem:
        raise InputError(field, str(problem)) from None


def _bare_amount(text: str) -> str:
    """Without signs of currency, grouping and spaces."""
    return _AROUND_AMOUNT.sub("", unicodedata.normalize("NFKC", text))


def rate(field: str, text: str) -> Decimal | None:
    """A rate typed as per cent – ``5`` and ``5%`` are 0.05 –; None for an empty text."""
    typed = unicodedata.normalize("NFKC", text).replace("%", "").strip()
    if not typed:
        return None
    try:
        value = Decimal(typed) / 100
    except InvalidOperation:
        raise InputError(field, "not-a-rate") from None
    if not (value.is_finite() and 0 <= value <= 1):
        raise InputError(field, "rate-out-of-range")
    value = value.normalize()
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -RATE_PLACES:
        raise InputError(field, "rate-too-fine")
    return value if not isinstance(exponent, int) or exponent <= 0 else value.quantize(Decimal(1))
