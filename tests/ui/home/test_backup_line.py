"""Backups on the home screen: inconspicuous while all is well, else amber with the reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop.domain.backups import BackupReason
from desktop.services.workspace import Workspace
from desktop.ui.home.backup_line import BackupLine
from desktop.ui.home.page import HomePage
from desktop.ui.shared.backup_worker import BackupWorker
from desktop.ui.shared.context import Context
from desktop.ui.theme.tokens import Tone
from desktop.wording.i18n import set_language
from tests.builders import fill_with_orders
from tests.conftest import FakeClock
from tests.ui.conftest import backup_worker, idle, orders

__all__ = ["backup_worker", "orders"]


def started(qtbot: QtBot, context: Context) -> BackupLine:
    """Show the line of the home screen, after the check of the backups."""
    page = HomePage(context)
    qtbot.addWidget(page)
    page.show()
    context.backup_worker.start()
    idle(qtbot, context.backup_worker)
    qtbot.waitUntil(lambda: page.backup_line is not None and page.backup_line.text.isVisible())
    assert page.backup_line is not None
    return page.backup_line


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("en", "Last backup you can restore: today 12:00"),
        ("zh_CN", "今天 12:00 已备份，可以恢复"),
    ],
)
def test_the_time_of_the_last_backup_is_shown(
    language: str,
    says: str,
    orders: Workspace,
    qtbot: QtBot,
    context: Context,
    backup_worker: BackupWorker,
) -> None:
    """In the user's language and in Beijing time."""
    set_language(language)
    line = started(qtbot, context)
    assert line.text.text() == says


def test_nothing_is_shown_before_the_check(
    orders: Workspace, qtbot: QtBot, context: Context
) -> None:
    """“No backup yet” would be alarming, and wrong."""
    page = HomePage(context)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.backup_line is not None and page.backup_line.isVisible())
    assert not page.backup_line.text.isVisible()


@pytest.mark.parametrize("worry", ["off", "failed", "second place", "old"])
def test_worry_is_in_words(
    worry: str,
    orders: Workspace,
    qtbot: QtBot,
    context: Context,
    backup_worker: BackupWorker,
    clock: FakeClock,
    tmp_path: Path,
) -> None:
    """A colour alone does not explain what to do."""
    orders.backups.take(BackupReason.ASKED)
    match worry:
        case "off":
            orders.backups.switch(False)
        case "failed":
            clock.advance(days=2)
            for path in orders.backups.folder.iterdir():
                path.unlink()
            orders.backups.folder.rmdir()
            orders.backups.folder.write_text("a file in the folder's place")
        case "second place":
            clock.advance(days=2)
            orders.backups.choose_second_place(tmp_path / "stick")
    line = started(qtbot, context)
    if worry == "old":
        clock.advance(days=2)
        fill_with_orders(orders, 1, first=10)
        line.refresh()
    says = {
        "off": "Automatic backups are switched off.",
        "failed": str(orders.backups.folder),
        "second place": str(tmp_path / "stick"),
        "old": "Changes since then aren't backed up yet.",
    }
    assert says[worry] in line.text.text()


def test_without_any_backup_nothing_is_since_then(
    orders: Workspace, qtbot: QtBot, context: Context, backup_worker: BackupWorker, clock: FakeClock
) -> None:
    """“No backup yet; the changes since then are in none” says the same thing twice."""
    orders.backups.switch(False)
    line = started(qtbot, context)
    orders.backups.switch(True)
    clock.advance(days=2)
    fill_with_orders(orders, 1, first=10)
    line.refresh()
    assert backup_worker.status.needs_attention
    assert line.text.text() == "No backup yet"
    assert line.text.property("tone") == Tone.AMBER.value


def test_worry_comes_to_the_top(
    orders: Workspace, qtbot: QtBot, context: Context, backup_worker: BackupWorker
) -> None:
    """Below twelve orders nobody would see it; it moves back when all is well."""
    line = started(qtbot, context)
    page = line.window()
    assert isinstance(page, HomePage)

    def at_top() -> bool:
        return page.content.itemAt(0).widget() is page.backup_line

    assert not at_top()
    orders.backups.switch(False)
    backup_worker.changed.emit()
    assert at_top()
    assert "switched off" in page.backup_line.text.text()
    orders.backups.switch(True)
    backup_worker.changed.emit()
    assert not at_top()


def test_the_second_place_is_asked_for_once(
    orders: Workspace, qtbot: QtBot, context: Context, backup_worker: BackupWorker
) -> None:
    """A quiet line, no window; “not now” is an answer."""
    line = started(qtbot, context)
    assert line.question.isVisible()
    line.no.click()
    line.refresh()
    assert not line.question.isVisible()
    assert not orders.backups.asks_for_place


def test_the_second_place_is_chosen_from_there(
    orders: Workspace,
    qtbot: QtBot,
    context: Context,
    backup_worker: BackupWorker,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The first copy is made immediately."""
    line = started(qtbot, context)
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a: str(stick))
    line.yes.click()
    idle(qtbot, backup_worker)
    assert orders.backups.second_place == stick
    assert len(list(stick.glob("*.sqlite3"))) == 1


def test_the_line_leads_to_the_settings(
    orders: Workspace, qtbot: QtBot, context: Context, backup_worker: BackupWorker
) -> None:
    """The user would not find where backups are restored."""
    line = started(qtbot, context)
    with qtbot.waitSignal(context.page_wanted) as went:
        line.button.click()
    assert went.args == ["settings:data"]
