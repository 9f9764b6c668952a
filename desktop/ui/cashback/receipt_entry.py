"""Reading the typed amount and day of a receipt."""

from __future__ import annotations

from datetime import datetime

from desktop.domain import beijing
from desktop.forms import parsing
from desktop.forms.parsing import InputError
from desktop.forms.read_moment import Moment, MomentProblem, read_moment


def read_amount_received(text: str) -> int:
    """Return the fen typed as yuan, below zero for a claw-back.

    Raises InputError for the field ``amount`` if it is empty, zero, or no amount.
    """
    amount = parsing.amount("amount", text)
    if not amount:
        raise InputError("amount", "empty" if amount is None else "zero-amount")
    return amount


def read_received_at(text: str, now: datetime) -> datetime:
    """Return the typed day or moment in UTC; a day without time is noon in Beijing, today is now.

    Raises InputError for the field ``day`` if it is invalid or in the future.
    """
    read = read_moment(text, now=now)
    if isinstance(read, MomentProblem):
        no_day = read is MomentProblem.NOT_A_MOMENT
        raise InputError("day", "not-a-day" if no_day else read.value)
    if isinstance(read, Moment) and read.at is not None:
        at = read.at
    elif read.day == beijing.day_of(now):
        at = now
    else:
        start = beijing.start_of_day(read.day)
        at = start + (beijing.end_of_day(start) - start) / 2
    if at > now:
        raise InputError("day", "in-the-future")
    return at
