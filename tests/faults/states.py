"""The complete state of a folder, for comparisons: every row of the data, every other file."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.base.settings import SettingKey
from desktop.records.file import wal_owner
from tests.faults.ledger import Ledger
from tests.faults.scenes import Sandbox, Start, start

_BESIDE = ("-wal", "-shm", "-journal", ".lock")
_OF_THE_MOMENT = (wal_owner.SETTING, SettingKey.BACKUP_ORIGIN, SettingKey.BACKUP_MARK)
"""Settings that are different in each run."""
Rows = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True)
class State:
    """The rows by table (empty: no data yet), the backups and the other files by path."""

    rows: Rows
    files: dict[str, object]
    backups: dict[str, object]

    def difference(self, other: State) -> str:
        """Return a text that names the differing tables and files."""
        tables = {t for t in self.rows | other.rows if self.rows.get(t) != other.rows.get(t)}
        mine, others = self.files | self.backups, other.files | other.backups
        files = {name for name in mine | others if mine.get(name) != others.get(name)}
        return f"tables {sorted(tables)}, files {sorted(files)}"


def rows_of(connection: sqlite3.Connection) -> Rows:
    """Return every row of every table, without values that differ in each run."""
    tables = [
        name
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if not name.startswith("search_")
    ]
    return {table: connection.execute(_lasting(table)).fetchall() for table in tables}


def _lasting(table: str) -> str:
    if table == "_sqlite_migrations":  # contains times
        return "SELECT migration_set, name FROM _sqlite_migrations ORDER BY name"
    if table == "settings":
        but = ", ".join(f"'{name}'" for name in _OF_THE_MOMENT)
        return f"SELECT name, value FROM settings WHERE name NOT IN ({but}) ORDER BY name"
    return f"SELECT rowid, * FROM {table} ORDER BY rowid"


def read_state(root: Path) -> State:
    """Read the folder from outside, without opening the workspace, which may be at work."""
    path = Sandbox(root).data / "linkdue.sqlite3"
    rows: Rows = {}
    if path.exists():
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            rows = rows_of(connection)
        finally:
            connection.close()
    return _state(rows, root)


def reopen_and_check(root: Path, start: Start = start) -> State:
    """Open the folder as the user does after a fault, check everything, and return its state."""
    sandbox = Sandbox(root, start)
    workspace = sandbox.workspace
    try:
        report = workspace.check()
        assert report.ok, report.problems
        assert not workspace.evidence.check(), "a record without its file"
        with closing(sqlite3.connect(workspace.data_file)) as connection:
            Ledger().follow(connection)
            rows = rows_of(connection)
        found = workspace.backups.find()
        assert not found.broken, found.broken
    finally:
        sandbox.close()
    return _state(rows, root)


def _state(rows: Rows, root: Path) -> State:
    found = _files(root)
    backups = {name for name in found if Path(name).match("linkdue-*.sqlite3")}
    return State(
        rows,
        {name: content for name, content in found.items() if name not in backups},
        {name: found[name] for name in backups},
    )


def _files(root: Path) -> dict[str, object]:
    found: dict[str, object] = {}
    for path in sorted(root.rglob("*")):
        name = str(path.relative_to(root))
        if path.is_dir() or name.startswith("in/") or name == "data/linkdue.sqlite3":
            continue
        if not path.name.endswith(_BESIDE):
            found[name] = _content(path)
    return found


def _content(path: Path) -> object:
    """Return the tables of a database file, or the bytes.

    Raises AssertionError for a damaged one.
    """
    data = path.read_bytes()
    if path.suffix == ".part":  # never read as data
        return data
    if data.startswith(b"SQLite format 3\0"):
        connection = sqlite3.connect(f"file:{path}?immutable=1", uri=True)
        try:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            return rows_of(connection)
        finally:
            connection.close()
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return {name: parts.read(name) for name in parts.namelist() if "core.xml" not in name}
    return data
