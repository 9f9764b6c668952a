"""Long work with a file, called off from another thread."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from desktop.base.progress import Cancelled, CancelToken

_STEPS = 50_000
"""SQLite's own steps between two such looks, a few milliseconds."""

Stop = Callable[[], bool]
"""Asked now and then from the working thread; True calls the work off with Cancelled."""


def never() -> bool:
    """Go on to the end."""
    return False


@contextmanager
def stopping(connection: sqlite3.Connection, stop: Stop) -> Iterator[None]:
    """Long questions to this connection end with Cancelled soon after `stop` says so."""
    connection.set_progress_handler(stop, _STEPS)
    if isinstance(stop, CancelToken):
        stop.attach(connection)
    try:
        yield
    except sqlite3.OperationalError as error:
        _raise_if_interrupted(error)
        raise
    finally:
        if isinstance(stop, CancelToken):
            stop.detach(connection)
        connection.set_progress_handler(None, 0)


def _raise_if_interrupted(error: Exception) -> None:
    if getattr(error, "sqlite_errorname", "") == "SQLITE_INTERRUPT":
        raise Cancelled from error
