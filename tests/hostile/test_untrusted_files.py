"""Files in the folders are not trusted: notes, settings, empty files, links, other disks."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.base.small_json import parse_object, read_object, read_text
from desktop.base.storage import (
    BACKUP_FOLDER,
    FILE_NAME,
    Start,
    StorageError,
    StorageErrorKind,
)
from desktop.domain.backups import BackupReason
from desktop.domain.model import Account
from desktop.records.backups import backup as backups
from desktop.services.backups import restore_backup
from desktop.services.workspace import Workspace
from tests.builders import fill_with_orders
from tests.conftest import FakeClock

NOW = datetime(2026, 9, 10, 4, tzinfo=UTC)
NEEDS_LINKS = pytest.mark.skipif(os.name != "posix", reason="Windows lets few users make links")
NEEDS_MOUNTS = pytest.mark.skipif(
    not sys.platform.startswith("linux") or os.geteuid() != 0, reason="mounts a small disk"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a data folder with some orders and a backup of them, closed."""
    workspace = Workspace.open(tmp_path / "data", FakeClock())
    fill_with_orders(workspace, 5)
    workspace.backups.take(BackupReason.ASKED)
    workspace.close()
    return tmp_path / "data"


def only_backup(folder: Path) -> Path:
    """Return the single backup beside the data."""
    (path,) = (folder / BACKUP_FOLDER).glob("*.sqlite3")
    return path


def listed(folder: Path) -> list[str]:
    """Return the names of the backups that the program lists as sound."""
    workspace = Workspace.open(folder, FakeClock())
    with closing(workspace):
        return [backup.path.name for backup in workspace.backups.find().good]


# Notes


def test_a_backup_overwritten_unseen_is_not_called_good(folder: Path) -> None:
    """Same name, size and time, other bytes: the user would learn it when restoring."""
    path = only_backup(folder)
    assert listed(folder) == [path.name]
    before = path.stat()
    path.write_bytes(os.urandom(before.st_size))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert listed(folder) == []


def test_a_forged_note_makes_no_backup_good(folder: Path) -> None:
    """Anybody who can write to a shared folder can write any note there."""
    path = only_backup(folder)
    junk = path.with_name("linkdue-2026-09-11-000000Z.sqlite3")
    junk.write_bytes(os.urandom(1000))
    found = junk.stat()
    facts = {
        "at": "2026-09-11T00:00:00Z",
        "reason": "asked",
        "size": 1000,
        "schema": 1,
        "counts": {"orders": 99},
        "origin": "",
        "entry": 99,
    }
    note = {
        "stamp": [found.st_size, found.st_mtime_ns],
        "checked": "2026-09-10T04:00:00Z",
        "backup": facts,
    }
    (junk.parent / ".checked.json").write_text(json.dumps({junk.name: note}))
    assert listed(folder) == [path.name]


@pytest.mark.parametrize("mark", ["[" * 200_000, "{}", "[]", '{"at": 1, "reason": []}', "1" * 5000])
def test_an_invalid_backup_mark_is_ignored(mark: str, folder: Path) -> None:
    """The mark of a backup is foreign text as well: deeply nested, it made every import fail."""
    path = only_backup(folder)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE settings SET value = ? WHERE name = 'backup'", [mark])
    with pytest.raises(StorageError) as caught:
        backups.examine(path)
    assert caught.value.kind is StorageErrorKind.FOREIGN
    workspace = Workspace.open(folder, FakeClock())
    workspace.backups.before(BackupReason.IMPORT)
    assert workspace.backups.missed is None
    workspace.close()


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(content=st.one_of(st.binary(), st.text().map(str.encode), st.just(b"[" * 300_000)))
def test_no_note_raises(content: bytes, tmp_path: Path) -> None:
    """Any bytes in one of the program's small files are a note, or none: never an exception."""
    path = tmp_path / "note"
    path.write_bytes(content)
    assert isinstance(read_object(path), dict | None)
    assert isinstance(read_text(path), str | None)
    assert isinstance(parse_object(content.decode("utf-8", "replace")), dict | None)


def test_no_place_raises(tmp_path: Path) -> None:
    """A folder, a missing file, a huge one: no note."""
    huge = tmp_path / "huge"
    huge.write_bytes(b'{"a": 1}' + b" " * (2 << 20))
    for path in (tmp_path, tmp_path / "missing", huge):
        assert read_object(path) is None
    assert parse_object(5) is None


# Settings of a stranger


def stranger(folder: Path, tmp_path: Path) -> Path:
    """Return somebody else's backup, with the settings of that computer."""
    path = tmp_path / "theirs.sqlite3"
    shutil.copy(only_backup(folder), path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for name, value in (
            ("backup-place", str(tmp_path / "his")),
            ("backup-off", "1"),
            ("backup-asked", "1"),
            ("window-geometry", "é"),
            ("place-accepted", "x"),
            ("theme", "dark"),
        ):
            connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", [name, value])
    return path


@pytest.mark.parametrize("there", ["nothing", "damaged", "sound"])
def test_a_strangers_settings_stay_his(there: str, folder: Path, tmp_path: Path) -> None:
    """Otherwise backups are copied to a folder that the other user chose, or are off."""
    source, target = stranger(folder, tmp_path), tmp_path / "target"
    target.mkdir()
    if there == "damaged":
        (target / FILE_NAME).write_bytes(b"SQLite format 3\0" + b"rubbish" * 1000)
    elif there == "sound":
        workspace = Workspace.open(target, FakeClock())
        workspace.save_account(Account(uid="1000000000000099"))
        workspace.set_setting("window-geometry", "mine")
        workspace.close()
    restore_backup(source, target, NOW)
    workspace = Workspace.open(target, FakeClock())
    assert len(workspace.book().orders) == 5
    assert workspace.setting("theme") == "dark"
    assert workspace.backups.on
    assert workspace.backups.second_place is None
    assert workspace.backups.asks_for_place
    assert workspace.setting("place-accepted") is None
    assert workspace.setting("window-geometry") == ("mine" if there == "sound" else None)
    workspace.close()


# Empty files


EMPTIED = {
    "no bytes": b"",
    "a page of zeros": bytes(4096),
    "zeros": bytes(100_000),
}


def present(folder: Path) -> dict[str, bytes]:
    """Return every file of a data folder with its content."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.mark.parametrize("content", [*EMPTIED, "a new file"])
def test_an_emptied_file_beside_backups_is_a_lost_one(content: str, folder: Path) -> None:
    """The disk lost the content: an empty list hid it, and empty backups replaced the good ones."""
    data = folder / FILE_NAME
    data.unlink()
    if content in EMPTIED:
        data.write_bytes(EMPTIED[content])
    else:
        Workspace.open(folder.parent / "other", FakeClock()).close()
        shutil.copy(folder.parent / "other" / FILE_NAME, data)
    before = present(folder)
    with pytest.raises(StorageError) as caught:
        Workspace.open(folder, FakeClock())
    assert caught.value.kind is StorageErrorKind.GONE
    assert present(folder) == before
    restore_backup(only_backup(folder), folder, NOW)
    workspace = Workspace.open(folder, FakeClock())
    assert len(workspace.book().orders) == 5
    workspace.close()


@pytest.mark.parametrize("content", EMPTIED)
def test_the_user_may_begin_with_empty_records(content: str, folder: Path) -> None:
    """The user may begin with empty records beside old backups, after one question."""
    (folder / FILE_NAME).write_bytes(EMPTIED[content])
    Workspace.open(folder, FakeClock(), start=Start.CREATE_EMPTY).close()
    workspace = Workspace.open(folder, FakeClock())
    assert not workspace.book().orders
    assert workspace.check().ok
    workspace.close()


def test_a_new_file_beside_empty_backups_is_not_a_lost_one(tmp_path: Path) -> None:
    """A backup made before the first order is no reason to refuse the data."""
    workspace = Workspace.open(tmp_path, FakeClock())
    workspace.backups.take(BackupReason.ASKED)
    workspace.close()
    Workspace.open(tmp_path, FakeClock()).close()


# Links


@NEEDS_LINKS
def test_changes_of_a_linked_data_file_are_reported_as_saved(folder: Path, tmp_path: Path) -> None:
    """Every change was reported as failed, although it was recorded."""
    real = tmp_path / "elsewhere"
    real.mkdir()
    (folder / FILE_NAME).rename(real / "real.sqlite3")
    (folder / FILE_NAME).symlink_to(real / "real.sqlite3")
    workspace = Workspace.open(folder, FakeClock())
    workspace.save_account(Account(uid="1000000000000099"))
    workspace.backups.take(BackupReason.ASKED)
    workspace.close()
    restore_backup(only_backup_of(folder), folder, NOW)
    assert (folder / FILE_NAME).is_symlink()
    workspace = Workspace.open(folder, FakeClock())
    assert len(workspace.book().accounts) == 1
    workspace.close()


def only_backup_of(folder: Path) -> Path:
    """Return the first backup beside the data."""
    files = (folder / BACKUP_FOLDER).glob("*.sqlite3")
    return min(files, key=lambda path: (len(path.name), path.name))


@NEEDS_LINKS
def test_a_link_that_points_elsewhere_later_is_noticed(folder: Path, tmp_path: Path) -> None:
    """Changes would be written to a file that nobody opens again."""
    (folder / FILE_NAME).rename(tmp_path / "one.sqlite3")
    shutil.copy(tmp_path / "one.sqlite3", tmp_path / "two.sqlite3")
    (folder / FILE_NAME).symlink_to(tmp_path / "one.sqlite3")
    workspace = Workspace.open(folder, FakeClock())
    (folder / FILE_NAME).unlink()
    (folder / FILE_NAME).symlink_to(tmp_path / "two.sqlite3")
    with pytest.raises(StorageError) as caught:
        workspace.save_account(Account(uid="1000000000000099"))
    assert caught.value.kind is StorageErrorKind.GONE
    workspace.close()


# Read-only and full disks


@contextmanager
def mounted(at: Path, *options: str) -> Iterator[Path]:
    """Mount a small disk."""
    at.mkdir(exist_ok=True)
    done = subprocess.run(["mount", "-t", "tmpfs", *options, "tmpfs", at], check=False)
    if done.returncode:
        pytest.skip("may not mount")
    try:
        yield at
    finally:
        subprocess.run(["umount", at], check=True)


@NEEDS_MOUNTS
@pytest.mark.parametrize("log", [False, True], ids=["closed", "killed"])
@pytest.mark.parametrize("index", [True, False], ids=["current index", "old index"])
@pytest.mark.parametrize("disk", ["read-only", "full"])
def test_data_can_be_read_where_nothing_can_be_written(
    disk: str, index: bool, log: bool, folder: Path, tmp_path: Path
) -> None:
    """The user can export the data from a full disk, a write-protected stick, an old copy."""
    workspace = Workspace.open(folder, FakeClock())
    if not index:
        workspace.set_setting("register", "of other rules")
    with mounted(tmp_path / "disk", "-o", "size=2m") as place:
        data = place / "data"
        data.mkdir()
        names = [FILE_NAME, f"{FILE_NAME}-wal"] if log else [FILE_NAME]
        if not log:
            workspace.close()
        for name in names:
            shutil.copy(folder / name, data / name)
        if log:
            workspace.close()
        if disk == "full":
            with suppress_full(), (place / "filler").open("wb", buffering=0) as filler:
                while filler.write(bytes(512)):
                    pass
        else:
            subprocess.run(["mount", "-o", "remount,ro", place], check=True)
        before = present(place)
        workspace = Workspace.open_to_read(data, FakeClock())
        assert len(workspace.book().orders) == 5
        assert workspace.daily_summary().counts
        assert workspace.check().ok
        with pytest.raises(StorageError):
            workspace.save_account(Account(uid="1000000000000099"))
        workspace.close()
        after = present(place)
        assert {name: after[name] for name in before} == before


@contextmanager
def suppress_full() -> Iterator[None]:
    """Ignore a full disk."""
    try:
        yield
    except OSError as error:
        assert "space" in str(error)
