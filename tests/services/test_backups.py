"""When a backup is due, where it goes, and what happens where it cannot be taken."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.records.backups import backup as backups
from desktop.records.backups import catalog
from desktop.records.backups.cancellation import Stop
from desktop.services.workspace import DatabaseProblem, Desk, ProblemKind, Reason
from tests.conftest import FakeClock
from tests.records.making import fill


def reasons(desk: Desk) -> list[Reason]:
    """Why the backups there are were taken, newest first."""
    return [backup.reason for backup in desk.backups.find().good]


def test_nothing_is_due_for_empty_data(desk: Desk) -> None:
    """A first look at the program leaves no files behind."""
    assert desk.backups.due(None, starting=True) is None
    desk.backups.before(Reason.IMPORT)
    assert not desk.backups.folder.exists()


def test_due_at_the_start_after_a_day(desk: Desk, clock: FakeClock) -> None:
    """Also where nothing was changed: the newest is then of today."""
    fill(desk, 1)
    assert desk.backups.due(None, starting=True) is Reason.START
    last = desk.backups.take(Reason.START).backup
    clock.advance(hours=24)
    assert desk.backups.due(last, starting=True) is None
    clock.advance(seconds=1)
    assert desk.backups.due(last, starting=True) is Reason.START
    assert desk.backups.due(last) is None


def test_due_half_an_hour_after_changes(desk: Desk, clock: FakeClock) -> None:
    """Level-triggered by the wall clock: a computer that slept through it catches up."""
    fill(desk, 1)
    assert desk.backups.due(None) is Reason.CHANGES
    last = desk.backups.take(Reason.CHANGES).backup
    clock.advance(hours=5)
    assert desk.backups.due(last) is None
    fill(desk, 1, first=2)
    assert desk.backups.due(last) is Reason.CHANGES
    last = desk.backups.take(Reason.CHANGES).backup
    fill(desk, 1, first=3)
    clock.advance(minutes=29)
    assert desk.backups.due(last) is None
    clock.advance(minutes=1)
    assert desk.backups.due(last) is Reason.CHANGES


def test_a_clock_that_was_put_back_does_not_stop_backups(desk: Desk, clock: FakeClock) -> None:
    """Nor does it make one a minute: the next one is of now."""
    fill(desk, 1)
    clock.advance(days=400)
    ahead = desk.backups.take(Reason.CHANGES).backup
    clock.advance(days=-400)
    fill(desk, 1, first=2)
    assert desk.backups.last(desk.backups.find()) == ahead
    assert desk.backups.due(ahead) is Reason.CHANGES
    taken = desk.backups.take(Reason.CHANGES).backup
    last = desk.backups.last(desk.backups.find())
    assert last == taken
    assert desk.backups.due(last) is None


def test_switched_off_means_only_what_is_asked_for(desk: Desk) -> None:
    """The user's word counts."""
    fill(desk, 30)
    desk.backups.switch(False)
    assert desk.backups.due(None, starting=True) is None
    desk.orders.cancel(list(range(1, 30)))
    assert not desk.backups.folder.exists()
    assert desk.backups.take(Reason.ASKED).backup.counts["orders"] == 30


@pytest.mark.parametrize(("count", "taken"), [(20, []), (21, [Reason.MANY])])
def test_an_act_on_many_orders_is_preceded_by_a_backup(
    count: int, taken: list[Reason], desk: Desk
) -> None:
    """Twenty can be looked through; more cannot."""
    fill(desk, 30)
    desk.orders.delete(list(range(1, count + 1)))
    assert reasons(desk) == taken
    for backup in desk.backups.find().good:
        assert backup.counts["orders"] == 30


def test_a_held_state_is_the_one_before_the_act(desk: Desk) -> None:
    """The window only holds it, and copies it later on another thread."""
    fill(desk, 30)
    held: list[tuple[sqlite3.Connection, Reason]] = []
    desk.backups.hand_over = lambda connection, reason: held.append((connection, reason))
    desk.orders.delete(list(range(1, 31)))
    [(connection, reason)] = held
    assert desk.book().orders == {}
    taken = desk.backups.take(reason, held=connection).backup
    assert (taken.reason, taken.counts["orders"]) == (Reason.MANY, 30)
    assert taken.origin  # or it would never be thinned out


def test_an_act_is_done_also_where_the_backup_before_it_fails(desk: Desk) -> None:
    """It can be undone; and it is said."""
    fill(desk, 30)
    desk.backups.folder.write_text("a file in the folder's place")
    assert len(desk.orders.delete(list(range(1, 31)))) == 30
    assert desk.backups.missed is not None
    assert desk.backups.missed.path == desk.backups.folder


def test_every_backup_goes_to_the_second_place_as_well(desk: Desk, tmp_path: Path) -> None:
    """Another disk has the same backups, checked there."""
    fill(desk, 3)
    stick = tmp_path / "stick"
    stick.mkdir()
    desk.backups.choose_second_place(stick)
    done = desk.backups.take(Reason.ASKED)
    assert done.trouble is None
    assert done.second is not None
    assert backups.examine(done.second.path).counts["orders"] == 3


def test_a_second_place_that_vanished_costs_nothing_but_the_copy(
    desk: Desk, tmp_path: Path
) -> None:
    """A stick that was pulled out: the first backup is there, and no folder is made in its stead."""
    fill(desk, 3)
    desk.backups.choose_second_place(tmp_path / "stick")
    done = desk.backups.take(Reason.ASKED)
    assert done.second is None
    assert done.trouble is not None
    assert (done.trouble.kind, done.trouble.path) == (ProblemKind.UNREACHABLE, tmp_path / "stick")
    assert not (tmp_path / "stick").exists()
    assert backups.examine(done.backup.path) == done.backup


def test_the_first_place_is_no_second_place(desk: Desk) -> None:
    """It would be copied onto itself."""
    with pytest.raises(ValueError, match="first place"):
        desk.backups.choose_second_place(desk.backups.folder)


def test_another_computers_backups_in_the_same_place_stay(
    desk: Desk, tmp_path: Path, clock: FakeClock
) -> None:
    """A synced folder is shared; each thins out its own."""
    stick = tmp_path / "stick"
    stick.mkdir()
    other = Desk.open(tmp_path / "other", clock)
    for one in (desk, other):
        fill(one, 1)
        one.backups.choose_second_place(stick)
    clock.advance(days=-40)
    theirs = []
    for _ in range(3):
        done = other.backups.take(Reason.CHANGES)
        assert done.second is not None
        theirs.append(done.second.path)
        clock.advance(minutes=31)
    other.close()
    clock.advance(days=40)
    desk.backups.take(Reason.CHANGES)
    assert all(path.exists() for path in theirs)


def test_old_ones_are_thinned_out_in_both_places(
    desk: Desk, tmp_path: Path, clock: FakeClock
) -> None:
    """Both would fill up otherwise."""
    stick = tmp_path / "stick"
    stick.mkdir()
    desk.backups.choose_second_place(stick)
    for number in range(4):
        fill(desk, 1, first=number + 1)
        desk.backups.take(Reason.CHANGES)
        clock.advance(minutes=31)
    clock.advance(days=3)
    newest = desk.backups.take(Reason.START).backup
    for place in (desk.backups.folder, stick):
        found = catalog.find(place, clock())
        assert [one.counts["orders"] for one in found.good] == [4, 4]
        assert found.good[0].at == newest.at


def test_a_harmed_one_is_listed_as_such_and_not_offered(desk: Desk, clock: FakeClock) -> None:
    """Every backup that is listed was opened and checked."""
    fill(desk, 200)
    good = desk.backups.take(Reason.ASKED).backup
    clock.advance(minutes=1)
    harmed = desk.backups.take(Reason.ASKED).backup
    content = bytearray(harmed.path.read_bytes())
    content[8192:12288] = bytes(4096)
    harmed.path.write_bytes(content)
    found = desk.backups.find()
    assert found.good == (good,)
    assert [broken.path for broken in found.broken] == [harmed.path]
    assert found.last == good


def test_a_check_is_remembered_until_the_file_changes(
    desk: Desk, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hundred backups are not read whole each time; one that changed is, and all are in a week."""
    fill(desk, 5)
    taken = desk.backups.take(Reason.ASKED).backup
    looked: list[Path] = []
    examine = backups.examine

    def counting(path: Path, stop: Stop) -> backups.Backup:
        looked.append(path)
        return examine(path, stop)

    monkeypatch.setattr("desktop.records.backups.catalog.examine", counting)
    assert desk.backups.find().good == (taken,)
    assert looked == []  # it was checked when it was taken
    os.utime(taken.path, ns=(1, 1))
    assert desk.backups.find().good == (taken,)
    assert looked == [taken.path]
    clock.advance(days=7)
    desk.backups.find()
    assert len(looked) == 2


def test_a_memory_that_is_rubbish_is_none(desk: Desk) -> None:
    """The file beside the backups may be anything."""
    fill(desk, 1)
    taken = desk.backups.take(Reason.ASKED).backup
    for rubbish in (b"\xff", b"[1]", b'{"%s": 3}' % taken.path.name.encode(), b"{"):
        (desk.backups.folder / catalog.FILE_NAME).write_bytes(rubbish)
        assert desk.backups.find().good == (taken,)


def test_a_backup_of_ones_own_never_overwrites_what_is_none(desk: Desk, tmp_path: Path) -> None:
    """A name that is taken by something else is refused."""
    fill(desk, 1)
    target = tmp_path / "mine.sqlite3"
    with closing(sqlite3.connect(target)) as connection:
        connection.execute("CREATE TABLE mine (a)")
    with pytest.raises(DatabaseProblem) as caught:
        desk.backups.take_to(target)
    assert caught.value.kind is ProblemKind.FOREIGN


def test_the_question_for_a_second_place_is_asked_once(desk: Desk, tmp_path: Path) -> None:
    """Until it is answered, either way."""
    assert desk.backups.asks_for_place
    desk.backups.do_not_ask()
    assert not desk.backups.asks_for_place
    desk.backups.choose_second_place(tmp_path)
    assert desk.backups.second_place == tmp_path
    desk.backups.choose_second_place(None)
    assert desk.backups.second_place is None


def test_old_enough_means_the_wall_clock(desk: Desk, clock: FakeClock) -> None:
    """Thinning out follows the clock given, not the files' times."""
    fill(desk, 1)
    first = desk.backups.take(Reason.ASKED).backup
    clock.advance(days=1)
    second = desk.backups.take(Reason.ASKED).backup
    assert second.at - first.at == timedelta(days=1)
    assert {one.path for one in desk.backups.find().good} == {first.path, second.path}
