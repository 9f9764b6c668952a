"""The claims, snoozes and log of reminders in a store: read at any time, changed under its lock."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path

from desktop.domain.reminder_log import LogEntry, ReminderOutcome
from desktop.domain.reminder_plan import ReminderKind
from desktop.domain.reminders import ReminderMarks
from desktop.records.file.errors import translate_errors
from desktop.records.tables import reminders
from desktop.records.tables.reminders import Expected, ReminderRows


class KeptReminders:
    """Claims, snoozes and the log. All methods raise StorageError if the file is not accessible.

    `clock` gives now in UTC, `holding_lock` a transaction that holds the write lock.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: Path,
        clock: Callable[[], datetime],
        holding_lock: Callable[[], AbstractContextManager[None]],
    ) -> None:
        self._connection = connection
        self._path = path
        self._clock = clock
        self._holding_lock = holding_lock

    def marks(self, now: datetime, names: Collection[str] | None = None) -> ReminderMarks:
        """Return the handled and snoozed reminders that count at `now` (UTC).

        Handled reminders are read for the subjects with these `names`; None for all.
        """
        with translate_errors(self._path):
            return reminders.read_marks(self._connection, now, self._clock(), names)

    def expected(self, now: datetime) -> list[Expected]:
        """Return the reminders expected to ring at or before `now` (UTC), by moment."""
        with translate_errors(self._path):
            return reminders.read_expected(self._connection, now)

    def claimed(self, made_at: datetime) -> list[str]:
        """Return the names of the subjects that were claimed at a moment (UTC)."""
        with translate_errors(self._path):
            return reminders.read_claimed(self._connection, made_at)

    def is_logged(
        self, moment: datetime, kind: ReminderKind, step: str, outcome: ReminderOutcome
    ) -> bool:
        """Return whether the log has a line of this moment (UTC), step and outcome."""
        with translate_errors(self._path):
            return reminders.is_logged(self._connection, moment, kind, step, outcome)

    def log(self, limit: int) -> list[LogEntry]:
        """Return the latest lines of the log, latest first."""
        with translate_errors(self._path):
            return reminders.read_log(self._connection, limit)

    @contextmanager
    def change(self) -> Iterator[ReminderRows]:
        """Run one transaction that holds the write lock throughout.

        Nothing that is read inside it can change before it ends, so that only one of several
        processes claims a reminder. It imports no modules beyond those for reading.
        """
        with self._holding_lock():
            yield ReminderRows(self._connection, self._clock())
