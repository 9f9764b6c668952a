"""Verified copies of the data file: taken, opened and checked, listed, thinned out.

Nothing carries a backup's name that was not opened and checked under another name first, and what
a backup is – its moment, its reason, what it holds – is read from the file, never from its name.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from desktop.base.atomic_file import LEFT_BEHIND, commit, sweep_folder, temporary
from desktop.base.settings import SettingKey
from desktop.base.storage import StorageError, StorageErrorKind
from desktop.domain.backups import Backup, BackupReason
from desktop.domain.timestamps import format_instant, parse_instant
from desktop.records.backups.cancellation import Stop, never, stopping
from desktop.records.backups.copying import (
    SPARE,
    check,
    copy_pages,
    held_by,
    make_room,
    open_alone,
    open_to_read,
    size_of,
)
from desktop.records.backups.retention import kept
from desktop.records.file import wal_owner
from desktop.records.file.database import schema_version
from desktop.records.file.errors import translate_errors
from desktop.records.tables import journal, rows

ENDING = ".sqlite3"
_PREFIX = "linkdue-"


def take(
    data: Path, folder: Path, now: datetime, reason: BackupReason, stop: Stop = never
) -> Backup:
    """Copy the data file as it is at `now` (UTC) into `folder`, check the copy, then name it.

    Others may read and write meanwhile: the copy is of one moment. Raises StorageError – then
    there is no new backup and the older ones are as they were – and Cancelled. Any thread.
    """
    with closing(hold(data)) as source:
        return take_from(source, data, free_name(folder, now), now, reason, stop)


def hold(data: Path) -> sqlite3.Connection:
    """Hold on to the file as it is now: what others write from here on, this connection does not see.

    For `take_from`, on any thread. Raises StorageError.
    """
    with translate_errors(data):
        connection = open_to_read(data)
        try:
            connection.execute("BEGIN")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except BaseException:
            connection.close()
            raise
        return connection


def take_from(
    source: sqlite3.Connection,
    data: Path,
    target: Path,
    now: datetime,
    reason: BackupReason,
    stop: Stop = never,
) -> Backup:
    """`take` through a connection that is open already, to a file with a name of its own.

    What had that name is replaced. Ends the connection's transaction, if it is in one.
    """
    folder = target.parent
    with stopping(source, stop), translate_errors(data):
        if not source.in_transaction:
            source.execute("BEGIN")  # what is counted and what is copied are of one moment
        try:
            held = held_by(source)
            size = size_of(source)
            with translate_errors(folder, size + SPARE):
                make_room(folder, size + SPARE)
                with temporary(target) as copy:
                    copy_pages(source, copy, stop)
                    _mark(copy, now, reason)
                    taken = _compare_with_source(copy, held, source, data, stop)
                    commit(copy, target)
                    return replace(taken, path=target)
        finally:
            source.execute("ROLLBACK")


def examine(path: Path, stop: Stop = never) -> Backup:
    """Open and check one copy: every page, every reference, and what it says about itself.

    Raises StorageError, FOREIGN for what is no backup of LinkDue, and Cancelled. Nothing is
    written, not even beside it.
    """
    with translate_errors(path):
        size = path.stat().st_size
        with closing(open_alone(path)) as connection, stopping(connection, stop):
            check(connection, path)
            return _described(connection, path, size)


def _described(connection: sqlite3.Connection, path: Path, size: int) -> Backup:
    at, reason = _read_mark(connection, path)
    return Backup(
        path=path,
        at=at,
        reason=reason,
        size=size,
        schema=schema_version(connection),
        counts=count_records(connection),
        origin=_setting(connection, SettingKey.BACKUP_ORIGIN) or "",
        entry=journal.last_number(connection),
    )


def count_records(connection: sqlite3.Connection) -> dict[str, int]:
    """How many records of each table a file holds, without those in the bin; older files have fewer tables."""
    there = _tables(connection)
    counts = {}
    for table in rows.TABLES.values():
        if table in there:
            live = "WHERE deleted_at IS NULL" if table == "orders" else ""
            query = f"SELECT count(*) FROM {table} {live}"
            counts[table] = int(connection.execute(query).fetchone()[0])
    return counts


def _tables(connection: sqlite3.Connection) -> set[str]:
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {str(name) for (name,) in found}


def candidates(folder: Path) -> list[Path]:
    """The files in a folder that carry a backup's name, latest name first. StorageError."""
    with translate_errors(folder):
        if not folder.is_dir():
            return []
        found = folder.glob(f"{_PREFIX}*{ENDING}")
        return sorted((path for path in found if path.is_file()), reverse=True)


def copy_into(backup: Backup, folder: Path, stop: Stop = never) -> Backup:
    """Put a backup into a second folder under its own name, checked there. As `take` raises."""
    target = folder / backup.path.name
    with translate_errors(folder, backup.size + SPARE):
        make_room(folder, backup.size + SPARE)
        with temporary(target) as copy:
            with translate_errors(backup.path):
                source = open_alone(backup.path)
            with closing(source), stopping(source, stop):
                held = held_by(source)
                copy_pages(source, copy, stop)
                copied = _compare_with_source(copy, held, source, backup.path, stop)
            commit(copy, target)
            return replace(copied, path=target)


def prune(backups: list[Backup], now: datetime) -> list[Backup]:
    """Delete those that need not be kept at `now` (UTC); those that stay, newest first.

    One that cannot be deleted stays.
    """
    stay = kept(backups, lambda backup: backup.at, now)
    keep = {backup.path for backup in stay}
    for backup in backups:
        if backup.path not in keep:
            try:
                backup.path.unlink(missing_ok=True)
            except OSError:
                stay.append(backup)
    return sorted(stay, key=lambda backup: (backup.at, backup.path.name), reverse=True)


def sweep(folder: Path) -> None:
    """Remove what backups that were cut short left in a folder. Raises nothing."""
    sweep_folder(folder, _PREFIX, LEFT_BEHIND)


def _mark(copy: Path, now: datetime, reason: BackupReason) -> None:
    mark = json.dumps({"at": format_instant(now), "reason": reason.value})
    with closing(sqlite3.connect(copy, isolation_level=None)) as made:
        made.execute("PRAGMA synchronous = OFF")
        if "settings" in _tables(made):  # without, the check will say that this is no backup
            made.execute(
                "INSERT OR REPLACE INTO settings VALUES (?, ?)", [SettingKey.BACKUP_MARK, mark]
            )
            made.execute(
                "DELETE FROM settings WHERE name = ?", [wal_owner.SETTING]
            )  # no log is its own


def _read_mark(connection: sqlite3.Connection, path: Path) -> tuple[datetime, BackupReason]:
    try:
        mark = json.loads(_setting(connection, SettingKey.BACKUP_MARK) or "{}")
        return parse_instant(mark["at"]), BackupReason(mark["reason"])
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname != "SQLITE_ERROR":  # no such table
            raise
        raise StorageError(StorageErrorKind.FOREIGN, path, "no settings") from error
    except (ValueError, KeyError, TypeError) as error:
        raise StorageError(StorageErrorKind.FOREIGN, path, "no mark of a backup") from error


def _setting(connection: sqlite3.Connection, key: SettingKey) -> str | None:
    row = connection.execute("SELECT value FROM settings WHERE name = ?", [key]).fetchone()
    return None if row is None else str(row[0])


def unmark(connection: sqlite3.Connection) -> None:
    """Make a copy of a backup a data file again."""
    connection.execute("DELETE FROM settings WHERE name = ?", [SettingKey.BACKUP_MARK])


def _compare_with_source(
    copy: Path,
    held: dict[str, object],
    source: sqlite3.Connection,
    origin: Path,
    stop: Stop,
) -> Backup:
    """Check the finished copy; StorageError names the file that is at fault."""
    try:
        with translate_errors(copy), closing(open_alone(copy)) as made, stopping(made, stop):
            check(made, copy)
            taken, found = _described(made, copy, copy.stat().st_size), held_by(made)
    except StorageError as problem:
        check(source, origin)  # a copy of a damaged file is as damaged: that is what is to be said
        raise StorageError(StorageErrorKind.UNVERIFIED, copy.parent, problem.detail) from problem
    different = [name for name in held.keys() | found.keys() if held.get(name) != found.get(name)]
    if different:
        raise StorageError(StorageErrorKind.UNVERIFIED, copy.parent, ", ".join(sorted(different)))
    return taken


def free_name(folder: Path, now: datetime) -> Path:
    """A name for the moment that no file in the folder has, also where the clock went back."""
    stem = f"{_PREFIX}{now:%Y-%m-%d-%H%M%S}Z"
    path, again = folder / f"{stem}{ENDING}", 1
    while path.exists():
        again += 1
        path = folder / f"{stem}-{again}{ENDING}"
    return path
