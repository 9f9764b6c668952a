"""The missed sheet: what came due in the user's absence, shown first, once, and answerable."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.domain.model import Order, Window
from desktop.services.workspace import Workspace
from desktop.ui.home.page import HomePage
from desktop.ui.kit.labels import PlainLabel
from desktop.ui.reminders.missed_sheet import MissedSheet
from desktop.ui.shared.context import Context
from desktop.ui.shell.main_window import MainWindow
from desktop.ui.shell.reminding import Reminding
from desktop.ui.shell.tray import Tray
from desktop.wording.i18n import set_language
from tests.conftest import FakeClock
from tests.ui.conftest import LogOrder
from tests.ui.reminders.fakes import FakeNotifier, begin


@pytest.fixture(autouse=True)
def _evening(clock: FakeClock) -> None:
    """Begin at 17:40 in Beijing."""
    clock.now = datetime(2026, 9, 10, 9, 40, tzinfo=UTC)


@pytest.fixture
def over(log_order: LogOrder) -> Order:
    """Log an order whose period ends tonight."""
    return log_order(window=Window.DAY)


def sheet_of(reminding: Reminding) -> MissedSheet:
    """Return the sheet that is shown."""
    assert reminding.sheet is not None
    assert reminding.sheet.isVisible()
    return reminding.sheet


def away(workspace: Workspace, clock: FakeClock, **units: float) -> None:
    """Let time pass without a window."""
    workspace.reminders.seen(clock.now)
    clock.advance(**units)


def home_of(window: MainWindow) -> HomePage:
    """Return the home page."""
    page = window.pages["home"]
    assert isinstance(page, HomePage)
    return page


def test_open_orders_are_above_missed_ones(
    reminding: Reminding, over: Order, log_order: LogOrder, workspace: Workspace, clock: FakeClock
) -> None:
    """The one order that can still be saved must not be below ten that cannot."""
    away(workspace, clock, days=1)
    log_order(window=Window.DAY, number="236414227159998")
    clock.advance(hours=4)
    begin(reminding)
    sheet = sheet_of(reminding)
    assert [row.assessment.order.number for row in sheet.past] == [over.number]
    [still] = sheet.still_time
    assert still.assessment.order.number == "236414227159998"
    assert still.action.property("kind") == "primary"
    assert sheet.past[0].action.property("kind") == "plain"
    assert still.pos().y() < sheet.past[0].mapTo(sheet, sheet.past[0].pos()).y()


def test_an_assumed_deadline_is_called_assumed(
    reminding: Reminding, log_order: LogOrder, workspace: Workspace, clock: FakeClock
) -> None:
    """“Too late” would be false if the console allows the whole month."""
    book = workspace.book()
    [account] = book.accounts.values()
    workspace.save_account(replace(account, window=Window.UNKNOWN, window_checked_at=None), account)
    log_order()
    away(workspace, clock, days=1)
    begin(reminding)
    labels = [label.text() for label in sheet_of(reminding).findChildren(PlainLabel)]
    assert (
        "The day of payment was assumed here. If the console says month of payment, you have "
        "until 30 Sep 24:00."
    ) in labels


def test_it_is_shown_once_and_its_reminders_do_not_ring_as_well(
    reminding: Reminding,
    notifier: FakeNotifier,
    over: Order,
    workspace: Workspace,
    clock: FakeClock,
    tray: Tray,
    window: MainWindow,
) -> None:
    """People stop reading what they are told twice."""
    away(workspace, clock, hours=4)
    begin(reminding)
    sheet_of(reminding).close()
    assert reminding.sheet is None
    reminding.close()
    again = Reminding(window, notifier, tray)
    begin(again)
    assert again.sheet is None
    assert notifier.asked == []


def test_one_press_records_an_association_in_time(
    reminding: Reminding, over: Order, workspace: Workspace, clock: FakeClock
) -> None:
    """An order that was associated in the console before midnight is not missed."""
    away(workspace, clock, days=1)
    begin(reminding)
    sheet = sheet_of(reminding)
    sheet.past[0].action.click()
    [order] = workspace.book().orders.values()
    assert order.associated_at == clock.now
    assert not sheet.past[0].done.isHidden()
    assert sheet.past[0].action.isHidden()
    workspace.undo()
    sheet.close()


def test_home_does_not_ask_the_same_thing(
    reminding: Reminding,
    over: Order,
    workspace: Workspace,
    clock: FakeClock,
    context: Context,
    window: MainWindow,
) -> None:
    """Two questions about the same orders, one above the other, look like two problems."""
    away(workspace, clock, days=1)
    context.changed.emit()
    assert home_of(window).missed is not None
    begin(reminding)
    assert home_of(window).missed is None
    sheet_of(reminding).close()
    context.changed.emit()
    assert home_of(window).missed is None


def test_what_home_asked_and_nobody_answered_is_asked_in_the_sheet(
    reminding: Reminding,
    over: Order,
    log_order: LogOrder,
    workspace: Workspace,
    clock: FakeClock,
    context: Context,
) -> None:
    """A question that was open when the window was closed must not be lost."""
    away(workspace, clock, hours=7)
    workspace.reminders.seen(clock.now)
    clock.advance(hours=8)
    later = log_order(window=Window.DAY, number="236414227159998")
    clock.advance(days=1)
    begin(reminding)
    numbers = [row.assessment.order.number for row in sheet_of(reminding).past]
    assert numbers == [over.number, later.number]


def test_an_answered_question_is_not_asked_again_in_the_sheet(
    reminding: Reminding,
    over: Order,
    workspace: Workspace,
    clock: FakeClock,
    context: Context,
    window: MainWindow,
) -> None:
    """“They are missed” is an answer."""
    away(workspace, clock, hours=7)
    context.changed.emit()
    card = home_of(window).missed
    assert card is not None
    card.not_done.click()
    begin(reminding)
    assert reminding.sheet is None


def test_a_computer_that_slept_over_a_deadline_tells_it_when_somebody_is_there(
    reminding: Reminding,
    over: Order,
    workspace: Workspace,
    clock: FakeClock,
    context: Context,
    window: MainWindow,
    qtbot: QtBot,
) -> None:
    """The window was open all night, but the user sees the laptop only in the morning."""
    begin(reminding)
    assert reminding.sheet is None
    window.showMinimized()
    clock.advance(hours=15)
    context.ticker.tick()
    assert reminding.sheet is None
    window.raise_to_user()
    qtbot.waitUntil(lambda: reminding.sheet is not None)
    assert [row.assessment.order.number for row in sheet_of(reminding).past] == [over.number]


def test_it_takes_no_focus_and_stays_on_the_screen(
    reminding: Reminding,
    log_order: LogOrder,
    workspace: Workspace,
    clock: FakeClock,
    window: MainWindow,
) -> None:
    """A user who is typing must not answer it unknowingly, nor search for its button."""
    for _order in range(30):
        log_order(window=Window.DAY)
    away(workspace, clock, days=1)
    window.activateWindow()
    begin(reminding)
    sheet = sheet_of(reminding)
    assert not sheet.isModal()
    assert QApplication.primaryScreen().availableGeometry().contains(sheet.geometry())
    assert len(sheet.past) == 20
    button = sheet.close_button
    assert sheet.rect().contains(button.mapTo(sheet, button.rect().center()))
    button.click()
    assert reminding.sheet is None


def test_the_first_start_of_all_tells_of_nothing(
    reminding: Reminding, over: Order, clock: FakeClock
) -> None:
    """Before the first start there was no user to be absent."""
    clock.advance(days=1)
    begin(reminding)
    assert reminding.sheet is None


def test_all_that_are_over_are_answered_with_one_press(
    reminding: Reminding, log_order: LogOrder, workspace: Workspace, clock: FakeClock
) -> None:
    """At five past twelve, seven orders have one answer."""
    for _order in range(7):
        log_order(window=Window.DAY)
    away(workspace, clock, days=1)
    begin(reminding)
    sheet = sheet_of(reminding)
    assert sheet.all_button.text() == "I had associated all 7"
    sheet.past[0].action.click()
    assert sheet.all_button.text() == "I had associated all 6"
    sheet.all_button.click()
    assert all(order.associated_at == clock.now for order in workspace.book().orders.values())
    assert sheet.all_button.isHidden()
    workspace.undo()
    left = [o for o in workspace.book().orders.values() if o.associated_at is None]
    assert len(left) == 6


def test_it_takes_the_focus_if_nobody_types(
    reminding: Reminding,
    over: Order,
    workspace: Workspace,
    clock: FakeClock,
    window: MainWindow,
    qtbot: QtBot,
) -> None:
    """Otherwise it covers the window, and no key reaches it; but an Enter must answer nothing."""
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    away(workspace, clock, days=1)
    begin(reminding)
    sheet = sheet_of(reminding)
    assert sheet.focusWidget() is sheet.frame.column
    qtbot.keyClick(sheet.frame.column, Qt.Key.Key_Return)
    assert all(order.associated_at is None for order in workspace.book().orders.values())
    assert reminding.sheet is sheet


def test_it_does_not_take_the_focus_while_somebody_types(
    reminding: Reminding,
    over: Order,
    workspace: Workspace,
    clock: FakeClock,
    window: MainWindow,
    qtbot: QtBot,
) -> None:
    """A search that ends up in another window is lost."""
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.show_page("orders")
    search = window.pages["orders"].findChildren(QLineEdit)[0]
    search.setFocus()
    away(workspace, clock, days=1)
    begin(reminding)
    assert sheet_of(reminding).testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)


def test_it_changes_its_language_with_the_window(
    reminding: Reminding,
    over: Order,
    workspace: Workspace,
    clock: FakeClock,
    window: MainWindow,
) -> None:
    """A user who switches to Chinese because of it must be able to read it."""
    away(workspace, clock, days=1)
    begin(reminding)
    set_language("zh_CN")
    window.rebuild()
    sheet = sheet_of(reminding)
    assert sheet.past[0].action.text() == "当时已关联"
    assert [row.assessment.order.number for row in sheet.past] == [over.number]
