"""Texts for the timeline's marks and axis."""

from __future__ import annotations

from datetime import date, datetime

from desktop.domain.timeline import Mark
from desktop.wording import moments
from desktop.wording.i18n import _, language, ngettext
from desktop.wording.records import orders

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def mark(value: Mark, now: datetime) -> str:
    """Return a mark's deadline, its number of orders, and their cashback at stake if known."""
    count = value.stake.orders
    many = ngettext("{count} order", "{count} orders", count).format(count=count)
    parts = [moments.deadline(value.deadline, now), many]
    if value.stake.known:
        parts.append(at_stake(value))
    return " · ".join(parts)


def at_stake(value: Mark) -> str:
    """Return a mark's cashback at stake; empty if it is unknown."""
    if not value.stake.known:
        return ""
    return _("{amount} cashback at stake").format(amount=orders.at_stake(value.stake))


def month(value: date) -> str:
    """Return a month in short, in the program's language and not by the system's locale."""
    if language() == "zh_CN":
        return f"{value.month} 月"
    return _MONTHS[value.month - 1]


def day(value: date, first: date) -> str:
    """Return the label of a day on a timeline from `first`; without the month if it is the same."""
    if value == first:
        return _("Today")
    chinese = language() == "zh_CN"
    number = f"{value.day} 日" if chinese else str(value.day)
    if value.month == first.month:
        return number
    return f"{month(value)} {number}" if chinese else f"{number} {month(value)}"
