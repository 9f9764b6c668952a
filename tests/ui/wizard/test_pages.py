"""The validation, choices and memory of each page."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget, QWizard
from pytestqt.qtbot import QtBot

from desktop.domain.model import ProjectStatus, Window
from desktop.forms.wizard_steps import Step
from desktop.services.workspace import Workspace
from desktop.ui.shared.context import Context
from desktop.ui.wizard.order_line import OrderLine
from tests.builders import UID, make_account
from tests.conftest import FakeClock
from tests.ui.wizard.conftest import Browser
from tests.ui.wizard.wizard_user import (
    KEY,
    NUMBER,
    ORDER,
    Open,
    WizardUser,
    record_account,
    record_order,
    record_project,
)

OTHER = "6543210987654321"


@pytest.mark.parametrize(
    ("uid", "message"),
    [
        ("   ", "required"),
        ("12a45", "Only digits"),
        ("123", "5 to 20"),
        ("1.23E+15", "spreadsheet"),
    ],
)
def test_account_refuses_a_wrong_uid(
    open_wizard: Open, workspace: Workspace, uid: str, message: str
) -> None:
    """Otherwise orders would be recorded for an account that cannot exist."""
    user = open_wizard(None, Step.ACCOUNT)
    user.fill_account(uid)
    user.click_commit()
    assert user.at(Step.ACCOUNT)
    assert message in user.form.uid.error.text()
    assert user.focus() is user.form.uid.line
    assert not workspace.book().accounts


def test_account_that_is_recorded_already(open_wizard: Open, context: Context) -> None:
    """Otherwise a second account of the same UID would split the orders, or crash."""
    record_account(context)
    user = open_wizard(None, Step.ACCOUNT)
    user.fill_account(UID, "again")
    user.click_commit()
    assert user.at(Step.ACCOUNT)
    assert "already" in user.form.uid.error.text()
    assert user.form.name.text() == "again"


def test_account_is_chosen_among_several(open_wizard: Open, context: Context) -> None:
    """Otherwise the owner of two shops could only ever continue with one of them."""
    record_account(context, UID, "first")
    record_account(context, OTHER, "second")
    user = open_wizard(UID, Step.ACCOUNT)
    user.click(user.account_choice[OTHER])
    assert user.form.name.text() == "second"
    user.click_commit()
    assert user.at(Step.REQUEST)
    assert OTHER in user.form.preview.toPlainText()


def test_account_is_corrected_where_it_is_chosen(open_wizard: Open, context: Context) -> None:
    """Otherwise a misspelt name would stay until the user found the page of projects."""
    record_account(context)
    user = open_wizard(UID, Step.ACCOUNT)
    assert user.commit.text() == "Continue with this account"
    user.type(user.form.name.line, "Shop")
    assert user.commit.text() == "Save account"
    user.click_commit()
    assert context.workspace.book().accounts[UID].name == "Shop"


def test_step_is_not_given_a_guessed_account(open_wizard: Open, context: Context) -> None:
    """Otherwise an order would be logged for the wrong one of two accounts."""
    record_account(context, UID)
    assert open_wizard(None, Step.ORDERS).at(Step.ORDERS)
    record_account(context, OTHER)
    assert open_wizard(None, Step.ORDERS).at(Step.ACCOUNT)


def test_request_needs_company_and_purpose(open_wizard: Open, context: Context) -> None:
    """Otherwise the partner would have to ask back, and the purchase would wait for days."""
    record_account(context)
    user = open_wizard()
    user.type(user.form.company.line, "   ")
    user.click_commit()
    assert user.at(Step.REQUEST)
    assert user.form.company.has_error()
    assert user.form.purpose.has_error()
    assert user.focus() is user.form.company.line
    assert not context.workspace.book().projects


def test_request_is_shown_in_the_language_of_the_partner(
    open_wizard: Open, context: Context
) -> None:
    """Otherwise someone who reads English could not write to a Chinese partner."""
    record_account(context)
    user = open_wizard()
    assert user.form.preview.toPlainText().startswith("Hello")
    combo = user.form.language
    combo.setFocus()
    user.press(KEY.Key_Up)
    assert user.form.preview.toPlainText().startswith("您好")


def test_request_is_saved_as_text(
    open_wizard: Open, context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise a request that is sent as a file could not be marked as sent."""
    record_account(context)
    user = open_wizard()
    user.fill_request()
    path = tmp_path / "请求.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(path), ""))
    shown = user.form.preview.toPlainText()
    user.click(user.page.save_file)
    assert path.read_text(encoding="utf-8") == shown + "\n"
    assert path.name in user.page.sent.title.text()
    (project,) = context.workspace.book().projects
    assert project.status is ProjectStatus.DRAFT
    assert user.commit.text() == "I have sent it"
    user.click_commit()
    assert user.at(Step.NUMBER)
    (project,) = context.workspace.book().projects
    assert project.status is ProjectStatus.SENT


def test_request_that_cannot_be_saved(
    open_wizard: Open, context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise the user would believe that the file exists and the request was sent."""
    record_account(context)
    user = open_wizard()
    user.fill_request()
    path = tmp_path / "no such folder" / "request.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(path), ""))
    user.click(user.page.save_file)
    assert "couldn't be saved" in user.page.problem_notice.title.text()
    assert not context.workspace.book().projects


def test_request_remembers_the_company(open_wizard: Open, context: Context) -> None:
    """Otherwise it would have to be typed again for each account and each renewal."""
    record_account(context)
    user = open_wizard()
    user.fill_request()
    user.click_commit()
    user.click_commit()
    user.later()
    record_account(context, OTHER)
    assert open_wizard(OTHER).form.company.text() == "Hangzhou Shop Ltd"


def test_sent_request_is_shown_as_it_was_sent(
    open_wizard: Open, context: Context, clock: FakeClock
) -> None:
    """Otherwise nobody could look up later what the partner was asked for."""
    record_account(context)
    user = open_wizard()
    user.fill_request()
    shown = user.form.preview.toPlainText()
    user.click_commit()
    user.click_commit()
    user.later()
    clock.advance(days=2)
    again = open_wizard(UID, Step.REQUEST)
    assert again.form.preview.toPlainText() == shown
    assert "10 Sep 12:00" in again.page.sent.title.text()
    assert again.form.products.text() == "2 ECS"


def test_somebody_who_has_a_number_need_not_ask(open_wizard: Open, context: Context) -> None:
    """Otherwise they would have to fill in a request that nobody needs."""
    record_account(context)
    user = open_wizard()
    user.click(user.page.have_number)
    assert user.at(Step.NUMBER)
    user.fill_number()
    user.click_commit()
    assert user.at(Step.GATE)
    assert [p.number for p in context.workspace.book().projects] == [NUMBER]


def test_a_number_is_recorded_with_the_open_request(open_wizard: Open, context: Context) -> None:
    """Otherwise the request would wait for ever beside the project it became."""
    record_account(context)
    user = open_wizard()
    user.fill_request()
    user.click_commit()
    user.click_commit()
    user.fill_number()
    user.click_commit()
    (project,) = context.workspace.book().projects
    assert project.status is ProjectStatus.ACTIVE
    assert project.created_at == datetime(2026, 9, 1, 2, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    ("number", "created", "message"),
    [
        (" ", "2026-09-01 10:21", "required"),
        ("2026x", "2026-09-01 10:21", "Only digits"),
        (NUMBER, "2026-09-01", "time is missing"),
        (NUMBER, "01/09/2026 10:21", "mixed up"),
        (NUMBER, "2026-12-01 10:21", "still in the future"),
    ],
)
def test_number_refuses_what_cannot_be(
    open_wizard: Open, context: Context, number: str, created: str, message: str
) -> None:
    """Otherwise a mistyped creation would make every order of the project refused, or accepted."""
    record_account(context)
    user = open_wizard(UID, Step.NUMBER)
    user.type_fact("number", number)
    user.type_fact("created", created)
    user.click_commit()
    assert user.at(Step.NUMBER)
    errors = [user.form.number.error.text(), user.form.creation.moment.error.text()]
    assert any(message in text for text in errors)
    assert user.form.creation.moment.text() == created


def test_without_a_number_the_wizard_ends_politely(
    open_wizard: Open, context: Context, qtbot: QtBot
) -> None:
    """Otherwise the user would be stuck before a form that cannot be filled in yet."""
    record_account(context)
    user = open_wizard()
    user.fill_request()
    user.click_commit()
    user.click_commit()
    assert "Not received yet" in user.wizard.button(QWizard.WizardButton.CancelButton).text()
    with qtbot.waitSignal(user.wizard.closed_unfinished) as kept:
        user.later()
    assert "Don't order before the number is here" in kept.args[0]
    assert not user.wizard.isVisible()
    assert open_wizard().at(Step.NUMBER)


def test_project_still_under_review_ends_politely_too(
    open_wizard: Open, context: Context, qtbot: QtBot
) -> None:
    """Otherwise a project without a number would lead on to a gate that can only say stop."""
    record_account(context)
    user = open_wizard(UID, Step.NUMBER)
    user.click(user.page.type_button)
    user.click(user.page.more_button)
    user.form.status.combo.setFocus()
    user.press(KEY.Key_Up)
    assert user.form.status.value() == "under_review"
    with qtbot.waitSignal(context.page_wanted) as wanted:
        user.click_commit()
    assert wanted.args == ["home"]
    assert not user.wizard.isVisible()
    assert context.workspace.book().projects[0].status is ProjectStatus.UNDER_REVIEW


def test_another_number_for_an_account_that_has_one(open_wizard: Open, context: Context) -> None:
    """Otherwise a renewed project would overwrite the old one, and its orders their proof."""
    record_account(context)
    record_project(context)
    user = open_wizard(UID, Step.REQUEST)
    user.click(user.page.have_number)
    user.fill_number("202609050001")
    user.click_commit()
    assert [p.number for p in context.workspace.book().projects] == [NUMBER, "202609050001"]


def test_a_gate_with_stop_leads_to_a_new_number(
    open_wizard: Open, context: Context, clock: FakeClock
) -> None:
    """Otherwise an expired project would leave the user stuck."""
    record_account(context)
    record_project(context)
    clock.advance(days=200)
    user = open_wizard()
    assert user.at(Step.GATE)
    assert user.commit.text() == "Log an existing order"
    assert user.commit.property("kind") == "plain"
    user.click(user.page.request)
    assert user.at(Step.REQUEST)
    assert user.commit.text() == "Copy the request"
    user.back()
    assert user.at(Step.ACCOUNT)


def test_returning_user_adds_an_order_quickly(open_wizard: Open, context: Context) -> None:
    """Otherwise logging one order would take more than typing it and pressing Enter."""
    record_account(context)
    record_project(context)
    record_order(context, number="234567890123459")
    user = open_wizard(UID, Step.ORDERS)
    assert user.focus() is user.form.fields["number"].editor
    user.fill_order()
    user.press(KEY.Key_Return)
    assert user.at(Step.COUNTDOWN)


def test_each_order_gets_its_verdict_immediately(open_wizard: Open, context: Context) -> None:
    """Otherwise an order that can never be associated would only be noticed at the end."""
    record_account(context)
    record_project(context)
    user = open_wizard(UID, Step.ORDERS)
    user.fill_order()
    user.click(user.second)
    user.fill_order("234567890123457")
    user.type(user.form.fields["created_at"].editor, "2026-08-20 10:00")
    user.type(user.form.fields["paid_at"].editor, "2026-08-20 10:05")
    user.click(user.second)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    lines = [line.accessibleName() for line in user.page.findChildren(OrderLine)]
    assert [name.split(":")[0] for name in lines] == ["not eligible", "to associate"]


@pytest.mark.parametrize(
    ("field", "text", "message"),
    [
        ("number", "2.34568E+14", "spreadsheet"),
        ("number", "  ", "required"),
        ("created_at", "09/10/2026 10:00", "mixed up"),
        ("created_at", "2026-09-31 10:00", "doesn't exist"),
        ("payable", "2,0,4x", "isn't an amount"),
    ],
)
def test_orders_refuse_what_cannot_be(
    open_wizard: Open, context: Context, field: str, text: str, message: str
) -> None:
    """Otherwise a wrong date would move the deadline, unnoticed."""
    record_account(context)
    record_project(context)
    user = open_wizard(UID, Step.ORDERS)
    user.fill_order()
    user.type(user.form.fields[field].editor, text)
    user.click_commit()
    assert user.at(Step.ORDERS)
    assert message in user.form.fields[field].error.text()
    assert not context.workspace.book().orders


def test_order_that_is_logged_already(open_wizard: Open, context: Context) -> None:
    """Otherwise one order would be counted twice, or the wizard would crash."""
    record_account(context)
    record_project(context)
    record_order(context)
    user = open_wizard(UID, Step.ORDERS)
    user.fill_order()
    user.click_commit()
    assert user.at(Step.ORDERS)
    assert "already" in user.form.fields["number"].error.text()


def _query_orders(path: Path) -> Path:
    order = {
        "OrderId": ORDER,
        "ProductCode": "ecs",
        "OrderType": "New",
        "SubscriptionType": "Subscription",
        "PaymentStatus": "Paid",
        "CreateTime": "2026-09-10T02:00:00Z",
        "PaymentTime": "2026-09-10T02:05:00Z",
        "PretaxAmount": "2040",
        "Currency": "CNY",
    }
    data = {"PageNum": 1, "PageSize": 20, "TotalCount": 2, "OrderList": {"Order": [order]}}
    path.write_text(json.dumps({"Success": True, "Data": data}), encoding="utf-8")
    return path


def test_orders_are_imported_from_a_file(
    open_wizard: Open,
    context: Context,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    """Otherwise fifty orders would have to be typed, and a missing page not be noticed."""
    record_account(context)
    record_project(context)
    user = open_wizard(UID, Step.ORDERS)
    path = _query_orders(tmp_path / "orders.json")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (str(path), ""))
    user.click(user.page.open_button)
    _import(user, qtbot)
    assert "1 new" in user.page.report.title.text()
    assert "Orders still missing: 1" in user.page.report.text.text()
    assert user.page.findChildren(OrderLine)
    user.click_commit()
    assert user.at(Step.COUNTDOWN)


def test_file_that_is_refused_is_explained(
    open_wizard: Open,
    context: Context,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    """Otherwise the page would not react, and the user not know why."""
    record_account(context)
    record_project(context)
    user = open_wizard(UID, Step.ORDERS)
    path = tmp_path / "orders.json"
    path.write_text("<html>", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (str(path), ""))
    user.click(user.page.open_button)
    dialog = user.page.import_dialog
    qtbot.waitUntil(lambda: not dialog.importer.busy)
    assert "Not ready to import" in dialog.report.title.text()
    assert "web page" in dialog.report.text.text()
    dialog.reject()
    assert user.page.import_dialog is None


def test_pasted_orders_are_imported(open_wizard: Open, context: Context, qtbot: QtBot) -> None:
    """Rows are copied from a spreadsheet; the cursor may be in a single-line field."""
    record_account(context)
    record_project(context)
    user = open_wizard(UID, Step.ORDERS)
    row = f"{ORDER}\t新购\t已支付\t2026-09-10 10:00:00\t2026-09-10 10:05:00"
    QApplication.clipboard().setText(f"订单号\t订单类型\t订单状态\t创建时间\t支付时间\n{row}")
    user.open_order_form()
    number = user.form.fields["number"].editor
    qtbot.keyClick(number, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    _import(user, qtbot)
    assert user.page.findChildren(OrderLine)
    assert number.text() == ""


def test_a_pasted_sentence_fills_the_form(open_wizard: Open, context: Context) -> None:
    """A message with the number and the times in it; the account is not changed silently."""
    record_account(context)
    record_project(context)
    user = open_wizard(UID, Step.ORDERS)
    QApplication.clipboard().setText(
        f"账号ID：1000000000000009，订单号：{ORDER}，"
        "下单时间：2026-09-10 10:00，支付时间：2026-09-10 10:05"
    )
    user.click(user.page.paste_button)
    assert user.form.fields["number"].text() == ORDER
    assert user.form.fields["paid_at"].text() == "2026-09-10 10:05"
    assert user.form.fields["account"].value() == UID
    assert "1000000000000009" in user.page.report.title.text()
    user.click_commit()
    assert context.workspace.book().order(UID, ORDER) is not None


def test_a_file_is_dropped_on_the_page(
    open_wizard: Open, context: Context, tmp_path: Path, qtbot: QtBot
) -> None:
    """The file is visible beside the window."""
    record_account(context)
    record_project(context)
    user = open_wizard(UID, Step.ORDERS)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(_query_orders(tmp_path / "orders.json")))])
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    user.page.dropEvent(
        QDropEvent(QPointF(9, 9), action, data, button, Qt.KeyboardModifier.NoModifier)
    )
    _import(user, qtbot)
    assert context.workspace.book().order(UID, ORDER) is not None


def _import(user: WizardUser, qtbot: QtBot) -> None:
    """Open the preview, then press its button."""
    dialog = user.page.import_dialog
    qtbot.waitUntil(lambda: not dialog.importer.busy)
    dialog.commit_button.click()
    qtbot.waitUntil(lambda: user.page.import_dialog is None)


def test_countdown_follows_the_clock(open_wizard: Open, context: Context, clock: FakeClock) -> None:
    """Otherwise the time left would be that of the moment the page was opened."""
    record_account(context)
    record_project(context)
    record_order(context)
    user = open_wizard()
    card = user.page.card
    assert card.left.text() == "12 hours"
    clock.advance(hours=11, minutes=55)
    context.ticker.tick()
    assert card.left.text() == "5 min 0 s"
    clock.advance(minutes=5)
    context.ticker.tick()
    assert user.page.card is None
    assert user.page.missed is not None
    assert user.page.heading.text() == "Nothing to associate"


def test_after_midnight_the_last_page_asks_whether_it_was_done_in_time(
    open_wizard: Open, context: Context, clock: FakeClock
) -> None:
    """A user who logs at 00:05 what was associated at 23:55 would be told that it is lost."""
    record_account(context)
    record_project(context)
    order = record_order(context)
    clock.advance(hours=12, minutes=5)
    user = open_wizard(UID, Step.COUNTDOWN)
    assert user.focus() is user.page.missed.choices[0]
    user.page.missed.associated.setFocus()
    user.page.missed.associated.click()
    QApplication.processEvents()
    assert user.focus() is user.commit
    [kept] = context.workspace.book().orders.values()
    assert kept.associated_at == clock.now
    assert user.page.missed is None
    [line] = [one for one in user.page.findChildren(OrderLine) if not one.isHidden()]
    assert order.number in line.accessibleName()
    assert line.accessibleName().startswith("associated")


def test_countdown_that_is_opened_first_wakes_in_time(open_wizard: Open, context: Context) -> None:
    """Otherwise a wizard opened at its last page would show no change for a quarter of an hour."""
    record_account(context)
    record_project(context)
    record_order(context)
    open_wizard()
    waiting = context.ticker.waiting()
    assert waiting is not None
    assert waiting <= timedelta(minutes=1)


def test_nothing_is_associated_before_a_step_was_used(
    open_wizard: Open, context: Context, browser: Browser
) -> None:
    """Otherwise Enter on the last page would end the reminders of an order that is still open."""
    record_account(context)
    record_project(context)
    order = record_order(context)
    user = open_wizard()
    steps = user.page.steps
    assert user.focus() is steps.console
    assert not user.commit.isEnabled()
    QTest.keyClick(user.page, KEY.Key_Return)
    assert user.wizard.isVisible()
    user.press(KEY.Key_Return)
    assert browser.shown == [context.workspace.programme.console.url]
    assert user.focus() is steps.copy_number
    assert user.commit.isEnabled()
    assert user.commit.property("kind") == "primary"
    assert steps.console.property("kind") == "plain"
    assert context.workspace.book().orders[UID, order.number].associated_at is None


def test_an_association_is_recorded_and_undone(
    open_wizard: Open, context: Context, qtbot: QtBot
) -> None:
    """Numbers are pasted, a slip can be undone, and the guide ends with the last order."""
    record_account(context)
    record_project(context)
    record_order(context)
    user = open_wizard()
    user.click(user.page.steps.copy_number)
    assert QApplication.clipboard().text() == ORDER
    user.click(user.page.steps.copy_project)
    assert QApplication.clipboard().text() == NUMBER
    with qtbot.waitSignal(context.page_wanted) as wanted:
        user.press(KEY.Key_Return)
    assert wanted.args == ["home"]
    assert not user.wizard.isVisible()
    order = context.workspace.book().orders[UID, ORDER]
    assert order.associated_at == context.workspace.clock()
    context.workspace.undo()
    assert context.workspace.book().orders[UID, ORDER].associated_at is None


def test_the_next_order_replaces_the_associated_one(open_wizard: Open, context: Context) -> None:
    """Otherwise the guide would close although another order is still to be associated."""
    record_account(context)
    record_project(context)
    for number in (ORDER, "234567890123457"):
        record_order(context, number=number)
    user = open_wizard()
    first = user.page.card.assessment.order.number
    user.click(user.page.steps.console)
    user.click_commit()
    assert user.at(Step.COUNTDOWN)
    assert user.page.card.assessment.order.number != first
    assert not user.commit.isEnabled()


def test_the_steps_continue_where_they_were_left(open_wizard: Open, context: Context) -> None:
    """Otherwise a user who closed the guide in the middle would start at the sign-in again."""
    record_account(context)
    record_project(context)
    record_order(context)
    user = open_wizard()
    user.click(user.page.steps.console)
    user.later()
    again = open_wizard()
    assert again.focus() is again.page.steps.copy_number
    assert again.commit.isEnabled()


def test_the_period_is_asked_where_the_console_shows_it(
    open_wizard: Open, context: Context
) -> None:
    """Otherwise a newcomer would have to look it up before it is visible anywhere."""
    context.workspace.save_account(make_account(name="Web shop", window=Window.UNKNOWN))
    record_project(context)
    record_order(context)
    user = open_wizard()
    user.click(user.page.steps.window_buttons[Window.MONTH])
    assert context.workspace.book().accounts[UID].window is Window.MONTH
    assert user.page.card.left.text() == "20 days"
    assert user.focus() is user.page.steps.copy_number


def test_home_first_leaves_the_order_open(open_wizard: Open, context: Context) -> None:
    """Otherwise someone who only looks at the countdown could not leave it for later."""
    record_account(context)
    record_project(context)
    order = record_order(context)
    user = open_wizard()
    user.later()
    assert not user.wizard.isVisible()
    assert context.workspace.book().orders[UID, order.number].associated_at is None


def test_a_closed_wizard_is_not_refreshed(
    open_wizard: Open, context: Context, clock: FakeClock
) -> None:
    """Otherwise each wizard that was ever opened would slow down every later action."""
    record_account(context)
    record_project(context)
    record_order(context)
    user = open_wizard()
    user.wizard.close()
    user.wizard.close()
    record_order(context, number="234567890123459")
    context.changed.emit()
    context.failed.emit("cause", "cure")
    clock.advance(days=1)
    context.ticker.tick()


def _is_stray(watched: QObject) -> bool:
    return isinstance(watched, QWidget) and watched.isWindow() and not isinstance(watched, QWizard)


class _Windows(QObject):
    """Remembers each window that is shown beside the wizard."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and _is_stray(watched):
            self.shown.append(repr(watched))
        return False


def test_no_page_flashes_a_window_of_its_own(open_wizard: Open, context: Context) -> None:
    """Otherwise a stray window would flash, and take the focus from the wizard."""
    record_account(context)
    record_project(context)
    record_order(context)
    windows = _Windows()
    QApplication.instance().installEventFilter(windows)
    try:
        for step in Step:
            open_wizard(UID, step).wizard.reject()
    finally:
        QApplication.instance().removeEventFilter(windows)
    assert windows.shown == []


def test_the_steps_give_way_to_the_page_where_it_is_narrow(open_wizard: Open) -> None:
    """Otherwise, at 200 % on a small screen, the page would be cut off at its right edge."""
    user = open_wizard(None, Step.ACCOUNT)
    side = user.wizard.sideWidget()
    user.wizard.resize(880, 600)
    assert side.isVisible()
    user.wizard.resize(480, 300)
    assert not side.isVisible()
    user.wizard.resize(880, 600)
    assert side.isVisible()
