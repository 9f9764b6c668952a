"""The money: what was promised, what came, and what receipts are matched to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from desktop.domain.book import Book
from desktop.domain.cashback import OrderMoney, money_of
from desktop.records.store import Store


class CashbackService:
    """Answers about the cashback of one store. `book` gives the records, `clock` now in UTC.

    All methods raise StorageError if the data cannot be read.
    """

    def __init__(
        self, store: Store, book: Callable[[], Book], clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._book = book
        self._clock = clock

    def orders(self, now: datetime | None = None) -> list[OrderMoney]:
        """Return the orders that any money is about at `now` (UTC), by account and number."""
        return money_of(self._store.money_facts(now or self._clock()), self._book())
