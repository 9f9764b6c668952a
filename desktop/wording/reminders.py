"""Texts about reminders: the plan as a sentence, coming and past reminders."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from desktop.domain.reminder_log import LogEntry, LogReason, ReminderOutcome
from desktop.domain.reminder_moments import ReminderStep
from desktop.domain.reminder_plan import ReminderKind, ReminderPlan
from desktop.domain.reminders import Hold, SnoozeChoice, Subject, UpcomingReminder
from desktop.wording import cashback, moments
from desktop.wording.i18n import _, clauses, language, listed, ngettext, pgettext
from desktop.wording.records import orders

_BEFORE = re.compile(r"(\d{1,4})(h|min|d)")


# The plan


def plan(value: ReminderPlan) -> str:
    """Return a plan as one sentence."""
    text = _plan(value) if value.on else ""
    return _start(text) if text else _("No reminders.")


def own_plan(value: ReminderPlan) -> str:
    """Return the remark that an account or order has this own plan."""
    text = _plan(value) if value.on else ""
    if not text:
        return _("Set to no reminders")
    return _("Own reminders: {plan}").format(plan=text)


def _plan(value: ReminderPlan) -> str:
    """Return when a plan rings; empty if it never does."""
    parts = []
    if value.daily:
        times = listed(map(clock, sorted(value.daily)))
        parts.append(_("every day at {times}").format(times=times))
    if value.hours:
        hours = listed(str(hour) for hour in sorted(value.hours, reverse=True))
        parts.append(
            ngettext(
                "{hours} hour before the deadline",
                "{hours} hours before the deadline",
                max(value.hours),
            ).format(hours=hours)
        )
    if value.every is not None:
        parts.append(_("every {count} minutes in the last hour").format(count=value.every))
    if not parts:
        return ""
    text = clauses(*parts[:-1])
    text = _("{first}, and {second}").format(first=text, second=parts[-1]) if text else parts[-1]
    return _("{when}, until marked as associated").format(when=text)


def clock(value: time) -> str:
    """Return a time of day: ``09:30``."""
    return f"{value:%H:%M}"


def last_chance(*, allowed: bool | None) -> str:
    """Return whether the last chance rings in quiet hours."""
    if allowed is False:
        return _("Nothing rings in quiet hours, not even the last chance.")
    return _("Only the last chance before a deadline rings in quiet hours.")


# One reminder


def step(kind: ReminderKind, name: str) -> str:
    """Return the reason for a reminder at a step of its plan, in a few words."""
    before = _BEFORE.fullmatch(name)
    if before is not None:
        return _before(int(before[1]), before[2], kind)
    words: dict[str, str] = {
        ReminderStep.DAILY: _("daily reminder"),
        ReminderStep.SNOOZE: _("put off until now"),
        ReminderStep.OUTLIVED: _("a project that expires before orders are associated"),
        ReminderStep.UNANSWERED: _("a request without an answer"),
        ReminderStep.NO_BACKUP: _("no backup for 7 days"),
        ReminderStep.OVERDUE: _("overdue cashback"),
        ReminderStep.DRILL: _("trial"),
        ReminderStep.MAY_ORDER: _("asked for before buying"),
    }
    return words.get(name, _("reminder"))


def _before(count: int, unit: str, kind: ReminderKind) -> str:
    if kind is ReminderKind.PROJECT:
        text = ngettext(
            "{count} day before the project expires",
            "{count} days before the project expires",
            count,
        )
    elif unit == "h":
        text = ngettext(
            "{count} hour before the deadline", "{count} hours before the deadline", count
        )
    else:
        text = ngettext(
            "{count} minute before the deadline", "{count} minutes before the deadline", count
        )
    return text.format(count=count)


def hold(value: Hold) -> str:
    """Return what holds a reminder back."""
    return {
        Hold.QUIET_HOURS: pgettext("reminder", "quiet hours"),
        Hold.SNOOZE: pgettext("reminder", "put off"),
    }[value]


def snooze(choice: SnoozeChoice, until: datetime, now: datetime) -> str:
    """Return a choice of how long to snooze a reminder."""
    later = {
        SnoozeChoice.HALF_HOUR: _("In 30 minutes"),
        SnoozeChoice.HOUR: _("In 1 hour"),
        SnoozeChoice.THREE_HOURS: _("In 3 hours"),
    }
    return later.get(choice) or _start(moments.moment(until, now))


def subject(value: Subject) -> str:
    """Return the subject of a reminder, by its name in the records."""
    if value.order is not None:
        return orders.title(value.order)
    if value.kind is ReminderKind.PROJECT:
        return _("project {number}").format(number=value.number)
    if value.kind is ReminderKind.CASHBACK:
        key = value.name.partition("/")[2]
        return _("cashback of {month}").format(month=cashback.month(key, date.min))
    return kind(value.kind)


def kind(value: ReminderKind) -> str:
    """Return the subjects of a kind of reminders."""
    return {
        ReminderKind.ORDER: _("orders to associate"),
        ReminderKind.PROJECT: _("projects about to expire"),
        ReminderKind.REQUEST: _("requests without an answer"),
        ReminderKind.BACKUP: _("missing backups"),
        ReminderKind.CASHBACK: _("overdue cashback"),
        ReminderKind.DRILL: _("trial of the reminders"),
        ReminderKind.GATE: _("ordering again"),
    }[value]


# Lists


def upcoming(value: UpcomingReminder) -> str:
    """Return the subjects of a coming reminder: the most urgent by name, and how many there are."""
    return several(subject(value.first[0]), value.count, value.kind)


def several(first: str, count: int, subject_kind: ReminderKind) -> str:
    """Return the name of the most urgent of `count` subjects, and their number if several."""
    if count == 1:
        return first
    text = _("{first}, {count} in all")
    if subject_kind is ReminderKind.ORDER:
        text = _("{first}, {count} orders in all")
    if language() == "zh_CN" and first[-1:].isascii():
        first += " "
    return text.format(first=first, count=count)


def why(value: UpcomingReminder, now: datetime) -> str:
    """Return the reason for a coming reminder, and what delays it until when."""
    reason = step(value.kind, value.step)
    if value.held_by is None:
        return reason
    if value.rings_at is None:
        return _("{reason}, silent ({hold})").format(reason=reason, hold=hold(value.held_by))
    text = _("{reason}, put back to {when} ({hold})")
    at = moments.moment(value.rings_at, now)
    return moments.tidy(text.format(reason=reason, when=at, hold=hold(value.held_by)))


def next_ring(value: UpcomingReminder | None, now: datetime) -> str:
    """Return when the next reminder rings, and its subjects."""
    if value is None or value.rings_at is None:
        return _("Nothing will ring in the next 31 days.")
    text = _("Next: {when}, {what}")
    when = moments.moment(value.rings_at, now)
    return moments.tidy(text.format(when=when, what=upcoming(value)))


def outcome(entry: LogEntry) -> str:
    """Return the outcome of a past reminder, and the reason."""
    if entry.outcome is ReminderOutcome.SKIPPED:
        return _skipped(entry.reason)
    return {
        ReminderOutcome.RANG: pgettext("reminder", "rang"),
        ReminderOutcome.SILENT: pgettext("reminder", "noted without a notification"),
        ReminderOutcome.CLAIMED: pgettext("reminder", "begun; the program ended meanwhile"),
        ReminderOutcome.HELD: pgettext("reminder", "held by quiet hours")
        if entry.reason is LogReason.QUIET_HOURS
        else pgettext("reminder", "held, as it was put off"),
    }[entry.outcome]


def _skipped(reason: LogReason) -> str:
    return {
        LogReason.ASLEEP: pgettext("reminder", "skipped: no program ran, or the computer slept"),
        LogReason.NO_SERVICE: pgettext("reminder", "not shown: no notification service"),
        LogReason.HANDLED: pgettext("reminder", "not needed: it was seen to already"),
    }.get(reason, pgettext("reminder", "skipped"))


def _start(text: str) -> str:
    return text[:1].upper() + text[1:]
