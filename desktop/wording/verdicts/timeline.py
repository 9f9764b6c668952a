"""The marks of the timeline, and its labels."""

from __future__ import annotations

from datetime import date, datetime

from desktop.domain.timeline import Mark
from desktop.wording import moments
from desktop.wording.i18n import _, language, ngettext
from desktop.wording.records import orders

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def mark(value: Mark, now: datetime) -> str:
    """Return when, how many orders, and what they would lose as far as it is known."""
    count = value.stake.orders
    many = ngettext("{count} order", "{count} orders", count).format(count=count)
    parts = [moments.deadline(value.deadline, now), many]
    if value.stake.known:
        parts.append(at_stake(value))
    return " · ".join(parts)


def at_stake(value: Mark) -> str:
    """Return the cashback at stake; empty where none is known."""
    if not value.stake.known:
        return ""
    return _("{amount} cashback at stake").format(amount=orders.at_stake(value.stake))


def month(value: date) -> str:
    """Return a month in short; the computer's own language has no say in it."""
    if language() == "zh_CN":
        return f"{value.month} 月"
    return _MONTHS[value.month - 1]


def day(value: date, first: date) -> str:
    """Return a day as a label on the strip that begins with `first`, whose month goes unsaid."""
    if value == first:
        return _("Today")
    chinese = language() == "zh_CN"
    number = f"{value.day} 日" if chinese else str(value.day)
    if value.month == first.month:
        return number
    return f"{month(value)} {number}" if chinese else f"{number} {month(value)}"
