"""The recovery window for data that cannot be opened: the cause, and options without loss."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.app import Program
from desktop.base.storage import StorageError, StorageErrorKind
from desktop.domain.backups import BackupReason
from desktop.domain.salvaged import Salvaged
from desktop.services.recovery import Recovery
from desktop.services.workspace import Workspace
from desktop.ui.backups.restore_dialog import RestoreDialog
from desktop.ui.kit import dialogs
from desktop.ui.kit.cards import Notice
from desktop.ui.kit.labels import PlainLabel
from desktop.ui.shell.main_window import MainWindow
from desktop.ui.shell.recovery_window import RecoveryActions, RecoveryWindow
from desktop.wording.i18n import set_language
from tests.builders import fill_with_orders, make_account
from tests.conftest import FakeClock
from tests.programs import end, visible_windows

Make = Callable[[StorageErrorKind], RecoveryWindow]
_WAIT_MS = 20_000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Make a closed data file with 30 orders."""
    workspace = Workspace.open(tmp_path / "data", FakeClock())
    fill_with_orders(workspace, 30)
    workspace.close()
    return workspace.data_file


@pytest.fixture
def done() -> list[str]:
    """Collect the recovery options that were chosen."""
    return []


@pytest.fixture
def make(file: Path, done: list[str], qtbot: QtBot) -> Make:
    """Return a function that shows the window for a kind of problem."""

    def make(kind: StorageErrorKind) -> RecoveryWindow:
        ways = RecoveryActions(
            *(
                lambda name=name: done.append(name)
                for name in ("again", "elsewhere", "restore", "anew")
            )
        )
        window = RecoveryWindow(
            StorageError(kind, file, "detail"), Recovery(file.parent, FakeClock()), ways
        )
        qtbot.addWidget(window)
        window.show()
        return window

    return make


def damage(path: Path) -> None:
    """Overwrite the middle of the file with zeros."""
    data = bytearray(path.read_bytes())
    data[4096 * 3 : 4096 * 9] = bytes(4096 * 6)
    path.write_bytes(data)


def press(qtbot: QtBot, window: RecoveryWindow, name: str) -> None:
    """Press a button by keyboard."""
    qtbot.keyClick(window.buttons[name], Qt.Key.Key_Return)


@pytest.mark.parametrize("kind", list(StorageErrorKind))
@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_every_problem_is_explained(
    kind: StorageErrorKind, code: str, make: Make, file: Path, qtbot: QtBot, done: list[str]
) -> None:
    """Without it, the program would not open, with neither a cause nor a remedy."""
    set_language(code)
    window = make(kind)
    [notice] = window.findChildren(Notice)
    assert notice.accessibleName()
    assert str(file.parent) not in notice.accessibleName()
    assert str(file.parent) in notice.accessibleDescription()
    press(qtbot, window, "again")
    assert done == ["again"]
    assert window.buttons["elsewhere"].isVisible()


@pytest.mark.parametrize("kind", list(StorageErrorKind))
def test_all_options_are_visible_where_the_screen_has_room(
    kind: StorageErrorKind, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last option was below the edge, on a screen twice as high as the window."""
    monkeypatch.setattr(dialogs, "room_on_screen", lambda: QSize(1334, 712))
    set_language("en")
    window = make(kind)
    QCoreApplication.processEvents()
    assert window.column.verticalScrollBar().maximum() == 0
    assert window.height() <= 712


def test_the_technical_word_is_marked_as_such(make: Make, file: Path, qtbot: QtBot) -> None:
    """SQLITE_BUSY means nothing to the user; without such a word, no space is reserved for it."""
    visible_windows = [
        label.text() for label in make(StorageErrorKind.LOCKED).findChildren(PlainLabel)
    ]
    assert "For the person who helps you: detail" in visible_windows
    ways = RecoveryActions(*(lambda: None for _way in range(4)))
    problem = StorageError(StorageErrorKind.MOVED, file)
    window = RecoveryWindow(problem, Recovery(file.parent, FakeClock()), ways)
    qtbot.addWidget(window)
    assert not any("whoever helps" in one.text() for one in window.findChildren(PlainLabel))


@pytest.mark.parametrize("kind", list(StorageErrorKind))
def test_every_recovery_option_is_reached_by_keyboard(
    kind: StorageErrorKind, make: Make, qtbot: QtBot
) -> None:
    """The first option has the focus; Tab reaches all others and the last button."""
    window = make(kind)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    first, *_rest = window.buttons.values()
    assert first.hasFocus()
    reached: set[QWidget | None] = set()
    for _step in range(len(window.buttons) + 1):
        reached.add(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert reached >= {*window.buttons.values()}
    assert len(reached) == len(window.buttons) + 1
    assert all(button.accessibleName() for button in window.buttons.values())


def test_no_button_destroys_data(make: Make, file: Path) -> None:
    """No button deletes anything, or replaces it without keeping a copy."""
    offered = {kind: set(make(kind).buttons) for kind in StorageErrorKind}
    assert offered[StorageErrorKind.DAMAGED] == {
        "restore",
        "salvage",
        "again",
        "elsewhere",
        "folder",
    }
    assert offered[StorageErrorKind.ALTERED] == offered[StorageErrorKind.DAMAGED]
    assert "aside" in offered[StorageErrorKind.STRAY_LOG]
    assert "anew" in offered[StorageErrorKind.GONE]
    for kind in (
        StorageErrorKind.LOCKED,
        StorageErrorKind.READ_ONLY,
        StorageErrorKind.UPDATE_FAILED,
    ):
        assert offered[kind] == {"again", "elsewhere", "folder"}


def test_what_can_be_read_is_saved_and_the_damaged_file_kept(
    make: Make, file: Path, qtbot: QtBot, done: list[str]
) -> None:
    """Read, shown, and only then put in place; the damaged file is kept unchanged."""
    damage(file)
    damaged = file.read_bytes()
    window = make(StorageErrorKind.DAMAGED)
    press(qtbot, window, "salvage")
    qtbot.waitUntil(lambda: "use" in window.buttons, timeout=_WAIT_MS)
    assert file.read_bytes() == damaged
    text = window.notice.text.text()
    assert "restored from the history" in text
    press(qtbot, window, "use")
    assert done == ["again"]
    workspace = Workspace.open(file.parent, FakeClock())
    assert len(workspace.book().orders) == 30
    assert workspace.check().ok
    workspace.close()
    [kept] = file.parent.glob("linkdue-kept-*.sqlite3")
    assert kept.read_bytes() == damaged
    assert {path.name for path in file.parent.iterdir()} == {file.name, kept.name}


@pytest.mark.parametrize("leave", ["back", "close"])
def test_an_unwanted_new_file_is_deleted(leave: str, make: Make, file: Path, qtbot: QtBot) -> None:
    """After “Back”, or closing the window, everything is unchanged."""
    damage(file)
    damaged = file.read_bytes()
    window = make(StorageErrorKind.DAMAGED)
    press(qtbot, window, "salvage")
    qtbot.waitUntil(lambda: "use" in window.buttons, timeout=_WAIT_MS)
    if leave == "back":
        press(qtbot, window, "back")
        assert "salvage" in window.buttons
    else:
        window.close()
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    assert file.read_bytes() == damaged


def test_saving_can_be_cancelled(make: Make, file: Path, qtbot: QtBot) -> None:
    """A large file takes minutes, in which the user could do nothing else."""
    damage(file)
    window = make(StorageErrorKind.DAMAGED)
    press(qtbot, window, "salvage")
    press(qtbot, window, "cancel")
    qtbot.waitUntil(lambda: "salvage" in window.buttons or "use" in window.buttons)
    window.close()
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_an_unreadable_file_is_reported(make: Make, file: Path, qtbot: QtBot) -> None:
    """A lost file must not be replaced by an empty one."""
    file.write_bytes(bytes(50_000))
    window = make(StorageErrorKind.DAMAGED)
    press(qtbot, window, "salvage")
    qtbot.waitUntil(lambda: "salvage" in window.buttons, timeout=_WAIT_MS)
    assert window.notice.accessibleName() == "Nothing could be recovered from the file"
    assert file.read_bytes() == bytes(50_000)


def test_lost_uids_are_named(make: Make, file: Path) -> None:
    """The user has to look them up, so must be told which."""
    window = make(StorageErrorKind.DAMAGED)
    window.show_salvaged(Salvaged(file, {"orders": 2}, unreadable=3, invented_uids=("0" * 16,)))
    text = window.notice.text.text()
    assert "3 rows couldn't be read." in text
    assert "0" * 16 in text
    window.buttons["back"].click()


def test_a_foreign_log_is_set_aside(
    make: Make, file: Path, qtbot: QtBot, done: list[str], tmp_path: Path
) -> None:
    """One press, and the log is kept under a name with the time."""
    other = Workspace.open(tmp_path / "other", FakeClock())
    fill_with_orders(other, 3)
    log = Path(shutil.copy(f"{other.data_file}-wal", f"{file}-wal")).read_bytes()
    other.close()
    with pytest.raises(StorageError) as caught:
        Workspace.open(file.parent, FakeClock())
    window = make(caught.value.kind)
    press(qtbot, window, "aside")
    assert done == ["again"]
    workspace = Workspace.open(file.parent, FakeClock())
    assert len(workspace.book().orders) == 30
    workspace.close()
    [kept] = file.parent.glob("linkdue-kept-*-wal")
    assert kept.read_bytes() == log


# The whole program


@pytest.fixture
def program(qapp: QApplication, file: Path) -> Iterator[Program]:
    """Return the program on the file, not yet opened."""
    program = Program(qapp, file.parent, "en")
    yield program
    end(program)


def recovery() -> RecoveryWindow:
    """Return the window shown in place of the program's."""
    [window] = visible_windows(RecoveryWindow)
    return window


def test_a_damaged_file_is_saved_and_the_window_opens(
    program: Program, file: Path, qtbot: QtBot
) -> None:
    """From the first start after the damage to the records on the screen."""
    data = bytearray(file.read_bytes())
    data[100:4096] = bytes(3996)
    file.write_bytes(data)
    program.open()
    window = recovery()
    press(qtbot, window, "salvage")
    qtbot.waitUntil(lambda: "use" in window.buttons, timeout=_WAIT_MS)
    press(qtbot, window, "use")
    assert program.window is not None
    assert program.window.isVisible()
    assert program.workspace is not None
    assert len(program.workspace.book().orders) == 30


def shown_notice(window: MainWindow) -> Notice:
    """Return the newest notice; an older one may still be fading out."""
    return window.findChildren(Notice, "trouble")[-1]


@pytest.mark.skipif(os.name == "nt", reason="Windows does not let anybody move an open file")
def test_a_file_that_vanishes_while_open_leads_to_the_recovery_options(
    program: Program, file: Path, qtbot: QtBot
) -> None:
    """A memory stick was pulled out: the action reports it, and plugging it in suffices."""
    program.open()
    assert program.window is not None
    assert program.workspace is not None
    elsewhere = file.with_name("elsewhere")
    file.rename(elsewhere)
    workspace = program.workspace
    context = program.window.context
    assert (
        context.run_action("", lambda: workspace.save_account(make_account(uid="1000000000000009")))
        is None
    )
    notice = shown_notice(program.window)
    assert str(file) in notice.accessibleDescription()
    [button] = [b for b in notice.findChildren(QWidget) if b.accessibleName()][-1:]
    qtbot.keyClick(button, Qt.Key.Key_Return)
    window = recovery()
    assert program.window is None
    assert program.workspace is None
    press(qtbot, window, "again")
    window = recovery()
    assert not file.exists()
    elsewhere.rename(file)
    press(qtbot, window, "again")
    opened: MainWindow | None = program.window
    assert opened is not None
    assert opened.isVisible()


def test_damage_found_by_an_action_leads_to_the_recovery_options(
    program: Program, file: Path, qtbot: QtBot
) -> None:
    """The file opens, but a page of it is lost."""
    with closing(sqlite3.connect(file)) as connection:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'partners'"
        root = connection.execute(query).fetchone()[0]
    data = bytearray(file.read_bytes())
    data[(root - 1) * 4096 : root * 4096] = b"\xa5" * 4096
    file.write_bytes(data)
    program.open()
    if program.window is not None:
        program.window.context.report(StorageError(StorageErrorKind.DAMAGED, file))
        notice = shown_notice(program.window)
        [button] = [b for b in notice.findChildren(QWidget) if b.accessibleName()][-1:]
        qtbot.keyClick(button, Qt.Key.Key_Return)
    assert "salvage" in recovery().buttons


def test_a_missing_file_beside_backups_is_no_new_user(
    program: Program, file: Path, qtbot: QtBot
) -> None:
    """An empty window would look as if everything were lost; the user has to ask for one."""
    (file.parent / "backups").mkdir()
    file.rename(file.parent / "backups" / "linkdue-2026-09-10-040000Z.sqlite3")
    program.open()
    window = recovery()
    assert not file.exists()
    press(qtbot, window, "anew")
    assert program.window is not None
    assert file.exists()
    assert list((file.parent / "backups").iterdir())


def test_a_backup_is_restored_from_the_recovery_window(
    program: Program, file: Path, qtbot: QtBot
) -> None:
    """Backups are listed without a workspace; one press opens the window with its records."""
    workspace = Workspace.open(file.parent, FakeClock())
    workspace.backups.take(BackupReason.ASKED)
    workspace.close()
    damaged = bytearray(file.read_bytes())
    damaged[100:4096] = bytes(3996)
    file.write_bytes(damaged)
    program.open()
    press(qtbot, recovery(), "restore")
    [dialog] = recovery().findChildren(RestoreDialog)
    qtbot.waitUntil(dialog.restore_button.isEnabled, timeout=_WAIT_MS)
    assert "can't be compared" in dialog.heading.text()
    qtbot.keyClick(dialog.restore_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.window is not None, timeout=_WAIT_MS)
    assert program.workspace is not None
    assert len(program.workspace.book().orders) == 30
    [kept] = file.parent.glob("linkdue-kept-*.sqlite3")
    assert kept.read_bytes() == damaged


def test_a_restore_that_fails_is_reported(program: Program, file: Path, qtbot: QtBot) -> None:
    """The backup was removed meanwhile: the recovery options return, with the reason."""
    file.write_bytes(file.read_bytes()[:5000])
    damaged = file.read_bytes()
    program.open()
    program.restore(file.with_name("no-such-backup.sqlite3"))
    qtbot.waitUntil(lambda: bool(visible_windows(RecoveryWindow)), timeout=_WAIT_MS)
    assert "no-such-backup" in recovery().notice.accessibleName()
    assert file.read_bytes() == damaged
