"""The transfer file for another computer, and moving data out of a synced folder."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desktop.base.storage import TRANSACTION_NEEDS, StorageError, StorageErrorKind
from desktop.services import relocation
from desktop.services.backups import restore_backup
from desktop.services.relocation import FolderTaken, relocate
from desktop.services.workspace import Workspace
from desktop.system.relocation_note import NOTE, read_note, resolve_folder
from tests.builders import make_account, make_partner
from tests.conftest import FakeClock
from tests.sql import read_tables

DATA = "linkdue.sqlite3"


@pytest.fixture
def full(workspace: Workspace, tmp_path: Path) -> Workspace:
    """Make a workspace with records, half-typed input, and settings that move or stay."""
    workspace.save_account(make_account(name="Example"))
    workspace.save_partner(make_partner())
    workspace.undo()
    workspace.save_draft("form", {"number": "23"})
    for name, value in (("theme", "dark"), ("window-geometry", "x"), ("place-accepted", "y")):
        workspace.set_setting(name, value)
    workspace.backups.choose_second_place(tmp_path)
    return workspace


def settings(folder: Path) -> dict[str, str]:
    """Return the settings in the data file of a folder."""
    with closing(sqlite3.connect(folder / DATA)) as connection:
        return dict(connection.execute("SELECT name, value FROM settings").fetchall())


def records(folder: Path, clock: FakeClock) -> list[list[tuple[object, ...]]]:
    """Return everything recorded, with the journal and the drafts."""
    workspace = Workspace.open(folder, clock)
    try:
        tables = ("accounts", "partners", "projects", "orders", "journal", "changes", "drafts")
        return list(read_tables(workspace.data_file, *tables).values())
    finally:
        workspace.close()


def test_the_wording_of_requests_moves_along(
    full: Workspace, tmp_path: Path, clock: FakeClock
) -> None:
    """The next request would silently use other words than the partner knows."""
    path = full.copy_of_request_template("en")
    path.write_text("{company} {uid} {purpose} {products} {phrase}", "utf-8")
    (path.parent / "request.zh_CN.txt").write_bytes(b" " * 100_000)
    full.close()
    new = tmp_path / "new"
    new.mkdir()
    relocate(full.folder, new, "moved", clock.now)
    assert (new / "templates" / "request.en.txt").read_bytes() == path.read_bytes()
    assert not (new / "templates" / "request.zh_CN.txt").exists()


def test_one_file_carries_everything_but_what_belongs_to_this_computer(
    full: Workspace, tmp_path: Path, clock: FakeClock
) -> None:
    """Records, history with its undo, half-typed input and settings arrive, but no local paths."""
    transfer_file = tmp_path / "LinkDue-2026-09-10.linkdue"
    packed = full.pack(transfer_file)
    assert packed.path == transfer_file
    assert packed.counts["accounts"] == 1
    new = tmp_path / "new"
    Workspace.open(new, clock).close()
    done = restore_backup(transfer_file, new, clock.now)
    assert done.before is not None
    assert records(new, clock) == records(full.folder, clock)
    kept = settings(new)
    assert kept["theme"] == "dark"
    assert not {"window-geometry", "place-accepted", "backup-place", "backup"} & kept.keys()
    arrived = Workspace.open(new, clock)
    assert arrived.backups.second_place is None
    arrived.redo()
    assert [partner.name for partner in arrived.book().partners] == ["P"]
    arrived.close()
    restore_backup(done.before.path, new, clock.now)
    assert records(new, clock)[0] == []


def test_nothing_else_is_left_beside_the_file(full: Workspace, tmp_path: Path) -> None:
    """On a memory stick, a partial file would pass for a complete one."""
    (tmp_path / "stick").mkdir()
    full.pack(tmp_path / "stick" / "a.linkdue")
    full.pack(tmp_path / "stick" / "a.linkdue")
    assert [path.name for path in (tmp_path / "stick").iterdir()] == ["a.linkdue"]
    assert full.setting("window-geometry") == "x"


def test_a_file_that_cannot_be_written_leaves_the_one_before(
    full: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stick is full: the last transfer file on it is still there."""
    transfer_file = tmp_path / "a.linkdue"
    full.pack(transfer_file)
    before = transfer_file.read_bytes()

    def refuse(_fresh: Path, _target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(relocation, "commit", refuse)
    with pytest.raises(StorageError) as raised:
        full.pack(transfer_file)
    assert raised.value.kind is StorageErrorKind.NO_SPACE
    assert raised.value.needed >= TRANSACTION_NEEDS
    assert transfer_file.read_bytes() == before
    assert not (tmp_path / ".a.linkdue.new").exists()


# Out of a synced folder


def test_data_is_moved_compared_and_nothing_deleted(
    full: Workspace, tmp_path: Path, clock: FakeClock
) -> None:
    """The new place has everything, the old one the renamed file, backups and a note."""
    old, new = full.folder, tmp_path / "local"
    full.close()
    before = records(old, clock)
    kept = relocate(old, new, "The data is elsewhere now.", clock.now)
    assert records(new, clock) == before
    assert kept.parent == old
    assert kept.exists()
    assert not (old / DATA).exists()
    assert not (old / f"{DATA}-wal").exists()
    note = read_note(old)
    assert note is not None
    assert note.folder == new
    assert resolve_folder(old, DATA) == new
    assert (old / NOTE).read_text(encoding="utf-8").startswith("The data is elsewhere now.")
    [backup] = (old / "backups").iterdir()
    assert backup.name.endswith(".sqlite3")
    with closing(sqlite3.connect(kept)) as connection:
        assert connection.execute("SELECT count(*) FROM accounts").fetchone() == (1,)


def test_other_data_in_the_new_place_is_not_touched(
    full: Workspace, tmp_path: Path, clock: FakeClock
) -> None:
    """Two sets of data are for the user to tell apart."""
    old, new = full.folder, tmp_path / "local"
    Workspace.open(new, clock).close()
    full.close()
    with pytest.raises(FolderTaken):
        relocate(old, new, "x", clock.now)
    assert (old / DATA).exists()
    assert not (old / NOTE).exists()
    assert records(new, clock)[0] == []


def test_a_copy_that_differs_moves_nothing(
    full: Workspace, tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old file keeps its name until the new one has been compared with it."""
    old, new = full.folder, tmp_path / "local"
    full.close()
    monkeypatch.setattr(relocation, "compare", lambda _backup, _data: {"orders": 1})
    with pytest.raises(StorageError) as raised:
        relocate(old, new, "x", clock.now)
    assert raised.value.kind is StorageErrorKind.UNVERIFIED
    assert (old / DATA).exists()
    assert not (old / NOTE).exists()
    assert resolve_folder(old, DATA) == old
