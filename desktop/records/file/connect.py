"""The only module that opens SQLite connections, with one profile for each way of using a file."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from desktop.base.progress import Cancelled, CancelToken
from desktop.base.storage import StorageError, StorageErrorKind

BUSY_SECONDS = 5.0
"""How long a connection waits for another that has locked the file."""
TEXT_LIMIT = 1 << 26
"""Bytes of the longest text or row; no form accepts one nearly as long."""
_CHECK_STEPS = 50_000
"""Steps of SQLite's virtual machine between two checks for cancelling, a few milliseconds."""
FOREIGN_SECONDS, FOREIGN_SECONDS_LIMIT = 30.0, 300.0
"""How long reading a foreign file may last: the base time, and the limit for large files."""
_FOREIGN_BYTES_PER_SECOND = 10 << 20
"""For each so many bytes, a foreign file may be read a second longer."""


class Profile(NamedTuple):
    """How a file is opened: `parameters` of SQLite's URI, and `pragmas`, which run in this order.

    See https://sqlite.org/uri.html and https://sqlite.org/pragma.html.
    """

    parameters: str
    pragmas: tuple[str, ...] = ()
    any_thread: bool = False
    """Whether another thread than the one that opened it may use the connection."""
    foreign: bool = False
    """Whether the file is not trusted: see `_restrict`."""


_WAL = "journal_mode = WAL"
_CAREFUL = ("trusted_schema = OFF", "cell_size_check = ON")
_DURABLE = (
    _WAL,
    "synchronous = FULL",
    "fullfsync = ON",  # on macOS, fsync alone does not flush the drive's cache
)

CREATE = Profile("mode=rwc", (*_DURABLE, "foreign_keys = ON", *_CAREFUL))
"""The data file, created if it is missing."""
WRITE = Profile("mode=rw", (*_DURABLE, "foreign_keys = ON", *_CAREFUL))
"""The data file, which must exist."""
READ = Profile("mode=ro", _CAREFUL, any_thread=True)
"""A file that others may write meanwhile, with the log beside it."""
SNAPSHOT = Profile("mode=ro&immutable=1", _CAREFUL, any_thread=True)
"""A file of LinkDue's that nobody writes: SQLite locks nothing and writes nothing beside it."""
FOREIGN = Profile("mode=ro&immutable=1", _CAREFUL, any_thread=True, foreign=True)
"""An untrusted file that nobody writes: only plain tables are read, within limits."""
ALONE = Profile("mode=rw", ("locking_mode = EXCLUSIVE", *_DURABLE, *_CAREFUL), any_thread=True)
"""The data file, locked exclusively."""
MEMORY = Profile("mode=memory", _CAREFUL, any_thread=True)
"""A copy in memory, for a file that cannot be upgraded; the path is not used."""
FRESH = Profile("mode=rwc", ("synchronous = OFF", *_CAREFUL), any_thread=True)
"""A file that is being written under a temporary name, and synced before it is renamed."""


def connect(path: Path, profile: Profile) -> sqlite3.Connection:
    """Open a connection in autocommit mode.

    Raises sqlite3.Error if SQLite cannot open it, StorageError UNREACHABLE if WAL is not possible.
    """
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{profile.parameters}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=not profile.any_thread,
    )
    try:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, TEXT_LIMIT)
        for pragma in profile.pragmas:
            if pragma == _WAL:
                _switch_to_wal(connection, path)
            else:
                connection.execute(f"PRAGMA {pragma}")
        if profile.foreign:
            _restrict(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _switch_to_wal(connection: sqlite3.Connection, path: Path) -> None:
    if os.name == "posix":
        with suppress(PermissionError):  # the file system of a memory stick has no modes
            path.chmod(0o600)  # before the log exists: SQLite copies the file's mode to it
    mode = connection.execute(f"PRAGMA {_WAL}").fetchone()[0]
    if mode != "wal":  # SQLite reports no error if the switch fails
        raise StorageError(StorageErrorKind.UNREACHABLE, path, f"journal mode {mode}")


_READING = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_TRANSACTION})
_FUNCTIONS = frozenset({"count", "coalesce", "max"})
_PRAGMAS = frozenset({"application_id", "user_version", "table_xinfo"})


def _restrict(connection: sqlite3.Connection) -> None:
    """Restrict a connection to plain tables, so that the file cannot make SQLite run its own code.

    Forbids views, triggers, recursion, queries of virtual tables, and all functions but those used
    for counting. Preparing such a statement fails with SQLITE_AUTH.
    """
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000)

    def authorize(
        action: int, first: str | None, second: str | None, _file: str | None, source: str | None
    ) -> int:
        allowed = (
            (action in _READING and source is None)
            or (action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in _FUNCTIONS)
            or (action == sqlite3.SQLITE_PRAGMA and first in _PRAGMAS)
        )
        return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY

    connection.set_authorizer(authorize)


def lift_restrictions(connection: sqlite3.Connection) -> None:
    """Lift the restrictions of `FOREIGN`, after its schema was found to be one of LinkDue's."""
    connection.set_authorizer(None)


@contextmanager
def cancellable(connection: sqlite3.Connection, cancel: CancelToken | None) -> Iterator[None]:
    """Interrupt long queries of a connection when `cancel` is cancelled, and raise Cancelled."""
    if cancel is None:
        yield
        return
    connection.set_progress_handler(lambda: cancel.cancelled, _CHECK_STEPS)
    cancel.attach(connection)
    try:
        yield
    except sqlite3.OperationalError as error:
        if is_interrupt(error):
            raise Cancelled from error
        raise
    finally:
        cancel.detach(connection)
        connection.set_progress_handler(None, 0)


@contextmanager
def limited(
    connection: sqlite3.Connection, path: Path, cancel: CancelToken | None
) -> Iterator[None]:
    """Limit the time of queries of a foreign file, by its size, and make them cancellable.

    Raises Cancelled, StorageError DAMAGED when the time is over, and OSError.
    """
    seconds = FOREIGN_SECONDS + path.stat().st_size / _FOREIGN_BYTES_PER_SECOND
    end = time.monotonic() + min(seconds, FOREIGN_SECONDS_LIMIT)
    token = CancelToken() if cancel is None else cancel

    def must_stop() -> bool:
        return token.cancelled or time.monotonic() > end

    connection.set_progress_handler(must_stop, _CHECK_STEPS)
    token.attach(connection)
    try:
        yield
    except sqlite3.OperationalError as error:
        if not is_interrupt(error):
            raise
        if token.cancelled:
            raise Cancelled from error
        raise StorageError(StorageErrorKind.DAMAGED, path, "takes too long to read") from error
    finally:
        token.detach(connection)
        connection.set_progress_handler(None, 0)


def is_interrupt(error: sqlite3.Error) -> bool:
    """Return whether the error is an interrupt, not a failure."""
    return getattr(error, "sqlite_errorname", "") == "SQLITE_INTERRUPT"
