"""One action of the user: saving and deleting records, with the changes for its journal entry."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from desktop.base.progress import Progress, batches, with_progress
from desktop.domain.console_records import ChecklistAnswer, Sighting
from desktop.domain.evidence_records import Evidence, EvidenceSubject, SubjectKind
from desktop.domain.journal import Change, ChangedElsewhere, DuplicateRecord
from desktop.domain.model import Account, InvalidRecord, Order, Partner, Project
from desktop.domain.money_records import Cashback, Receipt
from desktop.domain.record import Record
from desktop.domain.timestamps import format_instant
from desktop.records.tables import record_rows, stored_records
from desktop.records.tables.journal import current_row
from desktop.records.tables.record_tables import RecordTable

if TYPE_CHECKING:
    from sqlite_utils import Database

R = TypeVar("R", bound=Record)
"""One kind of record."""


class Transaction:
    """Changes inside one open transaction, which are committed only if the whole action succeeds.

    `subject` is the subject of the journal entry.
    """

    def __init__(self, db: Database, clock: Callable[[], datetime], subject: str = "") -> None:
        self.subject = subject
        self._db = db
        self._clock = clock
        self.changes: list[Change] = []
        self.added: dict[int, Order] = {}
        """Orders of `add_orders` by their keys, unless they were changed since.

        They are not in `changes`: there can be so many that the journal copies their rows from the
        table in SQL.
        """

    def save(self, record: R, expected: R | None = None) -> R:
        """Insert a record without a key, else update it; return the record with its key.

        `expected` is the recorded state the record was made from, if that may have changed since.
        A partner that is only named is recorded as well; if a project's number is corrected, so are
        the orders that name it. Raises ChangedElsewhere if the recorded state is not the expected
        one, DuplicateRecord if another record has the same identity, InvalidRecord if the account
        is not recorded.
        """
        table = record_rows.TABLES[type(record)]
        if expected is not None and record.key is not None:
            self._compare(table, record.key, expected)
        row = record_rows.to_row(record) | self._references(record)
        with _unique(table.name):
            if record.key is None:
                return replace(record, key=self._insert(table.name, row))
            before = self._update(table.name, record.key, row)
        if isinstance(record, Project) and before["number"] not in (None, record.number):
            self._rename_in_orders(row["account_id"], before["number"], record.number)
        return record

    def _compare(self, table: RecordTable[Record], key: int, expected: Record) -> None:
        recorded = stored_records.read_one(self._db.conn, table, key)
        if recorded != expected:
            raise ChangedElsewhere(table.name, recorded)

    def add_orders(self, orders: Sequence[Order], progress: Progress | None = None) -> None:
        """Insert orders without keys in batches; `progress` gets how many are written.

        Raises DuplicateRecord and InvalidRecord as `save` does.
        """
        accounts = {uid: self._account_key(uid) for uid in {order.account for order in orders}}
        first = 1 + int(self._db.conn.execute("SELECT max(id) FROM orders").fetchone()[0] or 0)
        names = ", ".join(f'"{name}"' for name in ("id", "account_id", *record_rows.ORDER_COLUMNS))
        marks = ", ".join("?" * (2 + len(record_rows.ORDER_COLUMNS)))
        statement = f"INSERT INTO orders ({names}) VALUES ({marks})"
        numbered = enumerate(with_progress(orders, progress), first)
        for some in batches(numbered):
            rows = [
                (key, accounts[each.account], *record_rows.order_values(each)) for key, each in some
            ]
            with _unique("orders"):
                self._db.conn.executemany(statement, rows)
            self.added.update(some)

    def orders(self, keys: Iterable[int], *, in_trash: bool = False) -> list[Order]:
        """Return the recorded orders with these keys, by key.

        Only those in the trash, or only the others.
        """
        found: list[Order] = []
        for some in batches(keys):
            marks = ",".join("?" * len(some))
            where = f"orders.id IN ({marks}) AND deleted_at IS {'NOT ' if in_trash else ''}NULL"
            found += stored_records.read_orders(self._db.conn, where, some)
        return found

    def sightings(self, order: Order) -> list[Sighting]:
        """Return the outcomes of attempts to associate an order."""
        return list(stored_records.read_sightings(self._db.conn, order.account, order.number))

    def move_to_trash(self, order: Order) -> None:
        """Move a recorded order to the trash; no effect if it is there already."""
        row = self._order_row(order)
        if row is not None and row["deleted_at"] is None:
            self._update("orders", row["id"], {"deleted_at": format_instant(self._clock())})

    def restore(self, order: Order) -> None:
        """Restore an order from the trash. Raises DuplicateRecord if its number is in use again."""
        row = self._order_row(order)
        if row is not None:
            with _unique("orders"):
                self._update("orders", row["id"], {"deleted_at": None})

    def remove(self, orders: Iterable[Order]) -> None:
        """Delete the rows of recorded orders; the journal keeps their content."""
        for order in orders:
            row = self._order_row(order)
            if row is not None:
                self._note_addition(row)
                self._db.table("orders").delete(row["id"])
                self.changes.append(Change("orders", row["id"], row, None))

    def delete(
        self, record: Receipt | Cashback | Project | Sighting | Evidence | ChecklistAnswer
    ) -> None:
        """Delete a record that no other refers to; no effect if it is deleted already.

        Delete the parts of a receipt first; the evidence for a receipt is deleted with it.
        """
        table = record_rows.TABLES[type(record)].name
        row = None if record.key is None else current_row(self._db.conn, table, record.key)
        if isinstance(record, Receipt) and row is not None:
            subject = EvidenceSubject(kind=SubjectKind.RECEIPT, key=row["id"])
            for piece in stored_records.read_evidence(self._db.conn, subject):
                self.delete(piece)
        if row is not None:
            self._db.table(table).delete(row["id"])
            self.changes.append(Change(table, row["id"], row, None))

    def evidence(self, subject: EvidenceSubject) -> list[Evidence]:
        """Return the recorded evidence for an order, a project or a receipt, first to last."""
        return list(stored_records.read_evidence(self._db.conn, subject))

    def _order_row(self, order: Order) -> dict[str, Any] | None:
        return None if order.key is None else current_row(self._db.conn, "orders", order.key)

    def _references(self, record: Record) -> dict[str, Any]:
        """Return the foreign keys of a row for the account's UID and the partner's name.

        Raises InvalidRecord if the account is not recorded.
        """
        if isinstance(record, Account | Partner | Receipt):
            return {}
        if isinstance(record, Evidence):
            named = record.subject.account
            return {"account_id": self._account_key(named) if named else None}
        account = self._account_key(record.account)
        if not isinstance(record, Project):
            return {"account_id": account}
        return {"account_id": account, "partner_id": self._partner_key(record.partner)}

    def _account_key(self, uid: str) -> int:
        found = self._key_of("accounts", "uid", uid)
        if found is None:
            raise InvalidRecord("account", "not-recorded")
        return found

    def _partner_key(self, name: str | None) -> int | None:
        if name is None:
            return None
        found = self._key_of("partners", "name", name)
        if found is not None:
            return found
        return self._insert("partners", record_rows.to_row(Partner(name=name)))

    def _key_of(self, table: str, column: str, value: str) -> int | None:
        row = self._db.conn.execute(
            f"SELECT id FROM {table} WHERE {column} = ?", [value]
        ).fetchone()
        return None if row is None else int(row[0])

    def _rename_in_orders(self, account_id: int, old: str, new: str | None) -> None:
        naming = self._db.conn.execute(
            "SELECT id FROM orders WHERE account_id = ? AND project = ?", [account_id, old]
        ).fetchall()
        for (key,) in naming:
            self._update("orders", key, {"project": new})

    def _insert(self, table: str, row: dict[str, Any]) -> int:
        key = int(self._db.table(table).insert(row).last_pk or 0)
        self.changes.append(Change(table, key, None, current_row(self._db.conn, table, key)))
        return key

    def _update(self, table: str, key: int, row: dict[str, Any]) -> dict[str, Any]:
        """Change the columns that differ; return the former row.

        Raises LookupError if there is no such row, which is a bug.
        """
        before = current_row(self._db.conn, table, key)
        if before is None:
            raise LookupError(f"{table} {key}")
        different = {name: value for name, value in row.items() if before[name] != value}
        if different:
            if table == "orders":
                self._note_addition(before)
            self._db.table(table).update(key, different)
            self.changes.append(Change(table, key, before, before | different))
        return before

    def _note_addition(self, row: dict[str, Any]) -> None:
        """Record the insertion of an order added in this transaction, before it is changed."""
        if self.added.pop(row["id"], None) is not None:
            self.changes.append(Change("orders", row["id"], None, row))


@contextmanager
def _unique(table: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.IntegrityError as error:
        if getattr(error, "sqlite_errorname", "") == "SQLITE_CONSTRAINT_UNIQUE":
            raise DuplicateRecord(table) from error
        raise
