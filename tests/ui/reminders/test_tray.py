"""The tray icon: shown whenever there is a tray, and the window never lost without it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from desktop.base.settings import SettingKey
from desktop.domain.model import Window
from desktop.services.workspace import Workspace
from desktop.ui.orders.page import OrdersPage
from desktop.ui.shared.context import Context
from desktop.ui.shell.main_window import MainWindow
from desktop.ui.shell.reminding import Reminding
from desktop.ui.shell.tray import Tray
from desktop.wording.i18n import set_language
from tests.conftest import FakeClock
from tests.ui.conftest import LogOrder
from tests.ui.reminders.fakes import FakeTrayHost, begin, settle


@pytest.fixture(autouse=True)
def _evening(clock: FakeClock) -> None:
    """Begin at 20:00 in Beijing."""
    clock.now = datetime(2026, 9, 10, 12, tzinfo=UTC)


def pass_time(reminding: Reminding, clock: FakeClock, context: Context, **units: float) -> None:
    """Let time pass, and the window check the clock."""
    clock.advance(**units)
    context.ticker.tick()
    settle(reminding)


def texts(tray: Tray) -> list[str]:
    """Return the lines of the menu, without separators."""
    return [one.text() for one in tray.menu.actions() if not one.isSeparator()]


def press(tray: Tray, text: str) -> None:
    """Choose a line of the menu."""
    next(one for one in tray.menu.actions() if one.text().startswith(text)).trigger()


def test_the_menu_names_the_next_three_in_plain_lines(
    reminding: Reminding, tray: Tray, place: FakeTrayHost, log_order: LogOrder, qtbot: QtBot
) -> None:
    """Native menus have no columns and no pictures: everything must be in the words."""
    for _order in range(3):
        log_order()
    log_order(window=Window.DAY, title="Cables & more")
    place.on_bus = True
    begin(reminding)
    qtbot.waitUntil(lambda: tray.icon is not None)
    assert texts(tray) == [
        "4 orders to associate, 1 due today",
        "today 24:00  Cables && more · Example",
        "30 Sep 24:00  Elastic Compute Service · Example",
        "30 Sep 24:00  Elastic Compute Service · Example",
        "Open LinkDue",
        "Log an order",
        "Before buying",
        "Pause reminders until tomorrow 08:00",
        "Quit",
    ]
    assert tray.icon is not None
    assert tray.icon.toolTip() == "LinkDue: 4 orders to associate, 1 due today"
    assert not tray.menu.actions()[0].isEnabled()


def test_an_order_in_the_menu_is_one_press_from_its_card(
    reminding: Reminding,
    tray: Tray,
    place: FakeTrayHost,
    log_order: LogOrder,
    window: MainWindow,
    qtbot: QtBot,
) -> None:
    """A user who sees an order in the tray wants that one, not the list."""
    log_order()
    order = log_order(window=Window.DAY)
    place.on_bus = True
    begin(reminding)
    qtbot.waitUntil(lambda: tray.icon is not None)
    window.showMinimized()
    press(tray, "today 24:00")
    assert not window.isMinimized()
    page = window.pages["orders"]
    assert isinstance(page, OrdersPage)
    qtbot.waitUntil(lambda: page.selection().single is not None)
    line = page.selection().single
    assert line is not None
    assert line.order.key == order.key


def test_the_menu_follows_the_records_and_the_language(
    reminding: Reminding,
    tray: Tray,
    place: FakeTrayHost,
    log_order: LogOrder,
    context: Context,
    window: MainWindow,
    workspace: Workspace,
    qtbot: QtBot,
) -> None:
    """A number that is wrong for an hour is worse than none."""
    order = log_order()
    place.on_bus = True
    begin(reminding)
    qtbot.waitUntil(lambda: tray.icon is not None)
    set_language("zh_CN")
    window.rebuild()
    assert texts(tray)[0] == "1 笔待关联"
    context.run_action("", lambda: workspace.associate(order))
    qtbot.waitUntil(lambda: texts(tray)[0] == "没有待关联的订单")


def test_a_pause_until_tomorrow_is_begun_and_ended(
    reminding: Reminding,
    tray: Tray,
    place: FakeTrayHost,
    workspace: Workspace,
    context: Context,
    clock: FakeClock,
) -> None:
    """A meeting is no reason to switch reminders off for good."""
    begin(reminding)
    press(tray, "Pause")
    until = workspace.reminders.paused_until()
    assert until == datetime(2026, 9, 11, 0, tzinfo=UTC)
    press(tray, "End the pause until tomorrow 08:00")
    assert workspace.reminders.paused_until() is None


def test_a_tray_that_comes_late_gets_its_icon(
    reminding: Reminding,
    tray: Tray,
    place: FakeTrayHost,
    context: Context,
    clock: FakeClock,
    qtbot: QtBot,
) -> None:
    """Started at log-in, the program runs before the panel; Qt would then say no for good."""
    begin(reminding)
    pass_time(reminding, clock, context, seconds=41)
    qtbot.wait(50)
    assert tray.icon is None
    assert place.asked_qt == 0
    place.on_bus = True
    pass_time(reminding, clock, context, seconds=41)
    qtbot.waitUntil(lambda: tray.icon is not None)


def test_a_desktop_with_the_older_kind_of_tray_gets_its_icon_after_a_while(
    reminding: Reminding,
    tray: Tray,
    place: FakeTrayHost,
    context: Context,
    clock: FakeClock,
    qtbot: QtBot,
) -> None:
    """Only Qt knows of such a tray; it is asked once no other can be expected."""
    place.in_qt = True
    begin(reminding)
    qtbot.wait(50)
    assert tray.icon is None
    pass_time(reminding, clock, context, seconds=95)
    qtbot.waitUntil(lambda: tray.icon is not None)


def test_a_panel_that_starts_again_gets_the_icon_again(
    reminding: Reminding,
    tray: Tray,
    place: FakeTrayHost,
    context: Context,
    clock: FakeClock,
    qtbot: QtBot,
) -> None:
    """Panels crash; the icon must not be missing until the next log-in."""
    place.on_bus = True
    begin(reminding)
    qtbot.waitUntil(lambda: tray.icon is not None)
    first = tray.icon
    place.on_bus = False
    pass_time(reminding, clock, context, seconds=41)
    qtbot.waitUntil(lambda: tray.icon is None)
    place.on_bus = True
    pass_time(reminding, clock, context, seconds=41)
    qtbot.waitUntil(lambda: tray.icon is not None)
    assert tray.icon is not first


def test_closing_hides_only_where_it_was_asked_for(
    reminding: Reminding,
    tray: Tray,
    place: FakeTrayHost,
    window: MainWindow,
    qtbot: QtBot,
) -> None:
    """A program that runs on after its window was closed surprises users who did not ask for it."""
    place.on_bus = True
    begin(reminding)
    qtbot.waitUntil(lambda: tray.icon is not None)
    window.close()
    assert tray.icon is None
    assert QGuiApplication.quitOnLastWindowClosed()


def test_hidden_in_the_tray_it_reminds_and_can_be_shown_again(
    reminding: Reminding,
    tray: Tray,
    place: FakeTrayHost,
    window: MainWindow,
    workspace: Workspace,
    context: Context,
    clock: FakeClock,
    log_order: LogOrder,
    qtbot: QtBot,
    notifier: object,
) -> None:
    """Hidden, the program exists for its reminders, with fewer than two wake-ups a minute."""
    log_order(window=Window.DAY)
    workspace.set_setting(SettingKey.KEEP_IN_TRAY, "1")
    place.on_bus = True
    begin(reminding)
    qtbot.waitUntil(lambda: tray.icon is not None)
    window.close()
    assert not window.isVisible()
    assert not QGuiApplication.quitOnLastWindowClosed()
    waiting = context.ticker.waiting()
    assert waiting is not None
    assert timedelta(seconds=35) < waiting <= timedelta(seconds=42)
    while clock.now < datetime(2026, 9, 10, 13, 0, 30, tzinfo=UTC):
        pass_time(reminding, clock, context, minutes=2)
    asked = getattr(notifier, "asked")  # noqa: B009
    qtbot.waitUntil(lambda: len(asked) == 1)
    assert tray.icon is not None
    tray.icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    assert window.isVisible()
    assert QGuiApplication.quitOnLastWindowClosed()


def test_without_a_place_for_the_icon_closing_closes(
    reminding: Reminding,
    tray: Tray,
    window: MainWindow,
    workspace: Workspace,
    qtbot: QtBot,
) -> None:
    """With neither window nor icon, nobody could ever see or end the program."""
    workspace.set_setting(SettingKey.KEEP_IN_TRAY, "1")
    begin(reminding)
    qtbot.wait(50)
    ended: list[bool] = []
    window.ended.connect(lambda: ended.append(True))
    window.close()
    assert ended == [True]


def test_a_hidden_window_is_shown_again_if_the_tray_is_gone(
    reminding: Reminding,
    tray: Tray,
    place: FakeTrayHost,
    window: MainWindow,
    workspace: Workspace,
    qtbot: QtBot,
) -> None:
    """The last check found a tray, but it was gone when the window hid in it."""
    workspace.set_setting(SettingKey.KEEP_IN_TRAY, "1")
    place.on_bus = True
    begin(reminding)
    qtbot.waitUntil(lambda: tray.icon is not None)
    place.on_bus = False
    window.close()
    qtbot.waitUntil(window.isVisible)
    assert tray.icon is None
    assert QGuiApplication.quitOnLastWindowClosed()


def test_quit_ends_it_for_good(
    reminding: Reminding,
    tray: Tray,
    place: FakeTrayHost,
    window: MainWindow,
    workspace: Workspace,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A user who chooses “Quit” does not mean “hide”."""
    quits: list[bool] = []
    monkeypatch.setattr(QApplication, "quit", lambda: quits.append(True))
    workspace.set_setting(SettingKey.KEEP_IN_TRAY, "1")
    place.on_bus = True
    begin(reminding)
    qtbot.waitUntil(lambda: tray.icon is not None)
    window.close()
    press(tray, "Quit")
    assert quits == [True]
    assert tray.icon is None


def test_a_setting_that_makes_no_sense_hides_nothing(
    reminding: Reminding,
    tray: Tray,
    place: FakeTrayHost,
    window: MainWindow,
    workspace: Workspace,
    qtbot: QtBot,
) -> None:
    """Off is the default."""
    workspace.set_setting(SettingKey.KEEP_IN_TRAY, "perhaps")
    place.on_bus = True
    begin(reminding)
    qtbot.waitUntil(lambda: tray.icon is not None)
    assert not tray.may_hide()
