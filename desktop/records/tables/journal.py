"""The journal: every action with what it changed, append-only, from which actions are undone.

Entries are ordered by SQLite's row id, not by their moment, because a clock may be set back.

An entry that reverts another one refers to it: an *undo* to an action or a redo, a *redo* to an
undo. Each entry is reverted at most once, so that an action, its undo, the redo of that … form a
chain. The last entry of a chain shows whether the action is in effect. Undo and redo skip actions
of the program itself, such as emptying the trash.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from desktop.base.progress import batches
from desktop.base.settings import SettingKey
from desktop.domain.journal import ActionName, Change, JournalEntry, UndoConflict
from desktop.domain.timestamps import format_instant, parse_instant
from desktop.records.file.errors import DamagedRow
from desktop.records.tables import record_tables

if TYPE_CHECKING:
    from sqlite_utils import Database

_RECENT_LIMIT = 1000
"""How many of the last entries `latest_moment` searches."""
RECORDED = record_tables.NAMES
"""The tables whose changes the journal records."""


def append(
    db: Database,
    at: datetime,
    action: ActionName,
    subject: str,
    changes: Iterable[Change],
    undoes: int | None = None,
    *,
    added: Iterable[int] = (),
) -> int:
    """Write an entry and every changed row, in order; return the entry's number.

    `added` are the keys of new orders that are not in `changes`; they are written last. Call it
    inside the transaction that changes the rows.
    """
    row = {
        "at": format_instant(at),
        "act": action,
        "subject": subject.encode(errors="replace").decode(),  # a file name may be invalid UTF-8
        "undoes": undoes,
    }
    entry = int(db.table("journal").insert(row).last_pk or 0)
    db.conn.executemany(
        "INSERT INTO changes (entry_id, record, record_id, before, after) VALUES (?, ?, ?, ?, ?)",
        ((entry, c.table, c.key, _json(c.before), _json(c.after)) for c in changes),
    )
    for some in batches(added):
        _append_added(db.conn, entry, some)
    return entry


def _append_added(connection: sqlite3.Connection, entry: int, keys: Sequence[int]) -> None:
    """Copy the rows of new orders into the journal in SQL, without creating objects for them."""
    columns = [row[1] for row in connection.execute("PRAGMA table_info(orders)")]
    named = ", ".join(f"'{name}', \"{name}\"" for name in columns)
    connection.execute(
        "INSERT INTO changes (entry_id, record, record_id, before, after) "
        f"SELECT ?, 'orders', id, NULL, json_object({named}) FROM orders "
        f"WHERE id IN ({','.join('?' * len(keys))}) ORDER BY id",
        [entry, *keys],
    )


def last_number(connection: sqlite3.Connection) -> int:
    """Return the number of the last entry; 0 if there is none."""
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM journal").fetchone()[0])


def last_undoable(connection: sqlite3.Connection) -> JournalEntry | None:
    """Return the latest action that is in effect – the action itself or its redo – if any."""
    return _first(
        connection,
        f"WHERE act <> :undo AND act <> :empty_trash AND id > {_SEALED} AND {_IN_EFFECT} "
        "ORDER BY id DESC LIMIT 1",
    )


def last_redoable(connection: sqlite3.Connection) -> JournalEntry | None:
    """Return the latest undo in effect, which can be redone; None if an action followed it."""
    return _first(
        connection,
        f"WHERE act = :undo AND {_IN_EFFECT} AND {_ORIGIN} <> :empty_trash "
        "AND id > coalesce((SELECT id FROM journal WHERE undoes IS NULL "
        "AND act <> :empty_trash ORDER BY id DESC LIMIT 1), 0) "
        "ORDER BY id DESC LIMIT 1",
    )


def history(connection: sqlite3.Connection, limit: int) -> list[JournalEntry]:
    """Return the latest entries, latest first."""
    return _select(connection, "ORDER BY id DESC LIMIT :limit", limit=limit)


def latest_moment(connection: sqlite3.Connection) -> datetime | None:
    """Return the latest moment (UTC) among the last entries, not always that of the last one.

    Raises DamagedRow if it is not as this program writes it.
    """
    row = connection.execute(
        "SELECT id, at FROM (SELECT id, at FROM journal ORDER BY id DESC LIMIT ?) "
        "ORDER BY at DESC LIMIT 1",
        [_RECENT_LIMIT],
    ).fetchone()
    return None if row is None else _moment(*row)


def first_moment(connection: sqlite3.Connection) -> datetime | None:
    """Return the moment (UTC) of the first entry; None without entries.

    Raises DamagedRow as `latest_moment` does.
    """
    row = connection.execute("SELECT id, at FROM journal ORDER BY id LIMIT 1").fetchone()
    return None if row is None else _moment(*row)


def entry_numbered(connection: sqlite3.Connection, number: int) -> JournalEntry | None:
    """Return the entry with this number; None if there is none."""
    return _first(connection, "WHERE id = :number", number=number)


def count_changes(connection: sqlite3.Connection, entry: JournalEntry) -> int:
    """Return how many rows an entry changed."""
    row = connection.execute("SELECT count(*) FROM changes WHERE entry_id = ?", [entry.id])
    return int(row.fetchone()[0])


def of_row(
    connection: sqlite3.Connection, table: str, key: int
) -> list[tuple[JournalEntry, Change]]:
    """Return the changes of one row since its latest insertion, first to last.

    Older changes are left out, because SQLite may have used the key for another row before. Raises
    DamagedRow if a row is not as this program writes it.
    """
    rows = connection.execute(
        f"SELECT {_COLUMNS}, before, after FROM changes JOIN journal AS entry "
        "ON entry.id = entry_id WHERE record = :table AND record_id = :key "
        f"AND changes.id >= {_LAST_INSERTION} ORDER BY changes.id",
        _NAMES | {"table": table, "key": key},
    )
    return [(_entry(row[:-2]), Change(table, key, *map(_data, row[-2:]))) for row in rows]


def before_last(
    connection: sqlite3.Connection, action: ActionName, table: str, key: int
) -> dict[str, Any] | None:
    """Return the row before the latest such action in effect that changed it; None without one."""
    row = connection.execute(
        "SELECT before FROM changes JOIN journal AS entry ON entry.id = entry_id "
        "WHERE record = :table AND record_id = :key "
        f"AND act <> :undo AND {_ORIGIN} = :action AND {_IN_EFFECT} "
        f"AND changes.id >= {_LAST_INSERTION} ORDER BY changes.id DESC LIMIT 1",
        _NAMES | {"action": action, "table": table, "key": key},
    ).fetchone()
    return None if row is None else _data(row[0])


_NAMES = {
    "undo": ActionName.UNDO,
    "empty_trash": ActionName.EMPTY_TRASH,
    "sealed": SettingKey.JOURNAL_SEALED,
}
# Entries up to this number may have lost changes in a salvage, so they cannot be undone.
_SEALED = "coalesce((SELECT CAST(value AS INTEGER) FROM settings WHERE name = :sealed), 0)"
_LAST_INSERTION = (
    "(SELECT max(id) FROM changes WHERE record = :table AND record_id = :key "
    "AND before IS NULL AND after IS NOT NULL)"
)
_IN_EFFECT = "NOT EXISTS (SELECT 1 FROM journal AS later WHERE later.undoes = entry.id)"
_ORIGIN = (
    "(WITH RECURSIVE chain (act, undoes) AS (SELECT entry.act, entry.undoes UNION "
    "SELECT earlier.act, earlier.undoes FROM journal AS earlier "
    "JOIN chain ON earlier.id = chain.undoes) SELECT act FROM chain WHERE undoes IS NULL)"
)
_COLUMNS = (
    f"entry.id, at, act, subject, entry.undoes, {_ORIGIN}, {_IN_EFFECT}, entry.id <= {_SEALED}"
)


def revert(db: Database, entry: JournalEntry) -> list[Change]:
    """Restore every row that the entry changed, last first; return the changes made.

    Raises UndoConflict if a row was changed since the entry, DamagedRow if the journal is not as
    this program writes it; the caller rolls back.
    """
    done = []
    for change in _changes_backwards(db.conn, entry):
        if not _is_as_left(current_row(db.conn, change.table, change.key), change.after):
            raise UndoConflict(f"{change.table} {change.key}")
        table = db.table(change.table)
        try:
            if change.before is None:
                table.delete(change.key)
            elif change.after is None:
                table.insert(change.before)
            else:
                table.update(change.key, change.before)
        except sqlite3.IntegrityError as error:  # a row it refers to, or collides with, changed
            raise UndoConflict(f"{change.table} {change.key}") from error
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname == "SQLITE_ERROR":  # no such column
                raise DamagedRow(f"changes of {entry.id}") from error
            raise
        done.append(Change(change.table, change.key, change.after, change.before))
    return done


def _is_as_left(row: dict[str, Any] | None, after: dict[str, Any] | None) -> bool:
    """Return whether a row is as an entry left it, in the columns that existed at that time."""
    if row is None or after is None:
        return row is after
    return all(name in row and row[name] == value for name, value in after.items())


def evidence_named(connection: sqlite3.Connection, since: datetime) -> set[str]:
    """Return the digests of all evidence recorded now, or in an entry since a moment (UTC)."""
    digests = {str(digest) for (digest,) in connection.execute("SELECT sha256 FROM evidence")}
    found = connection.execute(
        "SELECT before, after FROM changes JOIN journal ON journal.id = entry_id "
        "WHERE record = 'evidence' AND at >= ?",
        [format_instant(since)],
    )
    for sides in found:
        digests.update(str(row["sha256"]) for row in map(_data, sides) if row and "sha256" in row)
    return digests


def read_through(connection: sqlite3.Connection) -> None:
    """Read every entry and every change. Raises DamagedRow if one is damaged."""
    for number, at in connection.execute("SELECT id, at FROM journal"):
        _moment(number, at)
    for record, before, after in connection.execute("SELECT record, before, after FROM changes"):
        _check_table(record)
        _data(before)
        _data(after)


def current_row(connection: sqlite3.Connection, table: str, key: int) -> dict[str, Any] | None:
    """Return all columns of a row; None if it does not exist."""
    cursor = connection.execute(f"SELECT * FROM {table} WHERE id = ?", [key])
    row = cursor.fetchone()
    return None if row is None else dict(zip((c[0] for c in cursor.description), row, strict=True))


def _changes_backwards(connection: sqlite3.Connection, entry: JournalEntry) -> list[Change]:
    found = connection.execute(
        "SELECT record, record_id, before, after FROM changes WHERE entry_id = ? ORDER BY id DESC",
        [entry.id],
    ).fetchall()
    for table, *_rest in found:
        _check_table(table)
    return [Change(table, key, _data(before), _data(after)) for table, key, before, after in found]


def _first(connection: sqlite3.Connection, tail: str, **values: object) -> JournalEntry | None:
    found = _select(connection, tail, **values)
    return found[0] if found else None


def _select(connection: sqlite3.Connection, tail: str, **values: object) -> list[JournalEntry]:
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM journal AS entry {tail}",
        _NAMES | values,
    )
    return [_entry(row) for row in rows]


def _entry(row: Sequence[Any]) -> JournalEntry:
    number, at, act, subject, undoes, origin, effective, sealed = row
    moment = _moment(number, at)
    return JournalEntry(
        number, moment, act, subject, undoes, origin or act, bool(effective), bool(sealed)
    )


def _moment(number: int, at: str) -> datetime:
    try:
        return parse_instant(at)
    except (ValueError, TypeError) as error:  # a damaged row may hold a value of another type
        raise DamagedRow(f"journal {number}") from error


def _check_table(name: str) -> None:
    """Raise DamagedRow if a name read from the file is not a table of records."""
    if name not in RECORDED:
        raise DamagedRow("changes")


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def _json(row: dict[str, Any] | None) -> str | None:
    return None if row is None else _ENCODER.encode(row)


def _data(text: str | None) -> dict[str, Any] | None:
    try:
        row = None if text is None else json.loads(text)
    except (ValueError, TypeError, RecursionError) as error:
        raise DamagedRow("changes") from error
    if row is not None and not isinstance(row, dict):
        raise DamagedRow("changes")
    return row
