"""设置 › 备份: on or off, now, a second place, and errors."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop.services.workspace import Workspace
from desktop.ui.backups.backups_card import BackupsCard
from desktop.ui.backups.restore_dialog import RestoreDialog
from desktop.ui.shared.backup_worker import BackupWorker
from desktop.ui.shared.context import Context
from tests.ui.conftest import backup_worker, idle, orders

__all__ = ["backup_worker", "orders"]


@pytest.fixture
def card(
    qtbot: QtBot, context: Context, backup_worker: BackupWorker, orders: Workspace
) -> BackupsCard:
    """Show the card."""
    card = BackupsCard(context)
    qtbot.addWidget(card)
    card.show()
    return card


def test_they_are_on_until_switched_off(card: BackupsCard, orders: Workspace) -> None:
    """Nobody has to know of backups to have them."""
    assert card.switch.isChecked()
    card.switch.click()
    assert not orders.backups.on
    card.switch.click()
    assert orders.backups.on


def test_one_now(
    card: BackupsCard, orders: Workspace, qtbot: QtBot, backup_worker: BackupWorker
) -> None:
    """Shown while it is taken, with its contents afterwards."""
    card.now_button.click()
    assert card.last.text() == "Backing up…"
    assert not card.now_button.isEnabled()
    idle(qtbot, backup_worker)
    assert card.last.text() == "Last backup you can restore: today 12:00"
    assert "5 orders" in card.details.text()
    assert "on request" in card.details.text()
    assert card.now_button.isEnabled()


def test_a_failed_backup_is_reported_with_what_to_do(
    card: BackupsCard, orders: Workspace, qtbot: QtBot, backup_worker: BackupWorker
) -> None:
    """The user would know that the backup failed, but not what to do."""
    orders.backups.folder.write_text("a file in the folder's place")
    card.now_button.click()
    idle(qtbot, backup_worker)
    assert card.notice.isVisible()
    assert card.notice.title.text()
    assert str(orders.backups.folder) in card.notice.text.text()


def test_a_second_place_is_chosen_filled_and_left(
    card: BackupsCard,
    orders: Workspace,
    qtbot: QtBot,
    backup_worker: BackupWorker,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The copy is made immediately, so that the choice is known to work."""
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a: str(stick))
    card.place_button.click()
    idle(qtbot, backup_worker)
    assert card.place.text().replace("\u200b", "") == str(stick)
    assert len(list(stick.glob("*.sqlite3"))) == 1
    card.forget_button.click()
    assert orders.backups.second_place is None
    assert not card.forget_button.isVisible()
    assert len(list(stick.glob("*.sqlite3"))) == 1


def test_the_first_place_is_refused_as_second(
    card: BackupsCard,
    context: Context,
    orders: Workspace,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The same folder twice is no second place."""
    orders.backups.folder.mkdir()
    chosen = str(orders.backups.folder)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a: chosen)
    with qtbot.waitSignal(context.failed):
        card.place_button.click()
    assert orders.backups.second_place is None


def test_the_list_opens_from_here(
    card: BackupsCard, qtbot: QtBot, backup_worker: BackupWorker
) -> None:
    """The user would not find the list from which a backup is restored."""
    card.restore_button.click()
    dialog = card.findChild(RestoreDialog)
    assert dialog is not None
    assert dialog.isVisible()
    idle(qtbot, backup_worker)
    dialog.reject()
