"""Snoozing a reminder from the order's menus and the palette, never past the deadline."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop.domain.model import Order, Window
from desktop.domain.reminders import ReminderStatus
from desktop.domain.views import Query, View
from desktop.services.workspace import Workspace
from desktop.ui.home.page import HomePage
from desktop.ui.orders.page import OrdersPage
from desktop.ui.palette.items import order_items
from desktop.ui.palette.palette import Palette
from desktop.ui.shared.context import Context
from desktop.ui.shared.snooze_menu import snooze_menu
from desktop.ui.shell.main_window import MainWindow
from tests.conftest import FakeClock
from tests.ui.conftest import LogOrder


@pytest.fixture(autouse=True)
def _evening(clock: FakeClock) -> None:
    """Begin at 21:00 in Beijing."""
    clock.now = datetime(2026, 9, 10, 13, tzinfo=UTC)


def texts(menu: QMenu | None) -> list[str]:
    """Return the lines of a menu."""
    return [] if menu is None else [one.text() for one in menu.actions() if one.text()]


def press(menu: QMenu | None, text: str) -> None:
    """Choose a line of a menu."""
    assert menu is not None
    next(one for one in menu.actions() if one.text() == text).trigger()


def status(workspace: Workspace) -> ReminderStatus:
    """Return the state of the one open order's reminder."""
    [found] = workspace.reminders.statuses()
    return found


Later = Callable[[Order], QMenu | None]


@pytest.fixture
def later(context: Context) -> Later:
    """Return a function that returns the menu with an order's snoozes."""
    menu = QMenu()
    return lambda order: snooze_menu(menu, context, order)


def test_the_menu_on_the_home_page_snoozes_a_reminder(
    window: MainWindow,
    context: Context,
    log_order: LogOrder,
    workspace: Workspace,
    clock: FakeClock,
) -> None:
    """Two hours before midnight there is time for dinner, and the menu says how much."""
    log_order(window=Window.DAY)
    context.changed.emit()
    home = window.pages["home"]
    assert isinstance(home, HomePage)
    card = home.cards[0]
    card.menu.aboutToShow.emit()
    assert texts(card.menu) == ["Why?", "Remind me later", "Reminder settings…", "Edit"]
    card.menu.aboutToShow.emit()
    assert texts(card.menu) == ["Why?", "Remind me later", "Reminder settings…", "Edit"]
    press(card.menu.later, "In 1 hour")
    ends = status(workspace).next
    assert ends is not None
    assert ends.at == clock.now + timedelta(hours=1)
    assert window.bar.text() == "The next reminder comes today 22:00"


def test_the_menu_of_the_selected_order_snoozes_its_reminder(
    window: MainWindow, log_order: LogOrder, qtbot: QtBot
) -> None:
    """On the page of orders, users find orders that the home page does not list."""
    log_order(window=Window.DAY)
    done = log_order(window=Window.DAY)
    window.context.workspace.associate(done)
    window.show_orders(Query(View.TO_ASSOCIATE))
    page = window.pages["orders"]
    assert isinstance(page, OrdersPage)
    qtbot.waitUntil(lambda: page.selection().single is not None)
    assert "Remind me later" in texts(page.actions_.menu(page))
    page.show_order(done)
    qtbot.waitUntil(
        lambda: (line := page.selection().single) is not None and line.order.key == done.key
    )
    assert "Remind me later" not in texts(page.actions_.menu(page))


def test_a_reminder_is_never_snoozed_until_it_is_too_late(
    later: Later, log_order: LogOrder, clock: FakeClock
) -> None:
    """Snoozed past the deadline, a reminder is useless."""
    order = log_order(window=Window.DAY)
    offered = []
    for _half_hour in range(7):
        menu = later(order)
        offered.append(len([one for one in texts(menu) if one.startswith("In ")]))
        clock.advance(minutes=30)
    assert offered == [2, 2, 2, 2, 1, 0, 0]


def test_a_snooze_can_be_ended(later: Later, log_order: LogOrder, workspace: Workspace) -> None:
    """A snooze by mistake must not be discovered at the deadline."""
    order = log_order(window=Window.DAY)
    press(later(order), "In 30 minutes")
    menu = later(order)
    assert "Remind me as planned" in texts(menu)
    press(menu, "Remind me as planned")
    assert "Remind me as planned" not in texts(later(order))
    upcoming = status(workspace).next
    assert upcoming is not None
    assert upcoming.step == "1h"


def test_a_snooze_until_a_planned_moment_is_a_snooze(later: Later, log_order: LogOrder) -> None:
    """“Tomorrow at ten” equals the planned moment: the snooze must be revocable all the same."""
    order = log_order()
    press(later(order), "Tomorrow 10:00")
    assert "Remind me as planned" in texts(later(order))


def test_an_acknowledged_reminder_rings_at_the_next_moment_only(
    later: Later, log_order: LogOrder, workspace: Workspace, clock: FakeClock
) -> None:
    """“Seen” is not “done”: the next step is announced all the same."""
    order = log_order(window=Window.DAY)
    clock.advance(hours=2, minutes=5)
    assert status(workspace).due
    press(later(order), "Seen, remind me next time")
    assert not status(workspace).due


def test_a_menu_left_open_for_too_long_snoozes_nothing(
    context: Context, later: Later, log_order: LogOrder, clock: FakeClock
) -> None:
    """The moment that it offers may have passed meanwhile."""
    order = log_order(window=Window.DAY)
    menu = later(order)
    messages: list[str] = []
    context.message.connect(messages.append)
    clock.advance(hours=1, minutes=30)
    press(menu, "In 30 minutes")
    assert messages == ["It is too late to put this off"]


def test_the_palette_snoozes_the_first_open_order(
    context: Context, log_order: LogOrder, workspace: Workspace, clock: FakeClock
) -> None:
    """Keyboard users need not look for a menu."""
    order = log_order(window=Window.DAY)
    lines = order_items(context, [workspace.assess(order)])
    line = next(one for one in lines if one.title.startswith("Remind me later"))
    assert line.detail == "In 1 hour"
    line.run()
    upcoming = status(workspace).next
    assert upcoming is not None
    assert upcoming.at == clock.now + timedelta(hours=1)
    clock.advance(hours=2, minutes=45)
    titles = [one.title for one in order_items(context, [workspace.assess(order)])]
    assert not [one for one in titles if one.startswith("Remind me later")]


def test_the_palette_pauses_reminders(
    window: MainWindow, workspace: Workspace, qtbot: QtBot
) -> None:
    """The same action as in the tray, for desktops without one."""
    window.open_palette()
    palette = window.findChild(Palette)
    assert palette is not None
    QTest.keyClicks(palette.field, "pause")
    qtbot.waitUntil(lambda: "Pause reminders" in palette.list.currentItem().text())
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert workspace.reminders.paused_until() is not None
