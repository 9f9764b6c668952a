"""Verified copies of the data file: taking, checking, copying and pruning them.

A file is given a backup's name only after it was opened and checked under a temporary one. The
moment, the reason and the content of a backup are read from the file, never from its name.
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
from desktop.base.progress import CancelToken
from desktop.base.settings import SettingKey
from desktop.base.small_json import parse_object
from desktop.base.storage import EVIDENCE_FOLDER, StorageError, StorageErrorKind
from desktop.base.temporary_files import STALE_AFTER, sweep_folder
from desktop.domain.backups import Backup, BackupReason
from desktop.domain.timestamps import format_instant, parse_instant
from desktop.records.backups import evidence_copies, names
from desktop.records.backups.copying import (
    SPARE,
    check,
    check_pages,
    copy_pages,
    make_room,
    open_alone,
    open_to_read,
    schema_and_counts,
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
    """Copy the data file at `now` (UTC) into `folder`, check the copy, then name it.

    Other connections may write meanwhile: the copy is of one moment. Raises StorageError – then
    there is no new backup and the older ones are unchanged – and Cancelled. Safe on any thread.
    """
    with closing(hold(data)) as source:
        return take_from(source, data, folder, now, reason, cancel)


def hold(data: Path) -> sqlite3.Connection:
    """Open a read transaction on the file, which does not see later writes of others.

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
    """Copy as `take` does, but through an open connection, and end its transaction.

    `evidence` is the folder of the files of evidence, if it is not beside the data. Raises
    StorageError if there is no new backup, and Cancelled.
    """
    stem = names.stem(now)
    target = folder / f"{stem}{names.ENDING}"
    with _verified_copy(source, data, target, now, reason, cancel) as (copy, taken):
        files = evidence or data.parent / EVIDENCE_FOLDER
        evidence_copies.carry(copy, files, folder / EVIDENCE_FOLDER, cancel)
        return taken._replace(path=commit_new(copy, free_names(folder, stem, names.ENDING)))


def take_to(
    source: sqlite3.Connection, data: Path, target: Path, now: datetime, reason: BackupReason
) -> Backup:
    """Copy as `take_from` does, to a file of the user's choice, replacing a file of that name.

    The file must be complete by itself, so the files of evidence are stored inside it.
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
    """Yield a checked copy under a temporary name beside `target`, and its description."""
    folder = target.parent
    with cancellable(source, cancel), translate_errors(data):
        if not source.in_transaction:
            source.execute("BEGIN")  # so that counts and copy are of the same moment
        try:
            expected = schema_and_counts(source)
            size = size_of(source)
            with translate_errors(folder, size + SPARE):
                make_room(folder, size + SPARE)
                with temporary(target) as copy:
                    copy_pages(source, copy, cancel)
                    _mark(copy, now, reason)
                    yield copy, _compare_with_source(copy, expected, source, data, cancel)
        finally:
            source.execute("ROLLBACK")


def examine(path: Path, cancel: CancelToken | None = None) -> Backup:
    """Open and check one untrusted backup: every page, every reference, its mark.

    Its schema is compared before anything else in it is read, and the reading time is limited.
    Raises StorageError, FOREIGN for a file that is no backup of LinkDue, ALTERED if its schema was
    changed, and Cancelled. Nothing is written, not even beside the file.
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
    """Return the number of records in each table, without those in the trash.

    Tables that an older file does not have are left out.
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
    """Copy a backup into a second folder and check the copy.

    It keeps its name, with a number if the name is taken. Raises StorageError if the copy cannot be
    written or fails the check, and Cancelled.
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
                expected = schema_and_counts(source)
                copy_pages(source, copy, cancel)
                copied = _compare_with_source(copy, expected, source, backup.path, cancel)
            first = backup.path.parent / EVIDENCE_FOLDER
            evidence_copies.carry(copy, first, folder / EVIDENCE_FOLDER, cancel)
            free = free_names(folder, backup.path.stem, backup.path.suffix)
            return copied._replace(path=commit_new(copy, free))


def prune(backups: list[Backup], now: datetime) -> list[Backup]:
    """Delete the backups that need not be kept at `now` (UTC); return the others, newest first.

    Backups that cannot be deleted are among those returned.
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
    """Delete the temporary files of interrupted backups in a folder. Raises nothing."""
    sweep_folder(folder, names.PREFIX, STALE_AFTER)


def _mark(copy: Path, now: datetime, reason: BackupReason) -> None:
    mark = json.dumps({"at": format_instant(now), "reason": reason.value})
    with closing(connect(copy, FRESH)) as made:
        if "settings" in _tables(made):  # otherwise the check refuses the copy
            made.execute(
                "INSERT OR REPLACE INTO settings VALUES (?, ?)", [SettingKey.BACKUP_MARK, mark]
            )
            # A backup has no log, so it needs no signature.
            made.execute("DELETE FROM settings WHERE name = ?", [wal_owner.SETTING])


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
    """Remove the mark of a backup, to turn a copy of it into a data file."""
    connection.execute("DELETE FROM settings WHERE name = ?", [SettingKey.BACKUP_MARK])


def _compare_with_source(
    copy: Path,
    expected: dict[str, object],
    source: sqlite3.Connection,
    origin: Path,
    cancel: CancelToken | None,
) -> Backup:
    """Check the finished copy. Raises StorageError with the path of the faulty file."""
    try:
        with translate_errors(copy), closing(open_alone(copy)) as made, cancellable(made, cancel):
            check(made, copy)
            taken, found = _described(made, copy, copy.stat().st_size), schema_and_counts(made)
    except StorageError as problem:
        check(source, origin)  # if the source is damaged, report that instead
        raise StorageError(StorageErrorKind.UNVERIFIED, copy.parent, problem.detail) from problem
    names_of_both = expected.keys() | found.keys()
    different = [name for name in names_of_both if expected.get(name) != found.get(name)]
    if different:
        raise StorageError(StorageErrorKind.UNVERIFIED, copy.parent, ", ".join(sorted(different)))
    return taken
