"""The read-only queries of a store: journal, records, order index, drafts and settings."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from desktop.base.progress import batches
from desktop.base.settings import SettingKey
from desktop.base.small_json import parse_object
from desktop.base.storage import (
    StorageError,
    StorageErrorKind,
)
from desktop.domain.daily_summary import Stake
from desktop.domain.journal import (
    ActionName,
    Change,
    JournalEntry,
)
from desktop.domain.order_rows import OrderRow
from desktop.domain.timestamps import format_instant, parse_instant
from desktop.domain.views import View
from desktop.records.file.connect import TEXT_LIMIT
from desktop.records.file.errors import translate_errors
from desktop.records.index import queries
from desktop.records.tables import journal, record_tables, stored_records
from desktop.records.tables.record_tables import RecordTable

if TYPE_CHECKING:
    from desktop.domain.cashback import MoneyFacts
    from desktop.domain.console_records import ChecklistAnswer, Sighting
    from desktop.domain.evidence_records import Evidence, EvidenceSubject
    from desktop.domain.model import Order, Project
    from desktop.domain.money_records import PartnerAnswer
    from desktop.domain.receipts import MatchedReceipt

R = TypeVar("R")
"""One kind of record."""


class StoreQueries:
    """The methods of a store that only read the file at `path`, through one connection.

    All methods raise StorageError if the file cannot be read.
    """

    path: Path
    _connection: sqlite3.Connection

    # The journal

    def last_entry(self) -> int:
        """Return the number of the journal's last entry; 0 if there is none."""
        with translate_errors(self.path):
            return journal.last_number(self._connection)

    def last_undoable(self) -> JournalEntry | None:
        """Return the latest action that is not undone; None if there is none."""
        with translate_errors(self.path):
            return journal.last_undoable(self._connection)

    def last_redoable(self) -> JournalEntry | None:
        """Return the undo that can be redone; None if a new action was done since."""
        with translate_errors(self.path):
            return journal.last_redoable(self._connection)

    def history(self, limit: int) -> list[JournalEntry]:
        """Return the latest journal entries, latest first."""
        with translate_errors(self.path):
            return journal.history(self._connection, limit)

    def latest_moment(self) -> datetime | None:
        """Return the latest moment (UTC) among the last entries; None without any."""
        with translate_errors(self.path):
            return journal.latest_moment(self._connection)

    def before_last(self, order: Order, action: ActionName) -> dict[str, Any] | None:
        """Return the order's row before the latest such action that is not undone, if any."""
        if order.key is None:
            return None
        with translate_errors(self.path):
            return journal.before_last(self._connection, action, "orders", order.key)

    def count_changes(self, entry: JournalEntry) -> int:
        """Return how many records an action changed."""
        with translate_errors(self.path):
            return journal.count_changes(self._connection, entry)

    def history_of(self, order: Order) -> list[tuple[JournalEntry, Change]]:
        """Return what happened to a recorded order, first to last."""
        if order.key is None:
            return []
        with translate_errors(self.path):
            return journal.of_row(self._connection, "orders", order.key)

    def first_entry_at(self) -> datetime | None:
        """Return the moment (UTC) of the journal's first entry; None without entries."""
        with translate_errors(self.path):
            return journal.first_moment(self._connection)

    # The records

    def sightings(self, account: str) -> list[Sighting]:
        """Return the outcomes of attempts to associate orders of an account, first to last."""
        with translate_errors(self.path):
            return list(stored_records.read_sightings(self._connection, account))

    def last_compared(self) -> dict[str, datetime]:
        """Return when (UTC) accounts, by UID, were last compared with the console's lists."""
        with translate_errors(self.path):
            found = self._connection.execute(
                "SELECT uid, max(compared_at) FROM comparisons "
                "JOIN accounts ON accounts.id = account_id GROUP BY uid"
            ).fetchall()
        return self._instants(dict(found))

    def latest_receipts(self, first: int, count: int) -> list[MatchedReceipt]:
        """Return `count` receipts with their parts from position `first` on, the latest first."""
        from desktop.records.tables import stored_receipts

        with translate_errors(self.path):
            return stored_receipts.latest(self._connection, first, count)

    def receipts_of(self, amount: int, first: datetime, last: datetime) -> list[MatchedReceipt]:
        """Return the receipts of `amount` fen received between two moments (UTC)."""
        from desktop.records.tables import stored_receipts

        with translate_errors(self.path):
            return stored_receipts.of_amount(self._connection, amount, first, last)

    def months_of_receipts(self) -> frozenset[str]:
        """Return the Beijing months (`YYYY-MM`) that have a receipt."""
        from desktop.records.tables import stored_receipts

        with translate_errors(self.path):
            return stored_receipts.months(self._connection)

    def partner_answers(self) -> list[PartnerAnswer]:
        """Return the claims on statements and the answers of partners, first to last."""
        return self._read(record_tables.PARTNER_ANSWERS)

    def partner_answer(self, account: str, number: str) -> PartnerAnswer | None:
        """Return the claim for one order with its partner's last answer; None without one."""
        with translate_errors(self.path):
            return stored_records.read_answer(self._connection, account, number)

    def evidence(self, subject: EvidenceSubject | None = None) -> list[Evidence]:
        """Return the evidence for a subject, by default for all, first to last."""
        if subject is None:
            return self._read(record_tables.EVIDENCE)
        with translate_errors(self.path):
            return list(stored_records.read_evidence(self._connection, subject))

    def evidence_digests(self) -> set[str]:
        """Return the digests of all files that are recorded as evidence."""
        with translate_errors(self.path):
            found = self._connection.execute("SELECT DISTINCT sha256 FROM evidence").fetchall()
        return {str(digest) for (digest,) in found}

    def voided_evidence(self, before: datetime, limit: int) -> list[Evidence]:
        """Return evidence that was voided before a moment (UTC), `limit` pieces at most."""
        with translate_errors(self.path):
            return list(stored_records.read_voided_evidence(self._connection, before, limit))

    def answers(self, account: str) -> list[ChecklistAnswer]:
        """Return the answers to the checklist for an account (a UID)."""
        return [each for each in self._read(record_tables.ANSWERS) if each.account == account]

    def draft(self, name: str) -> dict[str, Any]:
        """Return the half-typed input stored under a name; empty if there is none.

        Raises StorageError, DAMAGED if it cannot be read.
        """
        text = self._value("SELECT fields FROM drafts WHERE name = ?", name)
        fields = {} if text is None else parse_object(text, TEXT_LIMIT)
        if fields is None:
            raise StorageError(StorageErrorKind.DAMAGED, self.path, f"draft {name}")
        return fields

    def setting(self, key: SettingKey, part: str = "") -> str | None:
        """Return a setting; None if it was never set. `part` is appended to the key's name."""
        return self._value("SELECT value FROM settings WHERE name = ?", key + part)

    def settings_starting(self, key: SettingKey) -> dict[str, str]:
        """Return the settings whose names begin with `key`, by the rest of their names."""
        query = "SELECT name, value FROM settings WHERE substr(name, 1, ?) = ? AND name <> ?"
        with translate_errors(self.path):
            found = self._connection.execute(query, [len(key), key, key]).fetchall()
        return {name[len(key) :]: value for name, value in found}

    # The order index

    def counts(self, now: datetime) -> dict[View, int]:
        """Return how many orders each view holds at `now` (UTC)."""
        with translate_errors(self.path):
            return queries.counts(self._connection, now)

    def count(self, now: datetime, view: View, account: str | None = None) -> int:
        """Return how many orders a view holds at `now` (UTC); `account` (a UID) narrows it."""
        with translate_errors(self.path):
            return queries.count(self._connection, now, view, account)

    def first_deadline(self, after: datetime) -> datetime | None:
        """Return the first deadline (UTC) after a moment; None if there is none."""
        with translate_errors(self.path):
            return queries.first_deadline(self._connection, after)

    def stake(self, now: datetime, until: datetime) -> Stake:
        """Return the stake of open orders due after `now` and not after `until` (UTC)."""
        with translate_errors(self.path):
            return queries.stake(self._connection, now, until)

    def deadlines(self, now: datetime, until: datetime) -> list[tuple[datetime, Stake]]:
        """Return every deadline after `now` and not after `until` (UTC), with its stake."""
        with translate_errors(self.path):
            return queries.deadlines(self._connection, now, until)

    def money_facts(self, now: datetime) -> list[MoneyFacts]:
        """Return the orders with cashback promised or received, at `now` (UTC)."""
        from desktop.records.index.money_rows import money_rows

        with translate_errors(self.path):
            return list(money_rows(self._connection, now))

    def excluded_facts(self, now: datetime, project: Project) -> list[MoneyFacts]:
        """Return the orders of products that a project excludes from cashback, at `now` (UTC)."""
        from desktop.records.index.money_rows import excluded_rows

        with translate_errors(self.path):
            return list(excluded_rows(self._connection, now, project))

    def owed_by_month(self) -> dict[str, int]:
        """Return the outstanding cashback of each Beijing month (`YYYY-MM`), in fen."""
        from desktop.records.index.money_rows import owed_by_month

        with translate_errors(self.path):
            return owed_by_month(self._connection)

    def first_orders(
        self, now: datetime, view: View, limit: int, account: str | None = None
    ) -> list[Order]:
        """Return a view's first orders, by deadline, then by descending cashback.

        In views without a countdown, the latest come first. `account` (a UID) narrows the view.
        """
        with translate_errors(self.path):
            keys = queries.first_keys(self._connection, now, view, limit, account)
            return [row.order for row in queries.order_rows(self._connection, keys)]

    def open_orders(
        self, now: datetime, until: datetime | None, account: str | None = None
    ) -> list[Order]:
        """Return the orders open at `now` (UTC) due not after `until`, by deadline.

        `account` is the UID of the account whose orders are wanted; None for all.
        """
        with translate_errors(self.path):
            keys = queries.open_keys(self._connection, now, until, account)
            return [
                row.order
                for batch in batches(keys)
                for row in queries.order_rows(self._connection, batch)
            ]

    def orders_between(self, start: datetime, end: datetime) -> list[Order]:
        """Return the orders paid, or else created, from `start` to before `end` (UTC)."""
        between = [format_instant(start), format_instant(end)]
        condition = (
            "deleted_at IS NULL AND coalesce(orders.paid_at, orders.created_at) >= ? "
            "AND coalesce(orders.paid_at, orders.created_at) < ?"
        )
        with translate_errors(self.path):
            return list(stored_records.read_orders(self._connection, condition, between))

    def open_accounts(self, now: datetime, limit: int = 1000) -> dict[str, datetime]:
        """Return the accounts (UIDs) of the `limit` most urgent orders open at `now` (UTC).

        Each with the time (UTC) at which its first such order was created.
        """
        with translate_errors(self.path):
            found = queries.open_accounts(self._connection, now, limit)
        return self._instants(found)

    def trashed_before(self, before: datetime, limit: int) -> list[int]:
        """Return the keys of orders that were moved to the trash before a moment (UTC)."""
        with translate_errors(self.path):
            return queries.trash_keys(self._connection, before, limit)

    def order_rows(self, keys: Sequence[int]) -> list[OrderRow]:
        """Return the orders with these keys, in this order; missing ones are left out."""
        with translate_errors(self.path):
            return queries.order_rows(self._connection, keys)

    def _read(self, table: RecordTable[R]) -> list[R]:
        with translate_errors(self.path):
            return list(stored_records.read_all(self._connection, table))

    def _read_later(self, table: RecordTable[R]) -> Iterator[R]:
        """Yield the records of a table, which is queried only when the first one is requested."""
        with translate_errors(self.path):
            yield from stored_records.read_all(self._connection, table)

    def _instants(self, texts: Mapping[str, str]) -> dict[str, datetime]:
        """Parse the instants. Raises StorageError, DAMAGED if one cannot be parsed."""
        try:
            return {name: parse_instant(text) for name, text in texts.items()}
        except ValueError as error:
            raise StorageError(StorageErrorKind.DAMAGED, self.path, "instant") from error

    def _value(self, query: str, name: str) -> str | None:
        with translate_errors(self.path):
            row = self._connection.execute(query, [name]).fetchone()
        return None if row is None else row[0]
