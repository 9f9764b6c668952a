"""Reports: what a month brought, for the bookkeeper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from desktop.domain.assessment import assess_all
from desktop.domain.book import Book
from desktop.domain.cashback import money_of
from desktop.domain.month_report import MonthReport, month_bounds, month_report
from desktop.domain.receipts import matched_receipts
from desktop.records.store import Store


class ReportService:
    """Puts reports together from one store. `book` gives the records, `clock` now in UTC.

    All methods raise StorageError if the data cannot be read.
    """

    def __init__(
        self, store: Store, book: Callable[[], Book], clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._book = book
        self._clock = clock

    def month(self, month: str, now: datetime | None = None) -> MonthReport:
        """Return the report of a Beijing month (`YYYY-MM`) as recorded at `now` (UTC).

        Raises ValueError if it is no month.
        """
        at, book = now or self._clock(), self._book()
        orders = self._store.orders_between(*month_bounds(month))
        money = money_of(self._store.money_facts(at), book)
        judged = assess_all(orders, book, at)
        return month_report(month, at, judged, money, matched_receipts(book), book)
