"""Backups are taken when they are due, off the window's thread, without blocking it."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.base.progress import CancelToken
from desktop.base.storage import StorageErrorKind
from desktop.domain.backups import Backup, BackupReason
from desktop.records.backups import backup as backups
from desktop.records.backups import copying
from desktop.services.workspace import Workspace
from desktop.ui.shared.backup_worker import CLOSING_SECONDS, BackupWorker
from desktop.ui.shared.context import Context
from tests.builders import fill_with_orders
from tests.conftest import FakeClock
from tests.ui.conftest import idle


def reasons(workspace: Workspace) -> list[str]:
    """Return the reasons of the existing backups, newest first."""
    return [backup.reason.value for backup in workspace.backups.find().good]


def working_threads() -> list[threading.Thread]:
    """Count the threads that take a backup."""
    return [one for one in threading.enumerate() if one.name == "backup-worker"]


def keys(workspace: Workspace) -> list[int]:
    """Return the keys of all orders."""
    return [order.key or 0 for order in workspace.book().orders.values()]


def test_one_is_taken_at_the_start_and_after_changes(
    qtbot: QtBot, backup_worker: BackupWorker, orders: Workspace, clock: FakeClock
) -> None:
    """A whole day: start, half an hour, changes, half an hour without."""
    backup_worker.start()
    idle(qtbot, backup_worker)
    assert reasons(orders) == ["start"]
    backup_worker.check()
    clock.advance(minutes=31)
    backup_worker.check()
    idle(qtbot, backup_worker)
    assert reasons(orders) == ["start"]
    fill_with_orders(orders, 1, first=6)
    backup_worker.check()
    idle(qtbot, backup_worker)
    assert reasons(orders) == ["changes", "start"]
    assert backup_worker.status.last is not None
    assert backup_worker.status.last.counts["orders"] == 6
    clock.advance(minutes=29)
    fill_with_orders(orders, 1, first=7)
    backup_worker.check()
    idle(qtbot, backup_worker)
    assert len(reasons(orders)) == 2


def test_a_fresh_one_is_not_doubled_at_the_next_start(
    qtbot: QtBot, context: Context, backup_worker: BackupWorker, orders: Workspace, clock: FakeClock
) -> None:
    """A user who opens the program ten times a day needs no ten backups."""
    orders.backups.take(BackupReason.ASKED)
    clock.advance(hours=23)
    backup_worker.start()
    idle(qtbot, backup_worker)
    assert reasons(orders) == ["asked"]
    assert backup_worker.status.last is not None


def test_it_is_not_done_on_the_windows_thread(
    qtbot: QtBot, backup_worker: BackupWorker, orders: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large file must not freeze the screen."""
    threads: list[str] = []
    take_from = backups.take_from

    def noting(*arguments: object, **more: object) -> Backup:
        threads.append(threading.current_thread().name)
        return take_from(*arguments, **more)

    monkeypatch.setattr(backups, "take_from", noting)
    backup_worker.start()
    idle(qtbot, backup_worker)
    orders.orders.cancel(list(range(1, 6)))
    fill_with_orders(orders, 20, first=10)
    orders.orders.cancel(keys(orders))
    idle(qtbot, backup_worker)
    assert threads == ["backup-worker", "backup-worker"]
    assert reasons(orders)[0] in ("many", "start")
    assert sorted(reasons(orders)) == ["many", "start"]


def test_a_change_of_many_orders_is_preceded_by_the_state_before_it(
    qtbot: QtBot, backup_worker: BackupWorker, orders: Workspace
) -> None:
    """The action does not wait for the copy, yet the copy has the state before it."""
    backup_worker.start()
    idle(qtbot, backup_worker)
    fill_with_orders(orders, 30, first=10)
    orders.orders.delete(keys(orders))
    assert orders.book().orders == {}
    idle(qtbot, backup_worker)
    [many] = [one for one in orders.backups.find().good if one.reason is BackupReason.MANY]
    assert many.counts["orders"] == 35


def test_a_failed_backup_is_reported_and_tried_again_later(
    qtbot: QtBot, backup_worker: BackupWorker, orders: Workspace, clock: FakeClock
) -> None:
    """On a full disk, attempts are spaced; once there is space, all is well again."""
    orders.backups.folder.write_text("a file in the folder's place")
    backup_worker.start()
    idle(qtbot, backup_worker)
    problem = backup_worker.status.problem
    assert problem is not None
    assert problem.path == orders.backups.folder
    orders.backups.folder.unlink()
    backup_worker.check()
    clock.advance(minutes=29)
    backup_worker.check()
    assert not backup_worker.status.busy
    clock.advance(minutes=2)
    backup_worker.check()
    idle(qtbot, backup_worker)
    assert backup_worker.status.problem is None
    assert len(reasons(orders)) == 1


def test_a_second_place_that_is_away_is_reported(
    qtbot: QtBot, backup_worker: BackupWorker, orders: Workspace, tmp_path: Path
) -> None:
    """A missing memory stick must not make the first backup count as failed."""
    orders.backups.choose_second_place(tmp_path / "stick")
    backup_worker.start()
    idle(qtbot, backup_worker)
    status = backup_worker.status
    assert status.problem is None
    assert status.last is not None
    assert status.second_problem is not None
    assert status.second_problem.kind is StorageErrorKind.UNREACHABLE


def test_old_changes_without_backup_are_reported(
    qtbot: QtBot, backup_worker: BackupWorker, orders: Workspace, clock: FakeClock
) -> None:
    """Warned is of day-old changes in no backup, not of an old backup of unchanged data."""
    backup_worker.start()
    idle(qtbot, backup_worker)
    clock.advance(days=3)
    assert not backup_worker.status.old
    fill_with_orders(orders, 1, first=6)
    assert backup_worker.status.old


class SlowDisk:
    """A disk on which each step takes long, and which notes when it is busy."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.working = threading.Event()
        copy_pages = copying.copy_pages

        def slowly(source: object, copy: Path, cancel: CancelToken) -> None:
            class Waiting(CancelToken):
                @property
                def cancelled(token) -> bool:  # noqa: N805 - `self` is the disk
                    self.working.set()
                    time.sleep(0.05)
                    return cancel.cancelled

            copy_pages(source, copy, Waiting())

        monkeypatch.setattr(copying, "PAGES_AT_ONCE", 1)
        monkeypatch.setattr(backups, "copy_pages", slowly)


def test_closing_does_not_wait_for_a_backup(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large file on a slow stick: the window closes within two seconds, with no partial file."""
    fill_with_orders(workspace, 3000)
    disk = SlowDisk(monkeypatch)
    backup_worker = BackupWorker(workspace)
    backup_worker.start()
    assert disk.working.wait(10)
    began = time.monotonic()
    backup_worker.close()
    assert time.monotonic() - began < 2.5
    for thread in working_threads():
        thread.join(10)
    assert working_threads() == []
    assert list(workspace.backups.folder.iterdir()) == []


def test_closing_does_not_wait_for_a_disk_that_hangs(
    qtbot: QtBot, orders: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lost network drive blocks its caller for minutes: the window closes all the same."""
    hangs, go_on = threading.Event(), threading.Event()

    def hang(_file: Path, _names: object) -> None:
        hangs.set()
        go_on.wait(20)

    monkeypatch.setattr(backups, "commit_new", hang)
    backup_worker = BackupWorker(orders)
    backup_worker.start()
    assert hangs.wait(10)
    began = time.monotonic()
    backup_worker.close()
    waited = time.monotonic() - began
    assert CLOSING_SECONDS <= waited < CLOSING_SECONDS + 0.5
    go_on.set()
    [thread] = working_threads()
    thread.join(10)
