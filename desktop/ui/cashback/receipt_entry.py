"""Reading the typed day of a receipt as a moment."""

from __future__ import annotations

from datetime import datetime

from desktop.domain import beijing
from desktop.forms.parsing import InputError
from desktop.forms.read_moment import Moment, MomentProblem, read_moment


def read_received_at(text: str, now: datetime) -> datetime:
    """Return the typed day or moment in UTC; a day without time is noon in Beijing, today is now.

    Raises InputError for the field ``day`` if it is invalid or in the future.
    """
    read = read_moment(text, now=now)
    if isinstance(read, MomentProblem):
        raise InputError("day", read.value)
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
