"""Salvages the readable rows of a damaged data file into a new file.

The journal has every changed row before and after. It restores rows that a table lost, and decides
between two versions of a row.
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
    CarvedRows,
    Key,
    Row,
    Shapes,
    carve,
    fits,
    is_json_object,
    read_shapes,
    with_defaults,
)
from desktop.records.recovery.sqlite_pages import RawFile
from desktop.records.tables import journal, stored_records
from desktop.records.tables.stored_orders import rule_book

_FOLDER = ".linkdue-salvage"
_FILE_SETTINGS = (STAMP, wal_owner.SETTING, SettingKey.BACKUP_MARK)
"""Settings that describe the damaged file and must not be copied to the new one."""
_ANY_UID = "0" * 16
_States = Mapping[tuple[str, int], Row | None]


def salvage(
    data: Path,
    programme: Programme,
    clock: Callable[[], datetime],
    progress: Progress | None = None,
) -> Salvaged:
    """Write the readable rows of `data`, which no connection may have open, into a new file.

    `data` stays unchanged; `clean` removes the new file. `progress` counts the pages that were
    read. Raises StorageError, FOREIGN if no row of LinkDue's can be read.
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
            shapes = read_shapes(connection)
            merger = _RowMerger(carve(raw, shapes, progress), shapes, clock)
            if not merger.found_anything():
                raise StorageError(StorageErrorKind.FOREIGN, data, "no row that can be read")
            merger.write(connection)
            check_schema(connection, fresh)
            connection.execute("BEGIN IMMEDIATE")
            order_index.rebuild(connection, rule_book(connection, fresh, programme))
            wal_owner.sign(connection)
            connection.execute("COMMIT")
            report = check_file(connection, lambda: rule_book(connection, fresh, programme))
        if not report.ok:
            raise StorageError(StorageErrorKind.DAMAGED, fresh, report.problems[0])
    return merger.report(fresh)


def clean(folder: Path) -> None:
    """Delete the new file of an earlier salvage in a data folder."""
    shutil.rmtree(folder / _FOLDER, ignore_errors=True)


class _RowMerger:
    """Chooses one version of each row, from the pages or the journal, and writes it."""

    def __init__(self, found: CarvedRows, shapes: Shapes, clock: Callable[[], datetime]) -> None:
        self._found = found
        self._shapes = shapes
        self._now = format_instant(clock())
        self._report = Salvaged(Path(), unreadable=found.unreadable)
        self._entries, self._changes = self._read_history()
        self._last_states = _last_states(self._changes, shapes)
        self._outdated = _earlier_states(self._changes, found.strays, shapes)
        self._accounts: dict[int, Row] = {}

    def found_anything(self) -> bool:
        """Return whether a row of a record or of the journal was found."""
        both = (*self._found.live.items(), *self._found.strays.items())
        return any(rows for table, rows in both if table not in ("drafts", "settings"))

    def report(self, fresh: Path) -> Salvaged:
        """Return the result, to be called after `write`."""
        self._report.path = fresh
        return self._report

    def write(self, connection: sqlite3.Connection) -> None:
        """Write everything in one transaction."""
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("PRAGMA defer_foreign_keys = ON")
        for table in journal.RECORDED:
            self._write_records(connection, table)
        self._mend_references(connection)
        self._write_history(connection)
        for table in ("drafts", "settings"):
            for row in self._drafts_or_settings(table):
                self._insert(connection, table, row)
        connection.execute("COMMIT")

    # Records

    def _write_records(self, connection: sqlite3.Connection, table: str) -> None:
        """Write the rows of a table, those that the journal confirms first.

        Otherwise a damaged row with the order number or UID of a sound row could keep it out.
        """
        doubtful = []
        for key in self._keys(table):
            versions = self._versions(table, key)
            if versions and versions[0] == self._last_states.get((table, key)):
                self._write_best(connection, table, key, versions)
            elif versions:
                doubtful.append((key, versions))
        for key, versions in doubtful:
            self._write_best(connection, table, key, versions)

    def _keys(self, table: str) -> list[int]:
        found = {*self._found.live[table], *self._found.strays[table]}
        recorded = {key for name, key in self._last_states if name == table}
        return sorted(recorded.union(key for key in found if isinstance(key, int)))

    def _versions(self, table: str, key: int) -> list[Row]:
        """Return the valid versions of a row, the best first; none if the row was deleted."""
        live, stray = (side[table].get(key) for side in (self._found.live, self._found.strays))
        last = self._last_states.get((table, key))
        if (table, key) in self._last_states and last is None and live is None:
            return []
        if stray is not None and stray in self._outdated.get((table, key), ()):
            stray = None  # an earlier state, left on a page that is no longer in use
        versions = [row for row in (live, stray, last) if row is not None]
        valid = [row for row in versions if self._is_valid(table, key, row)]
        self._report.unreadable += not valid and not (live is None and stray is None)
        confirmed = last is not None and last in (live, stray)
        return sorted(
            valid,
            key=lambda row: (
                not (confirmed and row == last),
                row.get("account_id") not in self._accounts,
            ),
        )

    def _write_best(
        self, connection: sqlite3.Connection, table: str, key: int, versions: Sequence[Row]
    ) -> None:
        """Insert the first version that violates no unique constraint, and count it."""
        last = self._last_states.get((table, key))
        found = [side[table].get(key) for side in (self._found.live, self._found.strays)]
        for row in versions:
            if not self._insert(connection, table, row):
                continue
            if table == "accounts":
                self._accounts[row["id"]] = row
            self._report.from_journal += row not in found
            self._report.differing += last is not None and row != last
            return
        self._report.unreadable += 1

    def _is_valid(self, table: str, key: int, row: Row) -> bool:
        if row.get("id") != key:  # a damaged change in the journal would replace another row
            return False
        columns = self._shapes[table]
        stored = [None, *(row.get(column.name) for column in columns[1:])]
        if {*row} != {column.name for column in columns} or not fits(stored, columns):
            return False
        return stored_records.is_record(table, row | {"account": _ANY_UID, "partner": None})

    def _insert(self, connection: sqlite3.Connection, table: str, row: Row) -> bool:
        """Insert a row and return True, or False if it violates a constraint."""
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

    def _mend_references(self, connection: sqlite3.Connection) -> None:
        """Add an empty account, with an invented UID, for each lost one that rows refer to.

        References to lost partners and receipts are set to NULL.
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
        unmatched = connection.execute(
            "UPDATE cashback SET receipt_id = NULL "
            "WHERE receipt_id IS NOT NULL AND receipt_id NOT IN (SELECT id FROM receipts)"
        )
        self._report.differing += lost.rowcount + unmatched.rowcount

    # History

    def _read_history(self) -> tuple[dict[int, Row], list[Row]]:
        """Return the readable entries and changes of the journal."""
        both = {
            table: self._found.strays[table] | self._found.live[table]
            for table in ("journal", "changes")
        }
        entries = {key: row for key, row in both["journal"].items() if _is_instant(row["at"])}
        changes = [row for _, row in sorted(both["changes"].items()) if _is_change(row)]
        self._report.unreadable += sum(map(len, both.values())) - len(entries) - len(changes)
        return entries, changes  # type: ignore[return-value]

    def _write_history(self, connection: sqlite3.Connection) -> None:
        """Write the journal, with a LOST entry for each lost one and a SALVAGE entry at the end."""
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

    def _drafts_or_settings(self, table: str) -> Iterator[Row]:
        found = self._found.strays[table] | self._found.live[table]
        for name, row in found.items():
            if table == "drafts" and not is_json_object(row["fields"]):
                self._report.unreadable += 1
            elif table == "drafts" or name not in _FILE_SETTINGS:
                yield row


def _last_states(changes: Sequence[Row], shapes: Shapes) -> _States:
    """Return the last state of each row of a record in the journal; None if it was deleted."""
    states: dict[tuple[str, int], Row | None] = {}
    for change in changes:
        if change["record"] in journal.RECORDED:
            after = change["after"]
            table = change["record"]
            states[table, change["record_id"]] = (
                None if after is None else with_defaults(json.loads(after), shapes[table])
            )
    return states


def _earlier_states(
    changes: Sequence[Row],
    strays: Mapping[str, Mapping[Key, Row]],
    shapes: Shapes,
) -> Mapping[tuple[str, int], Sequence[Row]]:
    """Return the earlier states of the stray rows, from the changes in the journal."""
    earlier: dict[tuple[str, int], list[Row]] = {}
    for change in changes:
        table, key = change["record"], change["record_id"]
        if change["before"] is not None and key in strays[table]:
            earlier.setdefault((table, key), []).append(
                with_defaults(json.loads(change["before"]), shapes[table])
            )
    return earlier


def _is_change(row: Row) -> bool:
    sides = [side for side in (row["before"], row["after"]) if side is not None]
    return (
        row["record"] in journal.RECORDED
        and row["entry_id"] > 0
        and all(map(is_json_object, sides))
    )


def _is_instant(text: str) -> bool:
    try:
        parse_instant(text)
    except ValueError:
        return False
    return True
