"""Salvages what can still be read of a damaged data file into a fresh one that is sound.

The journal holds every changed row before and after. What the pages of a table have lost is taken
from there, and so is the choice between two versions of a row.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

from desktop.base.progress import Progress
from desktop.base.settings import SettingKey
from desktop.base.storage import FILE_NAME, StorageError, StorageErrorKind
from desktop.domain.journal import ActionName
from desktop.domain.programme import Programme
from desktop.domain.salvaged import Salvaged
from desktop.domain.timestamps import format_instant, parse_instant
from desktop.records.file import database, wal_owner
from desktop.records.file.errors import translate_errors
from desktop.records.file.schema import check_schema
from desktop.records.index import order_index
from desktop.records.index.index_stamp import STAMP
from desktop.records.index.integrity_check import check_file
from desktop.records.recovery.row_carving import (
    CarvedColumn,
    CarvedRows,
    Key,
    Row,
    filled,
    find,
    fits,
    is_object,
    shapes,
)
from desktop.records.recovery.sqlite_pages import RawFile
from desktop.records.tables import journal, stored_records
from desktop.records.tables.stored_orders import rule_book

_FOLDER = ".linkdue-salvage"
_OF_THE_FILE = (STAMP, wal_owner.SETTING, SettingKey.BACKUP_MARK)
"""Settings that say something about the damaged file, not about the records."""
_ANY_UID = "0" * 16
_Journal = Mapping[tuple[str, int], Row | None]


def salvage(
    data: Path,
    programme: Programme,
    clock: Callable[[], datetime],
    progress: Progress | None = None,
) -> Salvaged:
    """Make a fresh file of what can be read of `data`, which no connection may have open.

    Nothing is put in place; `clean` removes the fresh file. `progress` counts the pages that were
    read. Raises StorageError: FOREIGN if no row of LinkDue's can be read.
    """
    clean(data.parent)
    folder = data.parent / _FOLDER
    with translate_errors(data.parent):
        raw = RawFile(data, with_log=wal_owner.belongs(data))
        folder.mkdir(mode=0o700)
    fresh = folder / FILE_NAME
    with translate_errors(fresh):
        with closing(database.open_connection(fresh)) as connection:
            from desktop.records.tables.migrations import migrate

            migrate(connection)
            known = shapes(connection)
            recovery = _RowMerger(find(raw, known, progress), known, clock)
            if not recovery.found_anything():
                raise StorageError(StorageErrorKind.FOREIGN, data, "no row that can be read")
            recovery.write(connection)
            check_schema(connection, fresh)
            connection.execute("BEGIN IMMEDIATE")
            order_index.rebuild(connection, rule_book(connection, fresh, programme))
            wal_owner.sign(connection)
            connection.execute("COMMIT")
            report = check_file(connection, lambda: rule_book(connection, fresh, programme))
        if not report.ok:
            raise StorageError(StorageErrorKind.DAMAGED, fresh, report.problems[0])
    return recovery.report(fresh)


def clean(folder: Path) -> None:
    """Remove what an earlier salvage left in a data folder."""
    shutil.rmtree(folder / _FOLDER, ignore_errors=True)


class _RowMerger:
    """Chooses among what was found, and writes it."""

    def __init__(
        self,
        found: CarvedRows,
        shapes: Mapping[str, Sequence[CarvedColumn]],
        clock: Callable[[], datetime],
    ) -> None:
        self._found = found
        self._shapes = shapes
        self._now = format_instant(clock())
        self._report = Salvaged(Path(), unreadable=found.unreadable)
        self._entries, self._changes = self._history()
        self._journal = _last_state(self._changes, shapes)
        self._outdated = _earlier_states(self._changes, found.strays, shapes)
        self._accounts: dict[int, Row] = {}

    def found_anything(self) -> bool:
        """Return whether there is a row of a record or of the journal."""
        both = (*self._found.live.items(), *self._found.strays.items())
        return any(found for table, found in both if table not in ("drafts", "settings"))

    def report(self, fresh: Path) -> Salvaged:
        """Return what was written."""
        self._report.path = fresh
        return self._report

    def write(self, connection: sqlite3.Connection) -> None:
        """Write everything in one transaction."""
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("PRAGMA defer_foreign_keys = ON")
        for table in journal.RECORDED:
            self._write_records(connection, table)
        self._give_uids(connection)
        self._write_history(connection)
        for table in ("drafts", "settings"):
            for row in self._notes(table):
                self._insert(connection, table, row)
        connection.execute("COMMIT")

    # Records

    def _write_records(self, connection: sqlite3.Connection, table: str) -> None:
        """Write what the journal confirms first: a damaged row may claim a sound one's number."""
        doubtful = []
        for key in self._keys(table):
            versions = self._versions(table, key)
            if versions and versions[0] == self._journal.get((table, key)):
                self._write_one(connection, table, key, versions)
            elif versions:
                doubtful.append((key, versions))
        for key, versions in doubtful:
            self._write_one(connection, table, key, versions)

    def _keys(self, table: str) -> list[int]:
        there = {*self._found.live[table], *self._found.strays[table]}
        recorded = {key for name, key in self._journal if name == table}
        return sorted(recorded.union(key for key in there if isinstance(key, int)))

    def _versions(self, table: str, key: int) -> list[Row]:
        """Return every version of a row that is a record, the best first; none if deleted."""
        live, stray = (side[table].get(key) for side in (self._found.live, self._found.strays))
        last = self._journal.get((table, key))
        if (table, key) in self._journal and last is None and live is None:
            return []
        if stray is not None and stray in self._outdated.get((table, key), ()):
            stray = None  # left behind on a page that is not in use
        versions = [row for row in (live, stray, last) if row is not None]
        good = [row for row in versions if self._is_record(table, key, row)]
        self._report.unreadable += not good and not (live is None and stray is None)
        confirmed = last is not None and last in (live, stray)
        return sorted(
            good,
            key=lambda row: (
                not (confirmed and row == last),
                row.get("account_id") not in self._accounts,
            ),
        )

    def _write_one(
        self, connection: sqlite3.Connection, table: str, key: int, versions: Sequence[Row]
    ) -> None:
        """Write the first version whose identity no other row has."""
        last = self._journal.get((table, key))
        read = [side[table].get(key) for side in (self._found.live, self._found.strays)]
        for row in versions:
            if not self._insert(connection, table, row):
                continue
            if table == "accounts":
                self._accounts[row["id"]] = row
            self._report.from_journal += row not in read
            self._report.differing += last is not None and row != last
            return
        self._report.unreadable += 1

    def _is_record(self, table: str, key: int, row: Row) -> bool:
        if row.get("id") != key:  # a damaged entry would take another row's place
            return False
        columns = self._shapes[table]
        stored = [None, *(row.get(column.name) for column in columns[1:])]
        if {*row} != {column.name for column in columns} or not fits(stored, columns):
            return False
        return stored_records.is_record(table, row | {"account": _ANY_UID, "partner": None})

    def _insert(self, connection: sqlite3.Connection, table: str, row: Row) -> bool:
        """Insert a row; return False if another row has its identity."""
        marks = ", ".join("?" * len(row))
        names = ", ".join(f'"{name}"' for name in row)
        try:
            connection.execute(
                f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values())
            )
        except sqlite3.IntegrityError:
            return False
        self._report.counts[table] = self._report.counts.get(table, 0) + 1
        return True

    def _give_uids(self, connection: sqlite3.Connection) -> None:
        """Make an account for every key that rows refer to without it.

        Lost partners and receipts are dropped where they are referred to.
        """
        without = ("accounts", "partners", "receipts")
        referring = [table for table in journal.RECORDED if table not in without]
        union = " UNION ".join(f"SELECT account_id FROM {table}" for table in referring)
        missing = connection.execute(
            f"SELECT account_id FROM ({union}) WHERE account_id IS NOT NULL "
            "EXCEPT SELECT id FROM accounts"
        ).fetchall()
        taken = {uid for (uid,) in connection.execute("SELECT uid FROM accounts")}
        free = (uid for number in range(1 << 20) if (uid := f"{number:016}") not in taken)
        for (key,) in missing:
            uid = next(free)
            row = {"id": key, "uid": uid, "name": "", "window": "unknown", "note": ""}
            self._insert(connection, "accounts", row)
            self._report.invented_uids = (*self._report.invented_uids, uid)
        lost = connection.execute(
            "UPDATE projects SET partner_id = NULL "
            "WHERE partner_id IS NOT NULL AND partner_id NOT IN (SELECT id FROM partners)"
        )
        alone = connection.execute(
            "UPDATE cashback SET receipt_id = NULL "
            "WHERE receipt_id IS NOT NULL AND receipt_id NOT IN (SELECT id FROM receipts)"
        )
        self._report.differing += lost.rowcount + alone.rowcount

    # History

    def _history(self) -> tuple[dict[int, Row], list[Row]]:
        """Return the entries and the changes of the journal that can be read."""
        both = {
            table: self._found.strays[table] | self._found.live[table]
            for table in ("journal", "changes")
        }
        entries = {key: row for key, row in both["journal"].items() if _is_instant(row["at"])}
        changes = [row for _, row in sorted(both["changes"].items()) if _is_change(row)]
        self._report.unreadable += sum(map(len, both.values())) - len(entries) - len(changes)
        return entries, changes  # type: ignore[return-value]

    def _write_history(self, connection: sqlite3.Connection) -> None:
        """Write the journal, with an entry in the place of each lost one, and one for this."""
        needed = {row["entry_id"] for row in self._changes}
        for key, row in self._entries.items():
            if row["undoes"] is not None and not 0 < row["undoes"] < key:
                row["undoes"] = None
            needed.add(row["undoes"])
        for key in needed - self._entries.keys() - {None}:
            self._entries[key] = self._entry(key, ActionName.LOST)
        last = max(self._entries, default=0) + 1
        self._entries[last] = self._entry(last, ActionName.SALVAGE)
        sealed = SettingKey.JOURNAL_SEALED.value
        self._found.live["settings"][sealed] = {"name": sealed, "value": str(last)}
        for _key, row in sorted(self._entries.items()):
            self._insert(connection, "journal", row)
        for row in self._changes:
            self._insert(connection, "changes", row)

    def _entry(self, key: int, action: ActionName) -> Row:
        return {"id": key, "at": self._now, "act": action.value, "subject": "", "undoes": None}

    def _notes(self, table: str) -> Iterator[Row]:
        found = self._found.strays[table] | self._found.live[table]
        for name, row in found.items():
            if table == "drafts" and not is_object(row["fields"]):
                self._report.unreadable += 1
            elif table == "drafts" or name not in _OF_THE_FILE:
                yield row


def _last_state(changes: Sequence[Row], shapes: Mapping[str, Sequence[CarvedColumn]]) -> _Journal:
    """Return every row of a record as the journal says it was left; None if it was deleted."""
    left: dict[tuple[str, int], Row | None] = {}
    for change in changes:
        if change["record"] in journal.RECORDED:
            after = change["after"]
            table = change["record"]
            left[table, change["record_id"]] = (
                None if after is None else filled(json.loads(after), shapes[table])
            )
    return left


def _earlier_states(
    changes: Sequence[Row],
    strays: Mapping[str, Mapping[Key, Row]],
    shapes: Mapping[str, Sequence[CarvedColumn]],
) -> Mapping[tuple[str, int], Sequence[Row]]:
    """Return what the stray rows were before they were changed, as the journal says."""
    earlier: dict[tuple[str, int], list[Row]] = {}
    for change in changes:
        table, key = change["record"], change["record_id"]
        if change["before"] is not None and key in strays[table]:
            earlier.setdefault((table, key), []).append(
                filled(json.loads(change["before"]), shapes[table])
            )
    return earlier


def _is_change(row: Row) -> bool:
    sides = [side for side in (row["before"], row["after"]) if side is not None]
    return row["record"] in journal.RECORDED and row["entry_id"] > 0 and all(map(is_object, sides))


def _is_instant(text: str) -> bool:
    try:
        parse_instant(text)
    except ValueError:
        return False
    return True
