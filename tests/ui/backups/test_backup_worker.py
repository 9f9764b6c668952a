"""Backups are taken when they are due, off the window's thread, and never hold it up."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.records.backups import backup as backups
from desktop.records.backups import copying
from desktop.records.backups.cancellation import Stop
from desktop.services.workspace import Desk, ProblemKind, Reason
from desktop.ui.shared import backup_worker as keeping
from desktop.ui.shared.backup_worker import Keeper
from desktop.ui.shared.context import Context
from tests.conftest import FakeClock
from tests.records.making import fill
from tests.ui.backups.conftest import idle


def reasons(desk: Desk) -> list[str]:
    """Why the backups there are were taken, newest first."""
    return [backup.reason.value for backup in desk.backups.find().good]


def keys(desk: Desk) -> list[int]:
    """Every order there is."""
    return [order.key or 0 for order in desk.book().orders.values()]


def test_one_is_taken_at_the_start_and_after_changes(
    qtbot: QtBot, keeper: Keeper, orders: Desk, clock: FakeClock
) -> None:
    """The whole life of a day: start, half an hour, changes, half an hour without."""
    keeper.start()
    idle(qtbot, keeper)
    assert reasons(orders) == ["start"]
    keeper.look()
    clock.advance(minutes=31)
    keeper.look()
    idle(qtbot, keeper)
    assert reasons(orders) == ["start"]
    fill(orders, 1, first=6)
    keeper.look()
    idle(qtbot, keeper)
    assert reasons(orders) == ["changes", "start"]
    assert keeper.standing.last is not None
    assert keeper.standing.last.counts["orders"] == 6
    clock.advance(minutes=29)
    fill(orders, 1, first=7)
    keeper.look()
    idle(qtbot, keeper)
    assert len(reasons(orders)) == 2


def test_a_fresh_one_is_not_doubled_at_the_next_start(
    qtbot: QtBot, context: Context, keeper: Keeper, orders: Desk, clock: FakeClock
) -> None:
    """Whoever opens the program ten times a day needs no ten backups."""
    orders.backups.take(Reason.ASKED)
    clock.advance(hours=23)
    keeper.start()
    idle(qtbot, keeper)
    assert reasons(orders) == ["asked"]
    assert keeper.standing.last is not None


def test_it_is_not_done_on_the_windows_thread(
    qtbot: QtBot, keeper: Keeper, orders: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large file must not freeze the screen."""
    threads: list[str] = []
    take_from = backups.take_from

    def noting(*arguments: object, **more: object) -> backups.Backup:
        threads.append(threading.current_thread().name)
        return take_from(*arguments, **more)

    monkeypatch.setattr(backups, "take_from", noting)
    keeper.start()
    idle(qtbot, keeper)
    orders.orders.cancel(list(range(1, 6)))
    fill(orders, 20, first=10)
    orders.orders.cancel(keys(orders))
    idle(qtbot, keeper)
    assert threads == ["keeper", "keeper"]
    assert reasons(orders)[0] in ("many", "start")
    assert sorted(reasons(orders)) == ["many", "start"]


def test_a_change_of_many_orders_is_preceded_by_the_state_before_it(
    qtbot: QtBot, keeper: Keeper, orders: Desk
) -> None:
    """The act does not wait for the copy, and yet the copy is of before."""
    keeper.start()
    idle(qtbot, keeper)
    fill(orders, 30, first=10)
    orders.orders.delete(keys(orders))
    assert orders.book().orders == {}
    idle(qtbot, keeper)
    [many] = [one for one in orders.backups.find().good if one.reason is Reason.MANY]
    assert many.counts["orders"] == 35


def test_trouble_is_told_and_tried_again_later(
    qtbot: QtBot, keeper: Keeper, orders: Desk, clock: FakeClock
) -> None:
    """A full disk is not hammered; and once there is room, all is well again."""
    orders.backups.folder.write_text("a file in the folder's place")
    keeper.start()
    idle(qtbot, keeper)
    trouble = keeper.standing.trouble
    assert trouble is not None
    assert trouble.path == orders.backups.folder
    orders.backups.folder.unlink()
    keeper.look()
    clock.advance(minutes=29)
    keeper.look()
    assert not keeper.standing.busy
    clock.advance(minutes=2)
    keeper.look()
    idle(qtbot, keeper)
    assert keeper.standing.trouble is None
    assert len(reasons(orders)) == 1


def test_a_second_place_that_is_away_is_told(
    qtbot: QtBot, keeper: Keeper, orders: Desk, tmp_path: Path
) -> None:
    """The backup counts all the same."""
    orders.backups.choose_second_place(tmp_path / "stick")
    keeper.start()
    idle(qtbot, keeper)
    standing = keeper.standing
    assert standing.trouble is None
    assert standing.last is not None
    assert standing.second_trouble is not None
    assert standing.second_trouble.kind is ProblemKind.UNREACHABLE


def test_what_is_old_is_said(qtbot: QtBot, keeper: Keeper, orders: Desk, clock: FakeClock) -> None:
    """Changes of more than a day that are in no backup; not an old backup of what never changed."""
    keeper.start()
    idle(qtbot, keeper)
    clock.advance(days=3)
    assert not keeper.standing.old
    fill(orders, 1, first=6)
    assert keeper.standing.old


class SlowDisk:
    """A disk that takes its time over each step, and notes when it is at work."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.working = threading.Event()
        copy_pages = copying.copy_pages

        def slowly(source: object, copy: Path, stop: Stop) -> None:
            def waiting() -> bool:
                self.working.set()
                time.sleep(0.05)
                return stop()

            copy_pages(source, copy, waiting)

        monkeypatch.setattr(copying, "_PAGES", 1)
        monkeypatch.setattr(backups, "copy_pages", slowly)


def test_closing_does_not_wait_for_a_backup(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large file on a slow stick: the window is gone within two seconds, and no half file is left."""
    fill(desk, 3000)
    disk = SlowDisk(monkeypatch)
    keeper = Keeper(desk)
    keeper.start()
    assert disk.working.wait(10)
    began = time.monotonic()
    keeper.close()
    assert time.monotonic() - began < 2.5
    assert keeper._thread is not None
    keeper._thread.join(10)
    assert not keeper._thread.is_alive()
    assert list(desk.backups.folder.iterdir()) == []


def test_closing_does_not_wait_for_a_disk_that_hangs(
    qtbot: QtBot, orders: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A network drive that is gone holds its caller for minutes: the window closes all the same."""
    hangs, go_on = threading.Event(), threading.Event()

    def hang(_file: Path, _path: Path) -> None:
        hangs.set()
        go_on.wait(20)

    monkeypatch.setattr(backups, "finish", hang)
    keeper = Keeper(orders)
    keeper.start()
    assert hangs.wait(10)
    began = time.monotonic()
    keeper.close()
    waited = time.monotonic() - began
    assert keeping._CLOSING_SECONDS <= waited < keeping._CLOSING_SECONDS + 0.5
    go_on.set()
    assert keeper._thread is not None
    keeper._thread.join(10)
