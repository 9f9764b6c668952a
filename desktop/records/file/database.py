"""Opening the SQLite file.

Nothing here changes a file that is newer, not ours, damaged or read-only: the header is read as
bytes before SQLite is let near it. Only the standard library is needed on this path, because
importing sqlite-utils would cost a third of the program's start.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from contextlib import suppress
from pathlib import Path

from desktop.base.storage import (
    BACKUP_FOLDER,
    SCHEMA_VERSION,
    Start,
    StorageError,
    StorageErrorKind,
)
from desktop.records.file import wal_owner
from desktop.records.file.errors import translate_errors

APPLICATION_ID = 0x4C6E6B44  # "LnkD"
_HEADER = b"SQLite format 3\x00"
_HEADER_SIZE = 100
_JOURNAL_HEADER = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"
_JOURNAL_HEADER_SIZE = 28
_LATEST_FORMAT = 4  # of SQLite's schema; above it, SQLite's error has no code of its own
_BUSY_SECONDS = 5.0
_LONGEST = 1 << 26
"""Bytes of the longest text that is read; no form takes one nearly as long."""


def refuse_missing(path: Path, start: Start) -> None:
    """StorageError where the file is missing and an empty new one would hide the loss."""
    if path.exists() or start is Start.ANEW:
        return
    kept = path.parent / BACKUP_FOLDER
    if start is Start.EXPECTED or (kept.is_dir() and any(kept.glob("*.sqlite3"))):
        raise StorageError(StorageErrorKind.GONE, path, "no such file")


def open_connection(path: Path, *, opened: bool = False) -> sqlite3.Connection:
    """A connection to the data file, made with its folder where missing; its schema may be old or none.

    `opened` says that this process holds a connection already. The file must then not be opened by
    hand: POSIX takes all of a process's locks on a file away when it closes any handle of it, and
    another process that believes to be the last one would delete the log under our feet.
    Raises StorageError, and leaves the file as it was, where it is newer than this program, not
    LinkDue's, damaged, under another file's log, read-only, locked or out of reach.
    """
    with translate_errors(path):
        if not opened:
            _make_folder(path.parent)
            _check_header(path)
            wal_owner.refuse_foreign_wal(path)
            _check_writable(path)
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={'rw' if opened else 'rwc'}",
            uri=True,
            timeout=_BUSY_SECONDS,
            isolation_level=None,
        )
        try:
            _prepare(connection, path)
        except BaseException:
            connection.close()
            raise
        return connection


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _check_header(path: Path) -> None:
    """Refuse what is not ours by its first hundred bytes, which no other program's file shares."""
    if not path.exists():
        return
    with path.open("rb") as file:
        header = file.read(_HEADER_SIZE)
    if not header or _had_been_empty(path):
        return
    if len(header) < _HEADER_SIZE or not header.startswith(_HEADER):
        damaged = _HEADER.startswith(header[: len(_HEADER)])
        raise StorageError(
            StorageErrorKind.DAMAGED if damaged else StorageErrorKind.FOREIGN, path, "header"
        )
    user_version = int.from_bytes(header[60:64], "big")
    application_id = int.from_bytes(header[68:72], "big")
    if application_id != APPLICATION_ID and not _unborn(path):
        raise StorageError(StorageErrorKind.FOREIGN, path, f"application id {application_id:#x}")
    if int.from_bytes(header[44:48], "big") > _LATEST_FORMAT:
        raise StorageError(StorageErrorKind.DAMAGED, path, "schema format")
    if user_version > SCHEMA_VERSION:
        raise StorageError(StorageErrorKind.NEWER, path, f"schema {user_version}")


def _had_been_empty(path: Path) -> bool:
    """Whether a power cut struck the very first page: by its rollback journal, SQLite will empty the file."""
    journal = path.with_name(f"{path.name}-journal")
    if not journal.exists():
        return False
    with journal.open("rb") as file:
        header = file.read(_JOURNAL_HEADER_SIZE)
    pages, page_size = (int.from_bytes(header[at : at + 4], "big") for at in (16, 24))
    whole = len(header) == _JOURNAL_HEADER_SIZE and header.startswith(_JOURNAL_HEADER)
    return whole and pages == 0 and path.stat().st_size <= page_size


def _unborn(path: Path) -> bool:
    """Whether the first migration was cut short: the file has no table, in itself and its log.

    A log is looked at in a copy, because SQLite puts its shared memory beside what it reads.
    """
    log = path.with_name(f"{path.name}-wal")
    if not _bare(path) or not log.exists():
        return _bare(path)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(log, folder)
        return _bare(Path(shutil.copy(path, folder)), options="")


def _bare(path: Path, options: str = "?immutable=1") -> bool:
    """Whether a file is ours, or nobody's: without a mark and without a table."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}{options}", uri=True)
    try:
        own_id = connection.execute("PRAGMA application_id").fetchone()[0]
        if own_id != 0:
            return bool(own_id == APPLICATION_ID)
        return bool(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0)
    finally:
        connection.close()


def _check_writable(path: Path) -> None:
    target = path if path.exists() else path.parent
    if not os.access(target, os.W_OK) or not os.access(path.parent, os.W_OK):
        raise StorageError(StorageErrorKind.READ_ONLY, path, "no permission to write")


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    if os.name == "posix":
        with suppress(PermissionError):  # a memory stick's file system has no modes
            path.chmod(0o600)  # before the log exists: SQLite gives it the file's own mode
    mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
    if mode != "wal":  # SQLite does not call it an error when the switch fails
        raise StorageError(StorageErrorKind.UNREACHABLE, path, f"journal mode {mode}")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA fullfsync = ON")  # a Mac's fsync stops at the drive's own memory
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
    found = schema_version(connection)
    if found > SCHEMA_VERSION:  # written into the log, which the header check cannot see
        raise StorageError(StorageErrorKind.NEWER, path, f"schema {found}")


def schema_version(connection: sqlite3.Connection) -> int:
    """The schema the file has; 0 where it has none yet."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


_REFUSED = {  # no stray tables: after the migrations the schema is what it is
    getattr(sqlite3, f"SQLITE_{verb}_{thing}")
    for verb in ("CREATE", "DROP")
    for thing in ("TABLE", "INDEX", "TRIGGER", "VIEW")
} | {sqlite3.SQLITE_ALTER_TABLE, sqlite3.SQLITE_ATTACH}


def forbid_schema_changes(connection: sqlite3.Connection) -> None:
    """From now on this connection can neither make, drop nor alter a table, nor attach a file."""
    connection.set_authorizer(
        lambda action, *_: sqlite3.SQLITE_DENY if action in _REFUSED else sqlite3.SQLITE_OK
    )
