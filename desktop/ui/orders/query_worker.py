"""Looks orders up on a thread of its own, so that no key press waits for the file.

The newest question wins: one that is overtaken is called off, and its answer never arrives.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from queue import Empty, SimpleQueue

from PySide6.QtCore import QObject, Signal

from desktop.base.progress import Cancelled
from desktop.base.storage import StorageError
from desktop.domain.order_rows import PAGE_SIZE, Cursor, OrderRow
from desktop.domain.views import Query
from desktop.records.index.queries import Listing
from desktop.records.index.reader import Reader

_CHAIN = 4
"""Pages that are walked through to reach one whose place is not known yet."""


@dataclass(frozen=True, slots=True)
class RowPage:
    """One page of rows; `generation` is the question's number."""

    generation: int
    number: int
    lines: tuple[OrderRow, ...]


@dataclass(frozen=True, slots=True)
class QueryResult:
    """The answer to a question: the page that is looked at, and how many rows there are.

    `count` is None until they are counted; the page is then the first.
    """

    query: Query
    now: datetime
    page: RowPage
    count: int | None


@dataclass(slots=True)
class _State:
    """What the thread knows of the question in hand."""

    generation: int
    query: Query
    now: datetime
    listing: Listing
    ends: list[Cursor]
    count: int | None = None


class OrderQueryWorker(QObject):
    """Ask on the window's thread; answers come there as signals."""

    found = Signal(object)
    """A `QueryResult`: the first answer to a question."""
    sized = Signal(int, int)
    """Generation and number of rows, once they are counted."""
    paged = Signal(object)
    """A `RowPage` that was asked for."""
    counted = Signal(object)
    """The number of orders in each view."""
    troubled = Signal(object)
    """A `StorageError` instead of an answer."""
    _told = Signal(object)

    def __init__(self, reader: Reader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self.closed = False
        self._generation = 0
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._state: _State | None = None
        self._waiting: list[int] = []
        self._told.connect(self._tell)
        self._thread = threading.Thread(target=self._work, name="finder", daemon=True)
        self._thread.start()

    # On the window's thread

    def ask(self, query: Query, now: datetime, page: int = 0) -> int:
        """Find the rows of a query at `now` (UTC), the page that is looked at first; its generation."""
        self._generation += 1
        generation = self._generation
        self._do(lambda: self._find(generation, query, now, page))
        return generation

    def ask_page(self, generation: int, number: int) -> None:
        """Fetch a page of the question in hand."""
        self._do(lambda: self._fetch(generation, number))

    def ask_keys(
        self, ranges: Sequence[tuple[int, int]], done: Callable[[list[int]], object]
    ) -> None:
        """Fetch the keys of rows, first to last of each range included; `done` gets them."""
        generation = self._generation
        self._do(lambda: self._collect(generation, ranges, done))

    def ask_counts(self, now: datetime) -> None:
        """Count the orders of every view at `now` (UTC)."""
        self._do(lambda: self.counted.emit(self._reader.counts(now)))

    def close(self) -> None:
        """Call off what is being looked for, and let go of the file."""
        self.closed = True
        self._generation += 1
        self._reader.interrupt()
        self._jobs.put(None)
        self._thread.join()
        self._reader.close()

    def _tell(self, tell: Callable[[], object]) -> None:
        """Runs on the window's thread, where the query worker lives."""
        if not self.closed:
            tell()

    def _do(self, job: Callable[[], None]) -> None:
        self._reader.interrupt()  # first: it must not hit the new job
        self._jobs.put(job)

    # On the query worker's thread

    def _work(self) -> None:
        while True:
            try:
                job = self._jobs.get(block=self._page_index_ready())
            except Empty:
                job = self._page_index
            if job is None:
                return
            self._answer(job)

    def _page_index_ready(self) -> bool:
        return self._state is None or self._state.count is not None

    def _answer(self, job: Callable[[], None]) -> None:
        while True:
            try:
                with self._reader.asking():
                    return job()
            except Cancelled:
                if job == self._page_index:
                    return None  # it is tried again when nobody waits for anything else
            except StorageError as problem:
                self._state = None
                self.troubled.emit(problem)
                return None

    def _find(self, generation: int, query: Query, now: datetime, page: int) -> None:
        if generation != self._generation:
            return
        self._state = None
        listing = self._reader.listing(query, now)
        state = _State(generation, query, now, listing, [])
        self._waiting = []
        if page:
            state.count, state.ends = listing.page_index()
            page = min(page, max(0, (state.count - 1) // PAGE_SIZE))
        first = self._page(state, page)
        if page == 0 and len(first.lines) < PAGE_SIZE:
            state.count = len(first.lines)
        self._state = state
        self.found.emit(QueryResult(query, now, first, state.count))

    def _fetch(self, generation: int, number: int) -> None:
        state = self._state
        if state is None or generation != state.generation:
            return
        if number > len(state.ends) + _CHAIN and state.count is None:
            self._waiting.append(number)
            return
        self.paged.emit(self._page(state, number))

    def _page_index(self) -> None:
        state = self._state
        if state is None:
            return
        state.count, state.ends = state.listing.page_index()
        self.sized.emit(state.generation, state.count)
        waiting, self._waiting = self._waiting, []
        for number in waiting:
            self._fetch(state.generation, number)

    def _page(self, state: _State, number: int) -> RowPage:
        places = self._places(state, number)
        lines = self._reader.order_rows([place.key for place in places])
        return RowPage(state.generation, number, tuple(lines))

    def _places(self, state: _State, number: int) -> list[Cursor]:
        while len(state.ends) < number:
            after = state.ends[-1] if state.ends else None
            between = state.listing.following(after, PAGE_SIZE)
            if len(between) < PAGE_SIZE:
                return []
            state.ends.append(between[-1])
        places = state.listing.following(state.ends[number - 1] if number else None, PAGE_SIZE)
        if len(places) == PAGE_SIZE and len(state.ends) == number:
            state.ends.append(places[-1])
        return places

    def _collect(
        self,
        generation: int,
        ranges: Sequence[tuple[int, int]],
        done: Callable[[list[int]], object],
    ) -> None:
        state = self._state
        if state is None or generation != state.generation:
            return
        keys: list[int] = []
        for first, last in ranges:
            for number in range(first // PAGE_SIZE, last // PAGE_SIZE + 1):
                places = self._places(state, number)
                start = number * PAGE_SIZE
                keys += [p.key for p in places[max(0, first - start) : last - start + 1]]
        with suppress(RuntimeError):  # the page was closed meanwhile
            self._told.emit(lambda: done(keys))
