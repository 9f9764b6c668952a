"""Times and amounts in the order form: natural ones are understood, doubtful ones asked about."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.domain.model import Account, OrderStatus
from desktop.forms.order_form import LEFT_OUT
from desktop.services.workspace import Workspace
from desktop.ui.orders.order_dialog import OrderDialog
from desktop.ui.shared.context import Context
from desktop.ui.shared.moment_field import MomentField
from desktop.wording import moments
from tests.builders import make_account
from tests.conftest import FakeClock

NUMBER = "236414227150922"
OTHER = "6543210987654321"
RIGHT = {"number": NUMBER, "created_at": "2026-09-10 10:00", "paid_at": "2026-09-10 10:05"}


@pytest.fixture
def dialog(qtbot: QtBot, context: Context, account: Account) -> OrderDialog:
    """Return the dialog that logs orders, at 12:00 of 10 September 2026 in Beijing."""
    dialog = OrderDialog(context)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def moment_field(dialog: OrderDialog, name: str) -> MomentField:
    """Return one of the form's fields for moments."""
    field = dialog.form.fields[name]
    assert isinstance(field, MomentField)
    return field


def test_paid_without_a_time_asks_whether_it_is_paid(
    dialog: OrderDialog, workspace: Workspace
) -> None:
    """Counted from the creation, the deadline would be a guess that looks like a fact."""
    dialog.form.restore(RIGHT | {"paid_at": ""})
    dialog.save()
    assert workspace.book().orders == {}
    assert dialog.form.unpaid_chip.text() in moment_field(dialog, "paid_at").error.text()
    dialog.form.unpaid_chip.click()
    dialog.save()
    [order] = workspace.book().orders.values()
    assert (order.status, order.paid_at) == (OrderStatus.UNPAID, None)
    assert moment_field(dialog, "paid_at").error.isHidden()


def test_the_order_time_is_not_asked_for_where_no_verdict_depends_on_it(
    dialog: OrderDialog, workspace: Workspace
) -> None:
    """Six fields would be put off, four are filled in; but assumptions are shown."""
    assert not dialog.form.fields["created_at"].isVisible()
    assert not dialog.form.assumed.isVisible()
    dialog.form.restore({"number": NUMBER, "paid_at": "2026-09-10 10:05"})
    assert dialog.form.assumed.isVisible()
    dialog.save()
    [order] = workspace.book().orders.values()
    assert order.created_at == order.paid_at


@pytest.mark.parametrize(("days", "asked"), [(6, True), (7, False)])
def test_the_order_time_is_asked_for_where_the_project_is_as_young_as_the_order_may_be(
    days: int, asked: bool, dialog: OrderDialog, context: Context, workspace: Workspace
) -> None:
    """An order older than its project is never eligible: the payment time would hide that."""
    [old] = workspace.book().projects
    workspace.save_project(replace(old, created_at=workspace.clock() - timedelta(days=days)))
    context.changed.emit()
    dialog.form.load(None)
    dialog.form.restore({"number": NUMBER, "paid_at": "2026-09-10 12:00"})
    assert dialog.form.fields["created_at"].isVisible() is asked
    assert dialog.form.assumed.isVisible() is not asked
    dialog.save()
    assert len(workspace.book().orders) == (not asked)
    if asked:
        assert "Was it ordered" in moment_field(dialog, "created_at").error.text()


def test_an_account_without_a_project_is_asked_for_the_order_time(
    dialog: OrderDialog, context: Context, workspace: Workspace
) -> None:
    """The project will be created later; then it matters which of the two came first."""
    workspace.save_account(make_account(uid=OTHER))
    context.changed.emit()
    dialog.form.set_account(OTHER)
    dialog.form.restore({"number": NUMBER, "paid_at": "2026-09-10 10:05"})
    assert dialog.form.fields["created_at"].isVisible()
    dialog.save()
    assert workspace.book().orders == {}


def test_not_paid_yet_is_one_click(dialog: OrderDialog, workspace: Workspace) -> None:
    """A user who has not paid has no time to enter, and must not be made to invent one."""
    dialog.form.restore({"number": NUMBER, "paid_at": "2026-09-10 10:05"})
    dialog.form.unpaid_chip.click()
    paid = moment_field(dialog, "paid_at")
    assert paid.text() == ""
    assert "Not paid yet" in paid.hint.text()
    assert dialog.form.fields["created_at"].isVisible()
    dialog.save()
    assert "required" in moment_field(dialog, "created_at").error.text()
    moment_field(dialog, "created_at").set_text("2026-09-10 10:00")
    dialog.save()
    [order] = workspace.book().orders.values()
    assert (order.status, order.paid_at) == (OrderStatus.UNPAID, None)


def test_a_payment_time_unticks_not_paid_yet(dialog: OrderDialog, workspace: Workspace) -> None:
    """Otherwise a typed payment time would look as if it did not count."""
    dialog.form.restore({"number": NUMBER})
    dialog.form.unpaid_chip.click()
    moment_field(dialog, "paid_at").chips[0].click()
    assert dialog.form.values()["status"] == OrderStatus.PAID
    assert "Not paid yet" not in moment_field(dialog, "paid_at").hint.text()


def test_a_postpaid_order_needs_no_time_of_payment(
    dialog: OrderDialog, workspace: Workspace
) -> None:
    """It counts from its activation; the question would have no answer."""
    dialog.form.restore(RIGHT | {"paid_at": "", "billing": "postpaid"})
    dialog.save()
    assert len(workspace.book().orders) == 1


@pytest.mark.parametrize(
    ("facts", "saved"),
    [
        ({"payable": "-680"}, False),
        ({"cash_paid": "(680.00)"}, False),
        ({"payable": "-680", "kind": "Refund"}, True),
        ({"payable": "-680", "status": "refunded"}, True),
    ],
)
def test_only_refunds_have_negative_amounts(
    facts: dict[str, str], saved: bool, dialog: OrderDialog, workspace: Workspace
) -> None:
    """A wrong sign would take cashback off the sum."""
    dialog.form.restore(RIGHT | facts)
    dialog.save()
    assert len(workspace.book().orders) == saved


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("今天上午10点", "2026-09-10 10:00"),
        ("昨天下午3点半", "2026-09-09 15:30"),
        ("刚刚", "2026-09-10 12:00"),
        ("9月1日10:21", "2026-09-01 10:21"),
    ],
)
def test_natural_times_are_shown_as_they_are_read(
    typed: str, meant: str, dialog: OrderDialog, workspace: Workspace
) -> None:
    """A user who types “yesterday” sees the date before it is saved."""
    field = moment_field(dialog, "created_at")
    field.line.setText(typed)
    assert field.hint.text() == f"Read as {meant}. Please compare."
    dialog.form.restore({"number": NUMBER, "status": "unpaid"})
    dialog.save()
    [order] = workspace.book().orders.values()
    assert moments.table_moment(order.created_at) == meant


def test_the_chips_write_the_day(dialog: OrderDialog) -> None:
    """One click instead of ten digits; the time of day that was typed stays."""
    field = moment_field(dialog, "paid_at")
    now, today, yesterday = field.chips
    now.click()
    assert field.text() == "2026-09-10 12:00"
    yesterday.click()
    assert field.text() == "2026-09-09 12:00"
    field.line.setText("")
    today.click()
    assert field.line.text() == "2026-09-10 "


def test_a_day_that_does_not_exist_is_reported(dialog: OrderDialog) -> None:
    """“The time is missing” sends people to the wrong part of the text."""
    dialog.form.restore(RIGHT | {"created_at": "2026-13-40"})
    dialog.save()
    assert "There is no such day." in moment_field(dialog, "created_at").error.text()


def test_unused_parts_of_a_text_are_named(dialog: OrderDialog) -> None:
    """An ignored expiry must not look as if it had been overlooked."""
    dialog.form.restore(RIGHT | {LEFT_OUT: "到期时间 2027-09-01 00:00"})
    assert "到期时间 2027-09-01 00:00" in dialog.form.left_out.text()
    assert dialog.form.left_out.isVisible()
    dialog.form.load(None)
    assert dialog.form.left_out.isHidden()


def test_when_it_was_created_is_not_asked_for_before_the_payment(dialog: OrderDialog) -> None:
    """A field would turn red that is not needed once the payment time is there."""
    dialog.form.restore({"number": NUMBER})
    dialog.save()
    assert moment_field(dialog, "paid_at").has_error()
    assert not moment_field(dialog, "created_at").isVisible()


def test_now_is_no_minute_later_in_the_second_field(dialog: OrderDialog, clock: FakeClock) -> None:
    """A user who presses “Now” twice would be told that they paid before they ordered."""
    moment_field(dialog, "paid_at").chips[0].click()
    clock.advance(minutes=2)
    moment_field(dialog, "created_at").chips[0].click()
    assert moment_field(dialog, "created_at").text() == moment_field(dialog, "paid_at").text()
    clock.advance(hours=2)
    moment_field(dialog, "created_at").chips[0].click()
    assert moment_field(dialog, "created_at").text() != moment_field(dialog, "paid_at").text()


def test_an_error_about_two_times_disappears_with_either(dialog: OrderDialog, qtbot: QtBot) -> None:
    """An error that stays after the mistake is corrected would be misleading."""
    dialog.form.restore(RIGHT | {"paid_at": "2026-09-10 09:00"})
    dialog.save()
    assert moment_field(dialog, "paid_at").has_error()
    created = moment_field(dialog, "created_at").line
    created.clear()
    qtbot.keyClicks(created, "08:00")
    assert not moment_field(dialog, "paid_at").has_error()


def test_closing_announces_that_input_is_kept(
    dialog: OrderDialog, context: Context, qtbot: QtBot
) -> None:
    """Esc looks as if everything were lost; without input there is nothing to announce."""
    line = dialog.form.fields["number"].editor
    qtbot.keyClicks(line, "2364")
    with qtbot.waitSignal(context.message) as shown:
        qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert shown.args is not None
    assert "saved" in shown.args[0]
    empty = OrderDialog(context)
    qtbot.addWidget(empty)
    empty.form.load(None)
    empty.draft.drop()
    with qtbot.assertNotEmitted(context.message):
        empty.reject()


def test_the_focus_moves_to_the_field_that_a_copied_order_leaves_out(
    context: Context, account: Account, qtbot: QtBot
) -> None:
    """With the focus elsewhere, Enter would only say that the payment time is missing."""
    for pasted, name in (
        ({"number": NUMBER}, "paid_at"),
        ({"number": NUMBER, "paid_at": "2026-09-10 10:05"}, "number"),
        ({"number": NUMBER, "status": OrderStatus.UNPAID.value}, "number"),
    ):
        dialog = OrderDialog(context, pasted=pasted)
        qtbot.addWidget(dialog)
        dialog.show()
        assert dialog.focusWidget() is dialog.form.fields[name].editor
