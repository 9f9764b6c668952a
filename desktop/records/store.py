"""The records of one data folder: read as a book, changed in transactions.

Reading needs only the standard library; what writes is loaded with the first change, or by
`preload`.
A store belongs to the thread that opened it.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from desktop.base.atomic_file import LEFT_BEHIND, sweep
from desktop.base.progress import Progress, batches, with_progress
from desktop.base.settings import SettingKey
from desktop.base.small_json import parse_object
from desktop.base.storage import (
    BACKUP_FOLDER,
    FILE_NAME,
    SCHEMA_VERSION,
    Start,
    StorageError,
    StorageErrorKind,
)
from desktop.domain.book import Book
from desktop.domain.daily_summary import Stake
from desktop.domain.journal import (
    ActionName,
    Change,
    JournalEntry,
    UndoConflict,
)
from desktop.domain.model import (
    Account,
    Cashback,
    ChecklistAnswer,
    Comparison,
    Evidence,
    EvidenceSubject,
    Order,
    Partner,
    PartnerAnswer,
    Project,
    Receipt,
    Sighting,
)
from desktop.domain.order_rows import OrderRow
from desktop.domain.programme import Programme
from desktop.domain.timestamps import format_instant, parse_instant
from desktop.domain.views import View
from desktop.records.file import database, wal_owner
from desktop.records.file.connect import MEMORY, TEXT_LIMIT, connect
from desktop.records.file.errors import translate_errors
from desktop.records.file.identity import FileIdentity
from desktop.records.file.schema import check_schema
from desktop.records.index import order_index, queries
from desktop.records.index.reader import Reader
from desktop.records.tables import journal, rows
from desktop.records.tables.stored_orders import StoredOrders, rule_book
from desktop.records.tables.transaction import Transaction

if TYPE_CHECKING:
    from sqlite_utils import Database

    from desktop.domain.cashback import MoneyFacts
    from desktop.domain.receipts import MatchedReceipt
    from desktop.records.evidence.files import EvidenceFiles
    from desktop.records.index.integrity_check import CheckReport
    from desktop.records.tables.kept_reminders import KeptReminders


R = TypeVar(
    "R",
    Account,
    Partner,
    Project,
    Order,
    Receipt,
    Cashback,
    Sighting,
    Comparison,
    Evidence,
    ChecklistAnswer,
    PartnerAnswer,
)


class Store:
    """One open data file. `clock` gives the moment (UTC) that journal entries carry.

    The order index follows `programme`, the rules in force. Everything that reads or writes the
    file raises StorageError.
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
        """Open the data file in `folder`, made and upgraded if needed.

        Raises StorageError, GONE if the file is missing or holds nothing beside backups of records.
        """
        path = folder / FILE_NAME
        database.refuse_missing(path, start)
        _refuse_emptied(path, start)
        connection = database.open_connection(path)
        try:
            with translate_errors(path):
                if database.schema_version(connection) == 0 and start is not Start.ANEW:
                    _refuse_beside_records(path, "no table")
                if database.schema_version(connection) < SCHEMA_VERSION:
                    connection = _upgraded(connection, path, clock)
                check_schema(connection, path)
                database.forbid_schema_changes(connection)
                if not journal.last_number(connection):
                    _refuse_without_entries(connection, path, start)
            store = cls(path, connection, programme, clock)
            store._ensure_order_index()
        except BaseException:
            connection.close()
            raise
        sweep(path, LEFT_BEHIND)
        return store

    @classmethod
    def open_to_read(
        cls, folder: Path, programme: Programme, clock: Callable[[], datetime]
    ) -> Store:
        """Open the data file in `folder` where nothing can be written: it can only be read.

        If the file is of an older program, or was made with other rules, a copy in memory is
        brought up to date. Raises StorageError, UNREACHABLE if there is no file.
        """
        from desktop.records.backups.copying import open_to_read

        path = folder / FILE_NAME
        with translate_errors(path):
            connection = open_to_read(database.real_file(path))
        try:
            with translate_errors(path):
                database.check_origin(connection, path)
                if database.is_newer(connection):
                    raise StorageError(StorageErrorKind.NEWER, path, "schema")
                check_schema(connection, path)
                connection = _current_copy(connection, path, programme)
        except BaseException:
            connection.close()
            raise
        return cls(path, connection, programme, clock)

    def another(self) -> Store:
        """Open the file a second time, for another thread. Raises StorageError."""
        connection = database.open_connection(self.path, opened=True)
        database.forbid_schema_changes(connection)
        return Store(self.path, connection, self._programme, self._clock)

    def close(self) -> None:
        """Release the file."""
        self._connection.close()

    @staticmethod
    def preload() -> None:
        """Load what writes, so that the first change does not wait for it. Safe on any thread."""
        from sqlite_utils import Database

        Database(memory=True).conn.close()  # it looks for plugins when it is first made

    def read_book(self) -> Book:
        """Return all records as they are now; the orders are read when they are asked for.

        Raises StorageError.
        """
        with translate_errors(self.path):
            return Book(
                self._programme,
                accounts=self._read("accounts", Account),
                partners=self._read("partners", Partner),
                projects=self._read("projects", Project),
                orders=StoredOrders(self._connection, self.path),
                receipts=self._read_later("receipts", Receipt),
                cashback=self._read_later("cashback", Cashback),
                sightings=self._read_later("sightings", Sighting),
                answers=self._read_later("answers", ChecklistAnswer),
                comparisons=self._read_later("comparisons", Comparison),
                partner_answers=self._read_later("partner_answers", PartnerAnswer),
                evidence=self._read_later("evidence", Evidence),
            )

    @cached_property
    def reminders(self) -> KeptReminders:
        """What is kept of reminders; loaded when first used."""
        from desktop.records.tables.kept_reminders import KeptReminders

        hold = partial(self._holding_lock, records=False)
        return KeptReminders(self._connection, self.path, self._clock, hold)

    def reader(self) -> Reader:
        """Return a reader of the file for another thread."""
        return Reader(self.path)

    def data_version(self) -> tuple[int, int]:
        """Return two numbers that change when another connection has written, or this one has.

        Raises StorageError, GONE if the file is no longer the one that was opened.
        """
        self._identity_check.check()
        with translate_errors(self.path):
            version = self._connection.execute("PRAGMA data_version").fetchone()[0]
        return int(version), self._written

    @contextmanager
    def transaction(
        self, name: ActionName, *, subject: str = "", progress: Progress | None = None
    ) -> Iterator[Transaction]:
        """Run one action of the user: one transaction, one journal entry, durable at the end.

        `progress` gets how many of the changed orders were judged anew. Any error rolls the whole
        transaction back. One without changes leaves no entry. Raises StorageError.
        """
        with self._writing() as db:
            made = Transaction(db, self._clock, subject)
            yield made
            if made.changes or made.added:
                order_index.refresh(
                    self._connection, made.changes, self._rule_book(), progress, made.added
                )
                added = with_progress(tuple(made.added), progress)
                journal.append(db, self._clock(), name, made.subject, made.changes, added=added)

    def undo(self, entry: JournalEntry) -> JournalEntry:
        """Undo `entry`, which must be the last undoable one; return the new entry that says so.

        Raises UndoConflict if it is not, or if a row was changed since; StorageError.
        """
        return self._revert(entry, ActionName.UNDO, journal.last_undoable)

    def redo(self, entry: JournalEntry) -> JournalEntry:
        """Redo what the undo `entry` reverted, which must be the last redoable; return the entry.

        Raises UndoConflict if it is not, or if a row was changed since; StorageError.
        """
        return self._revert(entry, ActionName.REDO, journal.last_redoable)

    def undo_empty_trash(self, entry: JournalEntry) -> JournalEntry:
        """Put back what `entry` emptied from the trash; return the new entry.

        Raises UndoConflict if that was done already, or a row was changed since; StorageError.
        """

        def status(connection: sqlite3.Connection) -> JournalEntry | None:
            found = journal.entry_numbered(connection, entry.id)
            return found if found is not None and found.stands else None

        return self._revert(entry, ActionName.UNDO, status)

    def _revert(
        self,
        entry: JournalEntry,
        action: ActionName,
        allowed: Callable[[sqlite3.Connection], JournalEntry | None],
    ) -> JournalEntry:
        """Revert `entry` if it is the one that `allowed` returns inside the transaction."""
        with self._writing() as db:
            found = allowed(db.conn)
            if found is None or found.id != entry.id:
                raise UndoConflict("not the last action")
            changes = journal.revert(db, entry)
            order_index.refresh(self._connection, changes, self._rule_book())
            number = journal.append(db, self._clock(), action, entry.subject, changes, entry.id)
            made = journal.entry_numbered(db.conn, number)
        assert made is not None
        return made

    def last_entry(self) -> int:
        """Return the number of the journal's last entry; 0 if there is none."""
        with translate_errors(self.path):
            return journal.last_number(self._connection)

    def last_undoable(self) -> JournalEntry | None:
        """Return the latest action that was not undone; None if there is none."""
        with translate_errors(self.path):
            return journal.last_undoable(self._connection)

    def last_redoable(self) -> JournalEntry | None:
        """Return the undo that was the last thing done; None if a new action was done since."""
        with translate_errors(self.path):
            return journal.last_redoable(self._connection)

    def history(self, limit: int) -> list[JournalEntry]:
        """Return the latest journal entries, latest first."""
        with translate_errors(self.path):
            return journal.history(self._connection, limit)

    def latest_moment(self) -> datetime | None:
        """Return the latest moment (UTC) that one of the last entries carries; None without one."""
        with translate_errors(self.path):
            return journal.latest_moment(self._connection)

    def before_last(self, record: Order, action: ActionName) -> dict[str, Any] | None:
        """Return the order's row before the latest standing action of this name, if any."""
        if record.key is None:
            return None
        with translate_errors(self.path):
            return journal.before_last(self._connection, action, "orders", record.key)

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

    def sightings(self, account: str) -> list[Sighting]:
        """Return what came of the attempts to associate orders of an account, first to last."""
        with translate_errors(self.path):
            return list(rows.read_sightings(self._connection, account))

    def last_compared(self) -> dict[str, datetime]:
        """Return when (UTC) accounts, by UID, were last compared with the console's lists."""
        with translate_errors(self.path):
            found = self._connection.execute(
                "SELECT uid, max(compared_at) FROM comparisons "
                "JOIN accounts ON accounts.id = account_id GROUP BY uid"
            ).fetchall()
        return self._instants(dict(found))

    def latest_receipts(self, first: int, count: int) -> list[MatchedReceipt]:
        """Return `count` receipts with their parts from place `first` on, the latest first."""
        from desktop.records.tables import stored_receipts

        with translate_errors(self.path):
            return stored_receipts.latest(self._connection, first, count)

    def receipts_of(self, amount: int, first: datetime, last: datetime) -> list[MatchedReceipt]:
        """Return the receipts of so many fen that came between two moments (UTC)."""
        from desktop.records.tables import stored_receipts

        with translate_errors(self.path):
            return stored_receipts.of_amount(self._connection, amount, first, last)

    def months_of_receipts(self) -> frozenset[str]:
        """Return the Beijing months (`YYYY-MM`) that something came in."""
        from desktop.records.tables import stored_receipts

        with translate_errors(self.path):
            return stored_receipts.months(self._connection)

    def partner_answers(self) -> list[PartnerAnswer]:
        """Return what partners said of orders on statements that came back, first to last."""
        return self._read("partner_answers", PartnerAnswer)

    def partner_answer(self, account: str, number: str) -> PartnerAnswer | None:
        """Return what a partner said of one order last; None for nothing."""
        with translate_errors(self.path):
            return rows.read_answer(self._connection, account, number)

    def evidence(self, subject: EvidenceSubject | None = None) -> list[Evidence]:
        """Return the evidence for a subject, or all there is, first to last."""
        if subject is None:
            return self._read("evidence", Evidence)
        with translate_errors(self.path):
            return list(rows.read_evidence(self._connection, subject))

    def evidence_digests(self) -> set[str]:
        """Return the digests of all files that are recorded as evidence."""
        with translate_errors(self.path):
            found = self._connection.execute("SELECT DISTINCT sha256 FROM evidence").fetchall()
        return {str(digest) for (digest,) in found}

    def voided_evidence(self, before: datetime, limit: int) -> list[Evidence]:
        """Return evidence that was voided before a moment (UTC), `limit` pieces at most."""
        with translate_errors(self.path):
            return list(rows.read_voided_evidence(self._connection, before, limit))

    def sweep_evidence(self, files: EvidenceFiles, since: datetime) -> int:
        """Remove files that no record names, and return how many went.

        What the journal named since a moment (UTC) stays: undo may come back to it. Nobody can
        record evidence meanwhile.
        """
        with self._holding_lock(records=False):
            return files.sweep(journal.evidence_named(self._connection, since))

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
        """Return what the open orders due after `now` and not after `until` (UTC) would lose."""
        with translate_errors(self.path):
            return queries.stake(self._connection, now, until)

    def deadlines(self, now: datetime, until: datetime) -> list[tuple[datetime, Stake]]:
        """Return every deadline after `now` and not after `until` (UTC), with what is at risk."""
        with translate_errors(self.path):
            return queries.deadlines(self._connection, now, until)

    def money_facts(self, now: datetime) -> list[MoneyFacts]:
        """Return the orders that money is promised or was received for, at `now` (UTC)."""
        from desktop.records.index.money_rows import money_rows

        with translate_errors(self.path):
            return list(money_rows(self._connection, now))

    def excluded_facts(self, now: datetime, project: Project) -> list[MoneyFacts]:
        """Return the orders of products that a project excludes from cashback, at `now` (UTC)."""
        from desktop.records.index.money_rows import excluded_rows

        with translate_errors(self.path):
            return list(excluded_rows(self._connection, now, project))

    def owed_by_month(self) -> dict[str, int]:
        """Return what is outstanding of each Beijing month (`YYYY-MM`), in fen."""
        from desktop.records.index.money_rows import owed_by_month

        with translate_errors(self.path):
            return owed_by_month(self._connection)

    def first_orders(
        self, now: datetime, view: View, limit: int, account: str | None = None
    ) -> list[Order]:
        """Return a view's first orders: the soonest first, then the dearest.

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
            return list(rows.read_orders(self._connection, condition, between))

    def open_accounts(self, now: datetime, most: int = 1000) -> dict[str, datetime]:
        """Return the UIDs of accounts with open orders at `now`, among the `most` urgent orders.

        Each with when (UTC) the first of its orders was created.
        """
        with translate_errors(self.path):
            found = queries.open_accounts(self._connection, now, most)
        return self._instants(found)

    def in_trash_since(self, before: datetime, limit: int) -> list[int]:
        """Return the keys of orders that were put into the trash before a moment (UTC)."""
        with translate_errors(self.path):
            return queries.trash_keys(self._connection, before, limit)

    def order_rows(self, keys: Sequence[int]) -> list[OrderRow]:
        """Return the orders with these keys, in this order; one that is gone is left out."""
        with translate_errors(self.path):
            return queries.order_rows(self._connection, keys)

    def answers(self, account: str) -> list[ChecklistAnswer]:
        """Return the answers to the checklist for an account (a UID)."""
        return [each for each in self._read("answers", ChecklistAnswer) if each.account == account]

    def draft(self, name: str) -> dict[str, Any]:
        """Return half-typed input kept under a name; empty if there is none.

        Raises StorageError, DAMAGED if it cannot be read.
        """
        text = self._value("SELECT fields FROM drafts WHERE name = ?", name)
        fields = {} if text is None else parse_object(text, TEXT_LIMIT)
        if fields is None:
            raise StorageError(StorageErrorKind.DAMAGED, self.path, f"draft {name}")
        return fields

    def save_draft(self, name: str, fields: dict[str, Any]) -> None:
        """Keep half-typed input; not in the journal."""
        text = json.dumps(fields, ensure_ascii=False)
        with self._writing(records=False) as db:
            db.table("drafts").insert({"name": name, "fields": text}, replace=True)

    def drop_draft(self, name: str) -> None:
        """Delete half-typed input."""
        with self._writing(records=False) as db:
            db.table("drafts").delete_where("name = ?", [name])

    def setting(self, key: SettingKey, part: str = "") -> str | None:
        """Return a setting; None if it was never set. `part` ends the name of one of many."""
        return self._value("SELECT value FROM settings WHERE name = ?", key + part)

    def set_setting(self, key: SettingKey, value: str, part: str = "") -> None:
        """Keep a setting; not in the journal. `part` ends the name of one of many."""
        with self._writing(records=False) as db:
            row = {"name": key + part, "value": value}
            db.table("settings").insert(row, replace=True)

    def settings_starting(self, key: SettingKey) -> dict[str, str]:
        """Return the settings whose names begin with `key`, by what follows."""
        query = "SELECT name, value FROM settings WHERE substr(name, 1, ?) = ? AND name <> ?"
        with translate_errors(self.path):
            found = self._connection.execute(query, [len(key), key, key]).fetchall()
        return {name[len(key) :]: value for name, value in found}

    def first_entry_at(self) -> datetime | None:
        """Return when (UTC) the journal begins; None where nothing is recorded."""
        with translate_errors(self.path):
            row = self._connection.execute("SELECT at FROM journal ORDER BY id LIMIT 1").fetchone()
        try:
            return None if row is None else parse_instant(row[0])
        except ValueError as error:
            raise StorageError(StorageErrorKind.DAMAGED, self.path, "journal") from error

    def check(self) -> CheckReport:
        """Check the whole file: every page, every reference, every record."""
        from desktop.records.index.integrity_check import check_up

        return check_up(self._connection, self._rule_book)

    def _rule_book(self) -> Book:
        """Return what verdicts are reached with."""
        return rule_book(self._connection, self.path, self._programme)

    def _ensure_order_index(self) -> None:
        """Make the order index anew if it was made with other rules or by another program."""
        with translate_errors(self.path):
            if order_index.is_current(self._connection):
                return
        with self._writing(records=False):
            order_index.rebuild(self._connection, self._rule_book())

    @contextmanager
    def _writing(self, *, records: bool = True) -> Iterator[Database]:
        """Run a transaction as `_holding_lock` does, written by sqlite-utils."""
        db = self._writer()
        with self._holding_lock(records=records):
            yield db

    @contextmanager
    def _holding_lock(self, *, records: bool) -> Iterator[None]:
        """Run a transaction that holds the write lock from its start, so that it waits only there.

        One that changes no `records` leaves the data's version as it is. Raises StorageError.
        """
        with translate_errors(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
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

    def _read_later(self, table: str, _kind: type[R]) -> Iterator[R]:
        """Read a table when the first record of it is asked for."""
        with translate_errors(self.path):
            yield from cast("Iterator[R]", rows.read_all(self._connection, table))

    def _instants(self, texts: Mapping[str, str]) -> dict[str, datetime]:
        """Return the instants that texts spell. Raises StorageError, DAMAGED if one is none."""
        try:
            return {name: parse_instant(text) for name, text in texts.items()}
        except ValueError as error:
            raise StorageError(StorageErrorKind.DAMAGED, self.path, "instant") from error

    def _value(self, query: str, name: str) -> str | None:
        with translate_errors(self.path):
            row = self._connection.execute(query, [name]).fetchone()
        return None if row is None else row[0]


def _refuse_emptied(path: Path, start: Start) -> None:
    """Refuse a file without content beside backups of records: it was emptied, not made so.

    Raises StorageError GONE. If the user wants to begin anew, zeros make way for a new file.
    """
    with translate_errors(path):
        if not path.exists() or not database.is_empty(path):
            return
        if start is Start.ANEW:
            if path.stat().st_size:
                os.truncate(path, 0)
        else:
            _refuse_beside_records(path, "empty")


def _refuse_without_entries(connection: sqlite3.Connection, path: Path, start: Start) -> None:
    """Refuse a new file beside backups of records, unless the user wanted to begin anew.

    Raises StorageError GONE.
    """
    if start is Start.ANEW:
        database.note_empty_on_purpose(connection)
    elif not database.is_empty_on_purpose(connection):
        _refuse_beside_records(path, "no entry")


def _refuse_beside_records(path: Path, detail: str) -> None:
    """Raise StorageError GONE if a sound backup beside the data file holds a record."""
    if not database.has_backups(path):
        return
    from desktop.records.backups.backup import examine
    from desktop.records.backups.names import candidates

    for file in candidates(path.parent / BACKUP_FOLDER):
        try:
            counts = examine(file).counts
        except (StorageError, FileNotFoundError):
            continue
        if any(counts.values()):
            raise StorageError(StorageErrorKind.GONE, path, detail)


def _current_copy(
    connection: sqlite3.Connection, path: Path, programme: Programme
) -> sqlite3.Connection:
    """Return the connection, or one to a copy in memory with the present schema and index."""
    is_old = database.schema_version(connection) < SCHEMA_VERSION
    if not is_old and order_index.is_current(connection):
        return connection
    from desktop.records.tables.migrations import migrate

    copy = connect(path, MEMORY)
    connection.backup(copy)
    connection.close()
    if is_old:
        migrate(copy)
        check_schema(copy, path)
    order_index.rebuild(copy, rule_book(copy, path, programme))
    copy.execute("PRAGMA query_only = ON")  # what is written there would be lost
    return copy


def _upgraded(
    connection: sqlite3.Connection, path: Path, clock: Callable[[], datetime]
) -> sqlite3.Connection:
    """Return a connection to the file with the present schema: made if new, else upgraded."""
    if database.schema_version(connection) == 0:
        from desktop.records.tables.migrations import migrate

        migrate(connection)
        return connection
    from desktop.records.backups.upgrade import upgrade

    connection.close()
    upgrade(path, clock())
    return database.open_connection(path)
