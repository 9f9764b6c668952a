"""Restoring: what each backup holds, what would change, one click to restore and one to revert."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from desktop.app import Program
from desktop.domain.backups import BackupReason
from desktop.services.workspace import Workspace
from desktop.ui.backups.restore_dialog import RestoreDialog
from desktop.ui.kit.buttons import LinkButton
from desktop.ui.kit.cards import Notice
from desktop.ui.shared.backup_worker import BackupWorker
from desktop.ui.shared.context import Context
from desktop.wording.i18n import set_language
from tests.builders import UID, fill_with_orders
from tests.conftest import FakeClock
from tests.programs import end
from tests.ui.conftest import idle


@pytest.fixture
def dialog(qtbot: QtBot, context: Context, backup_worker: BackupWorker) -> RestoreDialog:
    """Show the list of backups."""
    dialog = RestoreDialog.in_window(context)
    qtbot.addWidget(dialog)
    dialog.open()
    idle(qtbot, backup_worker)
    return dialog


@pytest.fixture
def two(orders: Workspace, clock: FakeClock) -> Workspace:
    """Take two backups, with orders added and one deleted between them, and add one more."""
    orders.backups.take(BackupReason.ASKED)
    clock.advance(hours=1)
    fill_with_orders(orders, 4, first=6)
    orders.orders.delete([1])
    orders.backups.take(BackupReason.IMPORT)
    clock.advance(hours=1)
    fill_with_orders(orders, 1, first=20)
    return orders


def test_date_size_counts_and_reason_are_listed(two: Workspace, dialog: RestoreDialog) -> None:
    """Newest first, each with what was found when it was opened."""
    texts = [
        [dialog.table.item(row, place).text() for place in range(4)]
        for row in range(dialog.table.rowCount())
    ]
    assert [row[:2] for row in texts] == [
        ["Today 13:00", "8 orders, 0 projects"],
        ["Today 12:00", "5 orders, 0 projects"],
    ]
    assert all(row[2].endswith("KB") for row in texts)
    assert [row[3] for row in texts] == ["Before an import", "On request"]


@pytest.mark.parametrize(
    ("language", "row", "says"),
    [
        ("en", 0, "1 order fewer"),
        ("zh_CN", 0, "会少 1 笔订单"),
        ("en", 1, "• 5 orders fewer\n• 1 order more"),
        ("zh_CN", 1, "• 会少 5 笔订单\n• 会多 1 笔订单"),
    ],
)
def test_the_changes_of_a_restore_are_shown(
    language: str,
    row: int,
    says: str,
    two: Workspace,
    qtbot: QtBot,
    context: Context,
    backup_worker: BackupWorker,
) -> None:
    """Only after the click would the user learn which records a restore removes."""
    set_language(language)
    dialog = RestoreDialog.in_window(context)
    qtbot.addWidget(dialog)
    dialog.open()
    idle(qtbot, backup_worker)
    dialog.table.setCurrentCell(row, 1)
    idle(qtbot, backup_worker)
    assert dialog.changes.text() == says
    assert dialog.restore_button.isEnabled()


def test_a_broken_one_is_reported_and_not_offered(
    two: Workspace, qtbot: QtBot, context: Context, backup_worker: BackupWorker
) -> None:
    """Nobody should find out after the click."""
    newest = two.backups.find().good[0].path
    newest.write_bytes(b"SQLite format 3\0" + bytes(5000))
    dialog = RestoreDialog.in_window(context)
    qtbot.addWidget(dialog)
    dialog.open()
    idle(qtbot, backup_worker)
    assert dialog.table.rowCount() == 1
    assert newest.name in dialog.notice.text.text()
    assert dialog.notice.isVisible()


def test_one_of_a_newer_program_cannot_be_restored(
    orders: Workspace, qtbot: QtBot, context: Context, backup_worker: BackupWorker
) -> None:
    """It is listed, since it is sound, and says what is needed."""
    path = orders.backups.take(BackupReason.ASKED).backup.path
    content = bytearray(path.read_bytes())
    content[60:64] = (99).to_bytes(4, "big")
    path.write_bytes(content)
    dialog = RestoreDialog.in_window(context)
    qtbot.addWidget(dialog)
    dialog.open()
    idle(qtbot, backup_worker)
    assert "newer version of LinkDue" in dialog.heading.text()
    assert not dialog.restore_button.isEnabled()


@pytest.mark.parametrize("sound", [True, False])
def test_one_from_elsewhere(
    sound: bool,
    two: Workspace,
    dialog: RestoreDialog,
    qtbot: QtBot,
    backup_worker: BackupWorker,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """From a stick or another computer: opened and checked first, like all backups."""
    file = tmp_path / "from-elsewhere.sqlite3"
    two.backups.take_to(file)
    if not sound:
        file.write_bytes(b"no backup")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (str(file), ""))
    dialog.file_button.click()
    idle(qtbot, backup_worker)
    assert (dialog.chosen().path == file) == sound
    assert dialog.notice.isVisible() != sound


def test_without_backups_it_says_so(orders: Workspace, dialog: RestoreDialog) -> None:
    """An empty list without a word looks broken, and a backup may be on another disk."""
    assert dialog.heading.text() == "No backup yet"
    assert "“Choose a backup file…”" in dialog.changes.text()
    assert not dialog.restore_button.isEnabled()


@pytest.fixture
def program(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Program]:
    """Start the program on five orders and a backup of them, then record two more."""
    workspace = Workspace.open(tmp_path / "data")
    fill_with_orders(workspace, 5)
    workspace.backups.take(BackupReason.ASKED)
    fill_with_orders(workspace, 2, first=6)
    workspace.close()
    program = Program(qapp, tmp_path / "data", "en")
    program.open()
    qtbot.waitUntil(lambda: program.window.context.backup_worker.status.checked, timeout=10_000)
    yield program
    end(program)


def numbers(program: Program) -> int:
    """Return how many orders the open window has."""
    return len(program.workspace.book().orders)


def restore_notice(program: Program) -> Notice | None:
    """Return the window's notice about a restore."""
    return program.window.findChild(Notice, "restored")


def test_one_click_restores_and_one_click_reverts(program: Program, qtbot: QtBot) -> None:
    """The window reopens with the backup's records, and then with the previous ones."""
    [backup] = program.workspace.backups.find().good
    first = program.window
    first.context.restore_wanted.emit(backup.path)
    qtbot.waitUntil(lambda: program.window is not None and program.window is not first)
    qtbot.waitUntil(lambda: restore_notice(program) is not None, timeout=10_000)
    assert numbers(program) == 5
    assert UID in program.workspace.book().accounts
    second = program.window
    [back] = [
        button
        for button in restore_notice(program).findChildren(LinkButton)
        if button.text() == "Undo"
    ]
    back.click()
    qtbot.waitUntil(lambda: program.window not in (None, second), timeout=10_000)
    qtbot.waitUntil(lambda: restore_notice(program) is not None, timeout=10_000)
    assert numbers(program) == 7


def test_a_restore_that_fails_opens_the_window_as_before(program: Program, qtbot: QtBot) -> None:
    """The backup broke after it was listed: the records are unchanged, and the error is shown."""
    [backup] = program.workspace.backups.find().good
    backup.path.write_bytes(b"SQLite format 3\0" + bytes(5000))
    first = program.window
    first.context.restore_wanted.emit(backup.path)
    qtbot.waitUntil(lambda: program.window not in (None, first), timeout=10_000)
    qtbot.waitUntil(lambda: bool(program.window.findChildren(Notice, "trouble")), timeout=10_000)
    assert numbers(program) == 7
    [notice] = program.window.findChildren(Notice, "trouble")
    assert str(backup.path) in notice.title.text()
