"""The trial reminder: counted down, asked about, and its proof kept."""

from __future__ import annotations

import socket

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.base.settings import SettingKey
from desktop.domain.reminder_log import Delivery
from desktop.domain.reminder_plan import ReminderKind
from desktop.domain.timestamps import format_instant
from desktop.services.workspace import Workspace
from desktop.ui.help.page import HelpPage
from desktop.ui.kit.buttons import IconButton, LinkButton
from desktop.ui.kit.cards import Notice
from desktop.ui.settings.page import SettingsPage
from desktop.ui.settings.reminders.drill_card import DrillCard
from desktop.ui.shared.context import Context
from desktop.ui.shell.drill_offer import DrillOffer
from desktop.ui.shell.main_window import MainWindow
from tests.conftest import FakeClock
from tests.ui.conftest import LogOrder


def _card(qtbot: QtBot, context: Context) -> DrillCard:
    page = SettingsPage(context)
    qtbot.addWidget(page)
    page.resize(1000, 1400)
    page.show()
    page.show_part("reminders")
    return page.reminders.drill


def _ring(workspace: Workspace) -> None:
    """Announce what is due, as the window or the helper does."""
    claimed = workspace.reminders.claim()
    assert ReminderKind.DRILL in {one.subject.kind for one in claimed.due}
    workspace.reminders.note_delivery(claimed, Delivery.SHOWN)


def test_the_trial_counts_down_asks_and_keeps_the_proof(
    qtbot: QtBot, context: Context, workspace: Workspace, clock: FakeClock
) -> None:
    """Whether reminders arrive depends on the computer: only a heard one proves it."""
    card = _card(qtbot, context)
    assert card.proof.text().startswith("Never proven")
    with qtbot.waitSignal(context.hide_wanted, timeout=10_000):
        card.start_button.click()
    assert card.start_button.text() == "Rings in 2 min 0 s"
    clock.advance(seconds=15)
    context.ticker.tick()
    assert card.start_button.text() == "Rings in 1 min 45 s"
    assert card.question.isHidden()
    clock.advance(seconds=105)
    _ring(workspace)
    context.ticker.tick()
    assert card.question.isVisible()
    assert card.row.isHidden()
    card.yes_button.click()
    assert card.proof.text() == "Last proven: 10 Sep, on this computer"
    assert card.question.isHidden()
    assert card.start_button.text() == "Ring in two minutes"
    assert workspace.reminders.drill.planned() is None


def test_a_trial_that_was_not_heard_leads_to_the_help(
    qtbot: QtBot, context: Context, workspace: Workspace, clock: FakeClock
) -> None:
    """“It didn't” needs help, and proves nothing."""
    card = _card(qtbot, context)
    card.start_button.click()
    clock.advance(minutes=2)
    context.ticker.tick()
    with qtbot.waitSignal(context.page_wanted) as wanted:
        card.no_button.click()
    assert wanted.args == ["help:silent"]
    assert workspace.reminders.drill.proof() is None
    assert card.proof.text().startswith("Never proven")


def test_a_trial_can_be_cancelled(qtbot: QtBot, context: Context, workspace: Workspace) -> None:
    """A user who pressed it by mistake must not be interrupted in a meeting."""
    card = _card(qtbot, context)
    assert card.cancel_button.isHidden()
    card.start_button.click()
    card.cancel_button.click()
    assert workspace.reminders.drill.planned() is None
    assert card.cancel_button.isHidden()
    assert card.start_button.text() == "Ring in two minutes"


def test_a_proof_is_valid_on_its_computer_only(
    qtbot: QtBot, context: Context, workspace: Workspace, clock: FakeClock
) -> None:
    """A copied data folder brings the proof along, but not the computer."""
    other = f"{socket.gethostname()}-other"
    workspace.set_setting(SettingKey.REMINDER_PROVEN, f"{format_instant(clock.now)} {other}")
    card = _card(qtbot, context)
    assert card.proof.text() == (f"Last proven: 10 Sep, on {other}. Not yet on this computer.")


def test_the_window_hides_and_is_shown_again(qtbot: QtBot, context: Context) -> None:
    """A trial that is noticed because the window is in front proves nothing."""
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.show()
    context.hide_wanted.emit()
    assert window.isMinimized()
    window.raise_to_user()
    assert not window.isMinimized()


def _offers(window: MainWindow) -> list[Notice]:
    found = window.findChildren(Notice, "offer")
    return [one for one in found if one.isVisible()]


def test_the_trial_is_offered_once_after_the_first_order(
    qtbot: QtBot, context: Context, workspace: Workspace, log_order: LogOrder
) -> None:
    """A user who never opens the settings would trust reminders that never arrive."""
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.show()
    DrillOffer(window).offer_soon()
    context.run_action("Order logged", log_order)
    qtbot.waitUntil(lambda: len(_offers(window)) == 1, timeout=10_000)
    [offer] = _offers(window)
    assert not workspace.reminders.drill.is_to_be_offered()
    offer.findChild(LinkButton).click()
    settings = window.pages["settings"]
    assert isinstance(settings, SettingsPage)
    assert settings.reminders.isVisible()
    assert not _offers(window)


def test_the_offer_waits_until_dialogs_are_closed_and_can_be_sent_away(
    qtbot: QtBot, context: Context, log_order: LogOrder
) -> None:
    """Behind a form that is being filled in, nobody would see it."""
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.show()
    log_order()
    window.open_order_form()
    DrillOffer(window).offer_soon()
    qtbot.wait(1500)
    assert QApplication.activeModalWidget() is not None
    assert not _offers(window)
    assert window.order_dialog is not None
    window.order_dialog.close()
    qtbot.waitUntil(lambda: len(_offers(window)) == 1, timeout=10_000)
    [offer] = _offers(window)
    offer.findChild(IconButton).click()
    assert not _offers(window)


@pytest.mark.parametrize("part", ["silent", "settings", "home"])
def test_the_help_opens_on_the_article_that_is_wanted(
    qtbot: QtBot, context: Context, part: str
) -> None:
    """A user who got no reminder needs the article about that, not the first one."""
    page = HelpPage(context)
    qtbot.addWidget(page)
    page.show()
    page.show_part(part)
    titles = {
        "silent": "When no reminder arrives",
        "settings": "Where your data is",
        "home": "The first five minutes",
    }
    assert page.sections[page.shown].title == titles[part]
