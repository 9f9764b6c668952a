"""The records of one data folder: read as a book, changed in acts.

Reading needs only the standard library; what writes is loaded on the first act, or by `preload`.
A store belongs to the thread that opened it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from desktop.base.atomic_file import LEFT_BEHIND, sweep
from desktop.base.progress import Progress
from desktop.base.storage import FILE_NAME, SCHEMA_VERSION, Start, StorageError, StorageErrorKind
from desktop.domain.book import Book
from desktop.domain.daily_summary import Stake
from desktop.domain.journal import (
    REDO,
    UNDO,
    Change,
    JournalEntry,
    UndoConflict,
)
from desktop.domain.model import Account, Cashback, Order, Partner, Project, Sighting
from desktop.domain.order_rows import OrderRow
from desktop.domain.programme import Programme
from desktop.domain.timestamps import parse_instant
from desktop.domain.views import View
from desktop.records.file import database, wal_owner
from desktop.records.file.errors import translate_errors
from desktop.records.file.identity import FileIdentity
from desktop.records.file.schema import check_schema
from desktop.records.index import order_index, queries
from desktop.records.index.integrity_check import CheckReport, check_up
from desktop.records.index.reader import Reader
from desktop.records.tables import journal, rows
from desktop.records.tables.stored_orders import StoredOrders
from desktop.records.tables.transaction import Transaction

if TYPE_CHECKING:
    from sqlite_utils import Database


_BATCH_SIZE = 500
"""Orders that are read at once."""
R = TypeVar("R", Account, Partner, Project, Order, Cashback, Sighting)


class Store:
    """One open data file. `clock` gives the moment (UTC) that journal entries carry.

    The register of where orders stand follows `programme`, the rules in force.
    """

    def __init__(
        self,
        path: Path,
        connection: sqlite3.Connection,
        programme: Programme,
        clock: Callable[[], datetime],
    ) -> None:
        self.path = path
        self._connection = connection
        self._programme = programme
        self._clock = clock
        self._identity_check = FileIdentity(path)
        self._written = 0
        self._db: Database | None = None

    @classmethod
    def open(
        cls,
        folder: Path,
        programme: Programme,
        clock: Callable[[], datetime],
        start: Start = Start.AS_IT_IS,
    ) -> Store:
        """Open the data file in `folder`, made and migrated where needed. Raises StorageError."""
        path = folder / FILE_NAME
        database.refuse_missing(path, start)
        connection = database.open_connection(path)
        try:
            with translate_errors(path):
                if database.schema_version(connection) < SCHEMA_VERSION:
                    connection = _brought_up(connection, path, clock)
                check_schema(connection, path)
                database.forbid_schema_changes(connection)
            store = cls(path, connection, programme, clock)
            store._see_to_register()
        except BaseException:
            connection.close()
            raise
        sweep(path, LEFT_BEHIND)
        return store

    def another(self) -> Store:
        """A second way into the open file, for another thread. Raises StorageError."""
        connection = database.open_connection(self.path, opened=True)
        database.forbid_schema_changes(connection)
        return Store(self.path, connection, self._programme, self._clock)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    @staticmethod
    def preload() -> None:
        """Load what writes, so that the first act does not wait for it. Safe on any thread."""
        from sqlite_utils import Database

        Database(memory=True).conn.close()  # it looks for plugins when it is first made

    def read_book(self) -> Book:
        """All records as they are now, but for the orders, which are read when they are asked for."""
        with translate_errors(self.path):
            return Book(
                self._programme,
                accounts=self._read("accounts", Account),
                partners=self._read("partners", Partner),
                projects=self._read("projects", Project),
                orders=StoredOrders(self._connection, self.path),
                cashback=self._read("cashback", Cashback),
            )

    def reader(self) -> Reader:
        """A second, reading way into the file, for another thread."""
        return Reader(self.path)

    def data_version(self) -> tuple[int, int]:
        """Two numbers that change when another connection has written, or this one has records."""
        self._identity_check.check()
        with translate_errors(self.path):
            version = self._connection.execute("PRAGMA data_version").fetchone()[0]
        return int(version), self._written

    @contextmanager
    def transaction(
        self, name: str, *, subject: str = "", progress: Progress | None = None
    ) -> Iterator[Transaction]:
        """One act of the user: one transaction, one journal entry, durable when the block ends.

        `progress` is told how many of the changed orders were judged anew. Any error takes the whole act back. Raises StorageError. An act without changes leaves
        no entry.
        """
        with self._writing() as db:
            act = Transaction(db, self._clock, subject)
            yield act
            if act.changes:
                order_index.refresh(self._connection, act.changes, self._rule_book(), progress)
                journal.append(db, self._clock(), name, act.subject, act.changes)

    def undo(self, entry: JournalEntry) -> JournalEntry:
        """Take back `entry`, which must be the last undoable one; the new entry that says so.

        Raises UndoConflict where it is not, or where a row was changed since.
        """
        return self._revert(entry, UNDO, journal.last_undoable)

    def redo(self, entry: JournalEntry) -> JournalEntry:
        """Do again what the undo `entry` took back, which must be the last redoable; the new entry.

        Raises UndoConflict where it is not, or where a row was changed since.
        """
        return self._revert(entry, REDO, journal.last_redoable)

    def undo_empty_trash(self, entry: JournalEntry) -> JournalEntry:
        """Put back what `entry` emptied from the bin; the new entry. Raises UndoConflict."""

        def status(connection: sqlite3.Connection) -> JournalEntry | None:
            found = journal.entry_numbered(connection, entry.id)
            return found if found is not None and found.stands else None

        return self._revert(entry, UNDO, status)

    def _revert(
        self,
        entry: JournalEntry,
        act: str,
        allowed: Callable[[sqlite3.Connection], JournalEntry | None],
    ) -> JournalEntry:
        """`allowed` says, inside the transaction, which entry may be taken back."""
        with self._writing() as db:
            found = allowed(db.conn)
            if found is None or found.id != entry.id:
                raise UndoConflict("not the last act")
            changes = journal.revert(db, entry)
            order_index.refresh(self._connection, changes, self._rule_book())
            number = journal.append(db, self._clock(), act, entry.subject, changes, entry.id)
            made = journal.entry_numbered(db.conn, number)
        assert made is not None
        return made

    def last_entry(self) -> int:
        """The number of the journal's last entry; 0 where there is none."""
        with translate_errors(self.path):
            return journal.last_number(self._connection)

    def last_undoable(self) -> JournalEntry | None:
        """The latest act that was not taken back; None where there is none."""
        with translate_errors(self.path):
            return journal.last_undoable(self._connection)

    def last_redoable(self) -> JournalEntry | None:
        """The undo that was the last thing done; None where a new act was done since."""
        with translate_errors(self.path):
            return journal.last_redoable(self._connection)

    def history(self, limit: int) -> list[JournalEntry]:
        """The latest journal entries, latest first."""
        with translate_errors(self.path):
            return journal.history(self._connection, limit)

    def latest_moment(self) -> datetime | None:
        """The latest moment (UTC) that one of the last entries carries; None where there is none."""
        with translate_errors(self.path):
            return journal.latest_moment(self._connection)

    def before_last(self, record: Order, act: str) -> dict[str, Any] | None:
        """The order's row before the latest standing act of this name; None without one."""
        if record.key is None:
            return None
        with translate_errors(self.path):
            return journal.before_last(self._connection, act, "orders", record.key)

    def count_changes(self, entry: JournalEntry) -> int:
        """How many records an act changed."""
        with translate_errors(self.path):
            return journal.count_changes(self._connection, entry)

    def history_of(self, order: Order) -> list[tuple[JournalEntry, Change]]:
        """What happened to a recorded order, first to last."""
        if order.key is None:
            return []
        with translate_errors(self.path):
            return journal.of_row(self._connection, "orders", order.key)

    def sightings(self, account: str) -> list[Sighting]:
        """What the console showed for an account when it refused orders, first to last."""
        found = self._read("sightings", Sighting)
        return [sighting for sighting in found if sighting.account == account]

    # Where orders stand

    def counts(self, now: datetime) -> dict[View, int]:
        """How many orders each view holds at `now` (UTC)."""
        with translate_errors(self.path):
            return queries.counts(self._connection, now)

    def count(self, now: datetime, view: View, account: str | None = None) -> int:
        """How many orders a view holds at `now` (UTC); `account` (a UID) narrows it."""
        with translate_errors(self.path):
            return queries.count(self._connection, now, view, account)

    def first_deadline(self, after: datetime) -> datetime | None:
        """The first deadline (UTC) after a moment; None where there is none."""
        with translate_errors(self.path):
            return queries.first_deadline(self._connection, after)

    def stake(self, now: datetime, until: datetime) -> Stake:
        """What the open orders due after `now` and not after `until` (UTC) would lose."""
        with translate_errors(self.path):
            return queries.stake(self._connection, now, until)

    def deadlines(self, now: datetime, until: datetime) -> list[tuple[datetime, Stake]]:
        """Every deadline after `now` and not after `until` (UTC), with what is at risk then."""
        with translate_errors(self.path):
            return queries.deadlines(self._connection, now, until)

    def first_orders(
        self, now: datetime, view: View, limit: int, account: str | None = None
    ) -> list[Order]:
        """A view's first orders: soonest and dearest first, those without a countdown latest first.

        `account` (a UID) narrows it.
        """
        with translate_errors(self.path):
            keys = queries.first_keys(self._connection, now, view, limit, account)
            return [line.order for line in queries.lines(self._connection, keys)]

    def open_orders(self, now: datetime, until: datetime | None) -> list[Order]:
        """The orders open at `now` (UTC) whose deadline is not after `until`, by deadline."""
        with translate_errors(self.path):
            keys = queries.open_keys(self._connection, now, until)
            some = (keys[start : start + _BATCH_SIZE] for start in range(0, len(keys), _BATCH_SIZE))
            return [line.order for part in some for line in queries.lines(self._connection, part)]

    def in_bin_since(self, before: datetime, limit: int) -> list[int]:
        """The keys of orders that were put into the bin before a moment (UTC)."""
        with translate_errors(self.path):
            return queries.bin_keys(self._connection, before, limit)

    def lines(self, keys: Sequence[int]) -> list[OrderRow]:
        """The orders with these keys, in this order; one that is gone is left out."""
        with translate_errors(self.path):
            return queries.lines(self._connection, keys)

    def answers(self, account: Account) -> dict[str, bool]:
        """The answers to the checklist for an account, by item."""
        with translate_errors(self.path):
            found = self._connection.execute(
                "SELECT item, value FROM answers WHERE account_id = ?", [account.key]
            ).fetchall()
        return {item: bool(value) for item, value in found}

    def answer_dates(self, account: Account) -> dict[str, datetime]:
        """Return when (UTC) each question of the checklist was answered for an account, by item."""
        with translate_errors(self.path):
            found = self._connection.execute(
                "SELECT item, answered_at FROM answers WHERE account_id = ?", [account.key]
            ).fetchall()
        return {item: parse_instant(at) for item, at in found}

    def draft(self, name: str) -> dict[str, Any]:
        """Half-typed input kept under a name; empty where there is none."""
        text = self._value("SELECT fields FROM drafts WHERE name = ?", name)
        try:
            fields = {} if text is None else json.loads(text)
        except (ValueError, RecursionError) as error:
            raise StorageError(StorageErrorKind.DAMAGED, self.path, f"draft {name}") from error
        if not isinstance(fields, dict):
            raise StorageError(StorageErrorKind.DAMAGED, self.path, f"draft {name}")
        return fields

    def save_draft(self, name: str, fields: dict[str, Any]) -> None:
        """Keep half-typed input; not in the journal."""
        text = json.dumps(fields, ensure_ascii=False)
        with self._writing(records=False) as db:
            db.table("drafts").insert({"name": name, "fields": text}, replace=True)

    def drop_draft(self, name: str) -> None:
        """Forget half-typed input."""
        with self._writing(records=False) as db:
            db.table("drafts").delete_where("name = ?", [name])

    def setting(self, name: str) -> str | None:
        """A setting; None where it was never set."""
        return self._value("SELECT value FROM settings WHERE name = ?", name)

    def set_setting(self, name: str, value: str) -> None:
        """Keep a setting; not in the journal."""
        with self._writing(records=False) as db:
            db.table("settings").insert({"name": name, "value": value}, replace=True)

    def check(self) -> CheckReport:
        """Look the whole file over: every page, every reference, every record."""
        return check_up(self._connection, self._rule_book)

    def _rule_book(self) -> Book:
        """What verdicts are reached with: all but partners and receipts."""
        return Book(
            self._programme,
            accounts=self._read("accounts", Account),
            projects=self._read("projects", Project),
            orders=StoredOrders(self._connection, self.path),
        )

    def _see_to_register(self) -> None:
        """Make the order index anew where the rules, or the program, are others than it was made with."""
        with translate_errors(self.path):
            if order_index.is_current(self._connection):
                return
        with self._writing(records=False):
            order_index.rebuild(self._connection, self._rule_book())

    @contextmanager
    def _writing(self, *, records: bool = True) -> Iterator[Database]:
        """A transaction that holds the write lock from its start, so that it cannot fail half-way.

        One that changes no `records` leaves the data's version as it is.
        """
        db = self._writer()
        with translate_errors(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield db
                wal_owner.sign(self._connection)
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
            self._written += records
        self._identity_check.check_log()

    def _writer(self) -> Database:
        if self._db is None:
            from sqlite_utils import Database

            self._db = Database(self._connection)
        return self._db

    def _read(self, table: str, _kind: type[R]) -> list[R]:
        with translate_errors(self.path):
            return cast("list[R]", list(rows.read_all(self._connection, table)))

    def _value(self, query: str, name: str) -> str | None:
        with translate_errors(self.path):
            row = self._connection.execute(query, [name]).fetchone()
        return None if row is None else row[0]


def _brought_up(
    connection: sqlite3.Connection, path: Path, clock: Callable[[], datetime]
) -> sqlite3.Connection:
    """A connection to the file with the present schema: made there if it is new, else upgraded."""
    if database.schema_version(connection) == 0:
        from desktop.records.tables.migrations import migrate

        migrate(connection)
        return connection
    from desktop.records.backups.upgrade import upgrade

    connection.close()
    upgrade(path, clock())
    return database.open_connection(path)
