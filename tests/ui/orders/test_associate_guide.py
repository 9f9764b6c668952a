"""The guide through the console: copying, the outcome, and what the console showed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.domain.model import Order, Window
from desktop.domain.views import View
from desktop.services.workspace import Workspace
from desktop.ui.kit.labels import PlainLabel
from desktop.ui.orders.associate_guide import AssociateGuide
from desktop.ui.shared.context import Context
from desktop.ui.theme.tokens import L
from desktop.wording.i18n import set_language
from tests.builders import UID
from tests.conftest import FakeClock
from tests.ui.conftest import PROJECT, LogOrder


def guide(context: Context, order: Order, qtbot: QtBot) -> AssociateGuide:
    """Show the guide for an order."""
    dialog = AssociateGuide(context, order)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def refuse(dialog: AssociateGuide, window: str, message: str = "") -> None:
    """State that the console refused, and what it showed."""
    dialog.show_refusal()
    dialog.refusal.window_seen.set_value(window)
    dialog.refusal.console_message.set_text(message)
    dialog.record_refusal()


def test_a_refusal_has_one_primary_action_and_enough_space(
    context: Context, log_order: LogOrder, qtbot: QtBot
) -> None:
    """With two blue buttons, “I have associated it” would be pressed to leave a refusal."""
    dialog = guide(context, log_order(), qtbot)
    dialog.steps.copy_number.click()
    before = dialog.height()
    dialog.show_refusal()
    assert dialog.refusal.record_button.property("kind") == "primary"
    assert dialog.done_button.property("kind") == "plain"
    assert dialog.height() >= before
    assert dialog.column.verticalScrollBar().maximum() == 0


def test_number_and_project_are_copied_one_after_the_other(
    context: Context, log_order: LogOrder, qtbot: QtBot
) -> None:
    """The values for the console are pasted, not typed."""
    order = log_order()
    dialog = guide(context, order, qtbot)
    steps = dialog.steps
    assert dialog.focusWidget() is steps.console
    steps.copy_number.click()
    assert QApplication.clipboard().text() == order.number
    assert dialog.focusWidget() is steps.copy_project
    assert isinstance(steps.copy_project, QPushButton)
    steps.copy_project.click()
    assert QApplication.clipboard().text() == PROJECT
    shown = "\n".join(label.text() for label in dialog.findChildren(QLabel))
    assert "企业 (Enterprise) › 合作伙伴项目 (Partner projects) › 订单关联项目" in shown
    assert "20 days" in shown


def test_done_there_is_recorded_here(
    context: Context, log_order: LogOrder, workspace: Workspace, qtbot: QtBot
) -> None:
    """One press, which can be undone."""
    dialog = guide(context, log_order(), qtbot)
    dialog.mark_associated()
    assert workspace.count(View.ASSOCIATED) == 1
    assert dialog.isHidden()
    workspace.undo()
    assert workspace.count(View.ASSOCIATED) == 0


def test_the_next_order_follows_the_one_that_is_done(
    context: Context, log_order: LogOrder, qtbot: QtBot
) -> None:
    """With eight due tonight, each would have to be looked for on the home page again."""
    first, second = log_order(), log_order()
    dialog = AssociateGuide(context, first, after=[second])
    qtbot.addWidget(dialog)
    dialog.show()
    with qtbot.waitSignal(dialog.next_wanted) as wanted:
        dialog.mark_associated()
    assert wanted.args == [[second]]


def test_later_changes_nothing(
    context: Context, log_order: LogOrder, workspace: Workspace, qtbot: QtBot
) -> None:
    """Esc in a hurry must not count as done."""
    dialog = guide(context, log_order(), qtbot)
    entries = workspace.history(100)
    dialog.reject()
    assert workspace.history(100) == entries


def test_a_window_day_seen_once_counts_from_then_on(
    context: Context, log_order: LogOrder, workspace: Workspace, qtbot: QtBot
) -> None:
    """月 → 当天: every order of the account is planned with the shorter window, and says why."""
    order, other = log_order(), log_order()
    dialog = guide(context, order, qtbot)
    refuse(dialog, "day", "超过支付当天")
    assert workspace.book().accounts[UID].window is Window.DAY
    tonight = datetime(2026, 9, 10, 16, tzinfo=UTC)
    assert workspace.assess(other).deadline == tonight
    assert "the day of payment is assumed" in dialog.consequence.title.text()
    assert "today 24:00" in dialog.consequence.text.text()
    assert "“day of payment” once, today 12:00" in dialog.seen_before.text()
    assert workspace.sightings(UID)[0].said == "超过支付当天"
    workspace.undo()
    assert workspace.book().accounts[UID].window is Window.MONTH
    assert workspace.sightings(UID) == []


def test_a_window_month_seen_once_changes_nothing(
    context: Context, log_order: LogOrder, workspace: Workspace, qtbot: QtBot
) -> None:
    """One page that says 当月 is no reason to let an account with the day window wait a month."""
    for window in (Window.DAY, Window.UNKNOWN, Window.MONTH):
        workspace.read_window(workspace.book().accounts[UID], window)
        refuse(guide(context, log_order(), qtbot), "month")
        assert workspace.book().accounts[UID].window is window
    assert len(workspace.sightings(UID)) == 3


def test_a_refusal_may_show_that_it_is_too_late(
    context: Context, log_order: LogOrder, workspace: Workspace, qtbot: QtBot
) -> None:
    """Paid yesterday, refused today with 当天: the honest answer is that the day has passed."""
    yesterday = workspace.clock() - timedelta(days=1)
    order = log_order(created_at=yesterday, paid_at=yesterday)
    dialog = guide(context, order, qtbot)
    refuse(dialog, "day")
    assert "has passed" in dialog.consequence.text.text()
    dialog = guide(context, log_order(), qtbot)
    refuse(dialog, "none", "<b>系统繁忙</b>")
    assert dialog.consequence.title.text() == "Recorded"
    assert "without showing an association period" in dialog.seen_before.text()
    assert "“day of payment” once" in dialog.seen_before.text()


def test_the_countdown_continues_beside_the_browser(
    context: Context, log_order: LogOrder, qtbot: QtBot, clock: FakeClock
) -> None:
    """The last minutes are when the user watches it."""
    dialog = guide(context, log_order(window=Window.DAY), qtbot)
    clock.advance(hours=11, minutes=55)
    context.ticker.tick()
    assert dialog.left.text() == "5 min 0 s left"
    assert dialog.next_change(clock()) == clock.now + timedelta(seconds=1)


def test_an_order_deleted_meanwhile_is_not_brought_back(
    context: Context, log_order: LogOrder, workspace: Workspace, qtbot: QtBot
) -> None:
    """The guide was left open beside the browser, and the order was moved to the trash."""
    for action in ("mark_associated", "record_refusal"):
        order = log_order()
        dialog = guide(context, order, qtbot)
        workspace.delete_order(order)
        entries = workspace.history(100)
        with qtbot.waitSignal(context.message):
            getattr(dialog, action)()
        assert dialog.isHidden()
        assert workspace.history(100) == entries


def test_enter_records_nothing_before_a_step_was_used(
    context: Context, log_order: LogOrder, workspace: Workspace, qtbot: QtBot
) -> None:
    """Otherwise one Enter too many would end the countdown of an order that is still open."""
    dialog = guide(context, log_order(), qtbot)
    assert not dialog.done_button.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert not dialog.isHidden()
    dialog.steps.copy_number.click()
    assert dialog.done_button.isEnabled()
    assert dialog.done_button.property("kind") == "primary"
    assert workspace.count(View.ASSOCIATED) == 0


def test_reopened_at_the_step_it_was_left_at(
    context: Context, log_order: LogOrder, qtbot: QtBot
) -> None:
    """The browser was closed in between; the number need not be looked up a second time."""
    order = log_order()
    dialog = guide(context, order, qtbot)
    dialog.steps.copy_number.click()
    dialog.reject()
    again = guide(context, order, qtbot)
    assert again.focusWidget() is again.steps.copy_project
    assert again.done_button.isEnabled()
    assert not guide(context, log_order(), qtbot).done_button.isEnabled()


def test_after_midnight_the_guide_asks_whether_it_was_done_in_time(
    context: Context, log_order: LogOrder, workspace: Workspace, clock: FakeClock, qtbot: QtBot
) -> None:
    """“Associated, cashback kept” would be false for an order that can no longer be associated."""
    dialog = guide(context, log_order(), qtbot)
    dialog.steps.console.click()
    assert dialog.done_button.property("kind") == "primary"
    deadline = dialog.assessment.deadline
    assert deadline is not None
    clock.now = deadline + timedelta(seconds=20)
    dialog.tick(clock.now)
    assert "passed" in dialog.band.accessibleName()
    assert dialog.done_button.text() == "I had associated it"
    assert dialog.done_button.property("kind") == "plain"
    assert dialog.late_hint.isVisible()
    dialog.done_button.click()
    [order] = workspace.book().orders.values()
    assert order.associated_at == clock.now
    assert workspace.sightings(UID) == []


def test_a_guide_that_opens_late_asks_immediately(
    context: Context, log_order: LogOrder, clock: FakeClock, qtbot: QtBot
) -> None:
    """The step may have been used yesterday, in a guide that is closed now."""
    order = log_order()
    deadline = context.workspace.assess(order).deadline
    assert deadline is not None
    clock.now = deadline + timedelta(minutes=5)
    dialog = guide(context, order, qtbot)
    assert dialog.done_button.isEnabled()
    assert dialog.done_button.text() == "I had associated it"


def test_a_button_below_its_step_is_apart_from_the_next_step(
    context: Context, log_order: LogOrder, qtbot: QtBot
) -> None:
    """At 200 % on a small screen it touched the next sentence, as if it belonged to that."""
    dialog = guide(context, log_order(), qtbot)
    steps = dialog.steps
    find = next(
        label for label in steps.findChildren(PlainLabel) if label.text().startswith("Find order")
    )

    def gap() -> int:
        button_end = steps.console.mapTo(steps, steps.console.rect().bottomLeft()).y()
        return find.mapTo(steps, find.rect().topLeft()).y() - button_end

    steps.setParent(None)
    qtbot.addWidget(steps)
    steps.setFixedWidth(260)
    steps.show()
    qtbot.waitUntil(lambda: steps.console.mapTo(steps, steps.console.rect().topLeft()).x() < 100)
    qtbot.waitUntil(lambda: gap() >= L)


def test_nothing_scrolls_as_long_as_the_screen_has_room(
    context: Context, log_order: LogOrder, qtbot: QtBot
) -> None:
    """The time left folds below the deadline, and a refusal adds its consequence."""
    order = log_order(window=Window.UNKNOWN, title="Certificate Management Service")
    dialog = guide(context, order, qtbot)
    bar = dialog.column.verticalScrollBar()
    for language in ("zh_CN", "en"):
        set_language(language)
        shown = guide(context, order, qtbot)
        qtbot.wait(20)
        assert shown.column.verticalScrollBar().maximum() == 0, language
    refuse(dialog, Window.MONTH.value, "not in range")
    qtbot.waitUntil(lambda: bar.maximum() == 0)
    assert dialog.consequence.isVisible()
