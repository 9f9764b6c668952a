"""SQLite evaluates no code from a foreign file, and no file hangs the program."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.base.progress import CancelToken
from desktop.base.storage import BACKUP_FOLDER, FILE_NAME, StorageError, StorageErrorKind
from desktop.domain.backups import BackupReason
from desktop.records.backups import backup as backups
from desktop.records.backups.compare import compare
from desktop.records.backups.restore import restore
from desktop.records.file.schema import open_foreign
from desktop.records.store import Store
from desktop.services.recovery import Recovery
from desktop.services.workspace import Workspace
from tests.builders import fill_with_orders
from tests.conftest import PROGRAMME, FakeClock

NOW = datetime(2026, 9, 10, 4, tzinfo=UTC)
SECONDS = 10.0
"""The time limit, for a slow computer; without the guard, each case runs for ever."""
ENDLESS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT"
ATTACKS = {
    "endless view": f"CREATE VIEW settings AS {ENDLESS} 'x' AS name, 'y' AS value FROM n",
    "huge view": (
        "CREATE VIEW settings AS SELECT 'backup' AS name, hex(randomblob(400000000)) AS value"
    ),
    "sorting view": (
        f"CREATE VIEW settings AS {ENDLESS} 'backup' AS name, randomblob(1000) AS value FROM n "
        "ORDER BY value"
    ),
    "virtual table": "CREATE VIRTUAL TABLE settings USING fts5 (name, value)",
    "generated column": (
        "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT AS "
        "(hex(zeroblob(30000000))) VIRTUAL)"
    ),
    "check": (
        "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT "
        "CHECK (hex(randomblob(30000000)) LIKE '%' || hex(randomblob(20000000)) || '%'))"
    ),
}
EXTRA = {
    "trigger": "CREATE TRIGGER evil AFTER DELETE ON settings BEGIN DELETE FROM orders; END",
    "endless view beside": f"CREATE VIEW evil AS {ENDLESS} i FROM n",
    "computed table of a library": (
        "UPDATE sqlite_master SET sql = 'CREATE TABLE search_data (id INTEGER PRIMARY KEY, "
        "block BLOB CHECK (hex(block) NOT LIKE hex(zeroblob(20000000))))' "
        "WHERE name = 'search_data'"
    ),
    "index on a call": "CREATE INDEX evil ON orders (hex(zeroblob(id)))",
}


@contextmanager
def soon() -> Iterator[None]:
    """Fail if the block takes long."""
    begun = time.monotonic()
    yield
    assert time.monotonic() - begun < SECONDS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a data folder with some orders, closed."""
    workspace = Workspace.open(tmp_path / "data", FakeClock())
    fill_with_orders(workspace, 20)
    workspace.close()
    return tmp_path / "data"


@pytest.fixture
def good(folder: Path) -> Path:
    """Take a backup, outside the data folder."""
    taken = backups.take(folder / FILE_NAME, folder.parent / "taken", NOW, BackupReason.ASKED)
    return taken.path


def spoil(path: Path, attack: str, version: int | None = None) -> None:
    """Change a file as an attacker does: settings are replaced, or a schema object is added."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        if " settings " in attack and attack.startswith("CREATE") and "TRIGGER" not in attack:
            connection.execute("DROP TABLE settings")
        connection.execute(f"PRAGMA writable_schema = {int('sqlite_master' in attack)}")
        connection.execute(attack)
        if version is not None:
            connection.execute(f"PRAGMA user_version = {version}")


@pytest.mark.parametrize("version", [None, 2], ids=["of this program", "of a newer one"])
@pytest.mark.parametrize("name", [*ATTACKS, *EXTRA])
def test_a_spoilt_backup_is_refused_quickly(name: str, version: int | None, good: Path) -> None:
    """Reading a file in a shared folder would never end, or fill memory and disk."""
    spoil(good, (ATTACKS | EXTRA)[name], version)
    with soon():
        try:
            found = backups.examine(good)
        except StorageError as problem:
            assert problem.kind in (
                StorageErrorKind.ALTERED,
                StorageErrorKind.FOREIGN,
                StorageErrorKind.DAMAGED,
            )
        else:
            assert version is not None
            assert found.newer


@pytest.mark.parametrize("name", [*ATTACKS, *EXTRA])
def test_a_spoilt_backup_changes_nothing(name: str, folder: Path, good: Path) -> None:
    """Restoring, or comparing first: the data is unchanged, and nothing runs for ever."""
    before = Store.open(folder, PROGRAMME, FakeClock())
    entry = before.last_entry()
    before.close()
    spoil(good, (ATTACKS | EXTRA)[name])
    with soon():
        for attempt in (
            lambda: restore(good, folder / FILE_NAME, folder / BACKUP_FOLDER, NOW),
            lambda: compare(good, folder / FILE_NAME),
        ):
            with pytest.raises(StorageError):
                attempt()
    after = Store.open(folder, PROGRAMME, FakeClock())
    assert after.last_entry() == entry
    after.close()


@pytest.mark.parametrize("name", [*ATTACKS, *EXTRA])
def test_one_spoilt_file_stops_no_backup(name: str, folder: Path, good: Path) -> None:
    """One such file in a folder of backups made every backup and every import hang."""
    spoil(good, (ATTACKS | EXTRA)[name])
    second = folder.parent / "second"
    second.mkdir()
    (folder / BACKUP_FOLDER).mkdir(exist_ok=True)
    for place in (folder / BACKUP_FOLDER, second):
        shutil.copy(good, place / "linkdue-2026-09-01-000000Z.sqlite3")
    workspace = Workspace.open(folder, FakeClock())
    workspace.backups.choose_second_place(second)
    with soon():
        done = workspace.backups.take(BackupReason.IMPORT)
    assert done.backup.path.exists()
    assert done.second is not None
    assert [one.path.name for one in workspace.backups.find().broken] == [
        "linkdue-2026-09-01-000000Z.sqlite3"
    ]
    workspace.close()


@pytest.mark.parametrize("with_log", [False, True], ids=["alone", "with a log"])
@pytest.mark.parametrize("name", [*ATTACKS, *EXTRA])
def test_a_spoilt_data_file_is_refused_and_kept(name: str, with_log: bool, folder: Path) -> None:
    """The data was replaced by such a file: nothing opens or changes it."""
    data = folder / FILE_NAME
    spoil(data, (ATTACKS | EXTRA)[name])
    if with_log:
        data.with_name(f"{data.name}-wal").write_bytes(os.urandom(5000))
    content = data.read_bytes()
    with soon():
        with pytest.raises(StorageError):
            Store.open(folder, PROGRAMME, FakeClock())
        recovery = Recovery(folder, FakeClock())
        recovery.find(CancelToken())
        with suppress(StorageError):
            recovery.salvage()
        recovery.drop()
    assert data.read_bytes() == content


def test_a_spoilt_data_file_is_set_aside_by_a_restore(folder: Path, good: Path) -> None:
    """No SQL is run on such a file: it is renamed and kept, and the backup replaces it."""
    spoil(folder / FILE_NAME, ATTACKS["endless view"])
    with soon():
        done = restore(good, folder / FILE_NAME, folder / BACKUP_FOLDER, NOW)
    assert done.aside is not None
    assert done.aside.exists()
    store = Store.open(folder, PROGRAMME, FakeClock())
    assert store.check().ok
    store.close()


def test_a_schema_that_claims_to_be_new_is_not_migrated(folder: Path) -> None:
    """The file claims to have no schema yet, and has views where the migrations look."""
    data = folder / FILE_NAME
    with closing(sqlite3.connect(data, isolation_level=None)) as connection:
        connection.execute("DROP TABLE _sqlite_migrations")
        connection.execute(
            f"CREATE VIEW _sqlite_migrations AS {ENDLESS} 'linkdue' AS migration_set, "
            "i AS name, i AS applied_at FROM n"
        )
        connection.execute("PRAGMA user_version = 0")
    with soon(), pytest.raises(StorageError):
        Store.open(folder, PROGRAMME, FakeClock())


def test_a_file_that_keeps_sqlite_busy_is_given_up(
    good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever else keeps SQLite busy without an end: it is aborted and reported as damage."""
    monkeypatch.setattr("desktop.records.file.connect.FOREIGN_SECONDS", 0.1)
    with (
        soon(),
        pytest.raises(StorageError) as caught,
        open_foreign(good) as connection,
    ):
        connection.execute(f"{ENDLESS} max(i) FROM n")
    assert caught.value.kind is StorageErrorKind.DAMAGED


def test_a_value_of_gigabytes_is_not_made(good: Path) -> None:
    """One row that needs more memory than the computer has would crash the window."""
    with open_foreign(good) as connection, pytest.raises(sqlite3.DataError):
        connection.execute("SELECT length(hex(zeroblob(400000000)))").fetchone()


def test_only_one_module_opens_sqlite() -> None:
    """A connection opened elsewhere has no limits, and could be attacked."""
    package = Path(__file__).parents[2] / "desktop"
    opening = [
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if re.search(r"sqlite3\.connect\(|sqlite3 import .*\bconnect\b", path.read_text("utf-8"))
    ]
    assert opening == ["records/file/connect.py"]
