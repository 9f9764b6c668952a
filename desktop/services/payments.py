"""Receipts from payment lists of a bank, WeChat or Alipay: offered, chosen, then recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.progress import Progress
from desktop.base.settings import SettingKey
from desktop.domain.book import Book
from desktop.domain.payments import OfferedPayment, Payment, PlannedReceipt, offer, plan
from desktop.records.store import Store
from desktop.services.cashback import CashbackService
from desktop.services.column_choices import column_facts, remember_columns

if TYPE_CHECKING:
    from desktop.exchange.document.table import Table
    from desktop.exchange.formats.payment_table import PaymentFile
    from desktop.exchange.snapshot import Problem


@dataclass(frozen=True, slots=True)
class PaymentOffer:
    """The incoming payments of a list, its doubtful rows, and the number of rows left out.

    `unsigned` is True if the list does not distinguish incoming from outgoing payments.
    """

    offered: tuple[OfferedPayment, ...]
    problems: tuple[Problem, ...]
    outgoing: int
    neutral: int
    unsigned: bool


class PaymentService:
    """Reads lists of payments and records those that the user chose as receipts.

    All methods raise StorageError if the data cannot be read or written.
    """

    def __init__(
        self,
        store: Store,
        book: Callable[[], Book],
        clock: Callable[[], datetime],
        cashback: CashbackService,
    ) -> None:
        self._store = store
        self._book = book
        self._clock = clock
        self._cashback = cashback

    def open(self, path: Path, progress: Progress | None = None) -> PaymentFile:
        """Open the list in a file. Raises ImportRefused if the file has none."""
        from desktop.exchange.formats.payment_table import open_payments

        return open_payments(path, progress)

    def columns(self, table: Table) -> dict[int, str]:
        """Return the fact in each column, by its index: as last chosen, else as guessed."""
        from desktop.exchange.formats.payment_titles import PaymentFact

        known = {fact.value for fact in PaymentFact}
        return column_facts(self._store, SettingKey.PAYMENT_COLUMNS, table, known)

    def remember_columns(self, table: Table, columns: Mapping[int, str]) -> None:
        """Remember which facts the columns of lists with these titles hold."""
        remember_columns(self._store, SettingKey.PAYMENT_COLUMNS, table, columns)

    def offer(
        self,
        table: Table,
        columns: Mapping[int, str] | None = None,
        progress: Progress | None = None,
    ) -> PaymentOffer:
        """Return the incoming payments of a list, with their likely partners and matching sums.

        Raises ImportRefused if no column holds the date, or the amount.
        """
        from desktop.exchange.formats.payment_table import read_payments

        facts = self.columns(table) if columns is None else columns
        read = read_payments(table, facts, self._clock(), progress)
        partners = [partner.name for partner in self._book().partners]
        offered = offer(read.payments, self._cashback.receipts(), self._cashback.orders(), partners)
        return PaymentOffer(
            tuple(offered), read.problems, read.outgoing, read.neutral, read.unsigned
        )

    def plan(self, payments: Iterable[Payment]) -> list[PlannedReceipt]:
        """Return how payments are matched one after the other, the oldest first."""
        return plan(payments, self._cashback.orders())

    def save_receipts(self, planned: Sequence[PlannedReceipt], source: str) -> int:
        """Record planned receipts in one action; return how many.

        The journal names `source` as their origin. Raises InvalidRecord as `enter_many` does.
        """
        receipts = [(each.payment.receipt, each.shares) for each in planned]
        return len(self._cashback.enter_many(receipts, source))
