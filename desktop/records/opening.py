"""Decisions on opening the data file: refuse it, upgrade it, or read a copy of it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from desktop.base.storage import (
    BACKUP_FOLDER,
    SCHEMA_VERSION,
    Start,
    StorageError,
    StorageErrorKind,
)
from desktop.domain.programme import Programme
from desktop.records.file import database
from desktop.records.file.connect import MEMORY, connect
from desktop.records.file.errors import translate_errors
from desktop.records.file.schema import check_schema
from desktop.records.index.index_stamp import is_current
from desktop.records.tables.stored_orders import rule_book


def refuse_emptied(path: Path, start: Start) -> None:
    """Refuse an empty or zeroed file beside backups of records: its content was lost.

    Raises StorageError, GONE if a backup holds any record. With `Start.CREATE_EMPTY`, a zeroed file
    is truncated for a new one instead.
    """
    with translate_errors(path):
        if not path.exists() or not database.is_empty(path):
            return
        if start is Start.CREATE_EMPTY:
            if path.stat().st_size:
                os.truncate(path, 0)
        else:
            refuse_beside_records(path, "empty")


def refuse_without_entries(connection: sqlite3.Connection, path: Path, start: Start) -> None:
    """Refuse a file without entries beside backups of records, unless the user wanted a new one.

    Raises StorageError, GONE if a backup holds any record.
    """
    if start is Start.CREATE_EMPTY:
        database.note_empty_on_purpose(connection)
    elif not database.is_empty_on_purpose(connection):
        refuse_beside_records(path, "no entry")


def refuse_beside_records(path: Path, detail: str) -> None:
    """Raise StorageError, GONE if a sound backup beside the data file holds a record."""
    if not database.has_backups(path):
        return
    from desktop.records.backups.backup import examine
    from desktop.records.backups.names import candidates

    for file in candidates(path.parent / BACKUP_FOLDER):
        try:
            counts = examine(file).counts
        except (StorageError, FileNotFoundError):
            continue
        if any(counts.values()):
            raise StorageError(StorageErrorKind.GONE, path, detail)


def current_copy(
    connection: sqlite3.Connection, path: Path, programme: Programme
) -> sqlite3.Connection:
    """Return the connection, or one to an up-to-date copy in memory if schema or index are old.

    Raises StorageError if the file cannot be copied, or its schema was changed by others.
    """
    is_old = database.schema_version(connection) < SCHEMA_VERSION
    if not is_old and is_current(connection):
        return connection
    from desktop.records.index import order_index
    from desktop.records.tables.migrations import migrate

    copy = connect(path, MEMORY)
    connection.backup(copy)
    connection.close()
    if is_old:
        migrate(copy)
        check_schema(copy, path)
    order_index.rebuild(copy, rule_book(copy, path, programme))
    copy.execute("PRAGMA query_only = ON")  # writes to the copy would be lost
    return copy


def upgraded(
    connection: sqlite3.Connection, path: Path, clock: Callable[[], datetime]
) -> sqlite3.Connection:
    """Create the schema of a new file or upgrade an old one; return a connection to it.

    Raises StorageError, UPDATE_FAILED if the upgrade fails; the file is then unchanged.
    """
    if database.schema_version(connection) == 0:
        from desktop.records.tables.migrations import migrate

        migrate(connection)
        return connection
    from desktop.records.backups.upgrade import upgrade

    connection.close()
    upgrade(path, clock())
    return database.open_connection(path)
