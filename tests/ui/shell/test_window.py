"""The window around the pages: navigation, undo, changes of language and theme, errors."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.base.storage import StorageError, StorageErrorKind
from desktop.domain.model import Window
from desktop.domain.views import Query, View
from desktop.services.workspace import Workspace
from desktop.system.fault_log import fault_details
from desktop.ui.home.page import HomePage
from desktop.ui.imports.import_dialog import ImportDialog
from desktop.ui.kit.buttons import LinkButton
from desktop.ui.kit.cards import Notice
from desktop.ui.orders.order_dialog import OrderDialog
from desktop.ui.orders.page import OrdersPage
from desktop.ui.projects.record_dialog import RecordDialog
from desktop.ui.shared.context import Context
from desktop.ui.shell.faults import FaultDialog, FaultReporter
from desktop.ui.shell.main_window import MainWindow
from desktop.wording.i18n import set_language
from tests.programs import visible_windows
from tests.ui.conftest import PROJECT, LogOrder


@pytest.fixture
def window(qtbot: QtBot, context: Context) -> MainWindow:
    """Show the window in front of others."""
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def shown(window: MainWindow) -> str:
    """Return the name of the page that is shown."""
    return next(k for k, page in window.pages.items() if page is window.stack.currentWidget())


def named(widget: QWidget, text: str) -> list[LinkButton]:
    """Return the links with a text."""
    return [link for link in widget.findChildren(LinkButton) if link.text() == text]


def test_every_page_is_reached_by_keyboard(window: MainWindow, qtbot: QtBot) -> None:
    """Users without a mouse must be able to go everywhere."""
    pages = []
    for digit in (Qt.Key(Qt.Key.Key_1 + number) for number in range(7)):
        qtbot.keyClick(window, digit, Qt.KeyboardModifier.ControlModifier)
        pages.append(shown(window))
    assert pages == ["home", "gate", "projects", "orders", "cashback", "settings", "help"]
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert shown(window) == "help"
    window.sidebar.focus_list().setFocus()
    qtbot.keyClick(window.sidebar.focus_list(), Qt.Key.Key_Up)
    assert shown(window) == "settings"


@pytest.mark.parametrize("page", ["home", "gate", "projects", "orders", "settings", "help"])
def test_orders_are_pasted_wherever_one_is(
    page: str, window: MainWindow, context: Context, qtbot: QtBot
) -> None:
    """The first thing that someone with a spreadsheet does."""
    window.show_page(page)
    QGuiApplication.clipboard().setText("Order ID\tCreated At\n236414227150001\t2026-09-01 00:30")
    with qtbot.waitSignal(context.import_wanted):
        qtbot.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    for dialog in visible_windows(ImportDialog):
        dialog.close_now()


def test_pasting_nothing_says_so(window: MainWindow, qtbot: QtBot) -> None:
    """A key without any effect is pressed again and again."""
    QGuiApplication.clipboard().setText(" ")
    qtbot.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert "no text on the clipboard" in window.bar.text()


def test_ctrl_n_logs_an_order_or_starts_the_wizard(
    window: MainWindow, qtbot: QtBot, workspace: Workspace, request: pytest.FixtureRequest
) -> None:
    """Without an account there is nothing to log an order for, so the wizard starts."""
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(window, Qt.Key.Key_N, control)
    assert window.wizard is not None
    window.wizard.close()
    request.getfixturevalue("account")
    window.open_order_form()
    assert window.order_dialog is not None
    window.order_dialog.close()


def test_ctrl_z_undoes_the_last_action_and_confirms_it(
    window: MainWindow, qtbot: QtBot, log_order: LogOrder, workspace: Workspace
) -> None:
    """Without undo, a slip of the mouse would be final."""
    workspace.associate(log_order())
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    [order] = workspace.book().orders.values()
    assert order.associated_at is None
    assert window.bar.isVisible()
    assert window.bar.text() == f"Undone: Mark order {order.number} as associated"


def test_the_badge_counts_the_orders_due_today(
    window: MainWindow, context: Context, log_order: LogOrder
) -> None:
    """On any page, the number at “Home” shows that something is to be done today."""
    log_order(window=Window.DAY)
    log_order(window=Window.DAY)
    log_order()
    context.changed.emit()
    assert window.sidebar.description("home") == "2 due today"


def test_the_language_changes_while_running(
    window: MainWindow, qtbot: QtBot, log_order: LogOrder
) -> None:
    """The bookkeeper reads Chinese, the owner English: no restart, no mixture left behind."""
    log_order()
    window.show_page("settings")
    set_language("zh_CN")
    window.rebuild()
    assert shown(window) == "settings"
    assert window.sidebar.text("home") == "首页"
    window.show_page("home")
    home = window.pages["home"]
    assert isinstance(home, HomePage)
    assert home.cards[0].associated.text() == "我已关联"


def test_the_guide_changes_its_language_with_the_window(
    window: MainWindow, log_order: LogOrder
) -> None:
    """Its next tick would put an English countdown among Chinese steps."""
    order = log_order()
    window.open_guide(order)
    before = window.guide
    assert before is not None
    before.steps.console.click()
    set_language("zh_CN")
    window.rebuild()
    assert window.guide is not None
    assert window.guide.order == order
    assert window.guide.done_button.text() == "我已关联"
    assert window.guide.done_button.isEnabled()
    assert window.guide.geometry() == before.geometry()


def test_a_full_disk_is_reported_and_forgotten_when_it_is_over(
    window: MainWindow, context: Context, workspace: Workspace
) -> None:
    """An action that failed must be seen to have failed."""
    problem = StorageError(StorageErrorKind.NO_SPACE, workspace.data_file)

    def fail() -> None:
        raise problem

    assert context.run_action("done", fail) is None
    [notice] = window.findChildren(Notice, "trouble")
    assert "The disk is full" in notice.accessibleName()
    assert not window.bar.isVisible()
    context.run_action("done", lambda: True)
    assert not [n for n in window.findChildren(Notice, "trouble") if n.isVisible()]


def test_a_fault_is_logged_without_anybodys_data(qtbot: QtBot, hooks: None) -> None:
    """A report sent to a helper must not reveal order numbers or names."""
    logged: list[str] = []
    reporter = FaultReporter(logged.append)
    reporter.install()
    try:
        raise ValueError("order 236414227150922 of 杭州示例科技")
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)
        details = fault_details(ValueError, error.__traceback__)
    assert "ValueError" in details
    assert "236414227150922" not in details
    assert "杭州" not in details
    assert logged == [details]
    qtbot.waitUntil(lambda: bool(visible_windows(FaultDialog)))
    [dialog] = visible_windows(FaultDialog)
    dialog.close()


def test_every_control_has_a_name(
    window: MainWindow, log_order: LogOrder, context: Context
) -> None:
    """Otherwise a screen reader would say “button”, and nothing else."""
    log_order()
    context.changed.emit()
    for key in ("home", "gate", "projects", "settings", "help"):
        window.show_page(key)
    nameless = [
        widget
        for widget in window.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisibleTo(window)
        and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    assert nameless == []


def test_the_guide_is_opened_from_home_and_from_the_orders(
    window: MainWindow, log_order: LogOrder, context: Context, qtbot: QtBot
) -> None:
    """It stays beside the browser, and there is only one."""
    order = log_order()
    context.changed.emit()
    home = window.pages["home"]
    assert isinstance(home, HomePage)
    home.cards[0].open_guide()
    first = window.guide
    assert first is not None
    window.show_orders(Query())
    page = window.pages["orders"]
    assert isinstance(page, OrdersPage)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    page.actions_.guide()
    assert window.guide is not first
    assert order.number in "".join(label.text() for label in window.guide.findChildren(QLabel))
    window.guide.close()
    assert window.guide is None
    window.close()


@pytest.mark.parametrize("lacks", ["amount", "rate"])
def test_what_keeps_cashback_unknown_is_one_click_away(
    lacks: str,
    window: MainWindow,
    workspace: Workspace,
    log_order: LogOrder,
    context: Context,
    qtbot: QtBot,
) -> None:
    """“Unknown” alone leaves the user to search for the form of the right project."""
    order = log_order(payable=None, cash_paid=None) if lacks == "amount" else log_order()
    if lacks == "rate":
        [project] = workspace.book().projects
        workspace.save_project(replace(project, cashback_rate=None))
    context.changed.emit()
    window.show_orders(Query(View.CASHBACK_UNKNOWN))
    page = window.pages["orders"]
    assert isinstance(page, OrdersPage)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    page.open_details()
    name = f"Enter the {lacks}"
    qtbot.waitUntil(lambda: bool(named(page.pane, name)))
    [link] = named(page.pane, name)
    link.click()
    [dialog] = window.findChildren(QDialog)
    assert isinstance(dialog, OrderDialog if lacks == "amount" else RecordDialog)
    texts = {line.text() for line in dialog.findChildren(QLineEdit)}
    assert (order.number if lacks == "amount" else PROJECT) in texts
    dialog.close()
    window.close()
