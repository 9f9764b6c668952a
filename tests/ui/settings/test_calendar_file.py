"""The calendar file in a folder of the user: updated after each change, with visible errors."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop.base.settings import SettingKey
from desktop.services.workspace import Workspace
from desktop.ui.settings.page import SettingsPage
from desktop.ui.settings.reminders.calendar_card import CalendarCard
from desktop.ui.shared.calendar_worker import CALENDAR_FILE
from desktop.ui.shared.context import Context
from tests.ui.conftest import LogOrder


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that the user chooses."""
    folder = tmp_path / "calendar"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(folder))
    return folder


def _card(qtbot: QtBot, context: Context) -> CalendarCard:
    page = SettingsPage(context)
    qtbot.addWidget(page)
    page.resize(1000, 1400)
    page.show()
    page.show_part("reminders")
    return page.reminders.calendar


def _events(folder: Path) -> int:
    return (folder / CALENDAR_FILE).read_text("utf-8").count("BEGIN:VEVENT")


def test_the_file_is_written_immediately_and_after_each_change(
    qtbot: QtBot, context: Context, folder: Path, log_order: LogOrder
) -> None:
    """Last week's calendar reminds of orders that are done, and not of new ones."""
    log_order()
    card = _card(qtbot, context)
    card.choose_button.click()
    qtbot.waitUntil(lambda: context.calendar_worker.written_at is not None, timeout=20_000)
    assert _events(folder) == 1
    assert card.row.text.text().endswith("written today 12:00")
    (folder / CALENDAR_FILE).unlink()
    context.changed.emit()
    qtbot.waitUntil((folder / CALENDAR_FILE).exists, timeout=20_000)
    assert [path.name for path in folder.iterdir()] == [CALENDAR_FILE]


def test_closing_the_window_writes_what_was_still_to_be_written(
    qtbot: QtBot, context: Context, folder: Path, log_order: LogOrder
) -> None:
    """The last order before the evening is the one that the phone must know of."""
    context.calendar_worker.choose(folder)
    context.calendar_worker.wait()
    assert _events(folder) == 0
    context.run_action("", log_order)
    context.closing.emit()
    context.calendar_worker.wait()
    assert _events(folder) == 1


def test_a_missing_folder_is_reported_and_the_next_change_tries_again(
    qtbot: QtBot, context: Context, folder: Path, log_order: LogOrder
) -> None:
    """A stick that was pulled out must be reported, but not have to be chosen again."""
    card = _card(qtbot, context)
    folder.rmdir()
    card.choose_button.click()
    qtbot.waitUntil(lambda: context.calendar_worker.problem is not None, timeout=20_000)
    assert card.row.text.text().startswith("The calendar file couldn't be written. ")
    folder.mkdir()
    context.run_action("", log_order)
    qtbot.waitUntil(lambda: context.calendar_worker.problem is None, timeout=20_000)
    assert _events(folder) == 1


def test_stopping_leaves_the_file_and_writes_no_more(
    qtbot: QtBot, context: Context, workspace: Workspace, folder: Path, log_order: LogOrder
) -> None:
    """Nothing in the user's folder may be deleted."""
    card = _card(qtbot, context)
    card.choose_button.click()
    qtbot.waitUntil(lambda: context.calendar_worker.written_at is not None, timeout=20_000)
    card.stop_button.click()
    assert not workspace.setting(SettingKey.CALENDAR_FOLDER)
    assert card.stop_button.isHidden()
    context.run_action("", log_order)
    context.closing.emit()
    assert _events(folder) == 0
