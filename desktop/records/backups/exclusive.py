"""The data file held alone, and its content replaced in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from desktop.base.progress import CancelToken
from desktop.base.storage import StorageError, StorageErrorKind
from desktop.records.backups.copying import check, held_by, open_alone, open_to_read
from desktop.records.file.connect import ALONE, cancellable, connect
from desktop.records.file.database import is_newer
from desktop.records.file.errors import translate_errors
from desktop.records.file.wal_owner import refuse_foreign_wal


@contextmanager
def held_alone(data: Path, cancel: CancelToken | None = None) -> Iterator[sqlite3.Connection]:
    """Yield a connection to a sound data file beside which no other has it open.

    Raises FileNotFoundError if there is no file, StorageError, LOCKED if another program has it
    open.
    """
    if not data.exists():
        raise FileNotFoundError(data)
    with translate_errors(data):
        refuse_foreign_wal(data)
        with closing(open_to_read(data)) as looking, cancellable(looking, cancel):
            # Before SQLite may mend, with its log, what is to be kept as it is.
            if is_newer(looking):
                raise StorageError(StorageErrorKind.NEWER, data, "schema")
            check(looking, data)
        with closing(connect(data, ALONE)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("COMMIT")
            yield connection


def overwrite(connection: sqlite3.Connection, fresh: Path, data: Path) -> None:
    """Replace the content of the file that `connection` holds alone by that of a sound one.

    One transaction, durable when this returns. Raises StorageError if it cannot be written; the
    content is then as it was. With UNVERIFIED, what was written could not be read again.
    """
    with translate_errors(data, fresh.stat().st_size), closing(open_alone(fresh)) as source:
        source.backup(connection)
        with suppress(sqlite3.Error):  # it is done; this only makes the log short
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        if held_by(connection) != held_by(source):
            raise StorageError(StorageErrorKind.UNVERIFIED, data, "rows")
