"""Reading of single form fields as values; an error has the field and a code.

Moments and amounts are read as in tables, messages and replies. Ambiguous input is an error.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

from desktop.domain.identifiers import IdKind, clean
from desktop.domain.model import RATE_PLACES
from desktop.forms.plain_text import LONGEST_VALUE, plain
from desktop.forms.read_amount import AmountProblem, read_amount
from desktop.forms.read_moment import A_MONTH, Moment, MomentProblem, read_moment


class InputError(ValueError):
    """An invalid value; `code` is the reason, `field` the form's field."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(f"{field}: {code}")
        self.field = field
        self.code = code


def identifier(field: str, text: str, kind: IdKind) -> str:
    """Return the identifier typed, in ASCII digits.

    Raises InputError with the code of `IdKind.problem` if it is not valid.
    """
    value = clean(plain(text.strip()))
    problem = kind.problem(value)
    if problem is not None:
        raise InputError(field, problem)
    return value


def moment(field: str, text: str, now: datetime, *, ahead: timedelta = A_MONTH) -> datetime:
    """Return the instant (UTC) typed as Beijing time, in full or relative to `now`.

    ``9-1 14:20``, ``14:20``, 昨天下午3点半 and 刚刚 are accepted. Raises InputError if the text is
    empty, a day without a time, ambiguous or impossible. `ahead` as in `read_moment`.
    """
    return _instant(field, read_moment(text, now=now, ahead=ahead))


def _instant(field: str, read: Moment | MomentProblem) -> datetime:
    if isinstance(read, MomentProblem):
        raise InputError(field, read.value)
    if read.at is None:
        raise InputError(field, "time-missing")
    return read.at


def amount(field: str, text: str) -> int | None:
    """Return the fen typed as yuan – ``¥2,040.00``, ``2040 元`` –, or None for an empty text.

    Raises InputError if the text is not an unambiguous amount of yuan.
    """
    read = read_amount(text)
    if read is AmountProblem.EMPTY:
        return None
    if isinstance(read, AmountProblem):
        raise InputError(field, read.value)
    return read


def rate(field: str, text: str) -> Decimal | None:
    """Return the rate typed as per cent – ``5`` and ``5%`` are 0.05 –, or None for an empty text.

    Raises InputError if it is not a number from 0 to 100, or has too many decimal places.
    """
    short = text.strip()
    if len(short) > LONGEST_VALUE:
        raise InputError(field, "not-a-rate")
    typed = plain(short).replace("%", "").strip()
    if not typed:
        return None
    try:
        value = Decimal(typed) / 100
    except InvalidOperation:
        raise InputError(field, "not-a-rate") from None
    if not (value.is_finite() and 0 <= value <= 1):
        raise InputError(field, "rate-out-of-range")
    if round(value, RATE_PLACES) != value:
        raise InputError(field, "rate-too-fine")
    return value.normalize()
