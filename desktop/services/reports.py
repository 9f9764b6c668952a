"""Reports: what a month brought, for the bookkeeper, and the pack for a dispute with a partner."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.atomic_file import write_whole
from desktop.domain.assessment import assess_all
from desktop.domain.book import Book
from desktop.domain.cashback import OrderMoney, money_of
from desktop.domain.dispute import Dispute, receipts_for
from desktop.domain.month_report import MonthReport, month_bounds, month_report, reported
from desktop.domain.receipts import matched_receipts
from desktop.records.store import Store

if TYPE_CHECKING:
    from desktop.base.paper import PaperDocument


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

    def dispute(self, orders: Sequence[OrderMoney], now: datetime | None = None) -> Dispute:
        """Return what is to be shown to the partner of these orders, which must have the same one.

        As recorded at `now` (UTC). Raises ValueError for orders of several partners, or for none.
        """
        partners = {order.partner for order in orders}
        if len(partners) != 1:
            raise ValueError(f"{len(partners)} partners")
        at, book = now or self._clock(), self._book()
        names = [order.name for order in orders]
        known = book.orders.several(names)
        judged = assess_all((known[name] for name in names if name in known), book, at)
        return Dispute(
            now=at,
            partner=partners.pop(),
            orders=reported(judged, orders),
            receipts=tuple(receipts_for(matched_receipts(book), names)),
        )

    def save_workbook(self, path: Path, document: PaperDocument) -> None:
        """Write a document as an XLSX workbook. Raises OSError; an error leaves no half file."""
        from desktop.exchange.formats.paper_xlsx import write_workbook

        write_whole(path, write_workbook(document))

    def save_pack(
        self, path: Path, dispute: Dispute, document: PaperDocument, pdf: bytes, name: str
    ) -> None:
        """Write a dispute as a ZIP: the document as a PDF and a workbook, and a list of hashes.

        `name` is that of the document's files, without an ending. Raises OSError; an error leaves
        no half file.
        """
        from desktop.exchange.formats.dispute_zip import write_pack
        from desktop.exchange.formats.paper_xlsx import write_workbook

        files = [(f"{name}.pdf", pdf), (f"{name}.xlsx", write_workbook(document))]
        write_whole(path, write_pack(files, dispute.now))
