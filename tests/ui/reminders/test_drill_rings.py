"""The trial reminder in the window, from the button to the proof."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop.base.settings import SettingKey
from desktop.services.workspace import Workspace
from desktop.ui.settings.page import SettingsPage
from desktop.ui.settings.reminders.drill_card import DrillCard
from desktop.ui.shared.context import Context
from desktop.ui.shell.main_window import MainWindow
from desktop.ui.shell.reminding import Reminding
from tests.conftest import FakeClock
from tests.ui.reminders.fakes import FakeNotifier, FakeTrayHost


@pytest.fixture
def card(window: MainWindow) -> DrillCard:
    """Show the settings of the reminders, and return their card with the trial."""
    window.show_page("settings:reminders")
    page = window.pages["settings"]
    assert isinstance(page, SettingsPage)
    return page.reminders.drill


@pytest.mark.parametrize("has_tray", [False, True])
@pytest.mark.parametrize("clicked", [False, True])
def test_the_trial_rings_out_of_sight_and_is_asked_about(
    *,
    has_tray: bool,
    clicked: bool,
    qtbot: QtBot,
    context: Context,
    workspace: Workspace,
    clock: FakeClock,
    place: FakeTrayHost,
    window: MainWindow,
    reminding: Reminding,
    notifier: FakeNotifier,
    card: DrillCard,
) -> None:
    """A trial that is only noticed in the visible window proves nothing."""
    place.on_bus = has_tray
    workspace.set_setting(SettingKey.KEEP_IN_TRAY, "1")
    reminding.start()
    if has_tray:
        qtbot.waitUntil(reminding.tray.may_hide, timeout=10_000)
    with qtbot.waitSignal(context.hide_wanted, timeout=10_000):
        card.start_button.click()
    assert window.isHidden() is has_tray
    assert window.isMinimized() is not has_tray
    clock.advance(minutes=2)
    context.ticker.tick()
    qtbot.waitUntil(lambda: bool(notifier.shown), timeout=10_000)
    if clicked:
        [key] = notifier.shown
        notifier.click(key)
    else:
        window.raise_to_user()
    qtbot.waitUntil(card.question.isVisible, timeout=10_000)
    card.yes_button.click()
    proof = workspace.reminders.drill.proof()
    assert proof is not None
    assert proof.here
    assert card.question.isHidden()
