"""Exclusive access to the data file, and replacing its content in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from desktop.base.progress import CancelToken
from desktop.base.storage import StorageError, StorageErrorKind
from desktop.records.backups.copying import check, open_alone, open_to_read, schema_and_counts
from desktop.records.file.connect import ALONE, cancellable, connect
from desktop.records.file.database import is_newer
from desktop.records.file.errors import translate_errors
from desktop.records.file.wal_owner import refuse_foreign_wal


@contextmanager
def held_alone(data: Path, cancel: CancelToken | None = None) -> Iterator[sqlite3.Connection]:
    """Yield an exclusive connection to a sound data file.

    Raises FileNotFoundError if there is no file, StorageError, LOCKED if another program has it
    open.
    """
    if not data.exists():
        raise FileNotFoundError(data)
    with translate_errors(data):
        refuse_foreign_wal(data)
        with closing(open_to_read(data)) as reader, cancellable(reader, cancel):
            # First read-only: a damaged or newer file must stay unchanged, its log included.
            if is_newer(reader):
                raise StorageError(StorageErrorKind.NEWER, data, "schema")
            check(reader, data)
        with closing(connect(data, ALONE)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("COMMIT")
            yield connection


def overwrite(connection: sqlite3.Connection, fresh: Path, data: Path) -> None:
    """Replace the content of the file behind an exclusive `connection` by that of `fresh`.

    One transaction, durable when this returns. Raises StorageError if it cannot be written; the
    content is then unchanged. UNVERIFIED means that it was replaced, but differs from `fresh`.
    """
    with translate_errors(data, fresh.stat().st_size), closing(open_alone(fresh)) as source:
        source.backup(connection)
        with suppress(sqlite3.Error):  # the content is replaced; this only truncates the log
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        if schema_and_counts(connection) != schema_and_counts(source):
            raise StorageError(StorageErrorKind.UNVERIFIED, data, "rows")
