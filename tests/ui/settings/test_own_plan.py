"""A plan of reminders for one account or one order: chosen, previewed, saved, undone."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.model import Account, Window
from desktop.domain.reminder_plan import PlanChange, ReminderPlan
from desktop.domain.views import Query, View
from desktop.services.workspace import Workspace
from desktop.ui.home.page import HomePage
from desktop.ui.kit.fields import Combo
from desktop.ui.kit.labels import PlainLabel
from desktop.ui.orders.page import OrdersPage
from desktop.ui.palette.items import order_items, searchables
from desktop.ui.projects.page import ProjectsPage
from desktop.ui.settings.reminders.own_plan_dialog import OwnPlanDialog
from desktop.ui.shared.context import Context
from desktop.ui.shell.main_window import MainWindow
from tests.conftest import FakeClock
from tests.ui.conftest import LogOrder


@pytest.fixture(autouse=True)
def _evening(clock: FakeClock) -> None:
    """Begin at 21:00 in Beijing."""
    clock.now = datetime(2026, 9, 10, 13, tzinfo=UTC)


@pytest.fixture
def window(qtbot: QtBot, context: Context) -> MainWindow:
    """Show the window."""
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.show()
    return window


def _dialog(window: MainWindow) -> OwnPlanDialog:
    """Return the dialog that was just opened."""
    return window.findChildren(OwnPlanDialog)[-1]


def _pick(dialog: OwnPlanDialog, value: str) -> None:
    dialog.choice.buttons[value].click()


def _choose(combo: Combo, value: object) -> None:
    combo.setCurrentIndex(combo.findData(value))
    combo.activated.emit(combo.currentIndex())


def _press(menu: QMenu) -> None:
    """Choose the line that every menu of an order or account has."""
    next(one for one in menu.actions() if one.text() == "Reminder settings…").trigger()


def _texts(widget: QWidget) -> list[str]:
    return [one.text() for one in widget.findChildren(PlainLabel)]


def test_an_order_gets_its_own_plan_and_undo_removes_it(
    window: MainWindow, context: Context, log_order: LogOrder, workspace: Workspace
) -> None:
    """The highest cashback deserves more reminders; a slip must be undone immediately."""
    order = log_order(window=Window.DAY)
    context.changed.emit()
    home = window.pages["home"]
    assert isinstance(home, HomePage)
    _press(home.cards[0].menu)
    dialog = _dialog(window)
    assert not dialog.sentence.isVisible()
    _pick(dialog, "own")
    assert dialog.sentence.isVisible()
    _choose(dialog.sentence.every.combos[0], "10")
    assert not workspace.reminders.change(order.account, order.number), (
        "applied before it was saved"
    )
    dialog.save_button.click()
    plan = workspace.reminders.plans().of(order.account, order.number)
    assert plan == ReminderPlan(every=10)
    assert window.bar.text().startswith("Reminder settings of ")
    window.bar.undo.click()
    assert not workspace.reminders.change(order.account, order.number)
    assert workspace.book().order(order.account, order.number) is not None, (
        "the order was deleted instead"
    )


def test_the_next_reminder_is_shown_before_the_plan_is_saved(
    qtbot: QtBot, context: Context, log_order: LogOrder
) -> None:
    """A plan without a preview is a guess."""
    order = log_order(window=Window.DAY)
    dialog = OwnPlanDialog(context, order.account, order.number)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog.next.text().startswith("Next: today 23:00, "))
    _pick(dialog, "own")
    _choose(dialog.sentence.hours.combos[1], "2")
    qtbot.waitUntil(lambda: dialog.next.text().startswith("Next: today 22:00, "))
    _pick(dialog, "none")
    qtbot.waitUntil(lambda: dialog.next.text() == "Nothing will ring in the next 31 days.")
    _pick(dialog, "general")
    qtbot.waitUntil(lambda: dialog.next.text().startswith("Next: today 23:00, "))


def test_the_plan_of_an_account_applies_to_its_orders_and_is_shown_on_its_card(
    window: MainWindow, account: Account, log_order: LogOrder, workspace: Workspace
) -> None:
    """Months later, the user must see why this account has other reminders."""
    order = log_order(window=Window.DAY)
    window.show_page("projects")
    page = window.pages["projects"]
    assert isinstance(page, ProjectsPage)
    _press(page.cards[0].menu)
    dialog = _dialog(window)
    _pick(dialog, "own")
    _choose(dialog.sentence.daily.combos[0], "18:00")
    dialog.save_button.click()
    assert workspace.reminders.plans().of(order.account, order.number).daily == (time(18),)
    line = "Own reminders: every day at 18:00, and 24, 3, 1 hours before the deadline"
    assert [one for one in _texts(page.cards[0]) if one.startswith(line)]
    _press(page.cards[0].menu)
    dialog = _dialog(window)
    assert dialog.choice.value() == "own"
    _pick(dialog, "general")
    dialog.save_button.click()
    assert not workspace.reminders.change(account.uid)
    assert not [one for one in _texts(page.cards[0]) if one.startswith("Own reminders")]


def test_an_order_without_reminders_says_so_in_its_details(
    window: MainWindow, log_order: LogOrder, workspace: Workspace, qtbot: QtBot
) -> None:
    """An order without reminders, for no visible reason, would be the worst silence."""
    order = log_order(window=Window.DAY)
    window.show_orders(Query(View.TO_ASSOCIATE))
    page = window.pages["orders"]
    assert isinstance(page, OrdersPage)
    qtbot.waitUntil(lambda: page.selection().single is not None)
    _press(page.actions_.menu(page))
    dialog = _dialog(window)
    _pick(dialog, "none")
    dialog.save_button.click()
    assert workspace.reminders.change(order.account, order.number) == PlanChange(on=False)
    qtbot.waitUntil(lambda: "Set to no reminders" in _texts(page))


def test_an_order_can_ring_though_its_account_does_not(
    qtbot: QtBot, context: Context, log_order: LogOrder, workspace: Workspace
) -> None:
    """The plan nearest to the order counts."""
    order = log_order(window=Window.DAY)
    workspace.reminders.save_change(PlanChange(on=False), order.account)
    dialog = OwnPlanDialog(context, order.account, order.number)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog.next.text() == "Nothing will ring in the next 31 days.")
    _pick(dialog, "own")
    qtbot.waitUntil(lambda: dialog.next.text().startswith("Next: today 23:00, "))
    dialog.save_button.click()
    assert workspace.reminders.plans().of(order.account, order.number) == ReminderPlan()


def test_with_all_reminders_off_the_dialog_says_that_no_plan_has_an_effect(
    qtbot: QtBot, context: Context, log_order: LogOrder, workspace: Workspace
) -> None:
    """A saved plan that never has any effect is a broken promise."""
    order = log_order(window=Window.DAY)
    workspace.reminders.save_plan(ReminderPlan(on=False))
    dialog = OwnPlanDialog(context, order.account, order.number)
    qtbot.addWidget(dialog)
    assert not dialog.off.isHidden()


def test_the_palette_leads_to_the_plans(
    context: Context, account: Account, log_order: LogOrder, workspace: Workspace
) -> None:
    """Keyboard users need not look for a menu."""
    order = log_order(window=Window.DAY)
    wanted: list[tuple[str, str | None]] = []
    context.own_plan_wanted.connect(lambda uid, number: wanted.append((uid, number)))
    found = [one.target for one in searchables(context, (), ())]
    for item in (*found, *order_items(context, [workspace.assess(order)])):
        if item.title.startswith("Reminder settings: "):
            item.run()
    assert wanted == [(account.uid, None), (account.uid, order.number)]
