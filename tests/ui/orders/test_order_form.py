"""Logging and correcting orders by keyboard, with valid and with invalid input."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.domain.assessment import Verdict
from desktop.domain.model import Account, OrderStatus
from desktop.services.workspace import Workspace
from desktop.ui.kit.fields import LineField
from desktop.ui.orders.order_dialog import OrderDialog
from desktop.ui.shared.context import Context
from tests.builders import UID
from tests.ui.conftest import LogOrder
from tests.ui.orders.conftest import delete_button

NUMBER = "236414227150922"


def opened(qtbot: QtBot, context: Context, **start: object) -> OrderDialog:
    """Show the dialog, with the focus where a user finds it."""
    dialog = OrderDialog(context, **start)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def line(dialog: OrderDialog, name: str) -> LineField:
    """Return one of the form's lines."""
    field = dialog.form.fields[name]
    assert isinstance(field, LineField)
    return field


def press(key: Qt.Key) -> None:
    """Press a key in the focused widget."""
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)


def key_in(text: str) -> None:
    """Type into the focused widget."""
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClicks(focus, text)


def test_an_order_is_logged_with_four_keys_and_its_facts(
    qtbot: QtBot, context: Context, account: Account, workspace: Workspace
) -> None:
    """Adding an order takes seconds: number, Tab, product, Tab, paid, Enter."""
    dialog = opened(qtbot, context)
    for text in (NUMBER, "Elastic Compute Service", "2026-09-10 10:05"):
        key_in(text)
        press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)
    [order] = workspace.book().orders.values()
    assert (order.number, order.product, order.account) == (NUMBER, "ecs", UID)
    assert workspace.assess(order).verdict is Verdict.OPEN
    assert "Associate it by 30 Sep 24:00 (Beijing time" in dialog.verdict.text.text()
    assert line(dialog, "number").text() == ""
    assert line(dialog, "number").line.hasFocus()


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("number", "", "This is required."),
        ("number", "2.36414E+14", "A spreadsheet shortened this number"),
        ("number", "12345", "it should have 8 to 20"),
        ("number", "2364142271509AB", "Only digits can go here."),
        ("created_at", "soon", "This isn't a date and time."),
        ("created_at", "yesterday", "The time is missing."),
        ("created_at", "12/11/2026 10:00", "Day and month could be mixed up"),
        ("created_at", "2026-02-30 10:00", "This date or time doesn't exist."),
        ("created_at", "2026-09-10", "The time is missing."),
        ("created_at", "2027-09-10 10:00", "This time is still in the future."),
        ("paid_at", "2026-09-10 09:00", "This is earlier than the creation time."),
        ("payable", "a lot", "This isn't an amount."),
        ("payable", "10.005", "two decimal places"),
        ("parent", NUMBER, "An order can't be its own original order."),
        ("cash_paid", "x", "This isn't an amount."),
    ],
)
def test_wrong_input_is_explained_beside_its_field(
    field: str,
    typed: str,
    message: str,
    qtbot: QtBot,
    context: Context,
    account: Account,
    workspace: Workspace,
) -> None:
    """The error is shown at its field, and no input is lost."""
    dialog = opened(qtbot, context)
    right = {"number": NUMBER, "created_at": "2026-09-10 10:00", "paid_at": "2026-09-10 10:05"}
    dialog.form.restore(right | {field: typed})
    press(Qt.Key.Key_Return)
    wrong = line(dialog, field)
    assert message in wrong.error.text()
    assert wrong.error.isVisible()
    assert wrong.line.hasFocus()
    assert wrong.text() == typed
    assert workspace.book().orders == {}


def test_an_order_number_twice_is_refused_in_words(
    qtbot: QtBot, context: Context, log_order: LogOrder, workspace: Workspace
) -> None:
    """Two countdowns for one order would be one too many."""
    number = log_order().number
    dialog = opened(qtbot, context)
    facts = {"created_at": "2026-09-10 10:00", "paid_at": "2026-09-10 10:05"}
    dialog.form.restore({"number": number, **facts})
    dialog.save()
    assert "already logged" in line(dialog, "number").error.text()
    assert len(workspace.book().orders) == 1


def test_an_unusual_number_is_questioned_but_accepted(
    qtbot: QtBot, context: Context, account: Account, workspace: Workspace
) -> None:
    """Numbers may change their length one day; until then a missing digit should be noticed."""
    dialog = opened(qtbot, context)
    key_in("23641422715")
    assert "Order numbers usually have 15 digits" in line(dialog, "number").hint.text()
    dialog.form.restore({"created_at": "2026-09-10 10:00", "paid_at": "2026-09-10 10:05"})
    dialog.save()
    assert len(workspace.book().orders) == 1


def test_half_typed_input_is_restored(qtbot: QtBot, context: Context, account: Account) -> None:
    """Esc in a hurry, a crash, a phone call: nothing has to be typed twice."""
    dialog = opened(qtbot, context)
    key_in("2364142")
    press(Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    again = opened(qtbot, context)
    assert line(again, "number").text() == "2364142"


def test_everything_can_be_corrected(
    qtbot: QtBot, context: Context, log_order: LogOrder, workspace: Workspace
) -> None:
    """A wrong payment time is a wrong deadline; a correction must change it immediately."""
    order = log_order(note="keep me")
    dialog = opened(qtbot, context, order=order)
    assert line(dialog, "paid_at").text() == "2026-09-10 11:00"
    dialog.form.restore({"paid_at": "", "status": OrderStatus.UNPAID.value})
    with qtbot.waitSignal(context.changed):
        dialog.save()
    [corrected] = workspace.book().orders.values()
    assert workspace.assess(corrected).verdict is Verdict.WAITING_PAYMENT
    assert (corrected.key, corrected.note) == (order.key, "keep me")
    context.run_action("", workspace.undo)
    assert list(workspace.book().orders.values()) == [order]


def test_undo_restores_a_deleted_order(
    qtbot: QtBot, context: Context, log_order: LogOrder, workspace: Workspace
) -> None:
    """Deleting asks no question, so it has to be reversible."""
    order = log_order()
    dialog = opened(qtbot, context, order=order)
    delete_button(dialog).click()
    assert workspace.book().orders == {}
    context.run_action("", workspace.undo)
    assert list(workspace.book().orders.values()) == [order]


def test_a_logged_order_leads_to_its_steps(
    qtbot: QtBot, context: Context, account: Account, workspace: Workspace
) -> None:
    """At 23:40 nobody should have to look for the order that was just logged."""
    dialog = opened(qtbot, context)
    assert dialog.guide_button.isHidden()
    dialog.form.restore({"number": NUMBER, "paid_at": "2026-09-10 10:05"})
    dialog.save()
    assert dialog.verdict.title.text() == f"Order {NUMBER} logged: to associate"
    [order] = workspace.book().orders.values()
    with qtbot.waitSignal(context.guide_wanted) as wanted:
        dialog.guide_button.click()
    assert wanted.args == [order]
    assert not dialog.isVisible()
