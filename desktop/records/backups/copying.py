"""Whole data files: opened to be read, looked over, copied, and held against each other."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from desktop.base.progress import Cancelled
from desktop.base.storage import StorageError, StorageErrorKind
from desktop.records.backups.cancellation import Stop, stopping
from desktop.records.file.database import APPLICATION_ID, schema_version
from desktop.records.file.errors import translate_errors

SPARE = 1 << 20
"""Bytes that must stay free beside a copy."""
PAGES_AT_ONCE = 1024
"""Pages that are copied between two looks at whether to go on."""


def open_to_read(path: Path) -> sqlite3.Connection:
    """A reading connection that takes the log beside the file into account, as others use it.

    StorageError for an empty file: SQLite would delete its log, which may be all there is left.
    """
    if path.stat().st_size == 0:
        raise StorageError(StorageErrorKind.DAMAGED, path, "empty")
    connection = _hardened(f"{path.absolute().as_uri()}?mode=ro")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        log = path.with_name(f"{path.name}-wal")
        no_shared_memory = error.sqlite_errorname.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY"))
        if no_shared_memory and not (log.exists() and log.stat().st_size):
            return open_alone(path)  # a read-only folder, where nobody can be writing
        raise
    except BaseException:
        connection.close()
        raise
    return connection


def open_alone(path: Path) -> sqlite3.Connection:
    """A reading connection to a file that nobody writes: it locks nothing and leaves nothing."""
    if not path.exists():
        raise FileNotFoundError(path)
    return _hardened(f"{path.absolute().as_uri()}?mode=ro&immutable=1")


def _hardened(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        uri, uri=True, timeout=5.0, isolation_level=None, check_same_thread=False
    )
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    return connection


def copy_pages(source: sqlite3.Connection, copy: Path, stop: Stop) -> None:
    """All pages into the empty file `copy`, which needs no log afterwards."""

    def look(_status: int, _remaining: int, _total: int) -> None:
        if stop():
            raise Cancelled

    target = sqlite3.connect(copy, isolation_level=None, check_same_thread=False)
    with closing(target), stopping(target, stop):
        target.execute("PRAGMA synchronous = OFF")  # `finish` syncs it before it gets its name
        source.backup(target, pages=PAGES_AT_ONCE, progress=look)
        target.execute("PRAGMA locking_mode = EXCLUSIVE")  # a log needs no shared memory then
        mode = target.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
        if mode != "delete":
            raise StorageError(StorageErrorKind.UNVERIFIED, copy, f"journal mode {mode}")


def check(connection: sqlite3.Connection, path: Path) -> None:
    """Look a whole LinkDue file over: its mark, every page, every reference. StorageError."""
    with translate_errors(path):
        application_id = connection.execute("PRAGMA application_id").fetchone()[0]
        if application_id != APPLICATION_ID or schema_version(connection) == 0:
            raise StorageError(
                StorageErrorKind.FOREIGN, path, f"application id {application_id:#x}"
            )
        said = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if said != "ok":
            raise StorageError(StorageErrorKind.DAMAGED, path, str(said))
        broken = connection.execute("PRAGMA foreign_key_check").fetchone()
        if broken is not None:
            raise StorageError(StorageErrorKind.DAMAGED, path, f"{broken[0]}: no {broken[2]}")


def held_by(connection: sqlite3.Connection) -> dict[str, object]:
    """What a copy must agree in: schema, and how many rows every table has. Settings may differ."""
    held: dict[str, object] = {
        pragma: connection.execute(f"PRAGMA {pragma}").fetchone()[0]
        for pragma in ("user_version", "application_id", "encoding")
    }
    for name, kind, sql in connection.execute("SELECT name, type, sql FROM sqlite_master"):
        held[f"schema of {name}"] = sql
        if kind == "table" and name != "settings" and not str(sql).startswith("CREATE VIRTUAL"):
            quoted = name.replace('"', '""')
            counted = connection.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()
            held[name] = counted[0]
    return held


def size_of(connection: sqlite3.Connection) -> int:
    """How many bytes a copy takes."""
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    return int(pages * connection.execute("PRAGMA page_size").fetchone()[0])


def make_room(folder: Path, needed: int) -> None:
    """Make the folder where it is missing. StorageError where less is free than needed; OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise StorageError(StorageErrorKind.NO_SPACE, folder, f"{free} bytes free", needed)
