"""Searching, sorting, counting and paging many orders, on a separate reading connection."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from desktop.base.progress import Cancelled, CancelToken
from desktop.base.storage import StorageError
from desktop.domain.order_rows import PAGE_SIZE, Cursor, OrderRow
from desktop.domain.views import Query, View
from desktop.records.index.index_reader import IndexReader
from desktop.records.index.listing import Listing

_CHAIN = 4
"""Pages that are read through to reach one whose start is not known yet."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RowPage:
    """One page of rows; `generation` is the number of the query they belong to."""

    generation: int
    number: int
    rows: tuple[OrderRow, ...]


@dataclass(frozen=True, slots=True)
class QueryResult:
    """The first result of a query: the requested page, and the number of rows.

    `count` is None until the rows are counted; the page is then the first.
    """

    query: Query
    now: datetime
    page: RowPage
    count: int | None


@dataclass(slots=True)
class _RunningQuery:
    """The query that pages are read for; `ends` are the last rows of its pages, as far as known."""

    generation: int
    listing: Listing
    ends: list[Cursor]
    count: int | None = None


class OrderSearch:
    """Looks orders up on a separate connection, so that no action waits for a search.

    Only one thread at a time may call it. Cancelling a method's token interrupts it, even inside an
    SQL statement, and it raises Cancelled; it raises StorageError if the data cannot be read.
    """

    def __init__(self, reader: IndexReader) -> None:
        self._reader = reader
        self._running: _RunningQuery | None = None

    def find(
        self, generation: int, query: Query, now: datetime, page: int, token: CancelToken
    ) -> QueryResult:
        """Find the rows of a query at `now` (UTC), and read a page of them, at most the last.

        The other methods read from these rows if they are called with the same `generation`.
        """
        return self._answer(token, lambda: self._find(generation, query, now, page))

    def page(self, generation: int, number: int, token: CancelToken) -> RowPage | None:
        """Read a page of the rows found; None if they are of another generation."""
        return self._answer(token, lambda: self._page_of(generation, number))

    def count_rows(self, generation: int, token: CancelToken) -> int | None:
        """Count the rows found, and index where each page begins; None as for `page`."""
        return self._answer(token, lambda: self._count_rows(generation))

    def keys(
        self, generation: int, ranges: Sequence[tuple[int, int]], token: CancelToken
    ) -> list[int] | None:
        """Read the keys of rows, first to last of each range included; None as for `page`."""
        return self._answer(token, lambda: self._keys(generation, ranges))

    def counts(self, now: datetime, token: CancelToken) -> dict[View, int]:
        """Count the orders of every view at `now` (UTC)."""
        return self._answer(token, lambda: self._reader.counts(now))

    def close(self) -> None:
        """Release the file."""
        self._running = None
        self._reader.close()

    def _answer(self, token: CancelToken, ask: Callable[[], T]) -> T:
        token.attach(self._reader)
        try:
            while True:
                token.check()
                with suppress(Cancelled), self._reader.querying():
                    return ask()
                # The interrupt may have been meant for the previous query: check the token.
        except StorageError:
            self._running = None
            raise
        finally:
            token.detach(self._reader)

    def _find(self, generation: int, query: Query, now: datetime, page: int) -> QueryResult:
        self._running = None
        running = _RunningQuery(generation, self._reader.listing(query, now), [])
        if page:
            count = _index_pages(running)
            page = min(page, max(0, (count - 1) // PAGE_SIZE))
        first = self._read_page(running, page)
        if page == 0 and len(first.rows) < PAGE_SIZE:
            running.count = len(first.rows)
        self._running = running
        return QueryResult(query, now, first, running.count)

    def _page_of(self, generation: int, number: int) -> RowPage | None:
        running = self._asked(generation)
        if running is None:
            return None
        if number > len(running.ends) + _CHAIN and running.count is None:
            _index_pages(running)
        return self._read_page(running, number)

    def _count_rows(self, generation: int) -> int | None:
        running = self._asked(generation)
        if running is None:
            return None
        return _index_pages(running) if running.count is None else running.count

    def _keys(self, generation: int, ranges: Sequence[tuple[int, int]]) -> list[int] | None:
        running = self._asked(generation)
        if running is None:
            return None
        keys: list[int] = []
        for first, last in ranges:
            for number in range(first // PAGE_SIZE, last // PAGE_SIZE + 1):
                places = _places(running, number)
                start = number * PAGE_SIZE
                keys += [p.key for p in places[max(0, first - start) : last - start + 1]]
        return keys

    def _asked(self, generation: int) -> _RunningQuery | None:
        running = self._running
        return None if running is None or running.generation != generation else running

    def _read_page(self, running: _RunningQuery, number: int) -> RowPage:
        rows = self._reader.order_rows([place.key for place in _places(running, number)])
        return RowPage(running.generation, number, tuple(rows))


def _index_pages(running: _RunningQuery) -> int:
    """Store the number of rows and the last row of each page, and return the number."""
    running.count, running.ends = running.listing.page_index()
    return running.count


def _places(running: _RunningQuery, number: int) -> list[Cursor]:
    """Return the rows of a page, reading on from the last page whose end is known."""
    listing, ends = running.listing, running.ends
    while len(ends) < number:
        between = listing.following(ends[-1] if ends else None, PAGE_SIZE)
        if len(between) < PAGE_SIZE:
            return []
        ends.append(between[-1])
    places = listing.following(ends[number - 1] if number else None, PAGE_SIZE)
    if len(places) == PAGE_SIZE and len(ends) == number:
        ends.append(places[-1])
    return places
