"""The home screen on real records: what it says, how it follows the clock, what buttons do."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.model import Account, OrderStatus, Window
from desktop.services.workspace import Workspace
from desktop.ui.home.order_card import OrderCard
from desktop.ui.home.order_row import HomeOrderRow
from desktop.ui.home.page import HomePage
from desktop.ui.kit.buttons import CopyButton, LinkButton
from desktop.ui.kit.labels import PlainLabel
from desktop.ui.shared.context import Context
from desktop.ui.shell.main_window import MainWindow
from desktop.wording.i18n import LANGUAGES, set_language
from tests.builders import OTHER_UID, make_account
from tests.conftest import FakeClock
from tests.ui.conftest import LogOrder


@pytest.fixture
def home(qtbot: QtBot, context: Context) -> HomePage:
    """Show the home screen; asked for last, it is made after the test's orders."""
    page = HomePage(context)
    qtbot.addWidget(page)
    page.resize(1000, 800)
    page.show()
    qtbot.waitExposed(page)
    return page


def texts(screen: QWidget) -> str:
    """Return everything that is to be read."""
    QApplication.processEvents()  # Qt shows what was put into a layout in its own time
    return "\n".join(
        label.text() for label in screen.findChildren(PlainLabel) if label.isVisibleTo(screen)
    )


def test_a_newcomer_sees_where_to_start(home: HomePage, qtbot: QtBot, context: Context) -> None:
    """An empty screen without a way on would end the use of the program right there."""
    assert "Welcome to LinkDue" in texts(home)
    start = next(b for b in home.findChildren(QWidget) if b.accessibleName() == "Start")
    with qtbot.waitSignal(context.wizard_wanted):
        qtbot.mouseClick(start, Qt.MouseButton.LeftButton)


def test_the_countdown_follows_the_wall_clock(
    log_order: LogOrder, home: HomePage, context: Context, clock: FakeClock
) -> None:
    """After the laptop slept, the time shown must be the time left, not the time left back then."""
    log_order(window=Window.DAY)
    context.changed.emit()
    [card] = home.cards
    assert card.left.text() == "12 hours"
    clock.advance(hours=3, minutes=20)
    context.ticker.tick()
    assert card.left.text() == "8 h 40 min"
    clock.advance(hours=-1)
    context.ticker.tick()
    assert home.cards[0].left.text() == "9 h 40 min"


def test_at_the_deadline_the_order_moves_to_the_missed_ones(
    log_order: LogOrder, home: HomePage, context: Context, clock: FakeClock
) -> None:
    """A card that goes on counting, or vanishes in silence, would hide that the money is lost."""
    log_order(window=Window.DAY)
    context.changed.emit()
    clock.now = datetime(2026, 9, 10, 16, tzinfo=UTC)
    context.ticker.tick()
    assert home.cards == []
    assert "Deadline passed" in texts(home)


def test_open_orders_come_soonest_first_and_then_dearest(
    log_order: LogOrder, home: HomePage, context: Context
) -> None:
    """In a hurry, the user works from the top."""
    late = log_order(payable=900000)
    cheap = log_order(window=Window.DAY, payable=100)
    dear = log_order(window=Window.DAY, payable=500000)
    context.changed.emit()
    shown = [card.assessment.order.number for card in home.cards]
    assert shown == [dear.number, cheap.number, late.number]


def test_marking_as_associated_can_be_taken_back(
    log_order: LogOrder, home: HomePage, context: Context, qtbot: QtBot, workspace: Workspace
) -> None:
    """A slip of the mouse must not make an order disappear from the countdowns for good."""
    log_order()
    context.changed.emit()
    with qtbot.waitSignal(context.acted) as said:
        qtbot.mouseClick(home.cards[0].associated, Qt.MouseButton.LeftButton)
    assert "marked as associated" in said.args[0]
    assert home.cards == []
    [order] = workspace.book().orders.values()
    assert order.associated_at is not None
    context.run_action("", workspace.undo)
    assert len(home.cards) == 1


def test_an_associated_order_is_found_and_taken_back_later(
    log_order: LogOrder, home: HomePage, context: Context, qtbot: QtBot, workspace: Workspace
) -> None:
    """Undo is not only for the last action: days later the console may refuse after all."""
    order = workspace.associate(log_order())
    log_order()
    context.changed.emit()
    QApplication.processEvents()
    show = next(
        button
        for button in home.findChildren(LinkButton)
        if button.text() == "Show the latest" and button.isVisibleTo(home)
    )
    show.click()
    revert = next(
        button
        for button in home.findChildren(LinkButton)
        if button.accessibleName() == f"Take back the association of order {order.number}"
    )
    revert.click()
    assert len(home.cards) == 2


def test_why_shows_every_rule_with_its_evidence(
    log_order: LogOrder, home: HomePage, context: Context
) -> None:
    """Whoever does not believe the deadline can see where it comes from."""
    log_order()
    context.changed.emit()
    home.cards[0].why.click()
    shown = texts(home)
    assert "The window is the month of payment: it closes 30 Sep 24:00." in shown
    assert "official page" in shown


def test_missed_waiting_and_unclear_orders_say_why(
    log_order: LogOrder, home: HomePage, context: Context, clock: FakeClock
) -> None:
    """An order that is not counted down must not be an order that is forgotten."""
    log_order(status=OrderStatus.UNPAID, paid_at=None)
    log_order(kind="Renew", parent=None)
    log_order(created_at=clock.now - timedelta(days=21))
    context.changed.emit()
    shown = texts(home)
    assert "Not paid yet: the deadline is set by the payment." in shown
    assert "Its parent order is not recorded: look at the console." in shown
    assert "earlier than project 202608200001" in shown
    assert len(home.findChildren(HomeOrderRow)) == 3


def test_an_account_without_a_project_is_led_on(
    account: Account, home: HomePage, context: Context, workspace: Workspace
) -> None:
    """The one mistake that nothing repairs is ordering before the project number is there."""
    workspace.save_account(make_account(uid=OTHER_UID, name="Other"))
    context.changed.emit()
    assert "Other has no project number yet: request one before you order." in texts(home)


def test_copying_an_order_number(
    log_order: LogOrder, home: HomePage, context: Context, qtbot: QtBot
) -> None:
    """A number typed by hand into the console is a number typed wrongly."""
    order = log_order()
    context.changed.emit()
    QApplication.processEvents()
    copy = next(b for b in home.findChildren(CopyButton) if b.isVisibleTo(home))
    qtbot.keyClick(copy, Qt.Key.Key_Return)
    assert QGuiApplication.clipboard().text() == order.number
    assert copy.text() == "Copied"


def test_what_the_user_typed_is_shown_as_it_is(
    log_order: LogOrder, home: HomePage, context: Context
) -> None:
    """A title with HTML in it must neither vanish nor load a picture from the network."""
    title = '<b>bold</b> <img src="http://example.com/x.png"> & more'
    log_order(product=None, title=title)
    context.changed.emit()
    assert title in texts(home)
    formats = {label.textFormat() for label in home.findChildren(PlainLabel)}
    assert formats == {Qt.TextFormat.PlainText}


def test_thousands_of_orders_are_shown_a_few_at_a_time(
    log_order: LogOrder, home: HomePage, context: Context
) -> None:
    """Building a thousand cards would freeze the window for seconds."""
    for _ in range(40):
        log_order()
    context.changed.emit()
    assert len(home.findChildren(OrderCard)) < 20
    more = next(b for b in home.findChildren(LinkButton) if b.text().startswith("Show 28 more"))
    more.click()
    assert len(home.cards) == 24


def test_another_process_that_wrote_is_noticed(
    log_order: LogOrder, home: HomePage, context: Context, workspace: Workspace
) -> None:
    """A script in the morning marks an order as associated: its countdown must end."""
    order = log_order()
    context.changed.emit()
    other = Workspace.open(workspace.store.path.parent, workspace.clock)
    other.associate(next(iter(other.book().orders.values())))
    other.close()
    context.ticker.tick()
    assert home.cards == []
    assert workspace.book().orders[order.account, order.number].associated_at is not None


def test_the_place_is_kept_when_the_screen_is_renewed(
    log_order: LogOrder, home: HomePage, context: Context, qtbot: QtBot
) -> None:
    """Marking the fifth order must not throw the reader back to the first."""
    for _ in range(12):
        log_order()
    context.changed.emit()
    bar = home.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 300)
    bar.setValue(250)
    context.changed.emit()
    QApplication.processEvents()
    qtbot.waitUntil(lambda: bar.value() == 250)


@pytest.mark.skipif(
    os.name == "nt", reason="without a screen there are no fonts to measure by there"
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_is_one_row_in_the_window_as_it_opens(
    language: str, qtbot: QtBot, context: Context, log_order: LogOrder
) -> None:
    """Three storeys an order would leave room for two orders on a screen, in either language."""
    set_language(language)
    log_order(product="ecs")
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.show()
    home = window.pages["home"]
    assert isinstance(home, HomePage)
    qtbot.waitUntil(lambda: bool(home.cards) and home.cards[0].isVisible())
    [card] = home.cards
    QApplication.processEvents()
    assert not card.row.folded
