"""Checks that the write-ahead log beside the data file belongs to it.

SQLite applies any log that it finds there, without comparing it with the file. If a file is
replaced but its log stays, the log would overwrite the new file page by page. Therefore every
transaction writes a signature into the settings: the previous one and a new one. A log belongs to a
file whose signature is among those in the log, even if a part of the log was written back already.
"""

from __future__ import annotations

import os
import re
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path

from desktop.base.regular_file import open_regular
from desktop.base.settings import SettingKey
from desktop.base.storage import StorageError, StorageErrorKind
from desktop.records.file.connect import FOREIGN, connect, limited
from desktop.records.file.wal import HEADER_SIZE, frames

SETTING = SettingKey.LAST_WRITE
_SIGNATURE = re.compile(SETTING.encode() + rb"([0-9a-f]{16}):([0-9a-f]{16})")
_NONE = "0" * 16
# Offsets in the file's header: https://sqlite.org/fileformat2.html#the_database_header
_PAGE_SIZE = slice(16, 18)  # section 1.3.2
_FORMAT_VERSIONS = slice(18, 20)  # section 1.3.3
_IN_LOG_MODE = b"\x02\x02"
_TRIES = 3
_PAUSE_SECONDS = 0.05


def sign(connection: sqlite3.Connection) -> None:
    """Sign the open transaction, which adds one page to the log."""
    done = connection.execute(
        "UPDATE settings SET value = substr(value, 18) || ? WHERE name = ?",
        [f":{os.urandom(8).hex()}", SETTING],
    )
    if not done.rowcount:
        connection.execute(
            "INSERT INTO settings (name, value) VALUES (?, ?)",
            [SETTING, f"{_NONE}:{os.urandom(8).hex()}"],
        )


def sign_after(copy: sqlite3.Connection, connection: sqlite3.Connection) -> None:
    """Sign a copy that will become the next state of the file that `connection` has open."""
    before = signature(connection)
    copy.execute("DELETE FROM settings WHERE name = ?", [SETTING])
    copy.execute(
        "INSERT INTO settings (name, value) VALUES (?, ?)",
        [SETTING, f"{before}:{os.urandom(8).hex()}"],
    )


def signature(connection: sqlite3.Connection) -> str:
    """Return the last signature of a file; zeros if it has none."""
    try:
        row = connection.execute("SELECT value FROM settings WHERE name = ?", [SETTING]).fetchone()
    except sqlite3.OperationalError:  # no such table yet
        return _NONE
    return _NONE if row is None else str(row[0])[-16:]


def refuse_foreign_wal(path: Path) -> None:
    """Raise StorageError STRAY_LOG if a log or rollback journal beside a file is not its own.

    Only for the first connection of a process: it opens and closes the file outside SQLite, which
    drops all locks of the process on it. A mismatch is checked again, because another process may
    be writing meanwhile.
    """
    if _has_foreign_journal(path):
        raise StorageError(StorageErrorKind.STRAY_LOG, path, "rollback journal")
    for _attempt in range(_TRIES):
        if belongs(path):
            return
        time.sleep(_PAUSE_SECONDS)
    raise StorageError(StorageErrorKind.STRAY_LOG, path, "write-ahead log")


def belongs(path: Path) -> bool:
    """Return whether the log beside a file, if there is one, is its own."""
    log = path.with_name(f"{path.name}-wal")
    if not path.exists() or size_beside(log) <= HEADER_SIZE:
        return True
    of_file = _of_file(path)
    # Checksums are slow, and a log is nearly always its own: compute them only otherwise.
    try:
        return any(
            _belongs(path, of_file, _of_log(log, checksummed=checksummed))
            for checksummed in (False, True)
        )
    except FileNotFoundError:  # deleted since: see `size_beside`
        return True


def size_beside(beside: Path) -> int:
    """Return the bytes of a log or journal; 0 if it is missing.

    Another process that closes the file as the last one deletes its log at any moment, so asking
    first whether it exists would not be enough.
    """
    try:
        return beside.stat().st_size
    except FileNotFoundError:
        return 0


def _belongs(path: Path, of_file: str | None, of_log: set[str] | None) -> bool:
    if of_log is None:
        return True  # SQLite will not apply it either
    known = of_log or {_NONE}
    return of_file in known or _is_half_way(path, known, of_file)


def _of_file(path: Path) -> str | None:
    """Return the signature in the file without its log; None if SQLite cannot read it alone."""
    with (
        # UnicodeDecodeError: SQLite's message may quote damaged bytes.
        suppress(sqlite3.Error, StorageError, UnicodeDecodeError),
        closing(connect(path, FOREIGN)) as connection,
        limited(connection, path, None),
    ):
        return signature(connection)
    return None


def _is_half_way(path: Path, of_log: set[str], read: str | None) -> bool:
    """Return whether a power cut interrupted writing the log back into the file.

    The file then mixes old and new pages, so the signature is searched in its bytes instead of
    through SQLite. Without any, the file is damaged, or its first signature was being written.
    """
    in_bytes = {found[1].decode() for found in _SIGNATURE.findall(path.read_bytes())}
    if not in_bytes:
        return read != _NONE
    return not in_bytes.isdisjoint(of_log)


def _of_log(log: Path, *, checksummed: bool) -> set[str] | None:
    """Return the signatures in the frames that SQLite would apply, with the one before the first.

    None if it would apply no frame. `checksummed` as for `frames`.
    """
    signatures: set[str] = set()
    begun: set[str] = set()
    committed = False
    with open_regular(log) as file:
        for frame in frames(file, checksummed=checksummed):
            for before, own in _SIGNATURE.findall(frame.page):
                begun |= {before.decode(), own.decode()}
            if frame.ends:
                committed = True
                signatures |= begun
    return signatures if committed else None


def _has_foreign_journal(path: Path) -> bool:
    """Return whether there is a rollback journal although the file is in WAL mode and not new."""
    journal = path.with_name(f"{path.name}-journal")
    if not path.exists() or not size_beside(journal):
        return False
    with open_regular(path) as file:
        header = file.read(20)
    page = int.from_bytes(header[_PAGE_SIZE], "big")
    return header[_FORMAT_VERSIONS] == _IN_LOG_MODE and path.stat().st_size > max(page, 512)
