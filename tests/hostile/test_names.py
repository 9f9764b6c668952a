"""File names are reserved exclusively: concurrent programs never replace each other's files."""

from __future__ import annotations

import errno
import multiprocessing
import os
import stat
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.base.atomic_file import commit_new, free_names, rename_new, write_whole
from desktop.base.regular_file import read_up_to
from desktop.base.storage import BACKUP_FOLDER, FILE_NAME, StorageError, StorageErrorKind
from desktop.base.temporary_files import TEMPORARY_ENDING, sweep
from desktop.domain.backups import BackupReason
from desktop.domain.model import Account
from desktop.records.backups import backup as backups
from desktop.records.backups import names as backup_names
from desktop.records.backups.restore import set_aside
from desktop.records.store import Store
from desktop.services.recovery import Recovery
from desktop.services.workspace import Workspace
from desktop.system.lock_file import LOCK_NAME, holder
from desktop.system.relocation_note import NOTE, read_note
from tests.builders import fill_with_orders
from tests.conftest import PROGRAMME, FakeClock

NOW = datetime(2026, 9, 10, 4, tzinfo=UTC)
FIFOS = pytest.mark.skipif(os.name != "posix", reason="Windows has no FIFOs in folders")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a data folder with some orders, closed."""
    workspace = Workspace.open(tmp_path / "data", FakeClock())
    fill_with_orders(workspace, 3)
    workspace.close()
    return tmp_path / "data"


def at_once(count: int, work: Callable[[Path, int], Any], folder: Path) -> list[Any]:
    """Run processes that begin simultaneously, and return the result of each."""
    context = multiprocessing.get_context("spawn")
    begin, results = context.Barrier(count), context.Queue()
    made = [
        context.Process(target=_process, args=(work, folder, number, begin, results))
        for number in range(count)
    ]
    for process in made:
        process.start()
    found = [results.get(timeout=120) for _process_ in made]
    for process in made:
        process.join()
    return found


def _process(
    work: Callable[[Path, int], object], folder: Path, number: int, begin: object, results: object
) -> None:
    begin.wait()  # type: ignore[attr-defined]
    try:
        results.put(work(folder, number))  # type: ignore[attr-defined]
    except BaseException as error:
        results.put(repr(error))  # type: ignore[attr-defined]
        raise


def take_eight(folder: Path, _number: int) -> list[str]:
    """Take backups of one moment, and return their names."""
    return [
        backups.take(folder / FILE_NAME, folder / BACKUP_FOLDER, NOW, BackupReason.ASKED).path.name
        for _one in range(8)
    ]


def import_something(folder: Path, number: int) -> str | None:
    """Change something after a safety backup, as an import does; return why there was none."""
    workspace = Workspace.open(folder, FakeClock())
    with closing(workspace):
        workspace.backups.before(BackupReason.IMPORT)
        missed = workspace.backups.missed
        workspace.save_account(Account(uid=f"20000000000000{number:02}"))
    return None if missed is None else str(missed)


def test_thirty_two_backups_at_once_are_thirty_two_files(folder: Path) -> None:
    """Each was acknowledged, but half of them replaced one another."""
    names = [name for some in at_once(4, take_eight, folder) for name in some]
    assert len(names) == len(set(names)) == 32
    there = backup_names.candidates(folder / BACKUP_FOLDER)
    assert {path.name for path in there} == set(names)
    assert all(backups.examine(path).counts["orders"] == 3 for path in there)


def test_eight_imports_at_once_have_eight_backups(folder: Path) -> None:
    """Each must be able to find its backup: five of eight were gone."""
    assert at_once(8, import_something, folder) == [None] * 8
    assert len(backup_names.candidates(folder / BACKUP_FOLDER)) == 8
    workspace = Workspace.open(folder, FakeClock())
    assert len(workspace.book().accounts) == 1 + 8
    workspace.close()


def test_a_shared_place_keeps_the_backup_of_another(folder: Path, tmp_path: Path) -> None:
    """Two computers take a backup in the same second, and copy it to the same stick."""
    place = tmp_path / "stick"
    place.mkdir()
    taken = backups.take(folder / FILE_NAME, folder / BACKUP_FOLDER, NOW, BackupReason.ASKED)
    theirs = place / taken.path.name
    theirs.write_bytes(b"theirs")
    copied = backups.copy_into(taken, place)
    assert theirs.read_bytes() == b"theirs"
    assert copied.path != theirs
    assert backups.examine(copied.path).counts == taken.counts


def test_a_name_is_reserved_once_among_threads(tmp_path: Path) -> None:
    """Finding a free name and reserving it are one step."""
    taken: list[Path] = []
    start = threading.Barrier(8)

    def work(number: int) -> None:
        file = tmp_path / f"mine {number}"
        file.write_text(str(number))
        start.wait()
        taken.append(commit_new(file, free_names(tmp_path, "name", ".txt")))

    threads = [threading.Thread(target=work, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(path.read_text() for path in taken) == [str(number) for number in range(8)]
    assert len(set(taken)) == 8


@pytest.mark.parametrize("links", [True, False], ids=["with links", "without"])
def test_renaming_replaces_nothing(
    links: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A memory stick's file system has no hard links: there as well, nothing is replaced."""

    def refuse(*_names: object, **_options: object) -> None:
        raise OSError(errno.EPERM, "no links")

    if not links:
        monkeypatch.setattr(os, "link", refuse)
    file, taken = tmp_path / "file", tmp_path / "taken"
    file.write_text("mine")
    taken.write_text("theirs")
    with pytest.raises(FileExistsError):
        rename_new(file, taken)
    assert taken.read_text() == "theirs"
    rename_new(file, tmp_path / "free")
    assert (tmp_path / "free").read_text() == "mine"
    assert not file.exists()


def test_two_files_set_aside_in_one_second_are_both_kept(folder: Path) -> None:
    """A kept file must not be replaced by the next unreadable one."""
    data = folder / FILE_NAME
    kept = []
    for content in (b"first", b"second"):
        data.write_bytes(content)
        kept.append(set_aside(data, NOW))
        data.unlink()
    assert [path.read_bytes() for path in kept if path is not None] == [b"first", b"second"]


@pytest.mark.parametrize(
    "foreign",
    [
        ".x.csv.mine.part.docx",
        ".x.csv.abcd1234.part.docx",
        ".x.csv.part",
        ".x.csv.mine.part",
        ".x.csv.backup.abcd1234.partial",
        "x.csv.abcd1234.part",
        ".y.csv.abcd1234.part",
        ".x.csv.ABCD1234.part",
    ],
)
def test_only_our_own_temporary_files_are_removed(foreign: str, tmp_path: Path) -> None:
    """An export removed somebody else's file with a similar name."""
    theirs, ours = tmp_path / foreign, tmp_path / ".x.csv.abcd1234.part-wal"
    for path in (theirs, ours):
        path.write_text("kept")
        os.utime(path, (1, 1))
    sweep(tmp_path / "x.csv", timedelta(hours=1))
    write_whole(tmp_path / "x.csv", "new")
    assert theirs.read_text() == "kept"
    assert not ours.exists()


@pytest.mark.parametrize("name", ["关" * 80 + ".csv", "a" * 251 + ".csv", "é" * 120 + ".ics"])
def test_every_name_the_file_system_takes_can_be_written(name: str, tmp_path: Path) -> None:
    """Eighty Chinese characters are a valid name; the temporary name beside it was too long."""
    path = tmp_path / name
    try:
        path.touch()
    except OSError:
        pytest.skip("the file system allows no such name")
    write_whole(path, "content")
    assert path.read_text() == "content"
    assert list(tmp_path.iterdir()) == [path]


@FIFOS
@pytest.mark.parametrize("name", [FILE_NAME, f"{FILE_NAME}-wal", f"{FILE_NAME}-journal"])
def test_a_fifo_in_the_place_of_a_file_hangs_nothing(name: str, folder: Path) -> None:
    """Opening it waits for a writer, for ever: the program would never start."""
    (folder / name).unlink(missing_ok=True)
    os.mkfifo(folder / name)

    def attempt() -> None:
        recovery = Recovery(folder, FakeClock())
        for work in (
            lambda: Store.open(folder, PROGRAMME, FakeClock()).close(),
            recovery.salvage,
            recovery.drop,
        ):
            with suppress(StorageError):
                work()

    thread = threading.Thread(target=attempt, daemon=True)
    thread.start()
    thread.join(20)
    assert not thread.is_alive()


@FIFOS
def test_fifos_are_neither_read_nor_replaced(tmp_path: Path) -> None:
    """A note, a lock, an export: a FIFO in its place is ignored, and not changed."""
    for name in (NOTE, LOCK_NAME, "x.csv"):
        os.mkfifo(tmp_path / name)
    assert read_note(tmp_path) is None
    assert holder(tmp_path) is None
    with pytest.raises(OSError, match="not a regular file"):
        read_up_to(tmp_path / "x.csv", 10)
    with pytest.raises(OSError, match="not a regular file"):
        write_whole(tmp_path / "x.csv", "content")
    assert stat.S_ISFIFO((tmp_path / "x.csv").stat().st_mode)
    assert all(not path.name.endswith(TEMPORARY_ENDING) for path in tmp_path.iterdir())


@FIFOS
def test_a_fifo_or_a_device_is_not_listed_as_a_backup(folder: Path) -> None:
    """Listing the backups must not block on it, nor read a device without an end."""
    place = folder / BACKUP_FOLDER
    place.mkdir(exist_ok=True)
    os.mkfifo(place / "linkdue-1.sqlite3")
    (place / "linkdue-2.sqlite3").symlink_to("/dev/zero")
    assert backup_names.candidates(place) == []
    for path in place.iterdir():
        with pytest.raises(StorageError) as caught:
            backups.examine(path)
        assert caught.value.kind is StorageErrorKind.UNREACHABLE
