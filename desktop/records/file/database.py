"""Opening the data file.

Nothing here changes a file that is newer, not ours, damaged or read-only: the header is read as
bytes before SQLite is let near it. Only the standard library is needed on this path, because
importing sqlite-utils would cost a third of the program's start.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from desktop.base.regular_file import open_regular
from desktop.base.storage import (
    BACKUP_FOLDER,
    DATA_FILE_ENDING,
    SCHEMA_VERSION,
    Start,
    StorageError,
    StorageErrorKind,
)
from desktop.records.file import wal_owner
from desktop.records.file.connect import CREATE, FRESH, SNAPSHOT, WRITE, Profile, connect
from desktop.records.file.errors import translate_errors

APPLICATION_ID = 0x4C6E6B44  # "LnkD"
# Offsets in the first page: https://sqlite.org/fileformat2.html#the_database_header
_MAGIC = b"SQLite format 3\x00"  # section 1.3.1
_HEADER_SIZE = 100
_SCHEMA_FORMAT = slice(44, 48)  # section 1.3.10
_LATEST_FORMAT = 4  # above it, SQLite's error has no code of its own
_USER_VERSION = slice(60, 64)  # section 1.3.14
_APPLICATION_ID = slice(68, 72)  # section 1.3.15
# Offsets in a rollback journal: https://sqlite.org/fileformat2.html#the_rollback_journal
_JOURNAL_MAGIC = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"
_JOURNAL_HEADER_SIZE = 28
_JOURNAL_INITIAL_PAGES = slice(16, 20)
_JOURNAL_PAGE_SIZE = slice(24, 28)


def refuse_missing(path: Path, start: Start) -> None:
    """Refuse to make an empty file that would hide the loss of one.

    Raises StorageError GONE if the file is missing and `start` or backups say that it was there.
    """
    if path.exists() or start is Start.ANEW:
        return
    if start is Start.EXPECTED or has_backups(path):
        raise StorageError(StorageErrorKind.GONE, path, "no such file")


def real_file(path: Path) -> Path:
    """Return the file that a link points to: SQLite keeps the log beside that one."""
    return path.resolve() if path.is_symlink() else path


def is_empty(path: Path) -> bool:
    """Return whether a file holds nothing, or nothing but zeros, as some disks leave it."""
    with open_regular(path) as file:
        return not any(any(part) for part in iter(lambda: file.read(1 << 16), b""))


_EMPTY_ON_PURPOSE = "empty-on-purpose"
"""The setting of a file without entries that the user wanted, beside backups of records."""


def note_empty_on_purpose(connection: sqlite3.Connection) -> None:
    """Note in a file that the user wanted empty records."""
    connection.execute(
        "INSERT OR REPLACE INTO settings (name, value) VALUES (?, '1')", [_EMPTY_ON_PURPOSE]
    )


def is_empty_on_purpose(connection: sqlite3.Connection) -> bool:
    """Return whether the user wanted empty records, so that none were lost."""
    query = "SELECT 1 FROM settings WHERE name = ?"
    return connection.execute(query, [_EMPTY_ON_PURPOSE]).fetchone() is not None


def has_backups(path: Path) -> bool:
    """Return whether files with a backup's name lie beside a data file."""
    kept = path.parent / BACKUP_FOLDER
    return kept.is_dir() and any(kept.glob(f"*{DATA_FILE_ENDING}"))


def open_connection(path: Path, *, opened: bool = False) -> sqlite3.Connection:
    """Open the data file, made with its folder if missing; its schema may be old or none.

    `opened` says that this process holds a connection already. The file must then not be opened by
    hand: POSIX takes all of a process's locks on a file away when it closes any handle of it, and
    another process that believes to be the last one would delete the log under our feet.
    Raises StorageError, and leaves the file as it was, if it is newer than this program, not
    LinkDue's, damaged, under another file's log, read-only, locked or out of reach.
    """
    path = real_file(path)  # so that what is checked is what is opened
    with translate_errors(path):
        if not opened:
            _make_folder(path.parent)
            _check_header(path)
            wal_owner.refuse_foreign_wal(path)
            _check_writable(path)
        connection = connect(path, WRITE if opened else CREATE)
        try:
            if is_newer(connection):  # written into the log, which the header check cannot see
                found = schema_version(connection)
                raise StorageError(StorageErrorKind.NEWER, path, f"schema {found}")
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
    with open_regular(path) as file:
        header = file.read(_HEADER_SIZE)
    if not header or _had_been_empty(path):
        return
    if len(header) < _HEADER_SIZE or not header.startswith(_MAGIC):
        damaged = _MAGIC.startswith(header[: len(_MAGIC)])
        raise StorageError(
            StorageErrorKind.DAMAGED if damaged else StorageErrorKind.FOREIGN, path, "header"
        )
    user_version = int.from_bytes(header[_USER_VERSION], "big")
    application_id = int.from_bytes(header[_APPLICATION_ID], "big")
    if (application_id != APPLICATION_ID or user_version == 0) and not _unborn(path):
        raise StorageError(StorageErrorKind.FOREIGN, path, f"application id {application_id:#x}")
    if int.from_bytes(header[_SCHEMA_FORMAT], "big") > _LATEST_FORMAT:
        raise StorageError(StorageErrorKind.DAMAGED, path, "schema format")
    if user_version > SCHEMA_VERSION:
        raise StorageError(StorageErrorKind.NEWER, path, f"schema {user_version}")


def _had_been_empty(path: Path) -> bool:
    """Return whether a power cut struck the very first page.

    SQLite will then empty the file, as the rollback journal beside it says.
    """
    journal = path.with_name(f"{path.name}-journal")
    try:
        with open_regular(journal) as file:
            header = file.read(_JOURNAL_HEADER_SIZE)
    except FileNotFoundError:
        return False
    pages = int.from_bytes(header[_JOURNAL_INITIAL_PAGES], "big")
    page_size = int.from_bytes(header[_JOURNAL_PAGE_SIZE], "big")
    whole = len(header) == _JOURNAL_HEADER_SIZE and header.startswith(_JOURNAL_MAGIC)
    return whole and pages == 0 and path.stat().st_size <= page_size


def _unborn(path: Path) -> bool:
    """Return whether the first migration was cut short: no table in the file and its log.

    A log is looked at in a copy, because SQLite puts its shared memory beside what it reads.
    """
    if not _bare(path, SNAPSHOT):
        return False
    import shutil
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        with suppress(FileNotFoundError):  # no log, or another process has just written it back
            shutil.copy(path.with_name(f"{path.name}-wal"), folder)
        return _bare(Path(shutil.copy(path, folder)), FRESH)


def _bare(path: Path, profile: Profile) -> bool:
    """Return whether a file is ours, or nobody's: without a mark and without a table."""
    with closing(connect(path, profile)) as connection:
        own_id = connection.execute("PRAGMA application_id").fetchone()[0]
        if own_id not in (0, APPLICATION_ID) or schema_version(connection) != 0:
            return bool(own_id == APPLICATION_ID)
        return bool(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0)


def _check_writable(path: Path) -> None:
    target = path if path.exists() else path.parent
    if not os.access(target, os.W_OK) or not os.access(path.parent, os.W_OK):
        raise StorageError(StorageErrorKind.READ_ONLY, path, "no permission to write")


def schema_version(connection: sqlite3.Connection) -> int:
    """Return the schema the file has; 0 if it has none yet."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def is_newer(connection: sqlite3.Connection) -> bool:
    """Return whether a newer program made the file's schema."""
    return schema_version(connection) > SCHEMA_VERSION


def check_origin(connection: sqlite3.Connection, path: Path) -> None:
    """Read the mark by which a file is LinkDue's. Raises StorageError FOREIGN if it has none."""
    application_id = connection.execute("PRAGMA application_id").fetchone()[0]
    if application_id != APPLICATION_ID or schema_version(connection) == 0:
        raise StorageError(StorageErrorKind.FOREIGN, path, f"application id {application_id:#x}")


_REFUSED = {  # no stray tables: after the migrations the schema is what it is
    getattr(sqlite3, f"SQLITE_{verb}_{thing}")
    for verb in ("CREATE", "DROP")
    for thing in ("TABLE", "INDEX", "TRIGGER", "VIEW")
} | {sqlite3.SQLITE_ALTER_TABLE, sqlite3.SQLITE_ATTACH}


_OF_INDEXES = {sqlite3.SQLITE_CREATE_INDEX, sqlite3.SQLITE_DROP_INDEX}
_INDEXED_ANEW = "register"
"""The order index, whose own indexes are made anew where most of its rows are."""


def forbid_schema_changes(connection: sqlite3.Connection) -> None:
    """Forbid a connection to make, drop or alter a table, and to attach a file."""

    def authorize(action: int, _first: str | None, second: str | None, *_: str | None) -> int:
        if action not in _REFUSED or (action in _OF_INDEXES and second == _INDEXED_ANEW):
            return sqlite3.SQLITE_OK
        return sqlite3.SQLITE_DENY

    connection.set_authorizer(authorize)
