"""A separate read-only connection, so that searches and transactions never wait for each other."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from desktop.base.progress import Cancelled
from desktop.domain.order_rows import OrderRow
from desktop.domain.views import Query, View
from desktop.records.file.connect import READ, connect, is_interrupt
from desktop.records.file.errors import translate_errors
from desktop.records.index import queries
from desktop.records.index.listing import Listing


class IndexReader:
    """Runs queries on the order index for one thread; others may only call `interrupt`.

    The file is opened for the first query. Queries raise StorageError and Cancelled.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._open: sqlite3.Connection | None = None

    def counts(self, now: datetime) -> dict[View, int]:
        """Return how many orders each view holds at `now` (UTC)."""
        with self.querying():
            return queries.counts(self._connection(), now)

    def listing(self, query: Query, now: datetime) -> Listing:
        """Return the rows of a query at `now` (UTC).

        The previous listing must not be used any more.
        """
        with self.querying():
            return Listing(self._connection(), query, now)

    def order_rows(self, keys: Sequence[int]) -> list[OrderRow]:
        """Return the orders with these keys, in this order; missing ones are left out."""
        with self.querying():
            return queries.order_rows(self._connection(), keys)

    @contextmanager
    def querying(self) -> Iterator[None]:
        """Translate the errors of a query or listing to StorageError and Cancelled."""
        with translate_errors(self._path):
            try:
                yield
            except sqlite3.OperationalError as error:
                if is_interrupt(error):
                    raise Cancelled from error
                raise

    def interrupt(self) -> None:
        """Cancel the running query, if there is one."""
        if self._open is not None:
            self._open.interrupt()

    def close(self) -> None:
        """Release the file."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def _connection(self) -> sqlite3.Connection:
        if self._open is None:
            self._open = connect(self._path, READ)
        return self._open
