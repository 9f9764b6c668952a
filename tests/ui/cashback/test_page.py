"""The page of cashback: overdue sums, and receipts logged by mouse and by keyboard."""

from __future__ import annotations

import csv
import io
import threading
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.domain.cashback import Grouping
from desktop.domain.model import Order, OrderStatus
from desktop.domain.money_records import AnswerKind, Receipt
from desktop.domain.views import Query, View
from desktop.services.reports import ReportService
from desktop.services.workspace import Workspace
from desktop.ui.cashback import source, sums_dialog
from desktop.ui.cashback.lists import AnsweredDialog, MonthDialog, ReceiptsDialog
from desktop.ui.cashback.match_dialog import MatchDialog
from desktop.ui.cashback.page import CashbackPage
from desktop.ui.cashback.payments_dialog import PaymentsDialog
from desktop.ui.cashback.report_dialog import ReportDialog
from desktop.ui.cashback.statement_dialog import StatementDialog
from desktop.ui.cashback.sums_dialog import SumsDialog
from desktop.ui.kit.labels import PlainLabel, plain_tooltip
from desktop.ui.shared.context import Context
from desktop.wording import i18n
from tests.builders import UID
from tests.conftest import FakeClock
from tests.ui.conftest import PROJECT, LogOrder

Earn = Callable[..., Order]


@pytest.fixture
def earn(log_order: LogOrder, clock: FakeClock) -> Earn:
    """Return a function that logs an associated order paid some days ago; `fen` is its cashback."""

    def log(fen: int, days: int = 1) -> Order:
        at = clock() - timedelta(days=days)
        facts = {"created_at": at, "paid_at": at, "associated_at": at, "project": PROJECT}
        return log_order(**facts, cash_paid=fen * 20)

    return log


@pytest.fixture
def show(qtbot: QtBot, context: Context) -> Callable[[], CashbackPage]:
    """Return a function that opens the page."""

    def make() -> CashbackPage:
        page = CashbackPage(context)
        qtbot.addWidget(page)
        page.resize(1000, 760)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        return page

    return make


def type_amount(qtbot: QtBot, page: CashbackPage, text: str) -> None:
    """Replace the amount in the field."""
    page.receipt.amount.line.selectAll()
    qtbot.keyClicks(page.receipt.amount.line, text)


def buttons(page: CashbackPage) -> dict[str, QPushButton]:
    """Return the buttons of the months by their names."""
    found = page.months.findChildren(QPushButton)
    return {each.accessibleName(): each for each in found if not each.isHidden()}


def test_an_empty_page_explains_itself(show: Callable[[], CashbackPage]) -> None:
    """A new user would wonder about an empty chart."""
    page = show()
    assert page.empty.isVisible()
    assert not page.figures.isVisible()
    assert page.title.text() == "Cashback"


def test_orders_that_no_sum_contains_are_one_click_away(
    qtbot: QtBot,
    earn: Earn,
    show: Callable[[], CashbackPage],
    log_order: LogOrder,
    context: Context,
) -> None:
    """Nobody would look for an order that is missing in a sum."""
    earn(32_000)
    page = show()
    assert not page.unknown.isVisible()
    log_order(payable=None, cash_paid=None)
    context.changed.emit()
    qtbot.waitUntil(page.unknown.isVisible)
    text = "The cashback of 1 order is unknown, since it has no rate or no amount"
    assert page.unknown.title.text() == text
    with qtbot.waitSignal(context.orders_wanted) as wanted:
        page.unknown.findChild(QPushButton).click()
    assert wanted.args == [Query(View.CASHBACK_UNKNOWN)]


def test_the_title_shows_the_overdue_sum(earn: Earn, show: Callable[[], CashbackPage]) -> None:
    """This is the one thing that the bookkeeper must not overlook."""
    earn(32_000, days=50)
    earn(10_000)
    page = show()
    assert page.title.text() == "¥320.00 of cashback is overdue"
    assert page.subtitle.text() == "Cashback for Jul was expected by 31 Aug (assumed), 10 days ago"
    assert page.figures.outstanding.amount.text() == "¥420.00"
    assert page.figures.outstanding.line.text() == "¥320.00 of it overdue"
    assert "Remind partner: Jul" in buttons(page)
    assert "Remind partner: Sep" not in buttons(page)


def test_the_matching_orders_are_shown_before_an_amount_is_logged(
    qtbot: QtBot, earn: Earn, show: Callable[[], CashbackPage], workspace: Workspace
) -> None:
    """Typed and entered with the keyboard alone: the oldest open month is proposed."""
    for fen in (12_000, 15_000, 5_000):
        earn(fen, days=50)
    earn(10_000)
    page = show()
    page.setFocus()
    assert QApplication.focusWidget() is page.receipt.amount.line
    assert page.receipt.amount.text() == "320.00"
    assert page.receipt.amount.line.selectedText() == "320.00"
    assert page.receipt.message.text() == "Exactly the 3 open orders of Jul"
    assert page.receipt.button.text() == "Log and match 3 orders"
    qtbot.keyClick(page.receipt.amount.line, Qt.Key.Key_Return)
    [kept] = workspace.cashback.receipts()
    assert (kept.receipt.amount, len(kept.parts), kept.rest) == (32_000, 3, 0)
    assert page.receipt.amount.text() == "100.00"
    assert page.title.text() == "¥100.00 of cashback is still to come"
    assert page.settled_button.text() == "1 more month is settled"
    workspace.undo()
    page.refresh()
    assert page.title.text() == "¥320.00 of cashback is overdue"


def test_a_sum_that_fits_nothing_opens_a_list_with_the_rest(
    qtbot: QtBot, earn: Earn, show: Callable[[], CashbackPage], workspace: Workspace
) -> None:
    """The user ticks the orders that it is for, and sees the rest after each tick."""
    earn(12_000, days=50)
    earn(10_000)
    page = show()
    type_amount(qtbot, page, "130")
    assert page.receipt.button.text() == "Choose orders…"
    qtbot.mouseClick(page.receipt.button, Qt.MouseButton.LeftButton)
    dialog = page.dialog
    assert isinstance(dialog, MatchDialog)
    assert dialog.rest.text() == "¥130.00 left"
    assert dialog.save_button.text() == "Keep as credit"
    qtbot.keyClick(dialog.boxes[0], Qt.Key.Key_Space)
    assert dialog.rest.text() == "¥10.00 left"
    dialog.boxes[1].click()
    assert dialog.rest.text() == "Nothing left. ¥90.00 of these orders is still outstanding."
    assert dialog.save_button.text() == "Log and match 2 orders"
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    [kept] = workspace.cashback.receipts()
    assert sorted(part.amount for part in kept.parts) == [1_000, 12_000]
    assert page.dialog is None
    page.show_receipts()
    assert isinstance(page.dialog, ReceiptsDialog)
    page.dialog.match_button.click()
    again = page.matching
    assert again is not None
    assert again.rest.text() == "Nothing left. ¥90.00 of these orders is still outstanding."
    again.boxes[0].click()
    assert again.rest.text() == "¥30.00 left"
    again.reject()
    page.dialog.reject()
    assert page.receipt.amount.text() == "90.00"


def test_a_near_duplicate_is_asked_about(
    qtbot: QtBot,
    earn: Earn,
    show: Callable[[], CashbackPage],
    workspace: Workspace,
    clock: FakeClock,
) -> None:
    """The transfer and its notice would be counted as two payments."""
    earn(12_000)
    earn(12_000, days=50)
    came = Receipt(received_at=clock() - timedelta(days=1), amount=12_000)
    workspace.cashback.enter(came, ())
    page = show()
    type_amount(qtbot, page, "120")
    assert page.receipt.confirm_box.isVisible()
    assert "2026-09-09" in page.receipt.message.text()
    page.receipt.button.click()
    assert len(workspace.cashback.receipts()) == 1
    assert QApplication.focusWidget() is page.receipt.confirm_box
    qtbot.keyClick(page.receipt.confirm_box, Qt.Key.Key_Space)
    page.receipt.button.click()
    assert len(workspace.cashback.receipts()) == 2


@pytest.mark.parametrize(
    ("amount", "day", "message"),
    [
        ("", "2026-09-10", "This is required. Please fill it in."),
        ("much", "2026-09-10", "This isn't an amount. Write it like this: 2040.00."),
        ("0", "2026-09-01", "The amount can't be 0."),
        ("12", "soon", "This isn't a date. Write it like this: 2026-09-01."),
        ("12", "2026-09-12", "This time is still in the future."),
    ],
)
def test_invalid_input_is_reported_at_its_field(
    amount: str,
    day: str,
    message: str,
    earn: Earn,
    show: Callable[[], CashbackPage],
    workspace: Workspace,
) -> None:
    """Nothing is logged, and the input stays."""
    earn(1_200)
    page = show()
    page.receipt.amount.set_text(amount)
    page.receipt.day.set_text(day)
    page.receipt.button.click()
    errors = [f.error.text() for f in (page.receipt.amount, page.receipt.day) if f.has_error()]
    assert len(errors) == 1
    assert errors[0].startswith(message)
    assert workspace.cashback.receipts() == []


def test_a_reminder_names_the_orders_and_nothing_of_the_account(
    qtbot: QtBot, earn: Earn, show: Callable[[], CashbackPage]
) -> None:
    """It leaves the computer: order numbers and amounts are enough."""
    order = earn(12_000, days=50)
    page = show()
    qtbot.mouseClick(buttons(page)["Remind partner: Jul"], Qt.MouseButton.LeftButton)
    text = QApplication.clipboard().text()
    assert "¥120.00 for 1 order" in text
    assert order.number in text
    assert order.account not in text


def test_the_chart_is_readable_by_keyboard_and_screen_reader(
    qtbot: QtBot, earn: Earn, show: Callable[[], CashbackPage], workspace: Workspace
) -> None:
    """A user who cannot see the bars hears each month."""
    earn(12_000, days=50)
    page = show()
    chart = page.chart.chart
    assert chart.accessibleDescription().count("\n") == 5
    chart.setFocus()
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    figures = "Jul · expected ¥120.00 · received ¥0.00 · outstanding ¥120.00"
    assert chart.accessibleDescription() == figures
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    assert chart.accessibleDescription().startswith("Apr")
    assert chart.text_at(chart.width() - 2).startswith("Sep")


def test_receipts_are_rematched_and_deleted(
    earn: Earn,
    show: Callable[[], CashbackPage],
    workspace: Workspace,
    context: Context,
    clock: FakeClock,
) -> None:
    """A wrong match is corrected without logging the payment again."""
    first, second = earn(12_000), earn(10_000)
    workspace.cashback.enter(
        Receipt(received_at=clock(), amount=10_000), [((first.account, first.number), 10_000)]
    )
    page = show()
    page.receipt.list_button.click()
    assert isinstance(page.dialog, ReceiptsDialog)
    page.dialog.match_button.click()
    assert page.matching is not None
    assert [box.isChecked() for box in page.matching.boxes] == [True, False]
    for box in page.matching.boxes:
        box.click()
    page.matching.save_button.click()
    [kept] = workspace.cashback.receipts()
    assert [part.order for part in kept.parts] == [second.number]
    assert page.dialog.table.item(0, 1).text() == second.number
    page.dialog.delete_button.click()
    assert workspace.cashback.receipts() == []
    assert page.dialog.table.rowCount() == 0
    page.dialog.reject()
    assert page.dialog is None


def test_a_list_without_receipts_says_what_will_appear(show: Callable[[], CashbackPage]) -> None:
    """An empty table under a heading looks as if it were still loading."""
    page = show()
    page.show_receipts()
    assert isinstance(page.dialog, ReceiptsDialog)
    assert page.dialog.notice.title.text() == "No cashback logged yet"


def test_a_receipt_is_corrected_but_never_below_what_is_matched(
    earn: Earn, show: Callable[[], CashbackPage], workspace: Workspace, clock: FakeClock
) -> None:
    """A typing error in an amount must not require logging the payment again."""
    order = earn(12_000)
    name = order.account, order.number
    workspace.cashback.enter(Receipt(received_at=clock(), amount=10_000), [(name, 9_000)])
    page = show()
    page.receipt.list_button.click()
    assert isinstance(page.dialog, ReceiptsDialog)
    page.dialog.edit_button.click()
    form = page.dialog.editing
    assert form is not None
    form.amount.set_text("80")
    form.save_button.click()
    assert "¥90.00 is matched to orders already" in form.amount.error.text()
    form.amount.set_text("95")
    form.day.set_text("tomorrow?")
    form.save_button.click()
    assert form.day.has_error()
    form.day.set_text("2026-09-01")
    form.note.set_text("转账")
    form.save_button.click()
    assert page.dialog.editing is None
    [kept] = workspace.cashback.receipts()
    assert (kept.receipt.amount, kept.rest, kept.receipt.note) == (9_500, 500, "转账")
    assert page.dialog.table.item(0, 0).text() == "2026-09-01"


def test_a_month_counts_what_is_to_associate_and_what_is_unpaid(
    earn: Earn, log_order: LogOrder, show: Callable[[], CashbackPage]
) -> None:
    """Home and the page of orders count the same orders under the same word."""
    log_order()
    log_order(status=OrderStatus.UNPAID, paid_at=None)
    page = show()
    texts = [label.text() for label in page.months.findChildren(QLabel)]
    assert "1 to associate · 1 unpaid" in texts
    assert "to associate" in texts


def test_the_orders_of_a_month_are_listed(earn: Earn, show: Callable[[], CashbackPage]) -> None:
    """The user must be able to see the orders in a sum."""
    order = earn(12_000, days=50)
    page = show()
    buttons(page)["Details: Jul"].click()
    dialog = page.dialog
    assert isinstance(dialog, MonthDialog)
    assert dialog.table.item(0, 0).text() == order.number
    head = dialog.table.horizontalHeader().model()
    titles = [head.headerData(column, Qt.Orientation.Horizontal) for column in range(4)]
    assert titles == ["Order", "Status", "Expected", "Outstanding"]
    assert dialog.table.columnCount() == 4
    assert dialog.table.item(0, 3).text() == "¥120.00"


def test_a_month_with_very_many_orders_says_where_all_of_them_are(
    earn: Earn, show: Callable[[], CashbackPage]
) -> None:
    """Only the first ones fit in the list, and the one that matters may be further down."""
    earn(12_000)
    page = show()
    [month] = page.overview.months
    page.show_month(replace(month, orders=month.orders * 501))
    dialog = page.dialog
    assert isinstance(dialog, MonthDialog)
    assert dialog.table.rowCount() == 500
    assert dialog.notice.title.text() == "Only 500 orders are listed"
    assert dialog.notice.text.text() == "The month report has all of them."


def test_an_estimate_is_marked_in_its_month(
    earn: Earn, show: Callable[[], CashbackPage], workspace: Workspace
) -> None:
    """The partner pays by the cash paid, and owes no difference to the amount payable."""
    workspace.save_order(replace(earn(12_000, days=50), cash_paid=None, payable=100_000))
    page = show()
    buttons(page)["Details: Jul"].click()
    dialog = page.dialog
    assert isinstance(dialog, MonthDialog)
    cell = dialog.table.item(0, 2)
    assert cell is not None
    assert cell.text() == "≈\u00a0¥50.00"


def test_a_sign_that_no_row_has_is_not_explained(
    log_order: LogOrder, earn: Earn, show: Callable[[], CashbackPage]
) -> None:
    """People would look for the ≈ in vain, since an open order shows no amount yet."""
    earn(5_000)
    log_order(payable=204_000)
    page = show()
    [month] = page.overview.months
    page.show_month(month)
    assert "≈" not in page.dialog.findChildren(PlainLabel)[1].text()
    assert page.dialog.table.rowCount() == 2


def test_credit_is_named_beside_what_was_received(
    earn: Earn, show: Callable[[], CashbackPage], workspace: Workspace, clock: FakeClock
) -> None:
    """The report of the month and the list of receipts have it; here it would seem to be lost."""
    earn(5_000)
    page = show()
    assert page.figures.received.line.text() == "0%"
    workspace.cashback.enter(Receipt(received_at=clock(), amount=700), ())
    page.refresh()
    assert page.figures.received.line.text() == "0% · ¥7.00 more as credit"


def test_a_long_name_leaves_the_sums_in_view(
    earn: Earn, show: Callable[[], CashbackPage], workspace: Workspace, qtbot: QtBot
) -> None:
    """The names of companies are long; the amounts are what the dialog is for."""
    name = "杭州示例科技贸易股份有限公司华东区采购一部" * 2
    workspace.save_account(replace(workspace.book().accounts[UID], name=name))
    earn(2_500_000_017)
    page = show()
    page.show_sums()
    dialog = page.dialog
    assert isinstance(dialog, SumsDialog)
    dialog.by.set_value(Grouping.ACCOUNT.value)
    dialog.refresh()
    qtbot.waitUntil(lambda: dialog.table.item(0, 0).text() == name)
    assert dialog.table.item(0, 0).toolTip() == plain_tooltip(name)
    assert dialog.table.horizontalScrollBar().maximum() == 0


def test_what_a_partner_excludes_is_listed_in_its_month(
    earn: Earn, show: Callable[[], CashbackPage], workspace: Workspace
) -> None:
    """An associated order that is mentioned nowhere would look forgotten."""
    [project] = workspace.book().projects
    workspace.save_project(replace(project, excluded_products=frozenset({"oss"})))
    earn(12_000, days=50)
    other = replace(earn(5_000, days=50), product="oss")
    workspace.save_order(other)
    page = show()
    buttons(page)["Details: Jul"].click()
    dialog = page.dialog
    assert isinstance(dialog, MonthDialog)
    cells = [dialog.table.item(1, column) for column in range(2)]
    assert [cell.text() for cell in cells if cell] == [other.number, "associated · excluded"]
    assert dialog.table.rowCount() == 2


def test_a_missed_deadline_shows_without_being_asked(
    log_order: LogOrder, show: Callable[[], CashbackPage], clock: FakeClock
) -> None:
    """The window stays open over midnight of the last day."""
    log_order(cash_paid=20_000)
    page = show()
    assert page.figures.lost.amount.text() == "¥0.00"
    until = page.next_change(clock())
    assert until is not None
    clock.now = until
    page.tick(until)
    later = page.next_change(until)
    assert later is not None
    assert later > until
    clock.now += timedelta(days=40)
    page.tick(clock())
    assert page.figures.lost.amount.text() == "¥10.00"
    assert page.figures.lost.line.text() == "1 order missed"


def test_columns_give_way_and_nothing_widens_the_page(
    earn: Earn, show: Callable[[], CashbackPage]
) -> None:
    """In a narrow window, the expected amounts stay visible."""
    earn(12_000, days=50)
    page = show()
    wide = page.months.minimumSizeHint().width()
    assert wide < page.months.sizeHint().width()
    bar = page.verticalScrollBar().sizeHint().width()
    page.resize(page.widget().minimumSizeHint().width() + bar, 760)
    QApplication.processEvents()
    assert page.horizontalScrollBar().maximum() == 0
    assert buttons(page)["Remind partner: Jul"].isVisible()


def test_very_many_orders_do_not_hold_the_window_up(
    qtbot: QtBot,
    earn: Earn,
    show: Callable[[], CashbackPage],
    monkeypatch: pytest.MonkeyPatch,
    context: Context,
) -> None:
    """Sums over a hundred thousand orders take a second, in which the window must respond."""
    monkeypatch.setattr(source, "DIRECT_LIMIT", 0)
    earn(12_000, days=50)
    page = show()
    qtbot.waitUntil(lambda: not page.source.busy)
    assert page.title.text() == "¥120.00 of cashback is overdue"
    earn(5_000, days=50)
    context.changed.emit()
    assert page.source.busy
    assert page.title.text() == "¥120.00 of cashback is overdue"
    qtbot.waitUntil(lambda: not page.source.busy)
    assert page.title.text() == "¥170.00 of cashback is overdue"
    context.closing.emit()


def test_it_speaks_chinese(earn: Earn, show: Callable[[], CashbackPage], qtbot: QtBot) -> None:
    """Title, card and reminder in the words of the glossary."""
    i18n.set_language("zh_CN")
    earn(32_000, days=50)
    page = show()
    assert page.title.text() == "还有 ¥320.00 返现已经逾期"
    type_amount(qtbot, page, "320")
    assert page.receipt.message.text() == "正好是 7 月还没收到的 1 笔"
    page.remind(page.overview.overdue[0])
    assert QApplication.clipboard().text().startswith("您好，我在核对 7 月的返现：还有 1 笔订单共")


def test_a_pasted_notice_fills_amount_and_day(
    qtbot: QtBot, earn: Earn, show: Callable[[], CashbackPage]
) -> None:
    """The user's phone shows the notice, and retyping it causes mistakes."""
    earn(12_345, days=50)
    page = show()
    QApplication.clipboard().setText("您尾号1234的账户9月8日入账人民币123.45元，余额9,000.00元")
    page.receipt.amount.line.selectAll()
    page.receipt.amount.line.setFocus()
    qtbot.keyClick(page.receipt.amount.line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert page.receipt.amount.text() == "123.45"
    assert page.receipt.day.text() == "2026-09-08"
    assert page.receipt.message.text() == "Exactly the 1 open order of Jul"


def test_overdue_cashback_is_shown_by_its_age(earn: Earn, show: Callable[[], CashbackPage]) -> None:
    """The older a promise, the sooner somebody must ask."""
    earn(12_000, days=50)
    earn(5_000, days=80)
    earn(100, days=150)
    page = show()
    texts = [(f.name.text(), f.amount.text()) for f in page.overdue.figures.values()]
    assert texts == [
        ("Up to 30 days late", "¥120.00"),
        ("31 to 60 days late", "¥50.00"),
        ("Over 60 days late", "¥1.00"),
    ]


def test_the_partners_answers_are_imported_and_paid_ones_offered(
    qtbot: QtBot,
    earn: Earn,
    show: Callable[[], CashbackPage],
    workspace: Workspace,
    tmp_path: Path,
) -> None:
    """Even if the partner claims to have paid, it is no receipt until the user logs it."""
    orders = [earn(12_000, days=50), earn(10_000), earn(7_000)]
    page = show()
    path = tmp_path / "statement.csv"
    page.statements.save(path, "")
    qtbot.waitUntil(lambda: path.exists() and not page.statements.worker.busy)
    rows = [*csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""))]
    marks = {orders[0].number: "paid", orders[1].number: "有异议", orders[2].number: "paid"}
    place = rows[0].index("Answer (agreed/disputed/paid)")
    for row in rows[1:]:
        row[place] = marks[row[1].strip()]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    page.statements.read(path)
    qtbot.waitUntil(lambda: isinstance(page.dialog, StatementDialog))
    assert isinstance(page.dialog, StatementDialog)
    assert page.dialog.save_button.text() == "Log 3 answers"
    page.dialog.save_button.click()
    assert page.answers.isVisible()
    page.answers.buttons[AnswerKind.DISPUTED].click()
    assert isinstance(page.dialog, AnsweredDialog)
    assert page.dialog.table.item(0, 0).text() == orders[1].number
    page.dialog.reject()
    assert workspace.cashback.receipts() == []
    assert page.answers.log_button is not None
    page.answers.log_button.click()
    assert page.receipt.amount.text() == "190.00"
    qtbot.keyClick(page.receipt.amount.line, Qt.Key.Key_Return)
    [kept] = workspace.cashback.receipts()
    assert {part.order for part in kept.parts} == {orders[0].number, orders[2].number}
    assert page.answers.log_button is None


@pytest.mark.parametrize(
    ("mark", "title"),
    [
        ("disputed", "All these answers are logged already"),
        ("maybe later", "No line can be taken; each says why"),
    ],
)
def test_a_statement_without_anything_new_says_why_nothing_can_be_logged(
    qtbot: QtBot,
    earn: Earn,
    show: Callable[[], CashbackPage],
    tmp_path: Path,
    mark: str,
    title: str,
) -> None:
    """A grey button “Log 0 answers” leaves the reader to find out."""
    earn(12_000, days=50)
    page = show()
    path = tmp_path / "statement.csv"
    page.statements.save(path, "")
    qtbot.waitUntil(lambda: path.exists() and not page.statements.worker.busy)
    first, *rows = csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
    for row in rows:
        row[first.index("Answer (agreed/disputed/paid)")] = mark
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([first, *rows])
    for _time in range(2):
        page.statements.read(path)
        qtbot.waitUntil(lambda: isinstance(page.dialog, StatementDialog))
        dialog = page.dialog
        dialog.save_button.click()
        if dialog.isVisible():
            break
    assert dialog.save_button.text() == "Log answers"
    assert not dialog.save_button.isEnabled()
    assert dialog.notice.title.text() == title


def test_a_saved_statement_shows_what_is_claimed_and_many_orders_are_summed_up_off_the_thread(
    qtbot: QtBot,
    earn: Earn,
    show: Callable[[], CashbackPage],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """The user would wait for money that was never claimed; and the window must not freeze."""
    earn(12_000, days=50)
    page = show()
    page.statements.save(tmp_path / "statement.csv", "")
    qtbot.waitUntil(lambda: page.overview.figures.claimed == 12_000)
    earn(7_000)
    page.refresh()
    assert page.figures.expected.line.text() == "2 orders · claimed ¥120.00"
    assert list(page.answers.buttons) == [None]
    monkeypatch.setattr(sums_dialog, "DIRECT_LIMIT", 0)
    page.sums_button.click()
    dialog = page.dialog
    assert isinstance(dialog, sums_dialog.SumsDialog)
    qtbot.waitUntil(lambda: not dialog.busy)
    cells = [dialog.table.item(1, column) for column in range(5)]
    texts = [cell.text() for cell in cells if cell is not None]
    assert texts == ["Total", "2", "¥190.00", "¥120.00", "¥0.00"]


def test_payments_of_a_bank_are_ticked_and_logged_together(
    qtbot: QtBot,
    earn: Earn,
    show: Callable[[], CashbackPage],
    workspace: Workspace,
    clock: FakeClock,
    tmp_path: Path,
) -> None:
    """Matches are ticked, logged payments are asked about, and one undo reverts all."""
    earn(12_000, days=50)
    earn(10_000, days=50)
    workspace.cashback.enter(Receipt(received_at=clock() - timedelta(days=2), amount=700), ())
    path = tmp_path / "bank.csv"
    lines = ("2026-09-05,120.00,P", "2026-09-06,31.00,Q", "2026-09-07,7.00,R", "2026-09-07,-1,S")
    path.write_text("\n".join(("Date,Credit,Payer", *lines)), "utf-8")
    page = show()
    page.show_payments(path)
    dialog = page.dialog
    assert isinstance(dialog, PaymentsDialog)
    qtbot.waitUntil(dialog.save_button.isEnabled)
    assert dialog.counts.text() == "3 incoming payments · 1 row in doubt"
    assert dialog.table.item(0, 2).textAlignment() & Qt.AlignmentFlag.AlignRight
    assert [dialog.table.item(row, 4).text() for row in range(3)] == [
        "already logged on 2026-09-08?",
        "",
        "Exactly 1 order of Jul",
    ]
    dialog.table.choose(1)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: dialog.table.item(1, 4).text() == "kept as credit")
    dialog.table.tick(0, on=True)
    qtbot.waitUntil(dialog.save_button.isEnabled)
    assert dialog.save_button.text() == "Log 3 payments"
    dialog.save_button.click()
    assert len(workspace.cashback.receipts()) == 1
    dialog.confirm_box.setChecked(True)
    dialog.save_button.click()
    assert sorted(each.receipt.amount for each in workspace.cashback.receipts()) == [
        700,
        700,
        3_100,
        12_000,
    ]
    workspace.undo()
    assert len(workspace.cashback.receipts()) == 1


def test_columns_that_are_not_known_are_asked_for(
    qtbot: QtBot, earn: Earn, show: Callable[[], CashbackPage], tmp_path: Path
) -> None:
    """A bank abroad: nothing about money is guessed."""
    earn(12_000, days=50)
    path = tmp_path / "bank.csv"
    path.write_text("Wann,Wer,Wieviel\n2026-09-05,P,120.00\n", "utf-8")
    page = show()
    page.show_payments(path)
    dialog = page.dialog
    assert isinstance(dialog, PaymentsDialog)
    qtbot.waitUntil(dialog.columns.isVisible)
    assert dialog.notice.isVisible()
    assert dialog.table.isHidden(), "an empty table looks as if nothing had been paid"
    assert dialog.focusWidget() is dialog.columns.combos[0]
    for place, fact in ((0, "date"), (2, "income")):
        combo = dialog.columns.combos[place]
        combo.setCurrentIndex(combo.findData(fact))
        combo.activated.emit(combo.currentIndex())
    qtbot.waitUntil(dialog.save_button.isEnabled)
    assert dialog.table.isVisible()
    assert dialog.table.ticked_rows() == [0]


def test_a_month_is_saved_as_a_pdf(
    qtbot: QtBot,
    earn: Earn,
    show: Callable[[], CashbackPage],
    context: Context,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Closing the month would mean copying figures off the screen."""
    earn(5_000)
    page = show()
    page.report_button.click()
    dialog = page.dialog
    assert isinstance(dialog, ReportDialog)
    qtbot.waitUntil(dialog.pdf_button.isEnabled)
    assert dialog.figures[0].value.text() == "¥50.00"
    path = tmp_path / "report"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    with qtbot.waitSignal(context.saved):
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert path.with_name("report.pdf").read_bytes().startswith(b"%PDF")


def test_outstanding_orders_are_packed_for_their_partner(
    qtbot: QtBot,
    earn: Earn,
    show: Callable[[], CashbackPage],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A partner who doubts an order would have to be sent screenshots of the list."""
    earn(5_000)
    page = show()
    page.show_month(page.overview.months[0])
    path = tmp_path / "pack.zip"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    assert isinstance(page.dialog, MonthDialog)
    page.dialog.dispute_button.click()
    page.pack.finish()
    assert zipfile.is_zipfile(path)


def test_closing_the_report_waits_for_no_lookup(
    qtbot: QtBot,
    earn: Earn,
    show: Callable[[], CashbackPage],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The window would freeze until a hundred thousand orders were looked up."""
    earn(5_000)
    page = show()
    resume, looking, over = threading.Event(), threading.Event(), threading.Event()

    def slow(*_facts: object) -> None:
        looking.set()
        resume.wait(10)
        over.set()

    monkeypatch.setattr(ReportService, "month", slow)
    page.report_button.click()
    assert looking.wait(30)
    assert isinstance(page.dialog, ReportDialog)
    page.dialog.reject()
    assert page.dialog is None
    assert not over.is_set()
    resume.set()
