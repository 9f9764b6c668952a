"""Runs queries for orders on another thread, so that no key press waits for the file.

A new query cancels the previous one, whose result is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from desktop.base.progress import CancelToken
from desktop.base.storage import StorageError
from desktop.domain.views import Query
from desktop.services.order_search import OrderSearch, QueryResult, RowPage
from desktop.ui.kit.worker import Worker

T = TypeVar("T")


class OrderQueryWorker(QObject):
    """Runs an `OrderSearch`; the results arrive as signals.

    Counting all rows can be slow: it runs after all other jobs, and is cancelled by new ones.
    """

    found = Signal(object)
    """The `QueryResult` of a query, with its first page."""
    sized = Signal(int, int)
    """Generation of the query and number of its rows, once they are counted."""
    paged = Signal(object)
    """A `RowPage` that was requested."""
    counted = Signal(object)
    """The number of orders in each view."""
    failed = Signal(object)
    """A `StorageError` instead of an answer."""

    def __init__(self, search: OrderSearch, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._search = search
        self._worker = Worker("order-query-worker", self)
        self.generation = 0
        """The number of the last query."""
        self._uncounted = False
        self._counting: CancelToken | None = None

    def ask(self, query: Query, now: datetime, page: int = 0) -> int:
        """Start a query at `now` (UTC), and return its generation; `found` brings the result.

        `page` is the number of the page to read first.
        """
        self._worker.forget()
        self._uncounted = False
        self.generation += 1
        generation, search = self.generation, self._search
        self._submit(lambda token: search.find(generation, query, now, page, token), self._find)
        return generation

    def ask_page(self, generation: int, number: int) -> None:
        """Read a page of the query's rows; `paged` brings it."""
        self._submit(lambda token: self._search.page(generation, number, token), self._take_page)

    def ask_keys(
        self, ranges: Sequence[tuple[int, int]], done: Callable[[list[int]], object]
    ) -> None:
        """Read the keys of the rows in `ranges` (first and last row), and pass them to `done`."""
        generation = self.generation

        def take(keys: list[int] | None) -> None:
            if keys is not None:
                done(keys)

        self._submit(lambda token: self._search.keys(generation, ranges, token), take)

    def ask_counts(self, now: datetime) -> None:
        """Count the orders of every view at `now` (UTC); `counted` brings the numbers."""
        self._submit(lambda token: self._search.counts(now, token), self.counted.emit)

    def close(self) -> None:
        """Cancel all jobs, and close the file."""
        self._worker.close()
        self._search.close()

    def _submit(self, work: Callable[[CancelToken], T], done: Callable[[T], object]) -> None:
        if self._counting is not None:
            self._counting.cancel()
        self._worker.submit(work, done, failed=self._fail)
        if self._uncounted:
            self._count_later()

    def _count_later(self) -> None:
        """Count the rows after all jobs that are queued now."""
        if self._counting is not None:
            self._counting.cancel()
        generation = self.generation

        def take(count: int | None) -> None:
            if count is not None:
                self._uncounted = False
                self.sized.emit(generation, count)

        self._counting = self._worker.submit(
            lambda token: self._search.count_rows(generation, token), take, failed=self._fail
        )

    def _find(self, result: QueryResult) -> None:
        self._uncounted = result.count is None
        self.found.emit(result)
        if self._uncounted:
            self._count_later()

    def _take_page(self, page: RowPage | None) -> None:
        if page is not None:
            self.paged.emit(page)

    def _fail(self, problem: Exception) -> None:
        if not isinstance(problem, StorageError):
            raise problem
        self._uncounted = False
        self.failed.emit(problem)
