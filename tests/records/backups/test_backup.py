"""A backup is a checked copy of one state, or there is none and the older ones stay."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop.base.progress import Cancelled, CancelToken
from desktop.base.storage import StorageError, StorageErrorKind
from desktop.domain.backups import Backup, BackupReason
from desktop.records.backups import backup as backups
from desktop.records.backups import copying
from desktop.records.backups.copying import open_alone, open_to_read, schema_and_counts
from desktop.records.file.connect import READ, connect
from desktop.services.workspace import Workspace
from tests.builders import fill_with_orders
from tests.limits import NEEDS_LIMITS, file_size_limit

NOW = datetime(2026, 9, 10, 4, tzinfo=UTC)
ROOT_ON_LINUX = pytest.mark.skipif(
    not sys.platform.startswith("linux") or os.geteuid() != 0, reason="mounts a small disk"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder for backups."""
    return tmp_path / "backups"


def take(workspace: Workspace, folder: Path, reason: BackupReason = BackupReason.ASKED) -> Backup:
    """Take a backup of the workspace's file now."""
    return backups.take(workspace.data_file, folder, NOW, reason)


def names(folder: Path) -> list[str]:
    """Return the names of everything in a folder."""
    return sorted(path.name for path in folder.iterdir())


@contextmanager
def small_disk(at: Path, size: str, *, read_only: bool = False) -> Iterator[Path]:
    """Mount a disk of a few pages."""
    at.mkdir(exist_ok=True)
    options = f"size={size}" + (",ro" if read_only else "")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(at)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("may not mount")
    try:
        yield at
    finally:
        subprocess.run(["umount", str(at)], check=True)


def test_a_backup_describes_itself(workspace: Workspace, folder: Path) -> None:
    """A renamed or copied file is still the same backup: time, reason and counts are inside."""
    fill_with_orders(workspace, 3)
    workspace.orders.delete([1])
    taken = take(workspace, folder, BackupReason.IMPORT)
    moved = folder / "something else.sqlite3"
    taken.path.rename(moved)
    found = backups.examine(moved)
    assert (found.at, found.reason, found.counts["orders"]) == (NOW, BackupReason.IMPORT, 2)
    assert found.size == moved.stat().st_size
    assert names(folder) == ["something else.sqlite3"]  # no log, no temporary file


def test_a_backup_is_one_file_without_a_log(workspace: Workspace, folder: Path) -> None:
    """A copied backup would lose the data in a log beside it."""
    fill_with_orders(workspace, 1)
    taken = take(workspace, folder)
    assert taken.path.read_bytes()[18:20] == b"\x01\x01"  # the file format without a log
    if os.name == "posix":
        assert taken.path.stat().st_mode & 0o777 == 0o600


def test_the_data_file_is_not_touched(workspace: Workspace, folder: Path) -> None:
    """A backup that writes to the data could damage it."""
    fill_with_orders(workspace, 3)
    before, version = workspace.data_file.read_bytes(), workspace.data_version()
    take(workspace, folder)
    assert workspace.data_file.read_bytes() == before
    assert workspace.data_version() == version
    assert workspace.setting("backup") is None


def test_a_clock_that_goes_back_overwrites_nothing(workspace: Workspace, folder: Path) -> None:
    """Two backups of the same second are two files."""
    fill_with_orders(workspace, 1)
    first = take(workspace, folder)
    fill_with_orders(workspace, 1, first=2)
    second = take(workspace, folder)
    assert first.path != second.path
    assert backups.examine(first.path).counts["orders"] == 1
    assert backups.examine(second.path).counts["orders"] == 2


def write_for_ever(path: Path, running: threading.Event, wrote: threading.Event) -> None:
    """Move money between two rows, with a constant sum, as fast as possible."""
    with closing(sqlite3.connect(path, isolation_level=None, timeout=30)) as connection:
        while running.is_set():
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("UPDATE orders SET payable = payable - 1 WHERE id % 2 = 0")
            connection.execute("UPDATE orders SET payable = payable + 1 WHERE id % 2 = 1")
            connection.execute("UPDATE settings SET value = value + 1 WHERE name = 'turns'")
            connection.execute("COMMIT")
            wrote.set()


@pytest.fixture
def busy(workspace: Workspace) -> Iterator[Path]:
    """Return a data file that is written to without pause; the sum of all amounts stays 0."""
    fill_with_orders(workspace, 2000)
    with closing(sqlite3.connect(workspace.data_file, isolation_level=None)) as connection:
        connection.execute("UPDATE orders SET payable = 0")
    workspace.set_setting("turns", "0")
    running, wrote = threading.Event(), threading.Event()
    running.set()
    writer = threading.Thread(target=write_for_ever, args=(workspace.data_file, running, wrote))
    writer.start()
    assert wrote.wait(10)
    try:
        yield workspace.data_file
    finally:
        running.clear()
        writer.join()


def total(path: Path) -> int | None:
    """Return the sum over all orders, always 0 in the busy file; None without any order.

    A copy of the file alone may have none, if all of them are still in the log.
    """
    with closing(open_alone(path)) as connection:
        found: int | None = connection.execute("SELECT sum(payable) FROM orders").fetchone()[0]
    return found


def test_a_backup_while_another_writes_is_of_one_moment(busy: Path, folder: Path) -> None:
    """Twenty backups under constant writing: each is sound, and of a state between two actions."""
    turns = set()
    for _ in range(20):
        taken = backups.take(busy, folder, NOW, BackupReason.ASKED)
        assert backups.examine(taken.path).counts["orders"] == 2000
        assert total(taken.path) == 0
        with closing(open_alone(taken.path)) as connection:
            (turn,) = connection.execute(
                "SELECT value FROM settings WHERE name = 'turns'"
            ).fetchone()
            turns.add(turn)
    assert len(turns) > 1  # the other process was writing


def test_a_plain_copy_while_another_writes_is_caught(busy: Path, tmp_path: Path) -> None:
    """The negative control: copying the file misses its log, and the checks must notice.

    Without the mark, no copy is accepted as a backup; with it, comparison or check fails.
    """
    caught = 0
    for turn in range(20):
        copy = tmp_path / f"plain-{turn}.sqlite3"
        shutil.copyfile(busy, copy)
        with pytest.raises(StorageError):
            backups.examine(copy)
        try:
            caught += total(copy) != 0
        except sqlite3.DatabaseError:
            caught += 1
        with (
            closing(open_to_read(busy)) as source,
            closing(open_alone(copy)) as made,
        ):
            try:
                caught += schema_and_counts(source) != schema_and_counts(made)
            except sqlite3.DatabaseError:
                caught += 1
    assert caught


def test_a_log_deleted_meanwhile_is_not_needed(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last process to close the file writes its log back and deletes it, at any moment."""
    fill_with_orders(workspace, 3)
    workspace.close()

    class Unreadable:
        """A connection that cannot make the shared memory of a log."""

        def execute(self, _sql: str) -> None:
            error = sqlite3.OperationalError("unable to open database file")
            error.sqlite_errorname = "SQLITE_CANTOPEN"
            raise error

        def close(self) -> None:
            """Close nothing: it was never open."""

    monkeypatch.setattr(
        copying, "connect", lambda path, how: Unreadable() if how is READ else connect(path, how)
    )
    monkeypatch.setattr(copying, "size_beside", lambda _log: 4096)
    assert not list(workspace.folder.glob("*-wal"))
    with closing(open_to_read(workspace.data_file)) as copy:
        assert copy.execute("SELECT count(*) FROM orders").fetchone() == (3,)


@pytest.mark.parametrize("harm", ["flip", "truncate", "zero page", "garbage", "empty", "lost row"])
def test_a_copy_that_went_wrong_never_gets_a_name(
    harm: str, workspace: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that writes wrong bytes: no new backup, the older one unchanged, an error reported."""
    fill_with_orders(workspace, 200)
    older = take(workspace, folder)
    before = names(folder)
    copy_pages = copying.copy_pages

    def copy_badly(source: sqlite3.Connection, copy: Path, cancel: CancelToken | None) -> None:
        copy_pages(source, copy, cancel)
        spoil(copy, harm)

    monkeypatch.setattr(backups, "copy_pages", copy_badly)
    with pytest.raises(StorageError) as caught:
        take(workspace, folder)
    assert caught.value.kind in (StorageErrorKind.UNVERIFIED, StorageErrorKind.DAMAGED)
    assert names(folder) == before
    assert backups.examine(older.path) == older


def spoil(path: Path, harm: str) -> None:
    """Damage a file in one of the ways disks and people do."""
    data = bytearray(path.read_bytes())
    match harm:
        case "flip":
            for at in range(100, len(data), 997):
                data[at] ^= 0x10
        case "truncate":
            del data[len(data) // 2 :]
        case "zero page":
            data[8192:12288] = bytes(4096)
        case "garbage":
            data[:] = os.urandom(len(data))
        case "empty":
            data.clear()
        case "lost row":
            with closing(sqlite3.connect(path, isolation_level=None)) as connection:
                connection.execute("DELETE FROM orders WHERE id = 7")
            return
    path.write_bytes(data)


@pytest.mark.parametrize("harm", ["flip", "truncate", "zero page", "garbage", "empty"])
def test_a_damaged_backup_is_not_listed_as_sound(
    harm: str, workspace: Workspace, folder: Path
) -> None:
    """Every listed backup was opened and checked, also long after it was taken."""
    fill_with_orders(workspace, 200)
    taken = take(workspace, folder)
    spoil(taken.path, harm)
    with pytest.raises(StorageError) as caught:
        backups.examine(taken.path)
    assert caught.value.path == taken.path


def test_a_broken_reference_is_found(workspace: Workspace, folder: Path) -> None:
    """Every page may be sound although a record refers to nothing: the data is faulty then."""
    fill_with_orders(workspace, 2)
    with closing(sqlite3.connect(workspace.data_file, isolation_level=None)) as connection:
        connection.execute("UPDATE orders SET account_id = 99 WHERE id = 1")
    with pytest.raises(StorageError) as caught:
        take(workspace, folder)
    assert caught.value.kind is StorageErrorKind.DAMAGED
    assert caught.value.path == workspace.data_file
    assert names(folder) == []


@ROOT_ON_LINUX
def test_a_full_disk_leaves_the_older_backups(workspace: Workspace, tmp_path: Path) -> None:
    """The error states how much space is needed, and nothing half-written is left."""
    fill_with_orders(workspace, 10)
    size = workspace.data_file.stat().st_size
    with small_disk(tmp_path / "small", f"{size + (2 << 20)}") as disk:
        first = take(workspace, disk)
        fill_with_orders(workspace, 20_000, first=100)
        with pytest.raises(StorageError) as caught:
            take(workspace, disk)
        assert caught.value.kind is StorageErrorKind.NO_SPACE
        assert caught.value.path == disk
        assert caught.value.free is not None
        assert caught.value.needed > caught.value.free == shutil.disk_usage(disk).free
        assert names(disk) == [first.path.name]
        assert backups.examine(first.path).counts["orders"] == 10


@NEEDS_LIMITS
def test_a_disk_that_fills_while_writing(workspace: Workspace, folder: Path) -> None:
    """The free space is a guess: quotas and others' writing may use it up midway."""
    fill_with_orders(workspace, 2000)
    first = take(workspace, folder)
    for part in (0.01, 0.3, 0.9, 0.999):
        limit = int(first.size * part)
        with file_size_limit(limit), pytest.raises(StorageError) as caught:
            take(workspace, folder)
        assert caught.value.kind is StorageErrorKind.NO_SPACE
        assert caught.value.needed >= first.size
        assert names(folder) == [first.path.name]


@ROOT_ON_LINUX
def test_a_place_that_cannot_be_written(workspace: Workspace, tmp_path: Path) -> None:
    """A write-protected stick is reported as such."""
    fill_with_orders(workspace, 1)
    with small_disk(tmp_path / "stick", "8m", read_only=True) as stick:
        with pytest.raises(StorageError) as caught:
            take(workspace, stick)
        assert caught.value.kind is StorageErrorKind.READ_ONLY
        assert caught.value.path == stick


@ROOT_ON_LINUX
def test_data_in_a_read_only_folder_can_be_backed_up(workspace: Workspace, tmp_path: Path) -> None:
    """A backup is the last option on a disk that has become read-only."""
    fill_with_orders(workspace, 5)
    workspace.close()
    with small_disk(tmp_path / "disk", "8m") as disk:
        data = Path(shutil.copy(workspace.data_file, disk))
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        taken = backups.take(data, tmp_path / "backups", NOW, BackupReason.ASKED)
        assert taken.counts["orders"] == 5


def test_a_place_that_is_a_file(workspace: Workspace, tmp_path: Path) -> None:
    """A folder's name that is taken by a file."""
    (tmp_path / "taken").write_text("mine")
    with pytest.raises(StorageError):
        take(workspace, tmp_path / "taken")
    assert (tmp_path / "taken").read_text() == "mine"


def test_a_missing_file_is_not_made(tmp_path: Path, folder: Path) -> None:
    """Backing up a vanished file must not make an empty one in its place."""
    with pytest.raises(StorageError) as caught:
        backups.take(tmp_path / "gone.sqlite3", folder, NOW, BackupReason.ASKED)
    assert caught.value.kind is StorageErrorKind.UNREACHABLE
    assert not (tmp_path / "gone.sqlite3").exists()


@pytest.mark.parametrize("after", [1, 2, 3])
def test_a_cancelled_backup_leaves_nothing(after: int, workspace: Workspace, folder: Path) -> None:
    """Closing the program during a backup: no partial file under any name."""
    fill_with_orders(workspace, 5000)
    asked = iter(range(after))

    class Later(CancelToken):
        """A cancel token that is set after it was asked a number of times."""

        @property
        def cancelled(self) -> bool:
            return next(asked, None) is None

    with pytest.raises(Cancelled):
        backups.take(
            workspace.data_file,
            folder,
            NOW,
            BackupReason.CHANGES,
            Later(),
        )
    assert names(folder) == []


def test_a_second_place_gets_the_same_backup(
    workspace: Workspace, folder: Path, tmp_path: Path
) -> None:
    """Time and reason are copied, too; the copy was checked in its place."""
    fill_with_orders(workspace, 3)
    taken = take(workspace, folder, BackupReason.START)
    copied = backups.copy_into(taken, tmp_path / "stick")
    assert copied.path == tmp_path / "stick" / taken.path.name
    assert (copied.at, copied.reason, copied.counts) == (taken.at, taken.reason, taken.counts)
    with closing(open_alone(copied.path)) as there:
        assert there.execute("SELECT count(*) FROM journal").fetchone()[0] == 2


def test_a_harmed_backup_is_not_copied(workspace: Workspace, folder: Path, tmp_path: Path) -> None:
    """A second place full of broken files would be useless."""
    fill_with_orders(workspace, 200)
    taken = take(workspace, folder)
    spoil(taken.path, "zero page")
    with pytest.raises(StorageError):
        backups.copy_into(taken, tmp_path / "stick")
    assert names(tmp_path / "stick") == []


def test_leftover_files_are_removed(folder: Path) -> None:
    """A kill midway leaves a dotted file; a recent one, which may be in use, is kept."""
    folder.mkdir()
    old, young, other = (
        folder / ".linkdue-2026.sqlite3.abc_1234.part",
        folder / ".linkdue-2027.sqlite3.def_1234.part",
        folder / ".somebody.part",
    )
    for path in (old, young, other):
        path.write_bytes(b"x")
    os.utime(old, (time.time() - 7200,) * 2)
    backups.sweep(folder)
    assert names(folder) == sorted([young.name, other.name])


def test_pruning_deletes_only_what_it_may(workspace: Workspace, folder: Path) -> None:
    """Of three backups of one day, a month ago, the last is kept."""
    fill_with_orders(workspace, 1)
    taken = [
        backups.take(
            workspace.data_file, folder, NOW - timedelta(days=30, hours=hour), BackupReason.CHANGES
        )
        for hour in (1, 2, 3)
    ]
    newest = take(workspace, folder)
    stay = backups.prune([*taken, newest], NOW)
    assert [backup.path for backup in stay] == [newest.path, taken[0].path]
    assert names(folder) == sorted(backup.path.name for backup in stay)
