"""Long work with a file, called off from another thread."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from desktop.records.index.reader import Interrupted

_STEPS = 50_000
"""SQLite's own steps between two such looks, a few milliseconds."""

Stop = Callable[[], bool]
"""Asked now and then from the working thread; True calls the work off with Interrupted."""


class Stopper:
    """A `Stop` that another thread pulls: also what SQLite does in one long step ends then."""

    def __init__(self) -> None:
        self._pulled = False
        self._working: set[sqlite3.Connection] = set()

    def __call__(self) -> bool:
        """Whether it was pulled."""
        return self._pulled

    def pull(self) -> None:
        """Call the work off. Any thread."""
        self._pulled = True
        for connection in tuple(self._working):
            with suppress(sqlite3.ProgrammingError):  # closed meanwhile
                connection.interrupt()

    def attach(self, connection: sqlite3.Connection) -> None:
        """From now on this connection's work is called off as well."""
        self._working.add(connection)

    def detach(self, connection: sqlite3.Connection) -> None:
        """The connection has done its work."""
        self._working.discard(connection)


def never() -> bool:
    """Go on to the end."""
    return False


@contextmanager
def stopping(connection: sqlite3.Connection, stop: Stop) -> Iterator[None]:
    """Long questions to this connection end with Interrupted soon after `stop` says so."""
    connection.set_progress_handler(stop, _STEPS)
    if isinstance(stop, Stopper):
        stop.attach(connection)
    try:
        yield
    except sqlite3.OperationalError as error:
        _raise_if_interrupted(error)
        raise
    finally:
        if isinstance(stop, Stopper):
            stop.detach(connection)
        connection.set_progress_handler(None, 0)


def _raise_if_interrupted(error: Exception) -> None:
    if getattr(error, "sqlite_errorname", "") == "SQLITE_INTERRUPT":
        raise Interrupted from error
