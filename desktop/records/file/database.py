"""Opening the data file.

Nothing here changes a file that is newer, foreign, damaged or read-only: the header is checked as
bytes before SQLite opens the file. Only the standard library is imported here, because importing
sqlite-utils would cost a third of the program's start.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from desktop.base.regular_file import open_regular
from desktop.base.settings import SettingKey
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
_LATEST_FORMAT = 4  # above it, SQLite reports only a generic error
_USER_VERSION = slice(60, 64)  # section 1.3.14
_APPLICATION_ID = slice(68, 72)  # section 1.3.15
# Offsets in a rollback journal: https://sqlite.org/fileformat2.html#the_rollback_journal
_JOURNAL_MAGIC = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"
_JOURNAL_HEADER_SIZE = 28
_JOURNAL_INITIAL_PAGES = slice(16, 20)
_JOURNAL_PAGE_SIZE = slice(24, 28)


def refuse_missing(path: Path, start: Start) -> None:
    """Refuse to create an empty file that would hide the loss of the old one.

    Raises StorageError GONE if the file is missing, but `start` or backups show that it existed.
    """
    if path.exists() or start is Start.CREATE_EMPTY:
        return
    if start is Start.MUST_EXIST or has_backups(path):
        raise StorageError(StorageErrorKind.GONE, path, "no such file")


def real_file(path: Path) -> Path:
    """Return the target of a symbolic link, or the path itself: SQLite keeps the log beside it."""
    return path.resolve() if path.is_symlink() else path


def is_empty(path: Path) -> bool:
    """Return whether a file is empty, or has nothing but zeros, as some disks leave it."""
    with open_regular(path) as file:
        return not any(any(part) for part in iter(lambda: file.read(1 << 16), b""))


def note_empty_on_purpose(connection: sqlite3.Connection) -> None:
    """Mark a file as empty because the user wanted to start over."""
    connection.execute(
        "INSERT OR REPLACE INTO settings (name, value) VALUES (?, '1')",
        [SettingKey.EMPTY_ON_PURPOSE],
    )


def is_empty_on_purpose(connection: sqlite3.Connection) -> bool:
    """Return whether a file is empty because the user wanted it, and not by loss of records."""
    query = "SELECT 1 FROM settings WHERE name = ?"
    return connection.execute(query, [SettingKey.EMPTY_ON_PURPOSE]).fetchone() is not None


def has_backups(path: Path) -> bool:
    """Return whether the backup folder of a data file has files with a backup's ending."""
    kept = path.parent / BACKUP_FOLDER
    return kept.is_dir() and any(kept.glob(f"*{DATA_FILE_ENDING}"))


def open_connection(path: Path, *, opened: bool = False) -> sqlite3.Connection:
    """Open the data file, created with its folder if missing; its schema may be old or missing.

    `opened` means that this process has a connection already. The file must then not be opened
    outside SQLite: on POSIX, closing any handle of a file drops all locks of the process on it, and
    another process could delete the log, believing that it is the last user.
    Raises StorageError, and leaves the file unchanged, if it is newer than this program, not
    LinkDue's, damaged, beside another file's log, read-only, locked or unreachable.
    """
    path = real_file(path)  # so that the file that is checked is the one that is opened
    with translate_errors(path):
        if not opened:
            _make_folder(path.parent)
            _check_header(path)
            wal_owner.refuse_foreign_wal(path)
            _check_writable(path)
        connection = connect(path, WRITE if opened else CREATE)
        try:
            if is_newer(connection):  # the version may be in the log, not yet in the header
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
    """Refuse a file that is not LinkDue's, by its first hundred bytes."""
    if not path.exists():
        return
    with open_regular(path) as file:
        header = file.read(_HEADER_SIZE)
    if not header or _rolls_back_to_empty(path):
        return
    if len(header) < _HEADER_SIZE or not header.startswith(_MAGIC):
        damaged = _MAGIC.startswith(header[: len(_MAGIC)])
        raise StorageError(
            StorageErrorKind.DAMAGED if damaged else StorageErrorKind.FOREIGN, path, "header"
        )
    user_version = int.from_bytes(header[_USER_VERSION], "big")
    application_id = int.from_bytes(header[_APPLICATION_ID], "big")
    if (application_id != APPLICATION_ID or user_version == 0) and not _has_no_schema(path):
        raise StorageError(StorageErrorKind.FOREIGN, path, f"application id {application_id:#x}")
    if int.from_bytes(header[_SCHEMA_FORMAT], "big") > _LATEST_FORMAT:
        raise StorageError(StorageErrorKind.DAMAGED, path, "schema format")
    if user_version > SCHEMA_VERSION:
        raise StorageError(StorageErrorKind.NEWER, path, f"schema {user_version}")


def _rolls_back_to_empty(path: Path) -> bool:
    """Return whether a power cut interrupted the very first write.

    SQLite will then empty the file, according to the rollback journal beside it.
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


def _has_no_schema(path: Path) -> bool:
    """Return whether the first migration was interrupted: no table in the file and its log.

    A log is read in a copy, because SQLite would write its shared memory beside the original.
    """
    if not _is_new_or_ours(path, SNAPSHOT):
        return False
    import shutil
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        with suppress(FileNotFoundError):  # no log, or another process has just written it back
            shutil.copy(path.with_name(f"{path.name}-wal"), folder)
        return _is_new_or_ours(Path(shutil.copy(path, folder)), FRESH)


def _is_new_or_ours(path: Path, profile: Profile) -> bool:
    """Return whether a file has LinkDue's id and a schema, or neither a table nor another id."""
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
    """Return the version of the file's schema; 0 if it has none yet."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def is_newer(connection: sqlite3.Connection) -> bool:
    """Return whether a newer program made the file's schema."""
    return schema_version(connection) > SCHEMA_VERSION


def check_origin(connection: sqlite3.Connection, path: Path) -> None:
    """Check the application id. Raises StorageError FOREIGN if the file is not LinkDue's."""
    application_id = connection.execute("PRAGMA application_id").fetchone()[0]
    if application_id != APPLICATION_ID or schema_version(connection) == 0:
        raise StorageError(StorageErrorKind.FOREIGN, path, f"application id {application_id:#x}")


_REFUSED = {  # the schema is fixed after the migrations
    getattr(sqlite3, f"SQLITE_{verb}_{thing}")
    for verb in ("CREATE", "DROP")
    for thing in ("TABLE", "INDEX", "TRIGGER", "VIEW")
} | {sqlite3.SQLITE_ALTER_TABLE, sqlite3.SQLITE_ATTACH}


_OF_INDEXES = {sqlite3.SQLITE_CREATE_INDEX, sqlite3.SQLITE_DROP_INDEX}
_REINDEXED = "register"
"""The order index, whose SQL indexes are dropped and created again when most rows are new."""


def forbid_schema_changes(connection: sqlite3.Connection) -> None:
    """Forbid a connection to create, drop or alter tables, indexes … and to attach a file."""

    def authorize(action: int, _first: str | None, second: str | None, *_: str | None) -> int:
        if action not in _REFUSED or (action in _OF_INDEXES and second == _REINDEXED):
            return sqlite3.SQLITE_OK
        return sqlite3.SQLITE_DENY

    connection.set_authorizer(authorize)
