"""Texts for moments and deadlines: Beijing time, 24-hour clock, ``24:00`` for the end of a day."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, tzinfo

from desktop.domain import beijing, countdown
from desktop.domain.beijing import BEIJING
from desktop.domain.countdown import Countdown, Unit
from desktop.wording.i18n import _, language, ngettext, pgettext

_MIDNIGHT = time()
_SECONDS_A_MINUTE = 60
_SPACE_IN_CHINESE = re.compile(
    r"(?<=[^\x00-\xff–—]) (?=[今明昨]天)|(?<=）) (?=[^\x00-\xff–—])"  # wide ranges compile slowly
)
_ENGLISH_MONTHS = [
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
]


def table_moment(instant: datetime) -> str:
    """Return ``2026-09-30 23:59`` (Beijing time) for tables; seconds only if they are not 0."""
    local = instant.astimezone(BEIJING)
    return local.strftime("%Y-%m-%d %H:%M:%S" if local.second else "%Y-%m-%d %H:%M")


def day(value: date, now: datetime | None = None) -> str:
    """Return a day in prose, with its year unless it is the year of `now`."""
    this_year = now is not None and value.year == beijing.day_of(now).year
    if language() == "zh_CN":
        text = f"{value.month} 月 {value.day} 日"
        return text if this_year else f"{value.year} 年 {text}"
    text = f"{value.day} {_ENGLISH_MONTHS[value.month - 1]}"
    return text if this_year else f"{text} {value.year}"


def moment(instant: datetime, now: datetime | None = None) -> str:
    """Return an instant in prose, Beijing time, with seconds only if they are not 0.

    Days near `now` are “today” and the like; without `now`, every day has its year.
    """
    local = instant.astimezone(BEIJING)
    clock = local.strftime("%H:%M:%S" if local.second else "%H:%M")
    return _("{day} {clock}").format(day=_near_day(local.date(), now), clock=clock)


def minute(instant: datetime, now: datetime | None = None) -> str:
    """Return an instant in prose without seconds, which matter only where rules compare times."""
    return moment(instant.replace(second=0, microsecond=0), now)


def deadline(instant: datetime, now: datetime | None = None) -> str:
    """Return a deadline in prose without its zone: midnight is ``24:00`` of the day it ends."""
    local = instant.astimezone(BEIJING)
    if local.timetz().replace(tzinfo=None) != _MIDNIGHT:
        return moment(instant, now)
    last = local.date() - timedelta(days=1)
    return _("{day} {clock}").format(day=_near_day(last, now), clock="24:00")


def deadline_with_zone(instant: datetime, now: datetime | None, zone: tzinfo | None = None) -> str:
    """Return a deadline in Beijing time, and in local time if the zones differ.

    `zone` is the local zone, by default that of the process.
    """
    local = instant.astimezone(zone)
    text = deadline(instant, now)
    if local.utcoffset() == instant.astimezone(BEIJING).utcoffset():
        return _("{deadline} (Beijing time)").format(deadline=text)
    here = local.strftime("%Y-%m-%d %H:%M")
    return _("{deadline} (Beijing time; {local} here)").format(deadline=text, local=here)


def deadline_in_table(instant: datetime) -> str:
    """Return a deadline for tables: ``2026-09-30 24:00``, Beijing time."""
    local = instant.astimezone(BEIJING)
    if local.timetz().replace(tzinfo=None) != _MIDNIGHT:
        return table_moment(instant)
    return (local - timedelta(days=1)).strftime("%Y-%m-%d 24:00")


def time_left(until: datetime, now: datetime, *, fine: bool = False) -> str:
    """Return a countdown, rounded down: ``7 days``, ``3 h 12 min``, ``under 1 min``."""
    left = countdown.time_left(until, now, fine=fine)
    if left.unit is Unit.OVER:
        return pgettext("countdown", "passed")
    if left.unit is Unit.DAYS:
        return ngettext("{count} day", "{count} days", left.days).format(count=left.days)
    if left.unit is Unit.HOURS:
        return _hours(left)
    if left.unit is Unit.SECONDS:
        return _seconds(left)
    return _minutes(left)


def _hours(left: Countdown) -> str:
    if left.minutes == 0:
        return ngettext("{count} hour", "{count} hours", left.hours).format(count=left.hours)
    return _("{hours} h {minutes} min").format(hours=left.hours, minutes=left.minutes)


def _minutes(left: Countdown) -> str:
    if left.minutes == 0:
        return _("under 1 min")
    return ngettext("{count} minute", "{count} minutes", left.minutes).format(count=left.minutes)


def _seconds(left: Countdown) -> str:
    if left.minutes == 0:
        return _("{seconds} s").format(seconds=left.seconds)
    return _("{minutes} min {seconds} s").format(minutes=left.minutes, seconds=left.seconds)


def duration(seconds: int) -> str:
    """Return a duration as in “3 minutes earlier”, rounded as by `time_left`."""
    epoch = datetime(2000, 1, 1, tzinfo=BEIJING)
    if seconds < _SECONDS_A_MINUTE:
        return ngettext("{count} second", "{count} seconds", seconds).format(count=seconds)
    return time_left(epoch + timedelta(seconds=seconds), epoch)


def tidy(sentence: str) -> str:
    """Remove a template's spaces around a moment where no digit stands next to them in Chinese.

    今天 does not begin with a digit, and （北京时间） does not end with one.
    """
    return _SPACE_IN_CHINESE.sub("", sentence)


def today_line(now: datetime) -> str:
    """Return the date of `now` with weekday and time of day, Beijing time."""
    local = now.astimezone(BEIJING)
    weekdays = (
        _("Mon"),
        _("Tue"),
        _("Wed"),
        _("Thu"),
        _("Fri"),
        _("Sat"),
        _("Sun"),
    )
    return _("{weekday} {day}, {clock} (Beijing time)").format(
        day=day(local.date(), now), weekday=weekdays[local.weekday()], clock=local.strftime("%H:%M")
    )


def _near_day(value: date, now: datetime | None) -> str:
    if now is not None:
        distance = (value - beijing.day_of(now)).days
        near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
        if distance in near:
            return near[distance]
    return day(value, now)
