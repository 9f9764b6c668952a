"""A reading connection of its own, so that a search never waits for an act nor an act for a search."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from desktop.base.progress import Cancelled
from desktop.domain.order_rows import OrderRow
from desktop.domain.views import Query, View
from desktop.records.file.errors import translate_errors
from desktop.records.index import queries
from desktop.records.index.queries import Listing

_BUSY_SECONDS = 5.0


class Reader:
    """Used by one thread; only `interrupt` may be called from another.

    The file is opened for the first question. Questions raise StorageError and Cancelled.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._open: sqlite3.Connection | None = None

    def counts(self, now: datetime) -> dict[View, int]:
        """How many orders each view holds at `now` (UTC)."""
        with self.asking():
            return queries.counts(self._connection(), now)

    def listing(self, query: Query, now: datetime) -> Listing:
        """The rows of a query at `now` (UTC). The listing before it must not be asked any more."""
        with self.asking():
            return Listing(self._connection(), query, now)

    def lines(self, keys: Sequence[int]) -> list[OrderRow]:
        """The orders with these keys, in this order; one that is gone is left out."""
        with self.asking():
            return queries.lines(self._connection(), keys)

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Around every question to a listing: its trouble as StorageError or Cancelled."""
        with translate_errors(self._path):
            try:
                yield
            except sqlite3.OperationalError as error:
                if error.sqlite_errorname == "SQLITE_INTERRUPT":
                    raise Cancelled from error
                raise

    def interrupt(self) -> None:
        """Call off the question that is being answered, if there is one."""
        if self._open is not None:
            self._open.interrupt()

    def close(self) -> None:
        """Let go of the file."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def _connection(self) -> sqlite3.Connection:
        if self._open is None:
            self._open = sqlite3.connect(
                f"{self._path.absolute().as_uri()}?mode=ro",
                uri=True,
                timeout=_BUSY_SECONDS,
                isolation_level=None,
                check_same_thread=False,  # for `interrupt`
            )
            self._open.execute("PRAGMA trusted_schema = OFF")
        return self._open
