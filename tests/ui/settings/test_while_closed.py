"""设置 › 提醒: what the system does while the program is closed, only if the user says so."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop.base.settings import SettingKey
from desktop.services import while_closed
from desktop.services.while_closed import WhileClosed
from desktop.services.workspace import Workspace
from desktop.ui.kit.ticker import Ticker
from desktop.ui.settings.page import SettingsPage
from desktop.ui.settings.reminders.closed_card import ClosedCard, SystemRow
from desktop.ui.shared.context import Context
from desktop.wording.i18n import set_language
from tests.system_registrations import FakeSystem


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> FakeSystem:
    """Replace this computer's scheduler and start at log-in by fakes."""
    scheduler = FakeSystem()
    monkeypatch.setattr(while_closed, "schedule", scheduler)
    monkeypatch.setattr(while_closed, "autostart", FakeSystem("desktop"))
    return scheduler


def _card(qtbot: QtBot, context: Context) -> ClosedCard:
    page = SettingsPage(context)
    qtbot.addWidget(page)
    page.resize(1000, 1400)
    page.show()
    page.show_part("reminders")
    return page.reminders.closed


def _answered(qtbot: QtBot, context: Context, what: WhileClosed = WhileClosed.HELPER) -> None:
    worker = context.registration_workers[what]
    qtbot.waitUntil(lambda: not worker.busy, timeout=10_000)


def _helper(card: ClosedCard) -> SystemRow:
    return card.system[WhileClosed.HELPER]


def test_nothing_is_registered_until_the_user_agrees(
    qtbot: QtBot, context: Context, workspace: Workspace, system: FakeSystem
) -> None:
    """A program that registers itself unasked is not trusted again."""
    row = _helper(_card(qtbot, context))
    assert not row.switch.isChecked()
    assert system.command is None
    assert "systemd" in row.text.text()
    row.switch.click()
    _answered(qtbot, context)
    assert system.command is not None
    assert "remind" in system.command[-1]
    assert str(workspace.folder) in system.command[-1]
    assert workspace.setting(SettingKey.REMIND_WHILE_CLOSED) == "1"
    assert row.text.text() == (
        "systemd (your user timers) looks every 10 minutes. After sleep or power-off, it catches "
        "up."
    )
    row.switch.click()
    _answered(qtbot, context)
    assert system.command is None
    assert not workspace.setting(SettingKey.REMIND_WHILE_CLOSED)


def test_a_moved_program_registers_itself_again_at_the_start(
    qtbot: QtBot, context: Context, workspace: Workspace, system: FakeSystem
) -> None:
    """A dead path in the scheduler fails silently: the user would learn it from a loss."""
    workspace.set_setting(SettingKey.REMIND_WHILE_CLOSED, "1")
    system.command = ["/old/place/linkdue-cli", "remind"]
    worker = context.registration_workers[WhileClosed.HELPER]
    worker.check()
    _answered(qtbot, context)
    assert system.command[0] != "/old/place/linkdue-cli"
    assert worker.state.works


def test_the_helper_speaks_the_language_of_the_window(
    qtbot: QtBot, context: Context, workspace: Workspace, system: FakeSystem
) -> None:
    """Schedulers pass no language: the helper must not speak English to Chinese readers."""
    workspace.set_setting(SettingKey.REMIND_WHILE_CLOSED, "1")
    worker = context.registration_workers[WhileClosed.HELPER]
    worker.switch(True)
    _answered(qtbot, context)
    set_language("zh_CN")
    worker.check()
    _answered(qtbot, context)
    assert system.command is not None
    assert "zh_CN" in system.command[-1]


def test_a_task_removed_outside_is_reported_and_not_restored(
    qtbot: QtBot, workspace: Workspace, context: Context, system: FakeSystem
) -> None:
    """A user who removed the task with the system's own tool meant it: do not restore it."""
    workspace.set_setting(SettingKey.REMIND_WHILE_CLOSED, "1")
    row = _helper(_card(qtbot, context))
    context.registration_workers[WhileClosed.HELPER].check()
    _answered(qtbot, context)
    assert system.command is None
    assert "It was removed from systemd" in row.text.text()
    assert row.retry_button.isVisible()
    row.retry_button.click()
    _answered(qtbot, context)
    assert system.command is not None
    assert not row.retry_button.isVisible()


def test_a_refusal_by_the_system_is_shown_in_the_row(
    qtbot: QtBot, context: Context, system: FakeSystem
) -> None:
    """A switch that is on although nothing was registered would be a false promise."""
    row = _helper(_card(qtbot, context))
    system.refuses = "Access is denied."
    row.switch.click()
    _answered(qtbot, context)
    assert row.text.text() == "The system refused it: Access is denied."
    assert row.retry_button.isVisible()
    system.refuses = None
    row.retry_button.click()
    _answered(qtbot, context)
    assert system.command is not None


def test_without_a_scheduler_the_row_says_what_helps_instead(
    qtbot: QtBot, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dead switch without an explanation looks broken; there are other ways to be reminded."""
    monkeypatch.setattr(while_closed, "schedule", lambda *_facts: None)
    row = _helper(_card(qtbot, context))
    assert not row.switch.isEnabled()
    assert row.text.text().startswith("This computer has no scheduler for that.")


def test_start_with_the_computer_and_tray_are_off_until_asked(
    qtbot: QtBot, context: Context, workspace: Workspace, system: FakeSystem
) -> None:
    """Both change what the computer does at log-in or on closing: only if the user says so."""
    card = _card(qtbot, context)
    login = card.system[WhileClosed.LOGIN]
    assert not login.switch.isChecked()
    assert not card.tray.switch.isChecked()
    login.switch.click()
    _answered(qtbot, context, WhileClosed.LOGIN)
    assert login.text.text() == "LinkDue starts when you sign in to this computer."
    card.tray.switch.click()
    assert workspace.setting(SettingKey.KEEP_IN_TRAY) == "1"
    card.tray.switch.click()
    assert not workspace.setting(SettingKey.KEEP_IN_TRAY)
    assert system.command is None


def test_the_wish_stays_with_the_computer() -> None:
    """A transfer file must not switch on a scheduler on another computer."""
    keys = (
        SettingKey.REMIND_WHILE_CLOSED,
        SettingKey.START_AT_LOGIN,
        SettingKey.KEEP_IN_TRAY,
        SettingKey.CALENDAR_FOLDER,
    )
    assert all(key.of_this_computer for key in keys)


def test_another_window_sees_what_was_chosen(
    qtbot: QtBot, context: Context, workspace: Workspace, system: FakeSystem
) -> None:
    """After the next start, the switches must be as the user left them."""
    context.registration_workers[WhileClosed.HELPER].switch(True)
    _answered(qtbot, context)
    assert system.command is not None
    again = Context(workspace, Ticker(workspace.clock))
    assert again.registration_workers[WhileClosed.HELPER].state.on
