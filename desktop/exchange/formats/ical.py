"""Exporting deadlines as an iCalendar file: one event for each deadline, with alarms.

An event lasts the hour before its deadline, so that a deadline at midnight is shown on the day that
it ends. The same deadline of the same account always has the same UID: a calendar updates the event
instead of adding another. An announced event that is no longer needed is exported as cancelled (RFC
5546, 3.2.5: same UID, STATUS:CANCELLED, a higher SEQUENCE) until its deadline has passed.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneStandard

from desktop.domain.beijing import BEIJING
from desktop.domain.model import Account, Order
from desktop.domain.timestamps import format_instant, parse_instant

_DURATION = timedelta(hours=1)
_ALARMS = (timedelta(hours=24), timedelta(hours=3), timedelta(hours=1))
"""Times before the deadline."""
_NAMESPACE = uuid.UUID("0d3f8a0e-6a4a-5a0b-9d5e-5c7d6f1b2a34")
_OFFSET = timedelta(hours=8)
_ZONE_FROM = datetime(1992, 1, 1)  # noqa: DTZ001 - a zone's rules begin at local time
"""China has had no daylight saving time since 1992, and no order is older."""


@dataclass(frozen=True, slots=True)
class Due:
    """The orders of an account that have one deadline (UTC)."""

    account: Account
    deadline: datetime
    orders: tuple[Order, ...]


@dataclass(frozen=True, slots=True)
class AnnouncedEvent:
    """An event of an earlier export: its deadline (UTC), title and latest revision."""

    deadline: datetime
    title: str
    sequence: int = 0
    cancelled: bool = False

    def as_json(self) -> dict[str, str | int | bool]:
        """Return the event as values that JSON can hold."""
        return {
            "deadline": format_instant(self.deadline),
            "title": self.title,
            "sequence": self.sequence,
            "cancelled": self.cancelled,
        }


Announced = Mapping[str, AnnouncedEvent]
"""Events by their UIDs."""
Describe = Callable[[Due], tuple[str, str]]
"""Returns the title and the description of an event."""


def announced_from(stored: Mapping[str, object]) -> dict[str, AnnouncedEvent]:
    """Return the events in values that `AnnouncedEvent.as_json` returned; skip other values."""
    found = {uid: _announced(values) for uid, values in stored.items()}
    return {uid: event for uid, event in found.items() if event is not None}


def _announced(values: object) -> AnnouncedEvent | None:
    match values:
        case {
            "deadline": str(deadline),
            "title": str(title),
            "sequence": int(sequence),
            "cancelled": bool(cancelled),
        }:
            with suppress(ValueError):
                return AnnouncedEvent(parse_instant(deadline), title, sequence, cancelled)
    return None


def dump(
    dues: Iterable[Due], describe: Describe, now: datetime, before: Announced
) -> tuple[bytes, dict[str, AnnouncedEvent]]:
    """Return the calendar at `now` (UTC) and its events, to be stored for the next export.

    Times are Beijing time, with its zone. `before` are the events of earlier exports.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//LinkDue//LinkDue//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    announced: dict[str, AnnouncedEvent] = {}
    events: list[Event] = []
    for due in dues:
        uid = _uid(due)
        title, text = describe(due)
        known = before.get(uid)
        revision = 0 if known is None else known.sequence + known.cancelled
        announced[uid] = AnnouncedEvent(due.deadline, title, revision)
        events.append(_event(uid, announced[uid], now, text))
    for uid, known in before.items():
        if uid not in announced and known.deadline > now:
            sequence = known.sequence + (not known.cancelled)
            announced[uid] = replace(known, sequence=sequence, cancelled=True)
            events.append(_event(uid, announced[uid], now, ""))
    if events:
        calendar.add_component(_zone())
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical()), announced


def _event(uid: str, announced: AnnouncedEvent, now: datetime, text: str) -> Event:
    end = announced.deadline.astimezone(BEIJING)
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("sequence", announced.sequence)
    event.add("status", "CANCELLED" if announced.cancelled else "CONFIRMED")
    event.add("dtstart", end - _DURATION)
    event.add("dtend", end)
    event.add("summary", announced.title)
    event.add("transp", "TRANSPARENT")
    if announced.cancelled:
        return event
    event.add("description", text)
    for before in _ALARMS:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", announced.title)
        alarm.add("trigger", _DURATION - before)
        event.add_component(alarm)
    return event


def _zone() -> Timezone:
    """Return the zone of Beijing for the time of all orders: one rule, no daylight saving time."""
    standard = TimezoneStandard()
    standard.add("dtstart", _ZONE_FROM)
    standard.add("tzoffsetfrom", _OFFSET)
    standard.add("tzoffsetto", _OFFSET)
    standard.add("tzname", "CST")
    zone = Timezone()
    zone.add("tzid", "Asia/Shanghai")
    zone.add_component(standard)
    return zone


def _uid(due: Due) -> str:
    """Return an id that is the same for the same deadline, and does not reveal the account."""
    name = f"{due.account.uid} {format_instant(due.deadline)}"
    return f"{uuid.uuid5(_NAMESPACE, name)}@linkdue"
