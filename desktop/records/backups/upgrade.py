"""Upgrading a file to the present schema: a copy is migrated and checked, and replaces it.

The file is locked exclusively from the first read to the last write, so that no transaction gets
lost between copy and file. Its content is replaced in one transaction of SQLite: whenever the
program ends, the file has the old content or the new.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path

from desktop.base.atomic_file import temporary
from desktop.base.storage import BACKUP_FOLDER, SCHEMA_VERSION, StorageError, StorageErrorKind
from desktop.base.temporary_files import sweep
from desktop.domain.backups import BackupReason
from desktop.records.backups.backup import take_from
from desktop.records.backups.copying import SPARE, copy_pages, make_room, size_of
from desktop.records.backups.exclusive import held_alone, overwrite
from desktop.records.file.connect import FRESH, connect
from desktop.records.file.database import schema_version
from desktop.records.file.errors import DamagedRow, translate_errors
from desktop.records.file.schema import check_schema
from desktop.records.file.wal_owner import sign_after
from desktop.records.tables import journal, reminders, stored_records
from desktop.records.tables.migrations import migrate

COUNTED_TABLES = (
    *journal.RECORDED,
    "journal",
    "changes",
    "drafts",
    "settings",
    *reminders.TABLES,
)
_NOT_THE_MIGRATIONS_FAULT = (
    StorageErrorKind.NO_SPACE,
    StorageErrorKind.READ_ONLY,
    StorageErrorKind.UNREACHABLE,
)


def upgrade(data: Path, now: datetime) -> None:
    """Upgrade the file to the present schema, after a backup dated `now` (UTC).

    Raises StorageError, LOCKED if another program has the file open, UPDATE_FAILED if the
    migrations failed or lost a row. The data is then unchanged.
    """
    with translate_errors(data), held_alone(data) as connection:
        if schema_version(connection) >= SCHEMA_VERSION:
            return  # another process was faster
        sweep(data)
        take_from(connection, data, data.parent / BACKUP_FOLDER, now, BackupReason.MIGRATION)
        size = size_of(connection)
        with translate_errors(data, 2 * size + SPARE):
            make_room(data.parent, 2 * size + SPARE)
            with temporary(data) as copy:
                copy_pages(connection, copy)
                with closing(connect(copy, FRESH)) as made:
                    convert(made, data)
                    sign_after(made, connection)
                overwrite(connection, copy, data)


def convert(copy: sqlite3.Connection, data: Path) -> None:
    """Migrate a copy of `data` and check it. Raises StorageError about `data`."""
    before = _counts(copy)
    try:
        with translate_errors(data):
            migrate(copy)
            _check_all(copy, before)
            check_schema(copy, data)
    except StorageError as problem:
        if problem.kind in _NOT_THE_MIGRATIONS_FAULT:
            raise
        raise StorageError(StorageErrorKind.UPDATE_FAILED, data, problem.detail) from problem
    except Exception as error:  # any bug of a migration leaves the data unchanged
        raise StorageError(StorageErrorKind.UPDATE_FAILED, data, type(error).__name__) from error


def _check_all(copy: sqlite3.Connection, before: Mapping[str, int]) -> None:
    """Check pages, references, the number of rows and every row.

    Raises DamagedRow if a check fails.
    """
    result = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if result != "ok":
        raise DamagedRow(str(result))
    broken = copy.execute("PRAGMA foreign_key_check").fetchone()
    if broken is not None:
        raise DamagedRow(f"{broken[0]}: no {broken[2]}")
    after = _counts(copy)
    fewer = [table for table, count in before.items() if after.get(table, 0) < count]
    if fewer:
        raise DamagedRow(f"rows are missing: {', '.join(fewer)}")
    for _table, _count in stored_records.read_through(copy):
        pass
    for _order in stored_records.read_orders(copy, "deleted_at IS NOT NULL", ()):
        pass
    journal.read_through(copy)


def _counts(connection: sqlite3.Connection) -> dict[str, int]:
    """Return the number of rows in each table whose rows must not get lost."""
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    return {
        table: int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
        for table in COUNTED_TABLES
        if table in there
    }
