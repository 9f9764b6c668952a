"""Pictures of the window's pages, with orders in every state, and of its dialogs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.domain.evidence import subject_of_order
from desktop.domain.model import Partner
from desktop.domain.money_records import Receipt
from desktop.domain.receipts import share_out
from desktop.domain.reminder_log import Delivery
from desktop.domain.reminder_plan import PlanChange, QuietHours, ReminderPlan
from desktop.domain.views import Query, View
from desktop.ui.cashback.lists import MonthDialog, ReceiptsDialog
from desktop.ui.cashback.match_dialog import MatchDialog
from desktop.ui.cashback.page import CashbackPage
from desktop.ui.cashback.report_dialog import ReportDialog
from desktop.ui.cashback.sums_dialog import SumsDialog
from desktop.ui.compare.dialog import CompareDialog
from desktop.ui.evidence.dialog import EvidenceDialog
from desktop.ui.evidence.edit_dialogs import DescribeDialog, VoidDialog
from desktop.ui.evidence.pictures import as_png
from desktop.ui.help.page import HelpPage
from desktop.ui.imports.import_dialog import ImportDialog
from desktop.ui.imports.preview_rows import RowGroup
from desktop.ui.kit.cards import CardColumn
from desktop.ui.orders.associate_guide import AssociateGuide
from desktop.ui.orders.moment_dialog import AssociateDialog, PayDialog
from desktop.ui.orders.order_dialog import OrderDialog
from desktop.ui.orders.page import OrdersPage
from desktop.ui.projects.page import ProjectsPage
from desktop.ui.settings.reminders.ahead_dialog import AheadDialog
from desktop.ui.settings.reminders.own_plan_dialog import OwnPlanDialog
from desktop.ui.shared.context import Context
from desktop.ui.shell.main_window import MainWindow
from tour.camera import Camera, close_and_delete, settle, wait_for
from tour.partner_money import payment_pictures, statement_pictures
from tour.partners import partner_pictures
from tour.records import (
    ACCOUNT,
    ORDER,
    PROJECT,
    WITHOUT_ACCOUNT,
    console_lists,
    fill,
    list_of_orders,
    refuse_twice,
)

_SIZE = QSize(1200, 760)
_LONG = ("gate", "projects", "cashback", "settings")
"""Pages that are much longer than the window; a picture of the whole page is taken as well."""


def window_pictures(context: Context, folder: Path, camera: Camera) -> Iterator[Path]:
    """Save all pages and dialogs; this fills the workspace, which starts empty."""
    window = MainWindow(context)
    window.resize(_SIZE)
    window.show()
    QApplication.processEvents()
    yield camera.take(window, "welcome")
    fill(context.workspace, chinese=camera.chinese)
    context.backup_worker.list()
    context.changed.emit()
    settle()
    yield from _pages(window, camera)
    yield from _about(window, camera)
    yield from _reminders(window, camera)
    yield from _orders(window, camera)
    yield from _evidence(window, camera)
    yield from _cashback(window, camera)
    yield from partner_pictures(window, folder, camera)
    yield from _imports(window, folder, camera)
    yield from _comparison(window, camera)
    yield from _forms(window, camera)
    close_and_delete(window)


def _pages(window: MainWindow, camera: Camera) -> Iterator[Path]:
    for name in ("home", "gate", "projects", "cashback", "settings", "help"):
        window.show_page(name)
        QApplication.processEvents()
        yield camera.take(window, name)
        page = window.pages[name]
        if name in _LONG and isinstance(page, CardColumn):
            window.resize(window.width(), page.widget().height())
            yield camera.take(window, f"{name}-whole")
            window.resize(_SIZE)
    home = window.pages["home"]
    window.show_page("home")
    if isinstance(home, CardColumn):
        home.verticalScrollBar().setValue(home.verticalScrollBar().maximum())
    yield camera.take(window, "home-end")


def _about(window: MainWindow, camera: Camera) -> Iterator[Path]:
    """Save articles of the help, its last page, and the licences."""
    window.show_page("help")
    page = window.pages["help"]
    if not isinstance(page, HelpPage):
        raise TypeError("not the help")
    for name in ("first", "backup", "shortcuts"):
        page.show_article(name)
        settle()
        yield camera.take(window, f"help-{name}")
    page.show_article("about")
    yield camera.take(window, "about")
    yield camera.show(page.about.show_licences(), "licences")


def _reminders(window: MainWindow, camera: Camera) -> Iterator[Path]:
    """Save the settings of the reminders, with quiet hours and a trial, and their dialogs."""
    workspace = window.context.workspace
    reminders, now = workspace.reminders, workspace.clock()
    reminders.save_plan(ReminderPlan(quiet=QuietHours(time(22, 30), time(8)), every=10))
    for hours, delivery in ((12, Delivery.SHOWN), (5, Delivery.NO_SERVICE), (1, Delivery.SHOWN)):
        reminders.note_delivery(reminders.claim(now - timedelta(hours=hours)), delivery)
    window.show_page("settings:reminders")
    settle()
    yield camera.take(window, "settings-reminders")
    page = window.pages["settings"]
    if not isinstance(page, CardColumn):
        raise TypeError("not the settings")
    window.resize(window.width(), page.widget().height())
    yield camera.take(window, "settings-reminders-whole")
    window.resize(_SIZE)
    reminders.drill.answer(received=True)
    yield camera.show(AheadDialog(window.context, window), "reminders-ahead")
    order = workspace.open_orders(now)[0]
    workspace.reminders.save_change(PlanChange(hours=(48, 6, 1)), order.account, order.number)
    dialog = OwnPlanDialog(window.context, order.account, order.number, window)
    yield camera.show(dialog, "reminders-own-plan")
    workspace.reminders.save_change(PlanChange(), order.account, order.number)
    reminders.save_plan(ReminderPlan())


def _orders(window: MainWindow, camera: Camera) -> Iterator[Path]:
    """Save the page of orders in several views, and the guide through the console."""
    queries = {"open": Query(), "all": Query(View.ALL), "missed": Query(View.MISSED)}
    queries["nothing"] = Query(View.TRASH)
    for name, query in queries.items():
        window.show_orders(query)
        settle()
        yield camera.take(window, f"orders-{name}")
    window.show_orders(Query())
    settle()
    page = window.pages["orders"]
    if not isinstance(page, OrdersPage):
        raise TypeError("not the page of orders")
    page.actions_.guide()
    guide = window.guide
    if not isinstance(guide, AssociateGuide):
        raise TypeError("not the guide")
    yield camera.take(guide, "guide")
    guide.show_refusal()
    yield camera.take(guide, "guide-refused")
    close_and_delete(guide)


def _evidence(window: MainWindow, camera: Camera) -> Iterator[Path]:
    """Save an order's evidence: none yet, in its card, the whole dialog, and the questions."""
    context = window.context
    subject = subject_of_order(ACCOUNT, ORDER)
    empty = EvidenceDialog(context, subject, ORDER, window)
    yield camera.show(empty, "evidence-empty")
    names = ("关联成功页", "订单关联列表") if camera.chinese else ("Associated", "List of orders")
    service = context.workspace.evidence
    shot = as_png(window.grab().toImage())
    pieces = [
        service.add(subject, content, name=name)
        for content, name in zip((shot, shot + b" "), names, strict=True)
    ]
    service.void(pieces[1], "卡号可见" if camera.chinese else "Shows a card number")
    changed = service.add(subject, b"%PDF-1.7 ", name="支付记录" if camera.chinese else "Payment")
    service.path(changed).write_bytes(b"%PDF-1.6 ")
    context.changed.emit()
    page = window.pages["orders"]
    if not isinstance(page, OrdersPage):
        raise TypeError("not the page of orders")
    page.show_query(Query(View.ALL, ORDER))
    settle()
    page.pane.evidence.fold.unfold()
    settle()
    yield camera.take(window, "orders-evidence")
    dialog = EvidenceDialog(context, subject, ORDER, window)
    dialog.show()
    settle()
    wait_for(lambda: all(tile.check is not None for tile in dialog.panel.tiles))
    dialog.panel.tiles[0].click()
    settle()
    yield camera.take(dialog, "evidence")
    close_and_delete(dialog)
    yield camera.show(VoidDialog(window), "evidence-void")
    yield camera.show(DescribeDialog(pieces[0], window), "evidence-name")


def _cashback(window: MainWindow, camera: Camera) -> Iterator[Path]:
    """Save the page of cashback after a partial receipt, and its dialogs."""
    context = window.context
    receipt = Receipt(received_at=context.workspace.clock(), amount=5000)
    orders = context.workspace.cashback.matchable_orders(receipt.amount)
    context.workspace.cashback.enter(receipt, share_out(receipt.amount, orders))
    context.changed.emit()
    window.show_page("cashback")
    page = window.pages["cashback"]
    if not isinstance(page, CashbackPage):
        raise TypeError("not the page of cashback")
    page.receipt.amount.set_text("40")
    page.receipt.amount.edited.emit()
    settle()
    yield camera.take(window, "cashback-received")
    page.receipt.amount.set_text("")
    page.receipt.amount.edited.emit()
    yield camera.show(MatchDialog(context, page.overview, receipt, parent=window), "cashback-match")
    yield camera.show(ReceiptsDialog(context, window), "cashback-receipts")
    yield camera.show(MonthDialog(context, page.overview.months[-1], window), "cashback-month")
    months = [month.key for month in page.overview.months]
    report = ReportDialog(context, months, page.overview.today, window)
    wait_for(report.pdf_button.isEnabled)
    yield camera.show(report, "cashback-report")
    yield camera.show(SumsDialog(context, page.overview, window), "cashback-sums")
    yield from payment_pictures(window, camera)
    yield from statement_pictures(window, page, camera)


def _imports(window: MainWindow, folder: Path, camera: Camera) -> Iterator[Path]:
    """Save the import dialog: reading, every outcome of a row, changed columns, a refusal."""
    path = folder / ("订单列表.csv" if camera.chinese else "order list.csv")
    path.write_text(list_of_orders(chinese=camera.chinese), "gb18030")
    for name, source in (("rows", path), ("refused", "hello"), ("account", WITHOUT_ACCOUNT)):
        window.open_import(source)
        dialog = window.import_dialog
        if dialog is None:
            raise TypeError("no import dialog")
        if name == "rows":
            yield camera.take(dialog, "import-reading")
        wait_for(lambda dialog=dialog: not dialog.importer.busy)  # type: ignore[misc]
        dialog.preview.select_row(0)
        yield camera.take(dialog, f"import-{name}")
        if name == "rows":
            yield from _answers(dialog, camera)
            dialog.read_options.columns_button.click()
            yield camera.take(dialog, "import-columns")
        dialog.close()


def _answers(dialog: ImportDialog, camera: Camera) -> Iterator[Path]:
    """Type an invalid answer, choose two answers, and filter by one group of rows."""
    dialog.preview.answer.edit()
    dialog.preview.answer.line.setText("2415")
    QTest.keyClick(dialog.preview.answer.line, Qt.Key.Key_Return)
    yield camera.take(dialog, "import-typing")
    dialog.preview.answer.stop_editing()
    for row in (1, 2):
        dialog.preview.select_row(row)
        dialog.preview.answer.press(1)
        wait_for(lambda: not dialog.importer.busy)
    yield camera.take(dialog, "import-answered")
    dialog.groups.select(RowGroup.ADDED)
    yield camera.take(dialog, "import-new")
    dialog.groups.select(RowGroup.ALL)


def _comparison(window: MainWindow, camera: Camera) -> Iterator[Path]:
    """Save the comparison of two pasted lists, and the advice that follows from refusals."""
    window.open_comparison(ACCOUNT)
    dialog = window.comparison
    if not isinstance(dialog, CompareDialog):
        raise TypeError("no comparison")
    settle()
    yield camera.take(dialog, "compare-empty")
    for listed, text in console_lists().items():
        dialog.boxes[listed].field.area.setPlainText(text)
    yield camera.take(dialog, "compare-lists")
    dialog.compare()
    wait_for(lambda: not dialog.comparer.busy)
    settle()
    yield camera.take(dialog, "compare")
    dialog.resize(dialog.width(), dialog.frame.height_of(dialog.width()))
    yield camera.take(dialog, "compare-whole")
    close_and_delete(dialog)
    refuse_twice(window.context.workspace)
    window.context.changed.emit()
    page = ProjectsPage(window.context, window)
    page.correct_account(window.context.workspace.book().accounts[ACCOUNT])
    yield camera.show(_form_dialog(page), "account-form-advice")
    window.show_page("projects")
    settle()
    yield camera.take(window, "projects-advice")


def _forms(window: MainWindow, camera: Camera) -> Iterator[Path]:
    """Save the forms of every kind of record, and the dialogs that ask for a moment."""
    context = window.context
    dialog = OrderDialog(context, parent=window)
    dialog.show()
    dialog.form.read()
    yield camera.take(dialog, "order-form")
    close_and_delete(dialog)
    book = context.workspace.book()
    correct = OrderDialog(context, book.orders[ACCOUNT, ORDER], parent=window)
    yield camera.show(correct, "order-correct")
    yield camera.show(PayDialog(context, None, window), "pay")
    yield camera.show(AssociateDialog(context, [ACCOUNT], None, window), "associate")
    page = ProjectsPage(context, window)
    page.correct_account(book.accounts[ACCOUNT])
    yield camera.show(_form_dialog(page), "account-form")
    page.correct_project(next(one for one in book.projects if one.number == PROJECT))
    yield camera.show(_form_dialog(page), "project-form")
    page.correct_partner(Partner(name="示例伙伴"))
    yield camera.show(_form_dialog(page), "partner-form")


def _form_dialog(page: ProjectsPage) -> QWidget:
    if page.dialog is None:
        raise TypeError("no form of a record")
    return page.dialog
