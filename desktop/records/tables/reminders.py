"""Reading and writing the tables of reminders: claims, snoozes, and the log.

Their rows are no records and not in the journal: undo reverts actions of the user, and must neither
stop at a notification nor bring one back. Claims and snoozes move with the data to another
computer, so that nothing is announced there twice; the log stays on its computer.

A row has the clock's moment when it was written. A row from the future was written under a wrong
clock, and counts again only from its own moment on.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from desktop.domain.reminder_log import LogEntry, LogReason, ReminderOutcome
from desktop.domain.reminder_plan import ReminderKind
from desktop.domain.reminders import ReminderMarks, ReminderStatus
from desktop.records.file.errors import DamagedRow

TABLES = ("reminder_claims", "reminder_snoozes", "reminder_log")
_EVERYTHING = ""
"""The subject of a snooze for all reminders that can wait (a pause)."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A subject whose moment was announced or acknowledged, and its next expected moment (UTC)."""

    subject: str
    moment: datetime
    expected: datetime | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """A subject that was expected to ring at a past moment (UTC)."""

    subject: str
    kind: ReminderKind
    moment: datetime


def read_marks(
    connection: sqlite3.Connection,
    now: datetime,
    clock: datetime,
    names: Collection[str] | None = None,
) -> ReminderMarks:
    """Return the handled and snoozed reminders that count at `now`; `clock` is the clock's moment.

    Both are UTC. Handled reminders are read for the subjects with these `names`; None for all.
    Raises DamagedRow if a row is damaged.
    """
    at, made = _seconds(now), _seconds(clock)
    wanted = "" if names is None else "AND subject IN (SELECT value FROM json_each(:names)) "
    handled = {
        subject: _instant(moment)
        for subject, moment in connection.execute(
            "SELECT subject, max(moment) FROM reminder_claims "
            f"WHERE (moment <= :at OR made_at <= :made) {wanted}GROUP BY subject",
            {"at": at, "made": made, "names": json.dumps(list(names or ()))},
        )
    }
    snoozed = {
        subject: _instant(until)
        for subject, until in connection.execute(
            "SELECT subject, until FROM reminder_snoozes WHERE made_at <= ?", [made]
        )
    }
    paused = snoozed.pop(_EVERYTHING, None)
    return ReminderMarks(handled, snoozed, paused)


class ReminderRows:
    """Writes the tables of reminders, inside one open transaction that holds the write lock.

    `clock` is the clock's moment (UTC).
    """

    def __init__(self, connection: sqlite3.Connection, clock: datetime) -> None:
        self._connection = connection
        self._clock = _seconds(clock)
        self._at = clock

    @property
    def made_at(self) -> datetime:
        """The moment (UTC) in the rows of this transaction."""
        return _instant(self._clock)

    def claim(self, claims: Iterable[Claim]) -> None:
        """Record that moments were announced or acknowledged, so that they do not ring again."""
        for one in claims:
            self._connection.execute(
                "UPDATE reminder_claims SET expected_at = 0 WHERE subject = ? AND expected_at > 0",
                [one.subject],
            )
            expected = 0 if one.expected is None else _seconds(one.expected)
            self._connection.execute(
                "INSERT OR REPLACE INTO reminder_claims VALUES (?, ?, ?, ?)",
                [one.subject, _seconds(one.moment), self._clock, expected],
            )

    def expected(self, now: datetime) -> list[Expected]:
        """Return the subjects expected to ring at or before `now` (UTC), by moment."""
        return read_expected(self._connection, now)

    def forget_expected(self, found: Iterable[Expected]) -> None:
        """Record that expected reminders were handled."""
        self._connection.executemany(
            "UPDATE reminder_claims SET expected_at = 0 WHERE subject = ?",
            [[one.subject] for one in found],
        )

    def snooze(self, subject: str, until: datetime | None) -> None:
        """Hold a subject back until a moment (UTC); None ends that."""
        if until is None:
            self._connection.execute("DELETE FROM reminder_snoozes WHERE subject = ?", [subject])
            return
        self._connection.execute(
            "INSERT OR REPLACE INTO reminder_snoozes VALUES (?, ?, ?)",
            [subject, _seconds(until), self._clock],
        )

    def acknowledge(self, status: ReminderStatus) -> None:
        """Record that the user has seen a subject's reminders up to now, and log it."""
        subject, now = status.subject, status.now
        expected = None if status.next is None else status.next.at
        self.claim([Claim(subject.name, now, expected)])
        self.snooze(subject.name, None)
        if status.open and status.current is not None:
            moment = status.current
            self.log(
                LogEntry(
                    now,
                    moment.at,
                    subject.kind,
                    moment.step,
                    ReminderOutcome.SKIPPED,
                    LogReason.HANDLED,
                    subject.name,
                    1,
                )
            )

    def pause(self, until: datetime | None) -> None:
        """Hold back all reminders that can wait until a moment (UTC); None ends the pause."""
        self.snooze(_EVERYTHING, until)

    def copy_subject(self, before: str, after: str) -> None:
        """Copy the rows of a subject, or of all subjects below a name, to another name.

        The old rows stay, but their next moments are no longer expected.
        """
        names = {"before": before, "after": after}
        for table, rest in (
            ("reminder_claims", "moment, made_at, expected_at"),
            ("reminder_snoozes", "until, made_at"),
        ):
            self._connection.execute(
                f"INSERT OR IGNORE INTO {table} SELECT {_renamed('subject')}, {rest} "
                f"FROM {table} WHERE {_below('subject')}",
                names,
            )
        self._connection.execute(
            f"UPDATE reminder_claims SET expected_at = 0 "
            f"WHERE expected_at > 0 AND {_below('subject')}",
            names,
        )

    def copy_setting(self, before: str, after: str) -> None:
        """Copy a setting, and all settings below its name, to another name."""
        self._connection.execute(
            f"INSERT OR REPLACE INTO settings SELECT {_renamed('name')}, value "
            f"FROM settings WHERE {_below('name')}",
            {"before": before, "after": after},
        )

    def log(self, entry: LogEntry) -> int:
        """Write a line into the log and return its number."""
        written = self._connection.execute(
            "INSERT INTO reminder_log (at, moment, kind, step, outcome, reason, subject, count) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                _seconds(entry.at),
                _seconds(entry.moment),
                entry.kind,
                entry.step,
                entry.outcome,
                entry.reason,
                entry.subject,
                entry.count,
            ],
        )
        return int(written.lastrowid or 0)

    def settle(self, numbers: Sequence[int], outcome: ReminderOutcome, reason: LogReason) -> None:
        """Write the outcome into lines of the log."""
        self._connection.executemany(
            "UPDATE reminder_log SET outcome = ?, reason = ? WHERE id = ?",
            [[outcome, reason, number] for number in numbers],
        )

    def prune(self, before: datetime) -> None:
        """Delete rows older than `before` (UTC)."""
        at = _seconds(before)
        self._connection.execute("DELETE FROM reminder_log WHERE at < ?", [at])
        self._connection.execute(
            "DELETE FROM reminder_claims WHERE moment < :at AND made_at < :at", {"at": at}
        )
        self._connection.execute("DELETE FROM reminder_snoozes WHERE until < ?", [at])

    def set_setting(self, name: str, value: str) -> None:
        """Store a setting in the same transaction."""
        self._connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", [name, value])


def read_expected(connection: sqlite3.Connection, now: datetime) -> list[Expected]:
    """Return the subjects expected to ring at or before `now` (UTC), by moment.

    Raises DamagedRow if a row is damaged.
    """
    found = connection.execute(
        "SELECT subject, expected_at FROM reminder_claims "
        "WHERE expected_at > 0 AND expected_at <= ? ORDER BY expected_at, subject",
        [_seconds(now)],
    )
    return [Expected(subject, _kind(subject), _instant(at)) for subject, at in found.fetchall()]


def read_claimed(connection: sqlite3.Connection, made_at: datetime) -> list[str]:
    """Return the names of the subjects that were claimed at a moment (UTC)."""
    found = connection.execute(
        "SELECT DISTINCT subject FROM reminder_claims WHERE made_at = ? ORDER BY subject",
        [_seconds(made_at)],
    )
    return [name for (name,) in found.fetchall()]


def is_logged(
    connection: sqlite3.Connection, moment: datetime, kind: ReminderKind, step: str, outcome: str
) -> bool:
    """Return whether the log has a line of this moment (UTC), step and outcome."""
    row = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM reminder_log "
        "WHERE moment = ? AND kind = ? AND step = ? AND outcome = ?)",
        [_seconds(moment), kind, step, outcome],
    ).fetchone()
    return bool(row[0])


def read_log(connection: sqlite3.Connection, limit: int) -> list[LogEntry]:
    """Return the latest lines of the log, latest first. Raises DamagedRow if one is damaged."""
    found = connection.execute(
        "SELECT at, moment, kind, step, outcome, reason, subject, count FROM reminder_log "
        "ORDER BY at DESC, id DESC LIMIT ?",
        [limit],
    )
    return [_entry(*row) for row in found.fetchall()]


def clear_log(connection: sqlite3.Connection) -> None:
    """Delete the log, which belongs to one computer."""
    connection.execute("DELETE FROM reminder_log")


def carry_over(present: sqlite3.Connection, fresh: sqlite3.Connection) -> None:
    """Add the present claims, snoozes and log to those of the backup that is being restored.

    A file with an old schema has none of them.
    """
    if not present.execute(
        "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", [TABLES[0]]
    ).fetchone():
        return
    for table in TABLES:
        rows = present.execute(f"SELECT * FROM {table}").fetchall()
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            fresh.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", rows)


def _below(column: str) -> str:
    """Return the SQL condition that a column is the name `:before`, or one below it."""
    return f"({column} = :before OR substr({column}, 1, length(:before) + 1) = :before || '/')"


def _renamed(column: str) -> str:
    """Return the SQL for the name in a column, with `:before` replaced by `:after`."""
    return f":after || substr({column}, length(:before) + 1)"


def _entry(
    at: int, moment: int, kind: str, step: str, outcome: str, reason: str, subject: str, count: int
) -> LogEntry:
    try:
        return LogEntry(
            _instant(at),
            _instant(moment),
            ReminderKind(kind),
            step,
            ReminderOutcome(outcome),
            LogReason(reason),
            subject,
            count,
        )
    except ValueError as error:
        raise DamagedRow("reminder_log") from error


def _kind(subject: str) -> ReminderKind:
    """Return the kind of the subject with this name."""
    try:
        return ReminderKind(subject.partition("/")[0])
    except ValueError as error:
        raise DamagedRow("reminder_claims") from error


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _instant(seconds: int) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (TypeError, ValueError, OverflowError, OSError) as error:
        raise DamagedRow("reminders") from error
