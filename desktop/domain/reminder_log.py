"""The log of reminders, which each computer keeps for 90 days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.domain.reminder_plan import ReminderKind


class ReminderOutcome(StrEnum):
    """What happened to a reminder."""

    CLAIMED = "claimed"
    """It was claimed, but no result was logged, for example because the program was killed."""
    RANG = "rang"
    SILENT = "silent"
    """It was claimed without a notification, as requested."""
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
    """The result of showing a notification."""

    SHOWN = "shown"
    NO_SERVICE = "no-service"
    """This computer has no service that shows notifications."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line: `count` subjects of a kind that share a moment and its step.

    `at` is when it happened, `moment` when it was planned (both UTC). `subject` is the name of the
    first.
    """

    at: datetime
    moment: datetime
    kind: ReminderKind
    step: str
    outcome: ReminderOutcome
    reason: LogReason
    subject: str
    count: int
