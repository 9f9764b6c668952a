"""The tables of reminders, row by row: claims, snoozes, and the log of what rang.

None of it is a record. It is written without the journal: undo walks over what the user did, and
must neither stop at a notification nor bring one back. Claims and snoozes go with the data to
another computer, so that nothing is announced there twice; the log stays on its computer.

A row carries what the clock said when it was written. One from the future was written by a clock
that was wrong: it counts again only from its own moment on.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from desktop.domain.reminder_log import LogEntry, LogReason, ReminderOutcome
from desktop.domain.reminder_plan import ReminderKind
from desktop.domain.reminders import ReminderMarks, Standing
from desktop.records.file.errors import DamagedRow

TABLES = ("reminder_claims", "reminder_snoozes", "reminder_log")
_EVERYTHING = ""
"""The subject of a snooze that holds back all that can wait."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A subject whose moment was announced or acknowledged, and when it is to ring next (UTC)."""

    subject: str
    moment: datetime
    expected: datetime | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """A subject that was to ring at a moment (UTC) which has come."""

    subject: str
    kind: ReminderKind
    moment: datetime


def read_kept(
    connection: sqlite3.Connection,
    now: datetime,
    clock: datetime,
    names: Collection[str] | None = None,
) -> ReminderMarks:
    """Return what was handled and snoozed, as it counts at `now`; `clock` is the clock's moment.

    Both are UTC. What was handled is told of the subjects with these `names`; None for all. Raises
    DamagedRow.
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
    """Writes what is kept of reminders, inside one open transaction that holds the write lock.

    `clock` is what the clock says (UTC).
    """

    def __init__(self, connection: sqlite3.Connection, clock: datetime) -> None:
        self._connection = connection
        self._clock = _seconds(clock)
        self._at = clock

    @property
    def made_at(self) -> datetime:
        """The moment (UTC) that the rows of this transaction carry."""
        return _instant(self._clock)

    def claim(self, claims: Iterable[Claim]) -> None:
        """Keep that moments were announced or acknowledged: nobody announces them again."""
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
        """Return the subjects that were to ring at or before `now` (UTC), by moment."""
        return read_expected(self._connection, now)

    def forget_expected(self, found: Iterable[Expected]) -> None:
        """Keep that what was to ring has been seen to."""
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

    def acknowledge(self, standing: Standing) -> None:
        """Keep that a subject's reminders up to now were seen, and write so into the log."""
        subject, now = standing.subject, standing.now
        expected = None if standing.next is None else standing.next.at
        self.claim([Claim(subject.name, now, expected)])
        self.snooze(subject.name, None)
        if standing.open and standing.current is not None:
            moment = standing.current
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
        """Hold everything back until a moment (UTC) that can wait; None ends that."""
        self.snooze(_EVERYTHING, until)

    def follow(self, before: str, after: str) -> None:
        """Have what is kept of a subject, or of all those below a name, hold for another name too.

        The old rows stay, but nobody waits for their next moments any more.
        """
        names = {"before": before, "after": after}
        for table, rest in (
            ("reminder_claims", "moment, made_at, expected_at"),
            ("reminder_snoozes", "until, made_at"),
        ):
            self._connection.execute(
                f"INSERT OR IGNORE INTO {table} SELECT {_followed('subject')}, {rest} "
                f"FROM {table} WHERE {_below('subject')}",
                names,
            )
        self._connection.execute(
            f"UPDATE reminder_claims SET expected_at = 0 "
            f"WHERE expected_at > 0 AND {_below('subject')}",
            names,
        )

    def follow_setting(self, before: str, after: str) -> None:
        """Have a setting, and all those below its name, hold for another name too."""
        self._connection.execute(
            f"INSERT OR REPLACE INTO settings SELECT {_followed('name')}, value "
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
        """Write into lines of the log what became of them."""
        self._connection.executemany(
            "UPDATE reminder_log SET outcome = ?, reason = ? WHERE id = ?",
            [[outcome, reason, number] for number in numbers],
        )

    def prune(self, before: datetime) -> None:
        """Delete what is older than `before` (UTC)."""
        at = _seconds(before)
        self._connection.execute("DELETE FROM reminder_log WHERE at < ?", [at])
        self._connection.execute(
            "DELETE FROM reminder_claims WHERE moment < :at AND made_at < :at", {"at": at}
        )
        self._connection.execute("DELETE FROM reminder_snoozes WHERE until < ?", [at])

    def set_setting(self, name: str, value: str) -> None:
        """Keep a setting in the same transaction."""
        self._connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", [name, value])


def read_expected(connection: sqlite3.Connection, now: datetime) -> list[Expected]:
    """Return the subjects that were to ring at or before `now` (UTC), by moment. DamagedRow."""
    found = connection.execute(
        "SELECT subject, expected_at FROM reminder_claims "
        "WHERE expected_at > 0 AND expected_at <= ? ORDER BY expected_at, subject",
        [_seconds(now)],
    )
    return [Expected(subject, _kind(subject), _instant(at)) for subject, at in found.fetchall()]


def read_claimed(connection: sqlite3.Connection, made_at: datetime) -> list[str]:
    """Return the names of what was claimed in the transaction of a moment (UTC)."""
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


def forget_computer(connection: sqlite3.Connection) -> None:
    """Delete the log, which belongs to one computer."""
    connection.execute("DELETE FROM reminder_log")


def carry_over(present: sqlite3.Connection, fresh: sqlite3.Connection) -> None:
    """Add the present claims and snoozes to those of a backup that takes their place, and the log.

    The file of an older program has none.
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
    """Return the condition that a column holds the name `:before`, or one below it."""
    return f"({column} = :before OR substr({column}, 1, length(:before) + 1) = :before || '/')"


def _followed(column: str) -> str:
    """Return what a column reads with `:after` in the place of `:before`."""
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
    """Return what the subject with this name is."""
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
