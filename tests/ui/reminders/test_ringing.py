"""Due reminders are announced at a check, once, and only until they are handled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from desktop.domain.model import Account, Order, Window
from desktop.domain.reminder_log import LogReason, ReminderOutcome
from desktop.domain.reminder_sources import order_name
from desktop.services.workspace import Workspace
from desktop.ui.orders.page import OrdersPage
from desktop.ui.shared.context import Context
from desktop.ui.shell.main_window import MainWindow
from desktop.ui.shell.reminding import Reminding
from tests.builders import make_paid_order
from tests.conftest import FakeClock
from tests.ui.conftest import LogOrder
from tests.ui.reminders.fakes import FakeNotifier, begin, settle

Log = Callable[[], list[tuple[ReminderOutcome, LogReason]]]


@pytest.fixture(autouse=True)
def _evening(clock: FakeClock) -> None:
    """Begin at 20:59 in Beijing: three hours before midnight is a minute from now."""
    clock.now = datetime(2026, 9, 10, 12, 59, tzinfo=UTC)


def name_of(order: Order) -> str:
    """Return the reminder's subject for an order."""
    return order_name(order.account, order.number)


def due_today(log_order: LogOrder) -> Order:
    """Log an order whose association period ends tonight."""
    return log_order(window=Window.DAY)


@pytest.fixture
def log(workspace: Workspace) -> Log:
    """Return a function that reads the log of the reminders, latest first."""
    return lambda: [(one.outcome, one.reason) for one in workspace.reminders.log()]


def wait(reminding: Reminding, clock: FakeClock, context: Context, minutes: float) -> None:
    """Let time pass while the computer runs: the window checks the clock again and again."""
    until = clock.now + timedelta(minutes=minutes)
    while clock.now < until:
        clock.now = min(clock.now + timedelta(minutes=2), until)
        context.ticker.tick()
        settle(reminding)


def sleep(reminding: Reminding, clock: FakeClock, context: Context, **units: float) -> None:
    """Let time pass while the computer sleeps: the window checks the clock once, afterwards."""
    clock.advance(**units)
    context.ticker.tick()
    settle(reminding)


def test_a_step_rings_once_while_the_window_is_there(
    reminding: Reminding,
    notifier: FakeNotifier,
    log_order: LogOrder,
    clock: FakeClock,
    context: Context,
    qtbot: QtBot,
    log: Log,
) -> None:
    """Announced twice, reminders are switched off; never announced, the cashback is lost."""
    order = due_today(log_order)
    begin(reminding)
    assert notifier.asked == []
    wait(reminding, clock, context, minutes=2)
    qtbot.waitUntil(lambda: len(notifier.asked) == 1)
    [note] = notifier.asked
    assert note.key == name_of(order)
    assert order.number not in note.title + note.body
    qtbot.waitUntil(lambda: log()[0] == (ReminderOutcome.RANG, LogReason.NONE))
    for _look in range(5):
        wait(reminding, clock, context, minutes=2)
    assert len(notifier.asked) == 1
    wait(reminding, clock, context, minutes=120)
    qtbot.waitUntil(lambda: len(notifier.asked) == 2)


def test_what_came_due_before_the_start_rings_at_the_start(
    reminding: Reminding,
    notifier: FakeNotifier,
    log_order: LogOrder,
    clock: FakeClock,
    qtbot: QtBot,
) -> None:
    """A reminder must not be lost because its moment passed while the program was closed."""
    due_today(log_order)
    clock.advance(hours=1)
    begin(reminding)
    qtbot.waitUntil(lambda: len(notifier.asked) == 1)


def test_a_computer_that_slept_catches_up_with_one_check(
    reminding: Reminding,
    notifier: FakeNotifier,
    log_order: LogOrder,
    clock: FakeClock,
    context: Context,
    qtbot: QtBot,
    window: MainWindow,
    log: Log,
) -> None:
    """Timers stop while a laptop sleeps; the wall clock does not."""
    due_today(log_order)
    begin(reminding)
    window.showMinimized()
    sleep(reminding, clock, context, hours=2, minutes=30)
    qtbot.waitUntil(lambda: len(notifier.asked) == 1)
    qtbot.waitUntil(lambda: (ReminderOutcome.RANG, LogReason.NONE) in log())
    assert (ReminderOutcome.SKIPPED, LogReason.ASLEEP) in log()
    waiting = context.ticker.waiting()
    assert waiting is not None
    assert waiting <= timedelta(seconds=42)  # a coarse timer is a little late


class FakeJumps(QObject):
    """A fake of the system's signal after a wake-up; the test sends it."""

    jumped = Signal()

    def close(self) -> None:
        """Do nothing."""


def test_a_wake_up_that_the_system_reports_is_followed_by_a_check(
    reminding: Reminding,
    notifier: FakeNotifier,
    log_order: LogOrder,
    clock: FakeClock,
    window: MainWindow,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The check comes within seconds of opening the lid, not when the suspended timer ends."""
    made: list[FakeJumps] = []

    def jumps(parent: QObject) -> FakeJumps:
        made.append(FakeJumps(parent))
        return made[-1]

    monkeypatch.setattr("desktop.ui.shell.reminding.ClockJumps", jumps)
    due_today(log_order)
    begin(reminding)
    window.showMinimized()
    clock.advance(hours=2, minutes=30)
    made[0].jumped.emit()
    settle(reminding)
    qtbot.waitUntil(lambda: len(notifier.asked) == 1)


def test_the_banner_is_read_before_the_page(
    reminding: Reminding,
    log_order: LogOrder,
    clock: FakeClock,
    context: Context,
    qtbot: QtBot,
    window: MainWindow,
) -> None:
    """It is above the page; read after it, it may be heard too late."""
    due_today(log_order)
    begin(reminding)
    wait(reminding, clock, context, minutes=2)
    qtbot.waitUntil(lambda: reminding.banner is not None)
    read = window.centralWidget().children()
    places = [read.index(part) for part in (window.sidebar, reminding.banner, window.stack)]
    assert places == sorted(places)


def test_the_button_of_a_notification_snoozes_it_by_an_hour(
    reminding: Reminding,
    notifier: FakeNotifier,
    log_order: LogOrder,
    clock: FakeClock,
    context: Context,
    qtbot: QtBot,
    workspace: Workspace,
    window: MainWindow,
) -> None:
    """One click, whatever the user is doing; it is announced again then, and not before."""
    for _order in range(2):
        due_today(log_order)
    begin(reminding)
    wait(reminding, clock, context, minutes=2)
    qtbot.waitUntil(lambda: reminding.banner is not None)
    [note] = notifier.asked
    assert note.buttons is not None
    assert note.buttons.later == "Remind me in 1 hour"
    notifier.press_later(note)
    qtbot.waitUntil(lambda: reminding.banner is None)
    assert note.key in notifier.withdrawn
    assert window.bar.text() == "The next reminder comes today 22:01"
    wait(reminding, clock, context, minutes=58)
    assert len(notifier.asked) == 1
    wait(reminding, clock, context, minutes=3)
    qtbot.waitUntil(lambda: len(notifier.asked) == 2)


def test_a_button_pressed_too_late_leads_to_the_order(
    reminding: Reminding,
    notifier: FakeNotifier,
    log_order: LogOrder,
    clock: FakeClock,
    context: Context,
    qtbot: QtBot,
    window: MainWindow,
) -> None:
    """A notification may stay for hours: a snooze that is too late must not be ignored silently."""
    due_today(log_order)
    begin(reminding)
    wait(reminding, clock, context, minutes=2)
    qtbot.waitUntil(lambda: len(notifier.asked) == 1)
    window.show_page("help")
    clock.advance(hours=2)
    notifier.press_later(notifier.asked[0])
    qtbot.waitUntil(lambda: isinstance(window.stack.currentWidget(), OrdersPage))


def test_the_notification_of_a_reminder_snoozed_elsewhere_is_withdrawn(
    reminding: Reminding,
    notifier: FakeNotifier,
    log_order: LogOrder,
    clock: FakeClock,
    context: Context,
    qtbot: QtBot,
    workspace: Workspace,
) -> None:
    """It was snoozed from a menu, or by the button of a toast in another process."""
    order = due_today(log_order)
    begin(reminding)
    wait(reminding, clock, context, minutes=2)
    qtbot.waitUntil(lambda: reminding.banner is not None)
    other = workspace.another()
    other.reminders.snooze(name_of(order), clock.now + timedelta(minutes=30))
    other.close()
    wait(reminding, clock, context, minutes=1)
    qtbot.waitUntil(lambda: reminding.banner is None)
    assert name_of(order) in notifier.withdrawn


def test_several_at_once_are_one_notification(
    reminding: Reminding,
    notifier: FakeNotifier,
    log_order: LogOrder,
    clock: FakeClock,
    context: Context,
    qtbot: QtBot,
) -> None:
    """Thirty orders of one evening must not be thirty notifications."""
    for _order in range(3):
        due_today(log_order)
    begin(reminding)
    wait(reminding, clock, context, minutes=2)
    qtbot.waitUntil(lambda: bool(notifier.asked))
    assert [note.key for note in notifier.asked] == ["reminders"]
    assert "3" in notifier.asked[0].title


def test_associating_an_order_withdraws_its_notification(
    reminding: Reminding,
    notifier: FakeNotifier,
    log_order: LogOrder,
    clock: FakeClock,
    context: Context,
    workspace: Workspace,
    qtbot: QtBot,
) -> None:
    """A notification about what was done an hour ago makes people doubt what they did."""
    order = due_today(log_order)
    begin(reminding)
    wait(reminding, clock, context, minutes=2)
    qtbot.waitUntil(lambda: name_of(order) in notifier.shown)
    context.run_action("", lambda: workspace.associate(order))
    qtbot.waitUntil(lambda: not notifier.shown)
    assert reminding.banner is None


def test_a_summary_stays_until_the_last_of_its_orders_is_associated(
    reminding: Reminding,
    notifier: FakeNotifier,
    log_order: LogOrder,
    clock: FakeClock,
    context: Context,
    workspace: Workspace,
    qtbot: QtBot,
) -> None:
    """Two orders are still open after the first one was associated."""
    orders = [due_today(log_order) for _order in range(2)]
    begin(reminding)
    wait(reminding, clock, context, minutes=2)
    qtbot.waitUntil(lambda: "reminders" in notifier.shown)
    for order in orders:
        assert "reminders" in notifier.shown
        before = len(notifier.withdrawn)
        context.run_action("", lambda order=order: workspace.associate(order))  # type: ignore[misc]
        qtbot.waitUntil(lambda before=before: len(notifier.withdrawn) > before)  # type: ignore[misc]
    qtbot.waitUntil(lambda: not notifier.shown)


def test_a_summary_that_replaces_one_that_is_over_stays(
    reminding: Reminding,
    notifier: FakeNotifier,
    log_order: LogOrder,
    clock: FakeClock,
    context: Context,
    workspace: Workspace,
    qtbot: QtBot,
) -> None:
    """Both have one key: withdrawing the first must not remove the second."""
    first = [due_today(log_order) for _order in range(2)]
    begin(reminding)
    wait(reminding, clock, context, minutes=2)
    later = [log_order(window=Window.DAY, number=f"23641422716000{n}") for n in range(2)]
    for order in first:
        workspace.associate(order)
    wait(reminding, clock, context, minutes=2)
    qtbot.waitUntil(lambda: len(notifier.asked) == 2)
    settle(reminding)
    qtbot.wait(100)
    assert "reminders" in notifier.shown
    for order in later:
        context.run_action("", lambda order=order: workspace.associate(order))  # type: ignore[misc]
    qtbot.waitUntil(lambda: not notifier.shown)


def test_an_undone_association_rings_again_at_the_next_step_only(
    reminding: Reminding,
    notifier: FakeNotifier,
    log_order: LogOrder,
    clock: FakeClock,
    context: Context,
    workspace: Workspace,
    qtbot: QtBot,
) -> None:
    """Undo must not repeat what was announced already."""
    order = due_today(log_order)
    begin(reminding)
    wait(reminding, clock, context, minutes=2)
    qtbot.waitUntil(lambda: len(notifier.asked) == 1)
    context.run_action("", lambda: workspace.associate(order))
    context.run_action("", workspace.undo)
    assert len(notifier.asked) == 1
    wait(reminding, clock, context, minutes=120)
    qtbot.waitUntil(lambda: len(notifier.asked) == 2)


def test_a_trial_rings_and_is_gone_once_it_was_answered(
    reminding: Reminding,
    notifier: FakeNotifier,
    account: Account,
    clock: FakeClock,
    context: Context,
    workspace: Workspace,
    qtbot: QtBot,
) -> None:
    """A trial is withdrawn as well, and nothing asks a second time."""
    begin(reminding)
    drill = workspace.reminders.drill
    context.run_action("", drill.start)
    wait(reminding, clock, context, minutes=3)
    qtbot.waitUntil(lambda: "drill" in notifier.shown)
    context.run_action("", lambda: drill.answer(received=True))
    qtbot.waitUntil(lambda: not notifier.shown)
    assert reminding.banner is None


def test_without_a_service_the_window_shows_the_reminder(
    reminding: Reminding,
    notifier: FakeNotifier,
    log_order: LogOrder,
    clock: FakeClock,
    context: Context,
    window: MainWindow,
    qtbot: QtBot,
    log: Log,
) -> None:
    """On a desktop without notifications, silence would be mistaken for “nothing to do”."""
    notifier.works = False
    due_today(log_order)
    begin(reminding)
    window.showMinimized()
    wait(reminding, clock, context, minutes=2)
    qtbot.waitUntil(lambda: reminding.banner is not None)
    assert log()[0] == (ReminderOutcome.SKIPPED, LogReason.NO_SERVICE)


def test_a_service_that_comes_late_shows_it_all_the_same(
    reminding: Reminding,
    notifier: FakeNotifier,
    log_order: LogOrder,
    clock: FakeClock,
    context: Context,
    qtbot: QtBot,
    log: Log,
) -> None:
    """Just after logging in, the desktop's service may not be running yet."""
    notifier.works = False
    order = due_today(log_order)
    clock.advance(minutes=5)
    begin(reminding)
    qtbot.waitUntil(lambda: log()[:1] == [(ReminderOutcome.SKIPPED, LogReason.NO_SERVICE)])
    notifier.works = True
    wait(reminding, clock, context, minutes=0.7)
    qtbot.waitUntil(lambda: name_of(order) in notifier.shown)
    qtbot.waitUntil(lambda: log()[0] == (ReminderOutcome.RANG, LogReason.NONE))


def test_a_click_brings_the_window_to_the_front_with_the_order_selected(
    reminding: Reminding,
    notifier: FakeNotifier,
    log_order: LogOrder,
    clock: FakeClock,
    context: Context,
    window: MainWindow,
    qtbot: QtBot,
) -> None:
    """The order in the notification must not have to be searched for."""
    log_order()
    order = due_today(log_order)
    log_order()
    begin(reminding)
    window.showMinimized()
    wait(reminding, clock, context, minutes=2)
    qtbot.waitUntil(lambda: name_of(order) in notifier.shown)
    notifier.click(name_of(order))
    qtbot.waitUntil(lambda: not window.isMinimized() and "orders" in window.pages)
    page = window.pages["orders"]
    assert isinstance(page, OrdersPage)
    qtbot.waitUntil(lambda: page.selection().single is not None)
    line = page.selection().single
    assert line is not None
    assert line.order.key == order.key


@pytest.mark.parametrize("key", ["reminders", "order/1/2", "../../etc", "", "order/"])
def test_a_key_that_names_nothing_shows_the_home_page(window: MainWindow, key: str) -> None:
    """Any page in a browser can make up a link: it never does more than show the window."""
    window.show_page("help")
    window.show_note(key)
    assert window.stack.currentWidget() is window.pages["home"]


def test_the_window_in_front_shows_the_reminder_and_can_snooze_it(
    reminding: Reminding,
    notifier: FakeNotifier,
    log_order: LogOrder,
    clock: FakeClock,
    context: Context,
    workspace: Workspace,
    qtbot: QtBot,
) -> None:
    """A user who works in the window sees it there, and answers it there."""
    order = due_today(log_order)
    begin(reminding)
    wait(reminding, clock, context, minutes=2)
    banner = reminding.banner
    assert banner is not None
    qtbot.waitUntil(lambda: name_of(order) in notifier.shown)
    texts = [action.text() for action in banner.menu.actions()]
    assert texts == ["In 30 minutes", "In 1 hour"]
    banner.menu.actions()[1].trigger()
    assert reminding.banner is None
    qtbot.waitUntil(lambda: not notifier.shown)
    [status] = workspace.reminders.statuses()
    assert status.next is not None
    assert status.next.at == clock.now + timedelta(hours=1)
    wait(reminding, clock, context, minutes=60)
    qtbot.waitUntil(lambda: len(notifier.asked) == 2)


def test_closing_the_reminder_in_the_window_withdraws_the_notification(
    reminding: Reminding,
    notifier: FakeNotifier,
    log_order: LogOrder,
    clock: FakeClock,
    context: Context,
    qtbot: QtBot,
) -> None:
    """A reminder dismissed in one place must not have to be dismissed in the other."""
    order = due_today(log_order)
    begin(reminding)
    wait(reminding, clock, context, minutes=2)
    qtbot.waitUntil(lambda: name_of(order) in notifier.shown)
    assert reminding.banner is not None
    reminding.banner.close_button.click()
    assert reminding.banner is None
    qtbot.waitUntil(lambda: not notifier.shown)


def test_window_and_helper_announce_once_between_them(
    reminding: Reminding,
    notifier: FakeNotifier,
    log_order: LogOrder,
    clock: FakeClock,
    context: Context,
    workspace: Workspace,
    qtbot: QtBot,
) -> None:
    """The scheduled helper checks as well, and neither knows of the other."""
    due_today(log_order)
    begin(reminding)
    clock.advance(minutes=2)
    helper = workspace.another()
    taken = helper.reminders.claim(clock.now)
    helper.close()
    assert len(taken.due) == 1
    context.ticker.tick()
    wait(reminding, clock, context, minutes=1)
    assert notifier.asked == []


def test_what_another_program_logs_rings_in_a_minimised_window(
    reminding: Reminding,
    notifier: FakeNotifier,
    account: Account,
    clock: FakeClock,
    context: Context,
    workspace: Workspace,
    window: MainWindow,
    log_order: LogOrder,
    qtbot: QtBot,
) -> None:
    """An import on the command line can add an order that is due within the hour."""
    begin(reminding)
    window.showMinimized()
    other = workspace.another()
    now = clock.now
    other.save_order(make_paid_order(now - timedelta(hours=1), window=Window.DAY))
    other.close()
    wait(reminding, clock, context, minutes=0.7)
    wait(reminding, clock, context, minutes=2)
    qtbot.waitUntil(lambda: len(notifier.asked) == 1)


def test_a_clock_set_back_rings_nothing_twice(
    reminding: Reminding,
    notifier: FakeNotifier,
    log_order: LogOrder,
    clock: FakeClock,
    context: Context,
    qtbot: QtBot,
) -> None:
    """A clock that is corrected by a minute must not repeat the last reminder."""
    due_today(log_order)
    begin(reminding)
    wait(reminding, clock, context, minutes=2)
    qtbot.waitUntil(lambda: len(notifier.asked) == 1)
    sleep(reminding, clock, context, minutes=-2)
    wait(reminding, clock, context, minutes=3)
    assert len(notifier.asked) == 1


def test_a_closed_window_rings_no_more(
    reminding: Reminding,
    notifier: FakeNotifier,
    log_order: LogOrder,
    clock: FakeClock,
    context: Context,
    window: MainWindow,
) -> None:
    """Its data is closed as well: a check afterwards would be a fault."""
    due_today(log_order)
    begin(reminding)
    window.close()
    clock.advance(minutes=2)
    context.ticker.tick()
    assert notifier.closed
    assert notifier.asked == []
    assert context.ticker.waiting() is None
