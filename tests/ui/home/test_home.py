"""The home screen on real records: its texts, its clock, and its buttons."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.base.storage import StorageError, StorageErrorKind
from desktop.domain.model import Account, OrderStatus, Window
from desktop.domain.views import Query, View
from desktop.services.workspace import Workspace
from desktop.ui.home.order_card import OrderCard
from desktop.ui.home.order_rows import OpenOrderRow
from desktop.ui.home.page import HomePage
from desktop.ui.kit.buttons import CopyIcon, LinkButton, PlainButton
from desktop.ui.kit.labels import PlainLabel
from desktop.ui.kit.link_row import LinkRow
from desktop.ui.kit.rule_line import RuleLine
from desktop.ui.shared.context import Context
from desktop.ui.shell.main_window import MainWindow
from desktop.wording.i18n import LANGUAGES, set_language
from tests.builders import OTHER_UID, make_account
from tests.conftest import FakeClock
from tests.ui.conftest import LogOrder
from tests.ui.presses import second_press


@pytest.fixture
def home(qtbot: QtBot, context: Context) -> HomePage:
    """Show the home screen; a test requests it last, after logging its orders."""
    page = HomePage(context)
    qtbot.addWidget(page)
    page.resize(1000, 800)
    page.show()
    qtbot.waitExposed(page)
    return page


def texts(screen: QWidget) -> str:
    """Return all visible texts."""
    QApplication.processEvents()  # Qt shows widgets added to a layout with a delay
    return "\n".join(
        label.text() for label in screen.findChildren(PlainLabel) if label.isVisibleTo(screen)
    )


def test_a_newcomer_sees_where_to_start(home: HomePage, qtbot: QtBot, context: Context) -> None:
    """An empty screen without a next step would end the use of the program right there."""
    assert "Welcome to LinkDue" in texts(home)
    start = next(b for b in home.findChildren(QWidget) if b.accessibleName() == "Start")
    with qtbot.waitSignal(context.wizard_wanted):
        qtbot.mouseClick(start, Qt.MouseButton.LeftButton)


def test_the_countdown_follows_the_wall_clock(
    log_order: LogOrder, home: HomePage, context: Context, clock: FakeClock
) -> None:
    """After the laptop slept, the time shown must be the time left now."""
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
    """A card that continues counting, or silently vanishes, would hide that the money is lost."""
    log_order(window=Window.DAY)
    context.changed.emit()
    clock.now = datetime(2026, 9, 10, 16, tzinfo=UTC)
    context.ticker.tick()
    assert home.cards == []
    assert "Deadline passed" in texts(home)
    assert "Nothing due today" in texts(home)
    assert "Everything is associated" not in texts(home)


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


def test_marking_as_associated_can_be_undone(
    log_order: LogOrder, home: HomePage, context: Context, qtbot: QtBot, workspace: Workspace
) -> None:
    """A slip of the mouse must not remove an order from the countdowns for good."""
    log_order()
    context.changed.emit()
    with qtbot.waitSignal(context.acted) as acted:
        qtbot.mouseClick(home.cards[0].associated, Qt.MouseButton.LeftButton)
    assert "marked as associated" in acted.args[0]
    assert home.cards == []
    [order] = workspace.book().orders.values()
    assert order.associated_at is not None
    context.run_action("", workspace.undo)
    assert len(home.cards) == 1


def test_why_shows_every_rule_with_its_evidence(
    log_order: LogOrder, home: HomePage, context: Context
) -> None:
    """A user who does not believe the deadline can see its reasons."""
    log_order()
    context.changed.emit()
    home.cards[0].menu.why.trigger()
    for line in home.findChildren(RuleLine):
        line.info.click()
    shown = texts(home)
    assert "Association period: month of payment, until 30 Sep 24:00." in shown
    assert "official page" in shown


def test_unpaid_unclear_and_missed_orders_are_one_press_away(
    log_order: LogOrder, home: HomePage, context: Context, clock: FakeClock, qtbot: QtBot
) -> None:
    """An order without a countdown must not be forgotten."""
    log_order(status=OrderStatus.UNPAID, paid_at=None)
    log_order(kind="Renew", parent=None)
    paid = clock.now - timedelta(days=18)
    log_order(created_at=paid, paid_at=paid, window=Window.DAY)
    context.changed.emit()
    texts(home)
    for text, view in (
        ("Unpaid 1", View.WAITING),
        ("To check 1", View.CHECK),
        ("Missed 1", View.MISSED),
    ):
        link = next(
            b for b in home.findChildren(LinkButton) if b.text() == text and b.isVisibleTo(home)
        )
        with qtbot.waitSignal(context.orders_wanted) as wanted:
            link.click()
        assert wanted.args == [Query(view)]


def test_a_long_name_of_a_missed_order_does_not_widen_the_page(
    log_order: LogOrder, home: HomePage, context: Context, clock: FakeClock, qtbot: QtBot
) -> None:
    """The button that saves the money was outside a small window; the number stays visible."""
    order = log_order(window=Window.DAY, title="Database backup and disaster recovery " * 2)
    context.changed.emit()
    clock.now = datetime(2026, 9, 10, 16, 5, tzinfo=UTC)
    context.ticker.tick()
    home.resize(560, 500)
    home.show()
    assert home.missed is not None
    [choice] = home.missed.choices
    qtbot.waitUntil(lambda: "… · " in choice.text())
    assert home.width() == 560
    assert order.number in choice.text()
    assert choice.sizeHint().width() > choice.width() >= choice.minimumSizeHint().width()
    home.resize(420, 500)
    qtbot.waitUntil(lambda: choice.text().startswith(order.number))
    assert order.title.strip() in choice.accessibleName()


def test_after_midnight_orders_can_still_be_marked_as_associated(
    log_order: LogOrder,
    home: HomePage,
    context: Context,
    clock: FakeClock,
    workspace: Workspace,
) -> None:
    """At 00:05 whoever associated at 23:55 must not find the money written off."""
    for _ in range(7):
        log_order(window=Window.DAY)
    context.changed.emit()
    assert home.missed is None
    clock.now = datetime(2026, 9, 10, 16, 5, tzinfo=UTC)
    context.ticker.tick()
    assert home.missed is not None
    assert len(home.missed.choices) == 7
    home.missed.choices[0].setChecked(False)
    assert home.missed.associated.text() == "I had associated all 6"
    home.missed.associated.click()
    assert home.missed is None
    done = [o for o in workspace.book().orders.values() if o.associated_at is not None]
    assert len(done) == 6
    workspace.undo()
    assert all(o.associated_at is None for o in workspace.book().orders.values())


def test_an_assumed_deadline_is_not_final(
    account: Account, log_order: LogOrder, home: HomePage, context: Context, clock: FakeClock
) -> None:
    """Who believes that the cashback is lost no longer looks in the console, where it isn't."""
    log_order(window=Window.DAY)
    context.changed.emit()
    clock.now = datetime(2026, 9, 10, 16, 5, tzinfo=UTC)
    context.ticker.tick()
    assert "If the console says month of payment" not in texts(home)
    workspace = context.workspace
    unknown = replace(account, window=Window.UNKNOWN, window_checked_at=None)
    workspace.save_account(unknown, account)
    log_order(created_at=clock() - timedelta(hours=14), paid_at=clock() - timedelta(hours=13))
    context.changed.emit()
    assert "If the console says month of payment, you have until 30 Sep 24:00." in texts(home)


def test_orders_due_today_come_before_missed_ones(
    log_order: LogOrder, home: HomePage, context: Context, clock: FakeClock
) -> None:
    """At 23:40 of the last day, a question about yesterday must not be above the countdown."""
    log_order(window=Window.DAY, number="236414227150001")
    clock.now = datetime(2026, 9, 11, 15, 40, tzinfo=UTC)
    paid = datetime(2026, 9, 11, 15, 20, tzinfo=UTC)
    log_order(window=Window.DAY, number="236414227150002", created_at=paid, paid_at=paid)
    context.changed.emit()
    QApplication.processEvents()
    assert home.missed is not None
    assert home.cards[0].y() < home.missed.y()


def test_the_question_gets_the_focus_if_no_countdown_is_left(
    log_order: LogOrder, home: HomePage, context: Context, clock: FakeClock, qtbot: QtBot
) -> None:
    """Just after midnight the next thing to do is to answer, not to log another order."""
    for _ in range(3):
        log_order(window=Window.DAY)
    context.changed.emit()
    home.window().activateWindow()
    qtbot.waitUntil(home.window().isActiveWindow)
    card = home.cards[0]
    assert isinstance(card, OrderCard)
    card.guide.setFocus()
    clock.advance(hours=12, minutes=1)
    context.ticker.tick()
    assert home.missed is not None
    QApplication.processEvents()
    assert QApplication.focusWidget() is home.missed.choices[0]
    qtbot.keyClick(home.missed.choices[0], Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is home.missed.associated


def test_a_double_click_marks_one_order(
    log_order: LogOrder, home: HomePage, context: Context, workspace: Workspace, qtbot: QtBot
) -> None:
    """The next order moves up under the pointer: its countdown would silently end."""
    for _ in range(3):
        log_order(window=Window.DAY)
    context.changed.emit()
    QApplication.processEvents()
    first = home.cards[0]
    assert isinstance(first, OrderCard)
    qtbot.mouseClick(first.associated, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    following = home.cards[0]
    assert isinstance(following, OrderCard)
    assert following is not first
    second_press(following.associated)
    done = [o for o in workspace.book().orders.values() if o.associated_at is not None]
    assert len(done) == 1


def test_the_focus_stays_on_the_page_when_its_last_row_is_gone(
    log_order: LogOrder, context: Context, workspace: Workspace, qtbot: QtBot
) -> None:
    """Focus on the toast would keep the toast there for good."""
    log_order(window=Window.DAY)
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    home = window.pages["home"]
    assert isinstance(home, HomePage)
    card = home.cards[0]
    assert isinstance(card, OrderCard)
    card.guide.setFocus()
    while workspace.can_undo():
        window.undo()
    QApplication.processEvents()
    focused = QApplication.focusWidget()
    assert focused is home or home.isAncestorOf(focused)


def test_missed_orders_are_asked_about_once(
    log_order: LogOrder, home: HomePage, context: Context, clock: FakeClock
) -> None:
    """A question that returns every day after its answer is a reproach."""
    log_order(window=Window.DAY)
    clock.now = datetime(2026, 9, 10, 16, 5, tzinfo=UTC)
    context.changed.emit()
    assert home.missed is not None
    home.missed.not_done.click()
    assert home.missed is None
    context.changed.emit()
    assert home.missed is None


def test_the_primary_button_does_the_next_step_and_never_declares_it_done(
    log_order: LogOrder, home: HomePage, context: Context, qtbot: QtBot, workspace: Workspace
) -> None:
    """At 23:40 one press must not end the countdown although nothing is associated."""
    log_order()
    other = log_order()
    context.changed.emit()
    card, row = home.cards
    assert isinstance(card, OrderCard)
    assert isinstance(row, OpenOrderRow)
    assert card.guide.property("kind") == "primary"
    assert card.associated.property("kind") == "plain"
    with qtbot.waitSignal(context.guide_wanted):
        qtbot.keyClick(card.guide, Qt.Key.Key_Return)
    with qtbot.waitSignal(context.guide_wanted) as wanted:
        qtbot.keyClick(row, Qt.Key.Key_Return)
    assert wanted.args == [row.assessment.order]
    assert all(o.associated_at is None for o in workspace.book().orders.values())
    assert other.number in texts(home) + row.accessibleName()


def test_all_done_shows_the_kept_cashback(
    log_order: LogOrder, home: HomePage, context: Context, qtbot: QtBot, workspace: Workspace
) -> None:
    """The work of a month ends with its result, not with an empty chart."""
    workspace.associate(log_order())
    context.changed.emit()
    shown = texts(home)
    assert "Everything is associated" in shown
    assert "¥102.00" in shown
    check = next(
        b
        for b in home.findChildren(QWidget)
        if b.accessibleName() == "Check before the next purchase"
    )
    with qtbot.waitSignal(context.page_wanted) as wanted:
        qtbot.mouseClick(check, Qt.MouseButton.LeftButton)
    assert wanted.args == ["gate"]


def test_all_open_order_numbers_are_copied_together(
    log_order: LogOrder, home: HomePage, context: Context
) -> None:
    """Otherwise eight orders due tonight have to be copied one by one."""
    numbers = [log_order().number for _ in range(8)]
    context.changed.emit()
    assert home.footer is not None
    assert home.footer.copy_all is not None
    home.footer.copy_all.click()
    assert sorted(QGuiApplication.clipboard().text().split("\n")) == sorted(numbers)


def test_todays_orders_are_led_through_in_turn(
    log_order: LogOrder, home: HomePage, context: Context, qtbot: QtBot
) -> None:
    """A user who is in the console does all that is due, without coming back for each order."""
    numbers = [log_order(window=Window.DAY).number for _ in range(3)]
    context.changed.emit()
    assert home.footer is not None
    assert home.footer.in_turn is not None
    with qtbot.waitSignal(context.guides_wanted) as wanted:
        home.footer.in_turn.click()
    assert sorted(order.number for order in wanted.args[0]) == numbers


def test_the_focus_stays_on_the_page_after_an_action(
    log_order: LogOrder, context: Context, qtbot: QtBot
) -> None:
    """With the focus in the navigation, the next Enter would open another page."""
    for _ in range(3):
        log_order()
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    home = window.pages["home"]
    assert isinstance(home, HomePage)
    qtbot.waitUntil(lambda: home.timeline_card is not None)
    card = home.cards[0]
    assert isinstance(card, OrderCard)
    card.associated.setFocus()
    qtbot.keyClick(card.associated, Qt.Key.Key_Return)
    assert len(home.cards) == 2
    following = home.cards[0]
    assert isinstance(following, OrderCard)
    assert following.guide.hasFocus()


def test_rows_are_walked_with_the_arrow_keys(
    log_order: LogOrder, home: HomePage, context: Context, qtbot: QtBot
) -> None:
    """Three Tabs a row would make twelve for four orders."""
    for _ in range(3):
        log_order()
    context.changed.emit()
    home.activateWindow()
    qtbot.waitUntil(home.isActiveWindow)
    _card, first, second = home.cards
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Down)
    assert second.hasFocus()
    qtbot.keyClick(second, Qt.Key.Key_Up)
    assert first.hasFocus()


def test_a_row_has_buttons_while_somebody_is_at_it(
    log_order: LogOrder, home: HomePage, context: Context, qtbot: QtBot
) -> None:
    """Users who cannot see or point cannot press painted buttons."""
    first, second, third = (log_order() for _ in range(3))
    context.changed.emit()
    home.activateWindow()
    qtbot.waitUntil(home.isActiveWindow)
    _card, row, other = home.cards
    assert not row.findChildren(QWidget)
    row.setFocus()
    QApplication.processEvents()
    shown = [b.accessibleName() for b in row.findChildren(QWidget) if b.isVisible()]
    assert shown == [f"Associate now: order {second.number}", f"More for order {second.number}"]
    assert second.number in row.accessibleName()
    assert "left" in row.accessibleName()
    other.setFocus()
    assert not [b for b in row.findChildren(QWidget) if b.isVisible()]
    assert {first.number, third.number} == {
        home.cards[0].assessment.order.number,
        other.assessment.order.number,
    }


def test_a_finger_presses_a_painted_button(
    log_order: LogOrder, home: HomePage, context: Context, qtbot: QtBot
) -> None:
    """Before a touch there is no hover event, so no real buttons exist yet."""
    for _ in range(3):
        log_order()
    context.changed.emit()
    _card, row, other = home.cards
    row.setFocus()
    QApplication.processEvents()
    [place] = [b.geometry() for b in row.findChildren(PlainButton) if b.isVisible()]
    with qtbot.waitSignal(context.guide_wanted) as wanted:
        qtbot.mouseClick(other, Qt.MouseButton.LeftButton, pos=place.center())
    assert wanted.args == [other.assessment.order]


def test_a_row_is_stacked_where_it_is_narrow(
    log_order: LogOrder, home: HomePage, context: Context, qtbot: QtBot
) -> None:
    """At 200 % on a small screen, a truncated number cannot be compared with the console."""
    for _ in range(2):
        log_order()
    context.changed.emit()
    row = home.cards[1]
    QApplication.processEvents()
    wide = row.height()
    home.resize(420, 800)
    qtbot.waitUntil(lambda: row.height() > 2 * wide)
    home.resize(1000, 800)
    qtbot.waitUntil(lambda: row.height() == wide)


def test_an_account_without_a_project_is_led_on(
    account: Account, home: HomePage, context: Context, workspace: Workspace
) -> None:
    """The one mistake that nothing repairs is ordering before the project number is there."""
    workspace.save_account(make_account(uid=OTHER_UID, name="Other"))
    context.changed.emit()
    assert "Other has no project number yet. Request one before you order." in texts(home)


def test_copying_an_order_number(
    log_order: LogOrder, home: HomePage, context: Context, qtbot: QtBot
) -> None:
    """A number retyped in the console is easily mistyped."""
    order = log_order()
    context.changed.emit()
    QApplication.processEvents()
    copy = next(b for b in home.findChildren(CopyIcon) if b.isVisibleTo(home))
    assert not copy.copied
    qtbot.keyClick(copy, Qt.Key.Key_Return)
    assert QGuiApplication.clipboard().text() == order.number
    assert copy.copied


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
    log_order: LogOrder, home: HomePage, context: Context, qtbot: QtBot
) -> None:
    """Building a thousand cards would freeze the window for seconds."""
    for _ in range(40):
        log_order()
    context.changed.emit()
    assert len(home.cards) == 5
    assert home.more.text() == "35 more orders"
    with qtbot.waitSignal(context.orders_wanted) as wanted:
        home.more.click()
    assert wanted.args == [Query(View.TO_ASSOCIATE)]


def test_another_process_that_wrote_is_noticed(
    log_order: LogOrder, home: HomePage, context: Context, workspace: Workspace
) -> None:
    """A script in the morning marks an order as associated: its countdown must end."""
    order = log_order()
    context.changed.emit()
    other = Workspace.open(workspace.folder, workspace.clock)
    other.associate(next(iter(other.book().orders.values())))
    other.close()
    context.ticker.tick()
    assert home.cards == []
    assert workspace.book().orders[order.account, order.number].associated_at is not None


def test_the_place_is_kept_when_the_screen_is_renewed(
    log_order: LogOrder, home: HomePage, context: Context, qtbot: QtBot
) -> None:
    """Marking the fifth order must not scroll back to the first."""
    for _ in range(12):
        log_order()
    context.changed.emit()
    home.resize(1000, 300)
    bar = home.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 150)
    bar.setValue(120)
    context.changed.emit()
    QApplication.processEvents()
    qtbot.waitUntil(lambda: bar.value() == 120)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no fonts to measure without a screen")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_is_one_row_in_the_window_as_it_opens(
    language: str, qtbot: QtBot, context: Context, log_order: LogOrder
) -> None:
    """Three lines an order would leave room for two orders on a screen, in either language."""
    set_language(language)
    log_order(product="ecs")
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.show()
    window.resize(1200, 760)  # the screen of the tests is narrower
    home = window.pages["home"]
    assert isinstance(home, HomePage)
    qtbot.waitUntil(lambda: bool(home.cards) and home.cards[0].isVisible())
    [card] = home.cards
    QApplication.processEvents()
    assert not card.row.folded


def test_home_has_few_tab_stops(log_order: LogOrder, context: Context, qtbot: QtBot) -> None:
    """A keyboard user should get around with a dozen presses, whatever is due."""
    for _ in range(9):
        log_order(window=Window.DAY)
    log_order(status=OrderStatus.UNPAID, paid_at=None)
    log_order(kind="Renew", parent=None)
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.resize(1200, 760)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    home = window.pages["home"]
    assert isinstance(home, HomePage)
    qtbot.waitUntil(lambda: home.timeline_card is not None)
    QApplication.processEvents()
    start = home.new_order
    start.setFocus()
    stops = 0
    while stops < 40:
        focused = QApplication.focusWidget()
        assert focused is not None
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
        stops += 1
        if QApplication.focusWidget() is start:
            break
    assert stops <= 12


def test_the_links_of_the_last_line_are_walked_with_the_arrow_keys(qtbot: QtBot) -> None:
    """They are one stop of Tab, and still all reachable."""
    pressed: list[str] = []
    row = LinkRow(8)
    qtbot.addWidget(row)
    for text in ("a", "b"):
        row.add(text, partial(pressed.append, text))
    row.show()
    row.activateWindow()
    qtbot.waitUntil(row.isActiveWindow)
    row.links[0].setFocus()
    qtbot.keyClick(row.links[0], Qt.Key.Key_Right)
    assert row.links[1].hasFocus()
    qtbot.keyClick(row.links[1], Qt.Key.Key_Return)
    assert pressed == ["b"]


def test_what_could_not_be_recorded_is_asked_again(
    log_order: LogOrder,
    home: HomePage,
    context: Context,
    clock: FakeClock,
    workspace: Workspace,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """On a full disk the answer is lost, but the question must not be."""
    log_order(window=Window.DAY)
    clock.now = datetime(2026, 9, 10, 16, 5, tzinfo=UTC)
    context.changed.emit()
    assert home.missed is not None

    def refuse(*_keys: object) -> None:
        raise StorageError(StorageErrorKind.NO_SPACE, workspace.data_file)

    with monkeypatch.context() as broken:
        broken.setattr(workspace.orders, "associate", refuse)
        home.missed.associated.click()
    context.changed.emit()
    assert home.missed is not None
    home.missed.associated.click()
    assert home.missed is None


def test_the_button_to_log_an_order_is_shown_once(account: Account, home: HomePage) -> None:
    """Two buttons with the same words make a user look for the difference."""
    home.refresh()
    assert "No orders yet" in texts(home)
    names = [button.text() for button in home.findChildren(PlainButton) if button.isVisible()]
    assert names.count("Log an order") == 1


def test_the_advice_is_a_sentence(log_order: LogOrder, home: HomePage, clock: FakeClock) -> None:
    """It stands alone in its line, so that a small letter looks like the rest of a cut text."""
    log_order(window=Window.MONTH, paid_at=clock() - timedelta(days=3))
    home.refresh()
    assert "The recommended day has passed: associate it now" in texts(home).splitlines()
