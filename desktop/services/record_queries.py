"""Read-only queries: the records of a data folder, and the results of the rules."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from desktop.domain import beijing
from desktop.domain.assessment import Assessment, assess, assess_all
from desktop.domain.book import Book
from desktop.domain.daily_summary import DailySummary
from desktop.domain.programme import Programme
from desktop.domain.views import View
from desktop.records.store import Store
from desktop.services.clock import Clock

if TYPE_CHECKING:
    from desktop.domain.console_records import Sighting
    from desktop.domain.gate import Gate
    from desktop.domain.journal import Change, JournalEntry
    from desktop.domain.model import Account, Order
    from desktop.domain.order_rows import OrderRow
    from desktop.domain.timeline import Timeline
    from desktop.domain.window_advice import Advice
    from desktop.records.index.integrity_check import CheckReport
    from desktop.services.order_search import OrderSearch

_COUNTED = (View.TO_ASSOCIATE, View.TODAY, View.MISSED, View.CHECK, View.WAITING)


class RecordQueries:
    """Reads the records of one store. All methods raise StorageError if the data cannot be read."""

    def __init__(self, store: Store, programme: Programme, clock: Clock) -> None:
        """`clock` gives now in UTC."""
        self._store = store
        self.programme = programme
        self.clock = clock
        self._book: Book | None = None
        self._book_version: object = None

    # The records

    def book(self) -> Book:
        """Return the current records, with the changes of other processes."""
        version = self._store.data_version()
        if self._book is None or version != self._book_version:
            self._book = self._store.read_book()
            self._book_version = version
        return self._book

    def stale(self) -> bool:
        """Return whether the data changed since `book` was last called."""
        return self._store.data_version() != self._book_version

    def data_version(self) -> tuple[int, int]:
        """Return two numbers; one of them changes when this or another process writes data."""
        return self._store.data_version()

    def answers(self, account: Account) -> dict[str, bool]:
        """Return the user's answers to the checklist for this account."""
        return {each.item: each.value for each in self._store.answers(account.uid)}

    def answer_dates(self, account: Account) -> dict[str, datetime]:
        """Return when (UTC) each question of the checklist was answered for this account."""
        return {each.item: each.answered_at for each in self._store.answers(account.uid)}

    def sightings(self, uid: str) -> list[Sighting]:
        """Return the outcomes of attempts to associate an account's orders, first to last."""
        return self._store.sightings(uid)

    def window_advice(self, account: Account) -> Advice | None:
        """Return the advice on an account's window that follows from its sightings, if any."""
        from desktop.domain.window_advice import advise

        return advise(account, self._store.sightings(account.uid))

    # One order, or a few

    def assess(self, order: Order, now: datetime | None = None) -> Assessment:
        """Return one order's verdict at `now` (UTC); the order need not be recorded."""
        return assess(order, self.book(), now or self.clock())

    def assess_all(self, orders: Iterable[Order], now: datetime) -> list[Assessment]:
        """Return the verdicts on many orders at `now` (UTC)."""
        return assess_all(orders, self.book(), now)

    def gate(self, uid: str, now: datetime | None = None, margin: timedelta | None = None) -> Gate:
        """Return whether this account may buy at `now`, leaving at least `margin` to associate."""
        from desktop.domain.gate import DEFAULT_MARGIN, check_gate

        return check_gate(uid, self.book(), now or self.clock(), margin or DEFAULT_MARGIN)

    def order_rows(self, keys: Sequence[int]) -> list[OrderRow]:
        """Return the orders with these keys and their status; missing ones are left out."""
        return self._store.order_rows(keys)

    # All orders

    def daily_summary(
        self,
        now: datetime | None = None,
        *,
        most: int = 12,
        account: str | None = None,
        only: Collection[View] = tuple(View),
    ) -> DailySummary:
        """Return what is to be done at `now` (UTC; default: the clock's), `most` orders a view.

        `account` (a UID) narrows orders and counts to one account; the stakes are of all accounts.
        Orders are read for the views in `only`; the others have only counts.
        """
        at = now or self.clock()
        store = self._store

        def first(view: View) -> tuple[Assessment, ...]:
            found = store.first_orders(at, view, most, account) if view in only else []
            return tuple(assess_all(found, self.book(), at))

        return DailySummary(
            now=at,
            open=first(View.TO_ASSOCIATE),
            waiting=first(View.WAITING),
            unclear=first(View.CHECK),
            missed=first(View.MISSED),
            settled=(*first(View.ASSOCIATED), *first(View.SETTLED)),
            counts={view: store.count(at, view, account) for view in _COUNTED},
            today=store.stake(at, beijing.end_of_day(at)),
            week=store.stake(at, beijing.end_of_week(at)),
        )

    def open_orders(self, now: datetime, until: datetime | None = None) -> list[Order]:
        """Return the orders that are open at `now` (UTC), up to those due at `until` if given."""
        return self._store.open_orders(now, until)

    def first_deadline(self, after: datetime) -> datetime | None:
        """Return the first deadline of an open order after a moment (both UTC); None if none."""
        return self._store.first_deadline(after)

    def timeline(self) -> Timeline:
        """Return every deadline of the next 31 Beijing days, with the cashback at stake."""
        from desktop.domain.timeline import build_timeline, end

        at = self.clock()
        return build_timeline(at, self._store.deadlines(at, end(at)))

    def count(self, view: View, account: str | None = None) -> int:
        """Return how many orders a view holds now; `account` (a UID) narrows it."""
        return self._store.count(self.clock(), view, account)

    def order_search(self) -> OrderSearch:
        """Return a search with its own connection, to be used on another thread."""
        from desktop.services.order_search import OrderSearch

        return OrderSearch(self._store.reader())

    # The journal

    def history(self, limit: int) -> list[JournalEntry]:
        """Return the latest entries of the journal, latest first, `limit` at most."""
        return self._store.history(limit)

    def history_of(self, order: Order) -> list[tuple[JournalEntry, Change]]:
        """Return what happened to a recorded order, first to last."""
        return self._store.history_of(order)

    def last_entry(self) -> int:
        """Return the number of the journal's last entry; 0 if there is none."""
        return self._store.last_entry()

    def can_undo(self) -> bool:
        """Return whether there is an action to undo."""
        return self._store.last_undoable() is not None

    def can_redo(self) -> bool:
        """Return whether there is an undone action to redo."""
        return self._store.last_redoable() is not None

    # The file

    def check(self) -> CheckReport:
        """Check the whole data file, and return a report of its problems."""
        return self._store.check()
