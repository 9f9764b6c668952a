"""When a backup is due, where it is stored, and what happens if it fails."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.base.progress import CancelToken
from desktop.base.storage import StorageError, StorageErrorKind
from desktop.domain.backups import Backup, BackupReason
from desktop.records.backups import backup as backups
from desktop.records.backups import catalog
from desktop.services.backups import HeldState
from desktop.services.workspace import Workspace
from tests.builders import fill_with_orders
from tests.conftest import FakeClock


def reasons(workspace: Workspace) -> list[BackupReason]:
    """Return the reasons of the existing backups, newest first."""
    return [backup.reason for backup in workspace.backups.find().good]


def test_nothing_is_due_for_empty_data(workspace: Workspace) -> None:
    """A first try of the program leaves no files behind."""
    assert workspace.backups.due(None, starting=True) is None
    workspace.backups.before(BackupReason.IMPORT)
    assert not workspace.backups.folder.exists()


def test_due_at_the_start_after_a_day(workspace: Workspace, clock: FakeClock) -> None:
    """Also without any change: the newest backup is then of today."""
    fill_with_orders(workspace, 1)
    assert workspace.backups.due(None, starting=True) is BackupReason.START
    last = workspace.backups.take(BackupReason.START).backup
    clock.advance(hours=24)
    assert workspace.backups.due(last, starting=True) is None
    clock.advance(seconds=1)
    assert workspace.backups.due(last, starting=True) is BackupReason.START
    assert workspace.backups.due(last) is None


def test_due_half_an_hour_after_changes(workspace: Workspace, clock: FakeClock) -> None:
    """Computed from the wall clock: a computer that slept through the time catches up."""
    fill_with_orders(workspace, 1)
    assert workspace.backups.due(None) is BackupReason.CHANGES
    last = workspace.backups.take(BackupReason.CHANGES).backup
    clock.advance(hours=5)
    assert workspace.backups.due(last) is None
    fill_with_orders(workspace, 1, first=2)
    assert workspace.backups.due(last) is BackupReason.CHANGES
    last = workspace.backups.take(BackupReason.CHANGES).backup
    fill_with_orders(workspace, 1, first=3)
    clock.advance(minutes=29)
    assert workspace.backups.due(last) is None
    clock.advance(minutes=1)
    assert workspace.backups.due(last) is BackupReason.CHANGES


def test_a_clock_that_was_put_back_does_not_stop_backups(
    workspace: Workspace, clock: FakeClock
) -> None:
    """Nor does it cause one a minute: the next one has the current time."""
    fill_with_orders(workspace, 1)
    clock.advance(days=400)
    ahead = workspace.backups.take(BackupReason.CHANGES).backup
    clock.advance(days=-400)
    fill_with_orders(workspace, 1, first=2)
    assert workspace.backups.last(workspace.backups.find()) == ahead
    assert workspace.backups.due(ahead) is BackupReason.CHANGES
    taken = workspace.backups.take(BackupReason.CHANGES).backup
    last = workspace.backups.last(workspace.backups.find())
    assert last == taken
    assert workspace.backups.due(last) is None


def test_switched_off_means_only_what_is_asked_for(workspace: Workspace) -> None:
    """Backups would fill a disk although the user switched them off."""
    fill_with_orders(workspace, 30)
    workspace.backups.switch(False)
    assert workspace.backups.due(None, starting=True) is None
    workspace.orders.cancel(list(range(1, 30)))
    assert not workspace.backups.folder.exists()
    assert workspace.backups.take(BackupReason.ASKED).backup.counts["orders"] == 30


@pytest.mark.parametrize(("count", "taken"), [(20, []), (21, [BackupReason.MANY])])
def test_an_action_on_many_orders_is_preceded_by_a_backup(
    count: int, taken: list[BackupReason], workspace: Workspace
) -> None:
    """The user can check twenty orders by eye, but not more."""
    fill_with_orders(workspace, 30)
    workspace.orders.delete(list(range(1, count + 1)))
    assert reasons(workspace) == taken
    for backup in workspace.backups.find().good:
        assert backup.counts["orders"] == 30


def test_a_held_state_is_the_one_before_the_action(workspace: Workspace) -> None:
    """The window only holds the state, and copies it later on another thread."""
    fill_with_orders(workspace, 30)
    held: list[tuple[HeldState, BackupReason]] = []
    workspace.backups.copy_in_background = lambda state, reason: held.append((state, reason))
    workspace.orders.delete(list(range(1, 31)))
    [(state, reason)] = held
    assert workspace.book().orders == {}
    taken = workspace.backups.take(reason, held=state).backup
    assert (taken.reason, taken.counts["orders"]) == (BackupReason.MANY, 30)
    assert taken.origin  # or it would never be pruned


def test_an_action_is_done_also_where_the_backup_before_it_fails(workspace: Workspace) -> None:
    """The action can be undone, and the failure is reported."""
    fill_with_orders(workspace, 30)
    workspace.backups.folder.write_text("a file in the folder's place")
    assert len(workspace.orders.delete(list(range(1, 31)))) == 30
    assert workspace.backups.missed is not None
    assert workspace.backups.missed.path == workspace.backups.folder


def test_every_backup_goes_to_the_second_place_as_well(
    workspace: Workspace, tmp_path: Path
) -> None:
    """Another disk has the same backups, checked there."""
    fill_with_orders(workspace, 3)
    stick = tmp_path / "stick"
    stick.mkdir()
    workspace.backups.choose_second_place(stick)
    done = workspace.backups.take(BackupReason.ASKED)
    assert done.second_problem is None
    assert done.second is not None
    assert backups.examine(done.second.path).counts["orders"] == 3


def test_a_second_place_that_vanished_costs_nothing_but_the_copy(
    workspace: Workspace, tmp_path: Path
) -> None:
    """A stick was pulled out: the first backup is there, and no folder is made in its place."""
    fill_with_orders(workspace, 3)
    workspace.backups.choose_second_place(tmp_path / "stick")
    done = workspace.backups.take(BackupReason.ASKED)
    assert done.second is None
    assert done.second_problem is not None
    assert (done.second_problem.kind, done.second_problem.path) == (
        StorageErrorKind.UNREACHABLE,
        tmp_path / "stick",
    )
    assert not (tmp_path / "stick").exists()
    assert backups.examine(done.backup.path) == done.backup


def test_the_first_place_is_no_second_place(workspace: Workspace) -> None:
    """A backup would be copied onto itself, and the user believe that there are two."""
    with pytest.raises(ValueError, match="first place"):
        workspace.backups.choose_second_place(workspace.backups.folder)


def test_another_computers_backups_in_the_same_place_stay(
    workspace: Workspace, tmp_path: Path, clock: FakeClock
) -> None:
    """A synced folder is shared; each computer prunes its own."""
    stick = tmp_path / "stick"
    stick.mkdir()
    other = Workspace.open(tmp_path / "other", clock)
    for one in (workspace, other):
        fill_with_orders(one, 1)
        one.backups.choose_second_place(stick)
    clock.advance(days=-40)
    theirs = []
    for _ in range(3):
        done = other.backups.take(BackupReason.CHANGES)
        assert done.second is not None
        theirs.append(done.second.path)
        clock.advance(minutes=31)
    other.close()
    clock.advance(days=40)
    workspace.backups.take(BackupReason.CHANGES)
    assert all(path.exists() for path in theirs)


def test_old_ones_are_pruned_in_both_places(
    workspace: Workspace, tmp_path: Path, clock: FakeClock
) -> None:
    """Either place would fill up with old backups."""
    stick = tmp_path / "stick"
    stick.mkdir()
    workspace.backups.choose_second_place(stick)
    for number in range(4):
        fill_with_orders(workspace, 1, first=number + 1)
        workspace.backups.take(BackupReason.CHANGES)
        clock.advance(minutes=31)
    clock.advance(days=3)
    newest = workspace.backups.take(BackupReason.START).backup
    for place in (workspace.backups.folder, stick):
        found = catalog.find(place, clock())
        assert [one.counts["orders"] for one in found.good] == [4, 4]
        assert found.good[0].at == newest.at


def test_a_harmed_one_is_listed_as_such_and_not_offered(
    workspace: Workspace, clock: FakeClock
) -> None:
    """Every listed backup was opened and checked."""
    fill_with_orders(workspace, 200)
    good = workspace.backups.take(BackupReason.ASKED).backup
    clock.advance(minutes=1)
    harmed = workspace.backups.take(BackupReason.ASKED).backup
    content = bytearray(harmed.path.read_bytes())
    content[8192:12288] = bytes(4096)
    harmed.path.write_bytes(content)
    found = workspace.backups.find()
    assert found.good == (good,)
    assert [broken.path for broken in found.broken] == [harmed.path]
    assert found.last == good


def test_a_check_is_remembered_until_the_file_changes(
    workspace: Workspace, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hundred backups are not read each time, only changed ones, and all of them once a week."""
    fill_with_orders(workspace, 5)
    taken = workspace.backups.take(BackupReason.ASKED).backup
    looked: list[Path] = []
    examine = backups.examine

    def counting(path: Path, cancel: CancelToken | None) -> Backup:
        looked.append(path)
        return examine(path, cancel)

    monkeypatch.setattr("desktop.records.backups.catalog.examine", counting)
    assert workspace.backups.find().good == (taken,)
    assert looked == []  # it was checked when it was taken
    os.utime(taken.path, ns=(1, 1))
    assert workspace.backups.find().good == (taken,)
    assert looked == [taken.path]
    clock.advance(days=7)
    workspace.backups.find()
    assert len(looked) == 2


def test_an_invalid_file_of_earlier_checks_is_ignored(workspace: Workspace) -> None:
    """The file beside the backups may contain anything."""
    fill_with_orders(workspace, 1)
    taken = workspace.backups.take(BackupReason.ASKED).backup
    for rubbish in (b"\xff", b"[1]", b'{"%s": 3}' % taken.path.name.encode(), b"{"):
        (workspace.backups.folder / ".checked.json").write_bytes(rubbish)
        assert workspace.backups.find().good == (taken,)


def test_a_backup_to_a_chosen_file_never_overwrites_another_kind_of_file(
    workspace: Workspace, tmp_path: Path
) -> None:
    """A name that is already used by something else is refused."""
    fill_with_orders(workspace, 1)
    target = tmp_path / "mine.sqlite3"
    with closing(sqlite3.connect(target)) as connection:
        connection.execute("CREATE TABLE mine (a)")
    with pytest.raises(StorageError) as caught:
        workspace.backups.take_to(target)
    assert caught.value.kind is StorageErrorKind.FOREIGN


def test_the_question_for_a_second_place_is_asked_once(
    workspace: Workspace, tmp_path: Path
) -> None:
    """Once it is answered, yes or no, it is not asked again."""
    assert workspace.backups.asks_for_place
    workspace.backups.do_not_ask()
    assert not workspace.backups.asks_for_place
    workspace.backups.choose_second_place(tmp_path)
    assert workspace.backups.second_place == tmp_path
    workspace.backups.choose_second_place(None)
    assert workspace.backups.second_place is None


def test_old_enough_means_the_wall_clock(workspace: Workspace, clock: FakeClock) -> None:
    """Pruning uses the given clock, not the files' times."""
    fill_with_orders(workspace, 1)
    first = workspace.backups.take(BackupReason.ASKED).backup
    clock.advance(days=1)
    second = workspace.backups.take(BackupReason.ASKED).backup
    assert second.at - first.at == timedelta(days=1)
    assert {one.path for one in workspace.backups.find().good} == {first.path, second.path}
