"""A restore is all or nothing, can be reverted, and lists its changes beforehand."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.base.storage import FILE_NAME, SCHEMA_VERSION, StorageError, StorageErrorKind
from desktop.domain.backups import Backup, BackupReason, TableDifference
from desktop.domain.model import ProjectStatus
from desktop.records.backups import backup as backups
from desktop.records.backups.compare import compare
from desktop.records.backups.copying import open_to_read
from desktop.records.backups.restore import restore
from desktop.records.file import database
from desktop.records.index.index_reader import IndexReader
from desktop.services.workspace import Workspace
from tests.builders import (
    OTHER_UID,
    UID,
    fill_with_orders,
    make_account,
    make_cashback,
    make_partner,
    make_project,
)
from tests.conftest import FakeClock, open_store
from tests.limits import NEEDS_LIMITS, file_size_limit
from tests.records.second_schema import NEXT, colours, losing, release
from tests.sql import run_sql

NOW = datetime(2026, 9, 10, 4, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder for backups."""
    return tmp_path / "backups"


def take(workspace: Workspace, folder: Path) -> Backup:
    """Take a backup of the workspace's file now."""
    return backups.take(workspace.data_file, folder, NOW, BackupReason.ASKED)


def numbers(data: Path) -> set[str]:
    """Return the order numbers in a closed data file, opened as the program opens it."""
    workspace = Workspace.open(data.parent, FakeClock())
    try:
        assert workspace.check().ok
        return {order.number for order in workspace.book().orders.values()}
    finally:
        workspace.close()


def names(folder: Path) -> list[str]:
    """Return the names of everything in a folder but the program's own lock."""
    return sorted(path.name for path in folder.iterdir())


def test_a_restore_can_be_reverted(workspace: Workspace, folder: Path) -> None:
    """Back to three orders, then forward to the previous five."""
    fill_with_orders(workspace, 3)
    three = take(workspace, folder)
    fill_with_orders(workspace, 2, first=4)
    data = workspace.data_file
    workspace.close()
    done = restore(three.path, data, folder, NOW)
    assert len(numbers(data)) == 3
    assert done.before is not None
    assert (done.before.reason, done.before.counts["orders"]) == (BackupReason.RESTORE, 5)
    restore(done.before.path, data, folder, NOW)
    assert len(numbers(data)) == 5


def test_nothing_is_left_beside_the_data(workspace: Workspace, folder: Path) -> None:
    """A temporary file or log left behind would be mixed into the restored data."""
    fill_with_orders(workspace, 3)
    taken = take(workspace, folder)
    workspace.close()
    restore(taken.path, workspace.data_file, folder, NOW)
    shared_memory = f"{FILE_NAME}-shm"  # made by reading the file; empty
    assert set(names(workspace.folder)) - {shared_memory} == {FILE_NAME}


def test_the_restored_file_is_no_backup(workspace: Workspace, folder: Path) -> None:
    """With its backup mark, a copy of the data file would pass for an old backup."""
    fill_with_orders(workspace, 1)
    taken = take(workspace, folder)
    workspace.close()
    restore(taken.path, workspace.data_file, folder, NOW)
    with pytest.raises(StorageError) as caught:
        backups.examine(workspace.data_file)
    assert caught.value.kind is StorageErrorKind.FOREIGN


def test_the_settings_of_backups_stay(workspace: Workspace, folder: Path) -> None:
    """A restore keeps a second place chosen since the backup, but not a language chosen since."""
    workspace.set_setting("backup-place", "old")
    workspace.set_setting("backup-gone", "1")
    workspace.set_setting("language", "en")
    taken = take(workspace, folder)
    workspace.set_setting("backup-place", "new")
    workspace.set_setting("language", "zh_CN")
    run_sql(workspace.data_file, "DELETE FROM settings WHERE name = 'backup-gone'")
    workspace.close()
    restore(taken.path, workspace.data_file, folder, NOW)
    again = Workspace.open(workspace.folder, FakeClock())
    assert again.setting("backup-place") == "new"
    assert again.setting("backup-gone") is None
    assert again.setting("language") == "en"
    again.close()


def test_a_log_that_was_left_behind_is_not_mixed_in(workspace: Workspace, folder: Path) -> None:
    """The last actions before a crash are only in the log, and must be in the first backup."""
    fill_with_orders(workspace, 3)
    three = take(workspace, folder)
    data = workspace.data_file
    fill_with_orders(workspace, 2, first=4)
    kept = {path: path.read_bytes() for path in data.parent.iterdir() if path.is_file()}
    workspace.close()
    for path, content in kept.items():  # as after a kill
        path.write_bytes(content)
    assert data.with_name(f"{data.name}-wal").stat().st_size > 0
    done = restore(three.path, data, folder, NOW)
    assert done.before is not None
    assert done.before.counts["orders"] == 5
    assert len(numbers(data)) == 3


@pytest.mark.parametrize("other", ["window", "reader"])
def test_refused_while_another_has_the_file_open(
    other: str, workspace: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A form open in the other process would be saved over a record that has changed."""
    monkeypatch.setattr("desktop.records.file.connect.BUSY_SECONDS", 0.1)
    fill_with_orders(workspace, 3)
    taken = take(workspace, folder)
    fill_with_orders(workspace, 1, first=4)
    reader = IndexReader(workspace.data_file)
    if other == "reader":
        reader.counts(NOW)
        workspace.close()
    try:
        with pytest.raises(StorageError) as caught:
            restore(taken.path, workspace.data_file, folder, NOW)
        assert caught.value.kind is StorageErrorKind.LOCKED
    finally:
        reader.close()
        workspace.close()
    assert len(numbers(workspace.data_file)) == 4
    assert names(folder) == [taken.path.name]


def test_a_backup_of_a_newer_program_is_refused(workspace: Workspace, folder: Path) -> None:
    """The program would lose what it does not know."""
    fill_with_orders(workspace, 1)
    taken = take(workspace, folder)
    with closing(sqlite3.connect(taken.path, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    workspace.close()
    before = workspace.data_file.read_bytes()
    with pytest.raises(StorageError) as caught:
        restore(taken.path, workspace.data_file, folder, NOW)
    assert (caught.value.kind, caught.value.path) == (StorageErrorKind.NEWER, taken.path)
    assert workspace.data_file.read_bytes() == before


def test_a_harmed_backup_is_refused(workspace: Workspace, folder: Path) -> None:
    """It was sound when listed yesterday; the disk has lost a page since."""
    fill_with_orders(workspace, 200)
    taken = take(workspace, folder)
    workspace.close()
    harmed = bytearray(taken.path.read_bytes())
    harmed[8192:12288] = bytes(4096)
    taken.path.write_bytes(harmed)
    before = workspace.data_file.read_bytes()
    with pytest.raises(StorageError) as caught:
        restore(taken.path, workspace.data_file, folder, NOW)
    assert caught.value.kind is StorageErrorKind.DAMAGED
    assert workspace.data_file.read_bytes() == before


@pytest.mark.parametrize("harm", ["damaged", "foreign", "newer", "empty", "missing"])
def test_a_file_that_cannot_be_worked_with_is_kept(
    harm: str, workspace: Workspace, folder: Path, tmp_path: Path
) -> None:
    """From the recovery window: the backup replaces the file, which is kept and renamed."""
    fill_with_orders(workspace, 200)
    taken = take(workspace, folder)
    data = workspace.data_file
    workspace.close()
    spoil(data, harm)
    content = data.read_bytes() if data.exists() else None
    stale = data.with_name(f"{data.name}-wal")
    stale.write_bytes(b"a log of something else")
    done = restore(taken.path, data, folder, NOW)
    assert done.before is None
    assert done.aside is not None
    assert (done.aside.read_bytes() if done.aside.exists() else None) == content
    log = done.aside.with_name(f"{done.aside.name}-wal")
    assert log.read_bytes() == b"a log of something else"
    assert len(numbers(data)) == 200


def spoil(data: Path, harm: str) -> None:
    """Make a data file unusable."""
    content = bytearray(data.read_bytes())
    match harm:
        case "damaged":
            content[8192:12288] = bytes(4096)
        case "foreign":
            content[68:72] = b"XXXX"
        case "newer":
            content[60:64] = (SCHEMA_VERSION + 1).to_bytes(4, "big")
        case "empty":
            content.clear()
        case "missing":
            data.unlink()
            return
    data.write_bytes(content)


@NEEDS_LIMITS
@pytest.mark.parametrize("part", [0.0, 0.3, 0.999, 1.3])
def test_a_disk_that_fills_while_restoring(part: float, workspace: Workspace, folder: Path) -> None:
    """The fresh copy, the backup of the present state, or the file itself may fail."""
    fill_with_orders(workspace, 10)
    taken = take(workspace, folder)
    fill_with_orders(workspace, 2000, first=100)
    workspace.close()
    size = (taken.size, workspace.data_file.stat().st_size)
    limit = int(size[0] * part) if part <= 1 else int(size[1] * 0.5)
    with file_size_limit(limit), pytest.raises(StorageError) as caught:
        restore(taken.path, workspace.data_file, folder, NOW)
    assert caught.value.kind is StorageErrorKind.NO_SPACE
    assert len(numbers(workspace.data_file)) == 2010
    assert names(folder) == [taken.path.name]
    assert names(workspace.folder) == [FILE_NAME]


def test_fewer_more_and_changed_are_counted(workspace: Workspace, folder: Path) -> None:
    """Records are compared by their identifiers, not by their rows."""
    orders = fill_with_orders(workspace, 10)
    workspace.save_partner(make_partner())
    project = workspace.save_project(
        make_project(title="t", status=ProjectStatus.DRAFT, partner="P")
    )
    taken = take(workspace, folder)
    assert compare(taken.path, workspace.data_file) == {}
    fill_with_orders(workspace, 3, first=11)
    workspace.orders.delete([1])
    workspace.save_order(replace(orders[4], note="changed"))
    workspace.save_project(replace(project, partner="Q"))
    workspace.save_account(make_account(uid=OTHER_UID))
    with open_store(workspace) as store, store.transaction("receipt") as transaction:
        transaction.save(make_cashback(order=orders[5].number, received_at=NOW, amount=100))
    workspace.comparing.note(UID)
    assert orders[6].key is not None
    workspace.orders.refused(orders[6].key, None, "")
    assert compare(taken.path, workspace.data_file) == {
        "orders": TableDifference(fewer=3, more=1, changed=1),
        "projects": TableDifference(0, 0, 1),
        "partners": TableDifference(1, 0, 0),
        "accounts": TableDifference(1, 0, 0),
        "cashback": TableDifference(1, 0, 0),
        "sightings": TableDifference(1, 0, 0),
        "comparisons": TableDifference(1, 0, 0),
    }


def test_a_backup_of_an_older_schema_is_compared_as_far_as_both_know(
    workspace: Workspace, tmp_path: Path
) -> None:
    """It has no receipts and no comparisons; querying them would fail the preview."""
    older = tmp_path / "older.sqlite3"
    shutil.copy(Path(__file__).parents[1] / "schemas" / "v1.sqlite3", older)
    workspace.save_account(make_account())
    assert compare(older, workspace.data_file)["orders"].more > 0


def test_the_preview_equals_the_restore(workspace: Workspace, folder: Path) -> None:
    """The preview equals what the restore does; reused row keys are not changes."""
    fill_with_orders(workspace, 5)
    five = take(workspace, folder)
    fill_with_orders(workspace, 3, first=6)
    data = workspace.data_file
    workspace.close()
    eight = restore(five.path, data, folder, NOW).before
    assert eight is not None
    again = Workspace.open(data.parent, FakeClock())
    fill_with_orders(again, 2, first=20)  # reuses the row keys of the three deleted ones
    assert compare(eight.path, data) == {"orders": TableDifference(fewer=2, more=3, changed=0)}
    again.close()


@pytest.mark.parametrize(
    "added",
    [
        "CREATE TRIGGER mine AFTER UPDATE ON orders BEGIN DELETE FROM orders; END",
        "CREATE VIEW mine AS SELECT 1",
        "CREATE TABLE mine (a)",
    ],
)
def test_a_backup_that_others_have_built_on_is_refused(
    added: str, workspace: Workspace, folder: Path
) -> None:
    """A trigger in a file from someone else would run on every later change."""
    fill_with_orders(workspace, 3)
    taken = take(workspace, folder)
    with closing(sqlite3.connect(taken.path, isolation_level=None)) as connection:
        connection.execute(added)
    workspace.close()
    before = workspace.data_file.read_bytes()
    with pytest.raises(StorageError) as caught:
        restore(taken.path, workspace.data_file, folder, NOW)
    assert (caught.value.kind, caught.value.path) == (StorageErrorKind.ALTERED, taken.path)
    assert workspace.data_file.read_bytes() == before


@pytest.mark.parametrize("sound", [True, False])
def test_a_backup_of_an_older_schema_is_converted_or_refused(
    sound: bool, workspace: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is checked beforehand: a migration that loses an order leaves the data unchanged."""
    fill_with_orders(workspace, 3)
    taken = take(workspace, folder)
    fill_with_orders(workspace, 2, first=4)
    data = workspace.data_file
    workspace.close()
    release(monkeypatch, colours if sound else losing)
    before = data.read_bytes()
    if not sound:
        with pytest.raises(StorageError) as caught:
            restore(taken.path, data, folder, NOW)
        assert caught.value.kind is StorageErrorKind.UPDATE_FAILED
        assert data.read_bytes() == before
        return
    restore(taken.path, data, folder, NOW)
    with closing(open_to_read(data)) as connection:
        assert database.schema_version(connection) == NEXT
        assert connection.execute("SELECT count(colour) FROM accounts").fetchone() == (1,)
    assert len(numbers(data)) == 3
