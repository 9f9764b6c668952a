"""Writes reach the user's data file: not a deleted one, nor one with another file's log."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.base.storage import FILE_NAME, StorageError, StorageErrorKind
from desktop.records.file import wal_owner
from desktop.records.file.database import open_connection
from desktop.records.store import Store
from desktop.services.workspace import Workspace
from tests.builders import OTHER_UID, make_account, make_partner
from tests.conftest import PROGRAMME, FakeClock
from tests.sql import checkpoint

POSIX = pytest.mark.skipif(os.name != "posix", reason="Windows deletes no open file")


def delete(path: Path) -> None:
    """Delete the file, as a user does, or as when a memory stick is pulled out."""
    path.unlink()


def move(path: Path) -> None:
    """Move the file while the program runs."""
    path.rename(path.with_name("elsewhere"))


def replace(path: Path) -> None:
    """Replace the file, as a program does that syncs folders."""
    shutil.copy(path, path.with_name("newer"))
    path.with_name("newer").replace(path)


def delete_log(path: Path) -> None:
    """Delete the log, which looks like rubbish."""
    path.with_name(f"{path.name}-wal").unlink()


def delete_folder(path: Path) -> None:
    """Delete the whole folder."""
    shutil.rmtree(path.parent)


@POSIX
@pytest.mark.parametrize("lose", [delete, move, replace, delete_log, delete_folder])
def test_changes_that_are_lost_are_not_reported_as_saved(
    lose: Callable[[Path], None], workspace: Workspace
) -> None:
    """Writes would reach a deleted file that nobody can find: the user must be told immediately."""
    workspace.save_account(make_account())
    lose(workspace.data_file)
    with pytest.raises(StorageError) as caught:
        workspace.save_account(make_account(uid=OTHER_UID))
    assert caught.value.kind is StorageErrorKind.GONE
    with pytest.raises(StorageError) as caught:
        workspace.set_setting("name", "value")
    assert caught.value.kind is StorageErrorKind.GONE


@POSIX
def test_a_vanished_file_is_noticed_without_an_action(workspace: Workspace) -> None:
    """The window asks at each tick and activation whether the data changed."""
    workspace.book()
    workspace.data_file.unlink()
    with pytest.raises(StorageError) as caught:
        workspace.stale()
    assert caught.value.kind is StorageErrorKind.GONE


def files(path: Path) -> dict[str, bytes]:
    """Return the data file and its log from the disk."""
    return {end: Path(f"{path}{end}").read_bytes() for end in ("", "-wal")}


def left_by_a_crash(
    folder: Path, actions: int, *, after: int = 0
) -> tuple[dict[str, bytes], bytes]:
    """Return file and log after a kill, and the file from before `after` actions."""
    workspace = Workspace.open(folder, FakeClock())
    early = b""
    for number in range(actions):
        workspace.save_account(make_account(uid=f"10000000000{number:05}", note="n" * 500))
        if number == after:
            checkpoint(workspace.data_file)
            early = workspace.data_file.read_bytes()
    found = files(workspace.data_file)
    workspace.close()
    return found, early


def put(folder: Path, found: dict[str, bytes]) -> Path:
    """Make a data folder with this file and log."""
    folder.mkdir()
    for end, data in found.items():
        (folder / f"{FILE_NAME}{end}").write_bytes(data)
    return folder


def opened(folder: Path) -> int:
    """Return the number of accounts after opening; the file must be sound."""
    store = Store.open(folder, PROGRAMME, FakeClock())
    count = len(store.read_book().accounts)
    assert store.check().ok
    store.close()
    return count


def test_the_log_of_a_crash_is_applied(tmp_path: Path) -> None:
    """Acknowledged actions that are only in the log are restored."""
    found, _early = left_by_a_crash(tmp_path / "a", 30)
    assert opened(put(tmp_path / "b", found)) == 30


def test_the_log_of_another_folder_is_not_applied(tmp_path: Path) -> None:
    """SQLite alone would write it over the file: the control at the end shows it."""
    mine, _early = left_by_a_crash(tmp_path / "a", 30, after=20)
    other, _early = left_by_a_crash(tmp_path / "c", 40, after=1)
    mixed = put(tmp_path / "b", {"": mine[""], "-wal": other["-wal"]})
    before = {path.name: path.read_bytes() for path in mixed.iterdir()}
    with pytest.raises(StorageError) as caught:
        Store.open(mixed, PROGRAMME, FakeClock())
    assert caught.value.kind is StorageErrorKind.STRAY_LOG
    assert {path.name: path.read_bytes() for path in mixed.iterdir()} == before
    connection = sqlite3.connect(mixed / FILE_NAME)
    lines = connection.execute("PRAGMA integrity_check").fetchall()
    count = connection.execute("SELECT count(*) FROM accounts").fetchone()[0]
    connection.close()
    assert (lines, count) != ([("ok",)], 21)


def test_a_younger_log_is_not_applied_to_an_older_copy(tmp_path: Path) -> None:
    """A backup was copied by hand over the file, beside which the crash's log still lies."""
    _found, early = left_by_a_crash(tmp_path / "a", 20, after=5)
    workspace = Workspace.open(tmp_path / "a", FakeClock())
    workspace.save_partner(make_partner())
    log = files(workspace.data_file)["-wal"]
    workspace.close()
    mixed = put(tmp_path / "b", {"": early, "-wal": log})
    with pytest.raises(StorageError) as caught:
        Store.open(mixed, PROGRAMME, FakeClock())
    assert caught.value.kind is StorageErrorKind.STRAY_LOG


def test_an_older_log_is_not_applied_to_a_younger_file(tmp_path: Path) -> None:
    """A log that a synced folder delivers late would revert actions."""
    found, _early = left_by_a_crash(tmp_path / "a", 20, after=5)
    workspace = Workspace.open(tmp_path / "a", FakeClock())
    workspace.save_partner(make_partner())
    workspace.close()
    young = (tmp_path / "a" / FILE_NAME).read_bytes()
    mixed = put(tmp_path / "b", {"": young, "-wal": found["-wal"]})
    with pytest.raises(StorageError) as caught:
        Store.open(mixed, PROGRAMME, FakeClock())
    assert caught.value.kind is StorageErrorKind.STRAY_LOG


def test_a_log_written_back_in_part_belongs(tmp_path: Path) -> None:
    """The power failed during a checkpoint: some pages of the log are in the file, others not."""
    found, _early = left_by_a_crash(tmp_path / "a", 30, after=3)
    log = found["-wal"]
    size = 24 + 4096
    frames = [log[at : at + size] for at in range(32, len(log), size)]
    for taken in (1, len(frames) // 3, len(frames) - 1):
        data = bytearray(found[""])
        for frame in frames[:taken]:
            at = (int.from_bytes(frame[:4], "big") - 1) * 4096
            data[at : at + 4096] = frame[24:]
        folder = put(tmp_path / f"b{taken}", {"": bytes(data), "-wal": log})
        assert opened(folder) == 30


def test_a_log_cut_anywhere_belongs(tmp_path: Path) -> None:
    """A torn write at the end of the log: complete transactions before it count."""
    found, _early = left_by_a_crash(tmp_path / "a", 10, after=3)
    size = len(found["-wal"])
    counts = []
    for part, kept in enumerate(range(0, size + 1, size // 15)):
        folder = put(tmp_path / f"b{part}", found | {"-wal": found["-wal"][:kept]})
        counts.append(opened(folder))
    assert counts == sorted(counts)
    assert counts[0] == 4
    assert counts[-1] in (9, 10)


def test_a_log_torn_by_a_power_cut_belongs(tmp_path: Path) -> None:
    """The frames' headers were written, but their pages never reached the disk."""
    found, _early = left_by_a_crash(tmp_path / "data", 2)
    log = bytearray(found["-wal"])
    for frame in range(32, len(log), 24 + 4096):
        log[frame + 24 : frame + 24 + 4096] = bytes(4096)
    assert opened(put(tmp_path / "torn", found | {"-wal": bytes(log)})) == 1


def test_a_journal_beside_the_file_is_not_rolled_back(tmp_path: Path) -> None:
    """SQLite would write the pages of another program's journal into the file."""
    found, _early = left_by_a_crash(tmp_path / "a", 5)
    folder = put(tmp_path / "b", {"": found[""]})
    (folder / f"{FILE_NAME}-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" * 64)
    with pytest.raises(StorageError) as caught:
        Store.open(folder, PROGRAMME, FakeClock())
    assert caught.value.kind is StorageErrorKind.STRAY_LOG


def test_every_action_signs(workspace: Workspace) -> None:
    """The signatures of two consecutive transactions are linked."""
    links = []
    for number in range(3):
        workspace.set_setting("name", str(number))
        signature = workspace.setting(wal_owner.SETTING)
        assert signature is not None
        links.append(signature.split(":"))
    assert links[0][1] == links[1][0]
    assert links[1][1] == links[2][0]
    assert len({own for _before, own in links}) == 3


@pytest.mark.parametrize("ending", ["wal", "journal"])
def test_a_log_that_another_process_deletes_meanwhile_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    """A window and a reminder that start together must not report an unreachable folder."""
    Store.open(tmp_path, PROGRAMME, FakeClock()).close()
    path = tmp_path / FILE_NAME
    log = path.with_name(f"{path.name}-{ending}")
    log.write_bytes(bytes(4096))
    look = Path.stat

    def stat_then_delete(file: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        found = look(file, follow_symlinks=follow_symlinks)
        if file == log:
            log.unlink()
        return found

    monkeypatch.setattr(Path, "stat", stat_then_delete)
    try:
        open_connection(path).close()
    except StorageError as problem:  # the data there belonged to another file's journal
        assert problem.kind is StorageErrorKind.STRAY_LOG
    assert not log.exists()
    open_connection(path).close()
