"""The journal: every act with what it changed, append-only, from which acts are taken back.

Entries are numbered by SQLite, not ordered by their moment: a clock may go back.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from desktop.domain.instants import format_instant, parse_instant

if TYPE_CHECKING:
    from sqlite_utils import Database

UNDO = "undo"


class UndoConflict(Exception):
    """A row is not as the act left it, so the act cannot be taken back."""


@dataclass(frozen=True, slots=True)
class Change:
    """One row before and after; None where it did not exist. `key` is the row's own."""

    table: str
    key: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One act: its name, what it was about, when (UTC), and the entry that it takes back."""

    id: int
    at: datetime
    act: str
    subject: str
    undoes: int | None


def append(
    db: Database,
    at: datetime,
    act: str,
    subject: str,
    changes: Iterable[Change],
    undoes: int | None = None,
) -> int:
    """Write an entry and every changed row, in order, inside the open transaction; its number."""
    row = {
        "at": format_instant(at),
        "act": act,
        "subject": subject.encode(errors="replace").decode(),  # a file's name may be no UTF-8
        "undoes": undoes,
    }
    entry = int(db.table("journal").insert(row).last_pk or 0)
    db.conn.executemany(
        "INSERT INTO changes (entry_id, record, record_id, before, after) VALUES (?, ?, ?, ?, ?)",
        ((entry, c.table, c.key, _json(c.before), _json(c.after)) for c in changes),
    )
    return entry


def last_undoable(connection: sqlite3.Connection) -> Entry | None:
    """The latest act that was not taken back; None where there is none."""
    found = _select(
        connection,
        "WHERE undoes IS NULL AND id NOT IN "
        "(SELECT undoes FROM journal WHERE undoes IS NOT NULL) ORDER BY id DESC LIMIT 1",
    )
    return found[0] if found else None


def history(connection: sqlite3.Connection, limit: int) -> list[Entry]:
    """The latest entries, latest first."""
    return _select(connection, "ORDER BY id DESC LIMIT ?", limit)


def count_changes(connection: sqlite3.Connection, entry: Entry) -> int:
    """How many rows an entry changed."""
    row = connection.execute("SELECT count(*) FROM changes WHERE entry_id = ?", [entry.id])
    return int(row.fetchone()[0])


def of_row(connection: sqlite3.Connection, table: str, key: int) -> list[tuple[Entry, Change]]:
    """What happened to one row since it was recorded, first to last.

    Not what is older than its latest insertion: SQLite may have given the key to another row before.
    """
    rows = connection.execute(
        "SELECT journal.id, at, act, subject, undoes, before, after FROM changes "
        "JOIN journal ON journal.id = entry_id WHERE record = ? AND record_id = ? "
        f"AND changes.id >= {_BORN} ORDER BY changes.id",
        [table, key, table, key],
    )
    return [(_entry(row[:5]), Change(table, key, _data(row[5]), _data(row[6]))) for row in rows]


def before_last(
    connection: sqlite3.Connection, act: str, table: str, key: int
) -> dict[str, Any] | None:
    """The row as it was before the latest standing act of this name changed it; None without one."""
    row = connection.execute(
        "SELECT before FROM changes JOIN journal ON journal.id = entry_id "
        "WHERE act = ? AND record = ? AND record_id = ? AND journal.id NOT IN "
        "(SELECT undoes FROM journal WHERE undoes IS NOT NULL) "
        f"AND changes.id >= {_BORN} ORDER BY changes.id DESC LIMIT 1",
        [act, table, key, table, key],
    ).fetchone()
    return None if row is None else _data(row[0])


_BORN = (
    "(SELECT max(id) FROM changes WHERE record = ? AND record_id = ? "
    "AND before IS NULL AND after IS NOT NULL)"
)


def take_back(db: Database, entry: Entry) -> list[Change]:
    """Put every row that the entry changed back, last first; the changes made.

    UndoConflict where a row is no longer as the entry left it; the caller rolls back.
    """
    done = []
    for change in _changes_backwards(db.conn, entry):
        if current_row(db.conn, change.table, change.key) != change.after:
            raise UndoConflict(f"{change.table} {change.key}")
        table = db.table(change.table)
        try:
            if change.before is None:
                table.delete(change.key)
            elif change.after is None:
                table.insert(change.before)
            else:
                table.update(change.key, change.before)
        except sqlite3.IntegrityError as error:  # what it needs, or collides with, came since
            raise UndoConflict(f"{change.table} {change.key}") from error
        done.append(Change(change.table, change.key, change.after, change.before))
    return done


def rows_from(connection: sqlite3.Connection, table: str, first: int) -> Iterator[dict[str, Any]]:
    """All columns of the rows with this key and after it."""
    cursor = connection.execute(f"SELECT * FROM {table} WHERE id >= ? ORDER BY id", [first])
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)


def current_row(connection: sqlite3.Connection, table: str, key: int) -> dict[str, Any] | None:
    """All columns of a row; None where it does not exist."""
    cursor = connection.execute(f"SELECT * FROM {table} WHERE id = ?", [key])
    row = cursor.fetchone()
    return None if row is None else dict(zip((c[0] for c in cursor.description), row, strict=True))


def _changes_backwards(connection: sqlite3.Connection, entry: Entry) -> list[Change]:
    rows = connection.execute(
        "SELECT record, record_id, before, after FROM changes WHERE entry_id = ? ORDER BY id DESC",
        [entry.id],
    ).fetchall()
    return [Change(table, key, _data(before), _data(after)) for table, key, before, after in rows]


def _select(connection: sqlite3.Connection, tail: str, *values: object) -> list[Entry]:
    rows = connection.execute(
        f"SELECT id, at, act, subject, undoes FROM journal {tail}",
        values,
    )
    return [_entry(row) for row in rows]


def _entry(row: Sequence[Any]) -> Entry:
    return Entry(row[0], parse_instant(row[1]), row[2], row[3], row[4])


def _json(row: dict[str, Any] | None) -> str | None:
    return None if row is None else json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def _data(text: str | None) -> dict[str, Any] | None:
    return None if text is None else json.loads(text)
