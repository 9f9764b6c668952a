"""Reports: the month's report for the bookkeeper, and the pack for a dispute with a partner."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.atomic_file import write_whole
from desktop.domain import beijing
from desktop.domain.assessment import Assessment, assess_all
from desktop.domain.book import Book
from desktop.domain.cashback import OrderMoney, money_of
from desktop.domain.dispute import Dispute, PackedEvidence, packed_name, receipts_for
from desktop.domain.evidence import (
    FileState,
    not_voided,
    subject_of_order,
    subject_of_project,
    subject_of_receipt,
)
from desktop.domain.evidence_records import EvidenceSubject
from desktop.domain.month_report import MonthReport, month_bounds, month_report, reported
from desktop.domain.receipts import MatchedReceipt, matched_receipts
from desktop.records.store import Store

if TYPE_CHECKING:
    from desktop.base.paper_document import PaperDocument
    from desktop.services.evidence import EvidenceService


class ReportService:
    """Builds reports from one store. `book` gives the records, `clock` now in UTC.

    All methods raise StorageError if the data cannot be read.
    """

    def __init__(
        self,
        store: Store,
        book: Callable[[], Book],
        clock: Callable[[], datetime],
        evidence: EvidenceService,
    ) -> None:
        self._evidence = evidence
        self._store = store
        self._book = book
        self._clock = clock

    def month(self, month: str, now: datetime | None = None) -> MonthReport:
        """Return the report of a Beijing month (`YYYY-MM`) as recorded at `now` (UTC).

        Raises ValueError if `month` is not a month.
        """
        at, book = now or self._clock(), self._book()
        orders = self._store.orders_between(*month_bounds(month))
        money = money_of(self._store.money_facts(at), book)
        judged = assess_all(orders, book, at)
        return month_report(month, at, judged, money, matched_receipts(book), book)

    def dispute(self, orders: Sequence[OrderMoney], now: datetime | None = None) -> Dispute:
        """Return the dispute with the partner of these orders, as recorded at `now` (UTC).

        Raises ValueError if the orders have different partners, or there are none.
        """
        partners = {order.partner for order in orders}
        if len(partners) != 1:
            raise ValueError(f"{len(partners)} partners")
        at, book = now or self._clock(), self._book()
        names = [order.name for order in orders]
        known = book.orders.several(names)
        judged = assess_all((known[name] for name in names if name in known), book, at)
        receipts = receipts_for(matched_receipts(book), names)
        return Dispute(
            now=at,
            partner=partners.pop(),
            orders=reported(judged, orders),
            receipts=tuple(receipts),
            evidence=tuple(self._packed(judged, receipts)),
        )

    def _packed(
        self, judged: Sequence[Assessment], receipts: Sequence[MatchedReceipt]
    ) -> Iterator[PackedEvidence]:
        """Yield the evidence for orders, projects and receipts, each file once."""
        book, number = self._book(), 0
        seen: set[str] = set()
        for about, subject in _subjects(judged, receipts, book):
            for piece in not_voided(self._evidence.of(subject)):
                if piece.sha256 not in seen:
                    seen.add(piece.sha256)
                    number += 1
                    sound = self._evidence.state(piece) is FileState.SOUND
                    name = packed_name(number, about, piece)
                    yield PackedEvidence(piece, about, name, packed=sound)

    def save_workbook(self, path: Path, document: PaperDocument) -> None:
        """Write a document as an XLSX workbook. Raises OSError; an error leaves no partial file."""
        from desktop.exchange.formats.paper_xlsx import write_workbook

        write_whole(path, write_workbook(document))

    def save_pack(
        self, path: Path, dispute: Dispute, document: PaperDocument, pdf: bytes, name: str
    ) -> None:
        """Write a dispute as a ZIP: the document as a PDF and a workbook, evidence, and hashes.

        `name` is the base name of the document's files. Raises OSError, and EvidenceUnreadable if a
        file was changed since `dispute` was built; an error leaves no partial file.
        """
        from desktop.exchange.formats.dispute_zip import write_pack
        from desktop.exchange.formats.paper_xlsx import write_workbook

        def files() -> Iterator[tuple[str, bytes]]:
            yield f"{name}.pdf", pdf
            yield f"{name}.xlsx", write_workbook(document)
            for one in dispute.evidence:
                if one.packed:
                    yield one.file_name, self._evidence.read(one.piece)

        write_whole(path, write_pack(files(), dispute.now))


def _subjects(
    judged: Sequence[Assessment], receipts: Sequence[MatchedReceipt], book: Book
) -> Iterator[tuple[str, EvidenceSubject]]:
    """Yield the subjects of evidence, each with its number (the day for a receipt)."""
    for one in judged:
        yield one.order.number, subject_of_order(one.order.account, one.order.number)
        if one.project is not None:
            project = book.project_numbered(one.project, one.order.account)
            if project is not None and project.key is not None:
                yield one.project, subject_of_project(project.key)
    for matched in receipts:
        if matched.receipt.key is not None:
            day = beijing.day_of(matched.receipt.received_at)
            yield day.isoformat(), subject_of_receipt(matched.receipt.key)
