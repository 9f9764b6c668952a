"""What became of reminders, as lines of a log that is kept for 90 days on one computer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.domain.reminder_plan import ReminderKind


class ReminderOutcome(StrEnum):
    """What became of a reminder."""

    CLAIMED = "claimed"
    """It was taken on; nothing was heard of it since, as where the program was ended then."""
    RANG = "rang"
    SILENT = "silent"
    """It was taken on without a notification, as asked for."""
    HELD = "held"
    SKIPPED = "skipped"


class LogReason(StrEnum):
    """Why a reminder was held or skipped; the values of `Hold` are among them."""

    NONE = ""
    QUIET_HOURS = "quiet-hours"
    SNOOZE = "snooze"
    ASLEEP = "asleep"
    NO_SERVICE = "no-service"
    HANDLED = "handled"


class Delivery(StrEnum):
    """What became of an announcement."""

    SHOWN = "shown"
    NO_SERVICE = "no-service"
    """There was nothing on this computer that shows notifications."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line: `count` subjects of a kind that shared a moment and its step.

    `at` is when it happened, `moment` when it was meant to ring (both UTC). `subject` is the name
    of the first.
    """

    at: datetime
    moment: datetime
    kind: ReminderKind
    step: str
    outcome: ReminderOutcome
    reason: LogReason
    subject: str
    count: int
