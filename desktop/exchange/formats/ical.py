"""Deadlines out as an iCalendar file: one event a deadline, with alarms, for any calendar.

An event lasts the hour before its deadline, so that it stands on the day that ends with it. The same
deadline of the same account has the same UID each time: a calendar renews it instead of doubling it.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event

from desktop.domain.beijing import BEIJING
from desktop.domain.model import Account, Order
from desktop.domain.timestamps import format_instant

_LASTS = timedelta(hours=1)
_ALARMS = (timedelta(hours=24), timedelta(hours=3), timedelta(hours=1))
"""How long before the deadline."""
_NAMESPACE = uuid.UUID("0d3f8a0e-6a4a-5a0b-9d5e-5c7d6f1b2a34")


@dataclass(frozen=True, slots=True)
class Due:
    """The orders of an account that have one deadline (UTC)."""

    account: Account
    deadline: datetime
    orders: tuple[Order, ...]


Describe = Callable[[Due], tuple[str, str]]
"""Gives an event's title and its text."""


def dump(dues: Iterable[Due], describe: Describe, now: datetime) -> bytes:
    """The calendar as it is at `now` (UTC); times are given in Beijing time, with its zone."""
    calendar = Calendar()
    calendar.add("prodid", "-//LinkDue//LinkDue//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for due in dues:
        calendar.add_component(_event(due, describe, now))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(due: Due, describe: Describe, now: datetime) -> Event:
    title, text = describe(due)
    end = due.deadline.astimezone(BEIJING)
    event = Event()
    event.add("uid", _uid(due))
    event.add("dtstamp", now)
    event.add("dtstart", end - _LASTS)
    event.add("dtend", end)
    event.add("summary", title)
    event.add("description", text)
    event.add("transp", "TRANSPARENT")
    for before in _ALARMS:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", title)
        alarm.add("trigger", _LASTS - before)
        event.add_component(alarm)
    return event


def _uid(due: Due) -> str:
    """The same for the same deadline, and nothing that says whose it is."""
    name = f"{due.account.uid} {format_instant(due.deadline)}"
    return f"{uuid.uuid5(_NAMESPACE, name)}@linkdue"
