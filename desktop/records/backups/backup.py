"""Verified copies of the data file: taken, opened and checked, listed, pruned.

Nothing carries a backup's name that was not opened and checked under another name first, and what
a backup is – its moment, its reason, what it holds – is read from the file, never from its name.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from desktop.base.atomic_file import (
    commit,
    commit_new,
    free_names,
    temporary,
)
from desktop.base.left_behind import LEFT_BEHIND, sweep_folder
from desktop.base.progress import CancelToken
from desktop.base.settings import SettingKey
from desktop.base.small_json import parse_object
from desktop.base.storage import EVIDENCE_FOLDER, StorageError, StorageErrorKind
from desktop.domain.backups import Backup, BackupReason
from desktop.domain.timestamps import format_instant, parse_instant
from desktop.records.backups import evidence_copies, names
from desktop.records.backups.copying import (
    SPARE,
    check,
    check_pages,
    copy_pages,
    held_by,
    make_room,
    open_alone,
    open_to_read,
    size_of,
)
from desktop.records.backups.retention import kept
from desktop.records.file import wal_owner
from desktop.records.file.connect import FRESH, cancellable, connect
from desktop.records.file.database import is_newer, schema_version
from desktop.records.file.errors import translate_errors
from desktop.records.file.schema import open_foreign
from desktop.records.tables import journal, record_tables


def take(
    data: Path, folder: Path, now: datetime, reason: BackupReason, cancel: CancelToken | None = None
) -> Backup:
    """Copy the data file as it is at `now` (UTC) into `folder`, check the copy, then name it.

    Others may read and write meanwhile: the copy is of one moment. Raises StorageError – then
    there is no new backup and the older ones are as they were – and Cancelled. Any thread.
    """
    with closing(hold(data)) as source:
        return take_from(source, data, folder, now, reason, cancel)


def hold(data: Path) -> sqlite3.Connection:
    """Open the file and hold on to its present state: later writes of others are not seen.

    For `take_from`, on any thread. Raises StorageError if the file cannot be read.
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
    folder: Path,
    now: datetime,
    reason: BackupReason,
    cancel: CancelToken | None = None,
    evidence: Path | None = None,
) -> Backup:
    """Do what `take` does through a connection that is open already.

    `evidence` is where the files of evidence lie, if not beside the data. Ends the connection's
    transaction, if it is in one. Raises StorageError if there is no new backup, Cancelled if
    called off.
    """
    stem = names.stem(now)
    target = folder / f"{stem}{names.ENDING}"
    with _verified_copy(source, data, target, now, reason, cancel) as (copy, taken):
        kept = evidence or data.parent / EVIDENCE_FOLDER
        evidence_copies.carry(copy, kept, folder / EVIDENCE_FOLDER, cancel)
        return taken._replace(path=commit_new(copy, free_names(folder, stem, names.ENDING)))


def take_to(
    source: sqlite3.Connection, data: Path, target: Path, now: datetime, reason: BackupReason
) -> Backup:
    """Do what `take_from` does, to a file of the user's choice, in place of what had its name.

    It stands alone, so that it holds the files of evidence as well.
    """
    with _verified_copy(source, data, target, now, reason, None) as (copy, taken):
        evidence_copies.bundle(copy, data.parent / EVIDENCE_FOLDER)
        size = copy.stat().st_size
        commit(copy, target)
        return taken._replace(path=target, size=size)


@contextmanager
def _verified_copy(
    source: sqlite3.Connection,
    data: Path,
    target: Path,
    now: datetime,
    reason: BackupReason,
    cancel: CancelToken | None,
) -> Iterator[tuple[Path, Backup]]:
    """Yield a checked copy under a temporary name beside `target`, and what it is."""
    folder = target.parent
    with cancellable(source, cancel), translate_errors(data):
        if not source.in_transaction:
            source.execute("BEGIN")  # what is counted and what is copied are of one moment
        try:
            held = held_by(source)
            size = size_of(source)
            with translate_errors(folder, size + SPARE):
                make_room(folder, size + SPARE)
                with temporary(target) as copy:
                    copy_pages(source, copy, cancel)
                    _mark(copy, now, reason)
                    yield copy, _compare_with_source(copy, held, source, data, cancel)
        finally:
            source.execute("ROLLBACK")


def examine(path: Path, cancel: CancelToken | None = None) -> Backup:
    """Open and check one copy that anyone may have made: every page, every reference, its mark.

    Its schema is compared before anything else in it is read, and the time it may take is limited.
    Raises StorageError, FOREIGN for what is no backup of LinkDue, ALTERED for one whose schema
    somebody changed, Cancelled if called off. Nothing is written, not even beside it.
    """
    with translate_errors(path), open_foreign(path, cancel) as connection:
        if not is_newer(connection):
            check_pages(connection, path)
        return _described(connection, path, path.stat().st_size)


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
    """Return how many records of each table a file holds, without those in the trash.

    Older files have fewer tables.
    """
    there = _tables(connection)
    counts = {}
    for table in record_tables.NAMES:
        if table in there:
            live = "WHERE deleted_at IS NULL" if table == "orders" else ""
            query = f"SELECT count(*) FROM {table} {live}"
            counts[table] = int(connection.execute(query).fetchone()[0])
    return counts


def _tables(connection: sqlite3.Connection) -> set[str]:
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {str(name) for (name,) in found}


def copy_into(backup: Backup, folder: Path, cancel: CancelToken | None = None) -> Backup:
    """Put a backup into a second folder under its own name, or a free one after it; check it there.

    Raises StorageError if a copy cannot be written or does not stand the check, Cancelled if called
    off.
    """
    target = folder / backup.path.name
    with translate_errors(folder, backup.size + SPARE):
        make_room(folder, backup.size + SPARE)
        with temporary(target) as copy:
            with (
                translate_errors(backup.path),
                open_foreign(backup.path, cancel) as source,
                translate_errors(folder, backup.size + SPARE),
            ):
                held = held_by(source)
                copy_pages(source, copy, cancel)
                copied = _compare_with_source(copy, held, source, backup.path, cancel)
            first = backup.path.parent / EVIDENCE_FOLDER
            evidence_copies.carry(copy, first, folder / EVIDENCE_FOLDER, cancel)
            free = free_names(folder, backup.path.stem, backup.path.suffix)
            return copied._replace(path=commit_new(copy, free))


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
    sweep_folder(folder, names.PREFIX, LEFT_BEHIND)


def _mark(copy: Path, now: datetime, reason: BackupReason) -> None:
    mark = json.dumps({"at": format_instant(now), "reason": reason.value})
    with closing(connect(copy, FRESH)) as made:
        if "settings" in _tables(made):  # without, the check will say that this is no backup
            made.execute(
                "INSERT OR REPLACE INTO settings VALUES (?, ?)", [SettingKey.BACKUP_MARK, mark]
            )
            made.execute(
                "DELETE FROM settings WHERE name = ?", [wal_owner.SETTING]
            )  # no log is its own


def _read_mark(connection: sqlite3.Connection, path: Path) -> tuple[datetime, BackupReason]:
    try:
        mark = parse_object(_setting(connection, SettingKey.BACKUP_MARK)) or {}
        return parse_instant(mark["at"]), BackupReason(mark["reason"])
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname != "SQLITE_ERROR":  # no such table
            raise
        raise StorageError(StorageErrorKind.FOREIGN, path, "no settings") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
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
    cancel: CancelToken | None,
) -> Backup:
    """Check the finished copy. Raises StorageError that names the file that is at fault."""
    try:
        with translate_errors(copy), closing(open_alone(copy)) as made, cancellable(made, cancel):
            check(made, copy)
            taken, found = _described(made, copy, copy.stat().st_size), held_by(made)
    except StorageError as problem:
        check(source, origin)  # a copy of a damaged file is as damaged: that is what is to be said
        raise StorageError(StorageErrorKind.UNVERIFIED, copy.parent, problem.detail) from problem
    different = [name for name in held.keys() | found.keys() if held.get(name) != found.get(name)]
    if different:
        raise StorageError(StorageErrorKind.UNVERIFIED, copy.parent, ", ".join(sorted(different)))
    return taken
