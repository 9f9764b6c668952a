"""The journal: every act with what it changed, append-only, from which acts are taken back.

Entries are numbered by SQLite, not ordered by their moment: a clock may go back.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
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
    """One act: its name, what it was about, when (UTC) and every changed row, in order."""

    id: int
    at: datetime
    act: str
    subject: str
    changes: tuple[Change, ...]
    undoes: int | None


def append(
    db: Database,
    at: datetime,
    act: str,
    subject: str,
    changes: Sequence[Change],
    undoes: int | None = None,
) -> int:
    """Write an entry inside the open transaction; its number."""
    text = json.dumps(
        [[c.table, c.key, c.before, c.after] for c in changes],
        ensure_ascii=False,
        separators=(",", ":"),
    )
    row = {
        "at": format_instant(at),
        "act": act,
        "subject": subject.encode(errors="replace").decode(),  # a file's name may be no UTF-8
        "changes": text,
        "undoes": undoes,
    }
    return int(db.table("journal").insert(row).last_pk or 0)


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


def before_last(
    connection: sqlite3.Connection, act: str, table: str, key: int
) -> dict[str, Any] | None:
    """The row as it was before the latest standing act of this name changed it.

    Not past a standing deletion: SQLite may have given the key to another row since.
    """
    rows = connection.execute(
        "SELECT iif(act = ?, change.value ->> 2, NULL) "
        "FROM journal, json_each(journal.changes) AS change "
        "WHERE (act = ? OR (change.value ->> 3 IS NULL AND undoes IS NULL)) "
        "AND change.value ->> 0 = ? AND change.value ->> 1 = ? AND journal.id NOT IN "
        "(SELECT undoes FROM journal WHERE undoes IS NOT NULL) ORDER BY journal.id DESC LIMIT 1",
        [act, act, table, key],
    ).fetchone()
    return None if rows is None or rows[0] is None else json.loads(rows[0])


def take_back(db: Database, entry: Entry) -> list[Change]:
    """Put every row that the entry changed back, last first; the changes made.

    UndoConflict where a row is no longer as the entry left it; the caller rolls back.
    """
    done = []
    for change in reversed(entry.changes):
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


def current_row(connection: sqlite3.Connection, table: str, key: int) -> dict[str, Any] | None:
    """All columns of a row; None where it does not exist."""
    cursor = connection.execute(f"SELECT * FROM {table} WHERE id = ?", [key])  # noqa: S608 - ours
    row = cursor.fetchone()
    return None if row is None else dict(zip((c[0] for c in cursor.description), row, strict=True))


def _select(connection: sqlite3.Connection, tail: str, *values: object) -> list[Entry]:
    rows = connection.execute(
        f"SELECT id, at, act, subject, changes, undoes FROM journal {tail}",  # noqa: S608 - ours
        values,
    )
    return [
        Entry(
            id=row[0],
            at=parse_instant(row[1]),
            act=row[2],
            subject=row[3],
            changes=tuple(Change(*change) for change in json.loads(row[4])),
            undoes=row[5],
        )
        for row in rows
    ]
