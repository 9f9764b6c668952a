"""The records of one data folder: read as a book, changed in transactions.

Reading needs only the standard library; the modules that write are imported with the first change,
or by `preload`. A store belongs to the thread that opened it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.base.progress import Progress, with_progress
from desktop.base.settings import SettingKey
from desktop.base.storage import (
    FILE_NAME,
    SCHEMA_VERSION,
    Start,
    StorageError,
    StorageErrorKind,
)
from desktop.base.temporary_files import STALE_AFTER, sweep
from desktop.domain.book import Book
from desktop.domain.journal import (
    ActionName,
    JournalEntry,
    UndoConflict,
)
from desktop.domain.programme import Programme
from desktop.records.file import database, wal_owner
from desktop.records.file.errors import translate_errors
from desktop.records.file.identity import FileIdentity
from desktop.records.file.schema import check_schema
from desktop.records.index.index_reader import IndexReader
from desktop.records.index.index_stamp import is_current
from desktop.records.opening import (
    current_copy,
    refuse_beside_records,
    refuse_emptied,
    refuse_without_entries,
    upgraded,
)
from desktop.records.store_queries import StoreQueries
from desktop.records.tables import journal, record_tables
from desktop.records.tables.stored_orders import StoredOrders, rule_book

if TYPE_CHECKING:
    from sqlite_utils import Database

    from desktop.records.evidence.files import EvidenceFiles
    from desktop.records.index.integrity_check import CheckReport
    from desktop.records.tables.kept_reminders import KeptReminders
    from desktop.records.tables.transaction import Transaction


class Store(StoreQueries):
    """One open data file. `clock` gives the moment (UTC) of journal entries.

    The order index is computed with `programme`, the rules in force. All methods that read or write
    the file raise StorageError.
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
        start: Start = Start.CREATE_IF_NEW,
    ) -> Store:
        """Open the data file in `folder`, created or upgraded if needed.

        Raises StorageError, GONE if there are backups of records, but the file is missing or empty.
        """
        path = folder / FILE_NAME
        database.refuse_missing(path, start)
        refuse_emptied(path, start)
        connection = database.open_connection(path)
        try:
            with translate_errors(path):
                if database.schema_version(connection) == 0 and start is not Start.CREATE_EMPTY:
                    refuse_beside_records(path, "no table")
                if database.schema_version(connection) < SCHEMA_VERSION:
                    connection = upgraded(connection, path, clock)
                check_schema(connection, path)
                database.forbid_schema_changes(connection)
                if not journal.last_number(connection):
                    refuse_without_entries(connection, path, start)
            store = cls(path, connection, programme, clock)
            store._ensure_order_index()
        except BaseException:
            connection.close()
            raise
        sweep(path, STALE_AFTER)
        return store

    @classmethod
    def open_to_read(
        cls, folder: Path, programme: Programme, clock: Callable[[], datetime]
    ) -> Store:
        """Open the data file in `folder` for reading only, if the disk cannot be written.

        If its schema or its order index is old, a copy in memory is upgraded and read instead.
        Raises StorageError, UNREACHABLE if there is no file.
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
                connection = current_copy(connection, path, programme)
        except BaseException:
            connection.close()
            raise
        return cls(path, connection, programme, clock)

    def another(self) -> Store:
        """Open the file a second time, for another thread.

        Raises StorageError if it cannot be opened.
        """
        connection = database.open_connection(self.path, opened=True)
        database.forbid_schema_changes(connection)
        return Store(self.path, connection, self._programme, self._clock)

    def close(self) -> None:
        """Release the file."""
        self._connection.close()

    @staticmethod
    def preload() -> None:
        """Import the modules that write, so that the first change need not. Safe on any thread."""
        from sqlite_utils import Database

        from desktop.records.index import order_index  # noqa: F401
        from desktop.records.tables import transaction  # noqa: F401

        Database(memory=True).conn.close()  # the first instance searches for plugins

    def read_book(self) -> Book:
        """Return all current records; orders are read from the file on demand.

        Raises StorageError if they cannot be read.
        """
        with translate_errors(self.path):
            return Book(
                self._programme,
                accounts=self._read(record_tables.ACCOUNTS),
                partners=self._read(record_tables.PARTNERS),
                projects=self._read(record_tables.PROJECTS),
                orders=StoredOrders(self._connection, self.path),
                receipts=self._read_later(record_tables.RECEIPTS),
                cashback=self._read_later(record_tables.CASHBACK),
                sightings=self._read_later(record_tables.SIGHTINGS),
                answers=self._read_later(record_tables.ANSWERS),
                comparisons=self._read_later(record_tables.COMPARISONS),
                partner_answers=self._read_later(record_tables.PARTNER_ANSWERS),
                evidence=self._read_later(record_tables.EVIDENCE),
            )

    @cached_property
    def reminders(self) -> KeptReminders:
        """Claims, snoozes and the log of reminders; imported on first use."""
        from desktop.records.tables.kept_reminders import KeptReminders

        hold = partial(self._holding_lock, records=False)
        return KeptReminders(self._connection, self.path, self._clock, hold)

    def reader(self) -> IndexReader:
        """Return a reader of the order index with its own connection, for another thread."""
        return IndexReader(self.path)

    def data_version(self) -> tuple[int, int]:
        """Return two numbers that change when another connection writes, or this one.

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

        `progress` gets how many of the changed orders were judged again. Any error rolls the whole
        transaction back. Without changes, no entry is written. Raises StorageError if nothing can
        be written.
        """
        from desktop.records.index import order_index
        from desktop.records.tables.transaction import Transaction

        with self._writing() as db:
            action = Transaction(db, self._clock, subject)
            yield action
            changes, added = action.changes, action.added
            if changes or added:
                order_index.refresh(self._connection, changes, self._rule_book(), progress, added)
                keys = with_progress(tuple(added), progress)
                journal.append(db, self._clock(), name, action.subject, changes, added=keys)

    def undo(self, entry: JournalEntry) -> JournalEntry:
        """Undo `entry`, which must be the last undoable one; return the entry of the undo.

        Raises UndoConflict if it is not, or if a row was changed since.
        """
        return self._revert(entry, ActionName.UNDO, journal.last_undoable)

    def redo(self, entry: JournalEntry) -> JournalEntry:
        """Redo what `entry`, the last redoable undo, reverted; return the entry of the redo.

        Raises UndoConflict if it is not, or if a row was changed since.
        """
        return self._revert(entry, ActionName.REDO, journal.last_redoable)

    def undo_empty_trash(self, entry: JournalEntry) -> JournalEntry:
        """Put back the records that `entry` removed from the trash; return the new entry.

        Raises UndoConflict if that was done already, or a row was changed since.
        """

        def not_undone(connection: sqlite3.Connection) -> JournalEntry | None:
            found = journal.entry_numbered(connection, entry.id)
            return found if found is not None and found.effective else None

        return self._revert(entry, ActionName.UNDO, not_undone)

    def _revert(
        self,
        entry: JournalEntry,
        action: ActionName,
        allowed: Callable[[sqlite3.Connection], JournalEntry | None],
    ) -> JournalEntry:
        """Revert `entry` if it is the one that `allowed` returns inside the transaction."""
        from desktop.records.index import order_index

        with self._writing() as db:
            found = allowed(db.conn)
            if found is None or found.id != entry.id:
                raise UndoConflict("not the last action")
            changes = journal.revert(db, entry)
            order_index.refresh(self._connection, changes, self._rule_book())
            number = journal.append(db, self._clock(), action, entry.subject, changes, entry.id)
            written = journal.entry_numbered(db.conn, number)
        assert written is not None
        return written

    def sweep_evidence(self, files: EvidenceFiles, since: datetime) -> int:
        """Delete files that no record names, and return how many were deleted.

        Files named in the journal since a moment (UTC) stay, because undo may need them. Holds the
        write lock, so that no evidence can be recorded meanwhile.
        """
        with self._holding_lock(records=False):
            return files.sweep(journal.evidence_named(self._connection, since))

    def save_draft(self, name: str, fields: dict[str, Any]) -> None:
        """Store half-typed input; not in the journal."""
        text = json.dumps(fields, ensure_ascii=False)
        with self._writing(records=False) as db:
            db.table("drafts").insert({"name": name, "fields": text}, replace=True)

    def drop_draft(self, name: str) -> None:
        """Delete half-typed input."""
        with self._writing(records=False) as db:
            db.table("drafts").delete_where("name = ?", [name])

    def set_setting(self, key: SettingKey, value: str, part: str = "") -> None:
        """Store a setting; not in the journal. `part` is appended to the key's name."""
        with self._writing(records=False) as db:
            row = {"name": key + part, "value": value}
            db.table("settings").insert(row, replace=True)

    def check(self) -> CheckReport:
        """Check the whole file: every page, every reference, every record."""
        from desktop.records.index.integrity_check import check_file

        return check_file(self._connection, self._rule_book)

    def _rule_book(self) -> Book:
        """Return the records that verdicts depend on."""
        return rule_book(self._connection, self.path, self._programme)

    def _ensure_order_index(self) -> None:
        """Rebuild the order index if it was made with other rules or by another version."""
        with translate_errors(self.path):
            if is_current(self._connection):
                return
        from desktop.records.index import order_index

        with self._writing(records=False):
            order_index.rebuild(self._connection, self._rule_book())

    @contextmanager
    def _writing(self, *, records: bool = True) -> Iterator[Database]:
        """Run a transaction as `_holding_lock` does; yield sqlite-utils' database to write with."""
        db = self._writer()
        with self._holding_lock(records=records):
            yield db

    @contextmanager
    def _holding_lock(self, *, records: bool) -> Iterator[None]:
        """Run a transaction that takes the write lock at its start, so that it can only wait there.

        Without `records`, it does not change the data's version. Raises StorageError if nothing can
        be written.
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
