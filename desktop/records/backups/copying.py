"""Opening, checking and copying whole data files."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing, suppress
from pathlib import Path

from desktop.base.progress import CancelToken
from desktop.base.storage import StorageError, StorageErrorKind
from desktop.records.file.connect import FRESH, MEMORY, READ, SNAPSHOT, cancellable, connect
from desktop.records.file.database import check_origin, is_newer
from desktop.records.file.errors import translate_errors
from desktop.records.file.schema import check_schema
from desktop.records.file.wal_owner import size_beside

_NO_SHARED_MEMORY = ("SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_IOERR_SHM", "SQLITE_FULL")
SPARE = 1 << 20
"""Bytes that must stay free beside a copy."""
PAGES_AT_ONCE = 1024
"""Pages that are copied between two checks for cancelling."""


def open_to_read(path: Path) -> sqlite3.Connection:
    """Open a file for reading together with its log, while others may use it.

    If nothing can be written, SQLite cannot create the shared memory of a log; a copy is read then.
    Raises FileNotFoundError, sqlite3.Error, and StorageError DAMAGED for an empty file: SQLite
    would delete its log, which may hold all that is left.
    """
    if path.stat().st_size == 0:
        raise StorageError(StorageErrorKind.DAMAGED, path, "empty")
    connection = connect(path, READ)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        if not error.sqlite_errorname.startswith(_NO_SHARED_MEMORY):
            raise
        log = path.with_name(f"{path.name}-wal")
        if size_beside(log):
            return _copy_in_memory(path, log)
        return open_alone(path)  # a read-only folder, in which nobody can write
    except BaseException:
        connection.close()
        raise
    return connection


def _copy_in_memory(path: Path, log: Path) -> sqlite3.Connection:
    """Return a connection to a copy in memory of a file with its log.

    Raises OSError if one of them cannot be read.
    """
    copy = connect(path, MEMORY)
    with tempfile.TemporaryDirectory() as folder:
        with suppress(FileNotFoundError):  # deleted since by another process: see `size_beside`
            shutil.copy(log, folder)
        with closing(connect(Path(shutil.copy(path, folder)), FRESH)) as whole:
            whole.backup(copy)
    copy.execute("PRAGMA query_only = ON")  # writes to the copy would be lost
    return copy


def open_alone(path: Path) -> sqlite3.Connection:
    """Open a file of LinkDue's that nobody writes, without locks or files beside it.

    Raises FileNotFoundError and sqlite3.Error. For an untrusted file, use
    `desktop.records.file.schema.open_foreign`.
    """
    if not path.exists():
        raise FileNotFoundError(path)
    return connect(path, SNAPSHOT)


def copy_pages(source: sqlite3.Connection, copy: Path, cancel: CancelToken | None = None) -> None:
    """Copy all pages into the empty file `copy`, which needs no log afterwards.

    Raises sqlite3.Error, StorageError UNVERIFIED and Cancelled.
    """

    def check_cancel(_status: int, _remaining: int, _total: int) -> None:
        if cancel is not None:
            cancel.check()

    with closing(connect(copy, FRESH)) as target, cancellable(target, cancel):
        source.backup(target, pages=PAGES_AT_ONCE, progress=check_cancel)
        target.execute("PRAGMA locking_mode = EXCLUSIVE")  # so that a log needs no shared memory
        mode = target.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
        if mode != "delete":
            raise StorageError(StorageErrorKind.UNVERIFIED, copy, f"journal mode {mode}")


def check(connection: sqlite3.Connection, path: Path) -> None:
    """Check a whole file of LinkDue's: application id, schema, every page, every reference.

    The schema comes first, so that SQLite does not evaluate expressions that others put there.
    Raises StorageError if the file is not as this program writes it.
    """
    with translate_errors(path):
        check_origin(connection, path)
        if is_newer(connection):
            return
        check_schema(connection, path)
        check_pages(connection, path)


def check_pages(connection: sqlite3.Connection, path: Path) -> None:
    """Check every page and every reference of a file whose schema is known.

    Raises StorageError, DAMAGED if a page or a reference is broken.
    """
    with translate_errors(path):
        result = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if result != "ok":
            raise StorageError(StorageErrorKind.DAMAGED, path, str(result))
        broken = connection.execute("PRAGMA foreign_key_check").fetchone()
        if broken is not None:
            raise StorageError(StorageErrorKind.DAMAGED, path, f"{broken[0]}: no {broken[2]}")


def schema_and_counts(connection: sqlite3.Connection) -> dict[str, object]:
    """Return the schema and the number of rows of every table, which a copy must have as well.

    The rows of `settings` do not count, because they may differ.
    """
    found: dict[str, object] = {
        pragma: connection.execute(f"PRAGMA {pragma}").fetchone()[0]
        for pragma in ("user_version", "application_id", "encoding")
    }
    for name, kind, sql in connection.execute("SELECT name, type, sql FROM sqlite_master"):
        found[f"schema of {name}"] = sql
        if kind == "table" and name != "settings" and not str(sql).startswith("CREATE VIRTUAL"):
            quoted = name.replace('"', '""')
            counted = connection.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()
            found[name] = counted[0]
    return found


def size_of(connection: sqlite3.Connection) -> int:
    """Return the size of a copy in bytes."""
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    return int(pages * connection.execute("PRAGMA page_size").fetchone()[0])


def make_room(folder: Path, needed: int) -> None:
    """Create the folder if it is missing, and check that `needed` bytes are free there.

    Raises StorageError NO_SPACE and OSError.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise StorageError(StorageErrorKind.NO_SPACE, folder, f"{free} bytes free", needed)
