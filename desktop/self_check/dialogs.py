"""The dialogs over the main window, each made as the window makes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from desktop.domain.compare import ConsoleList, DifferenceKind
from desktop.domain.console_records import Sighting
from desktop.domain.evidence import subject_of_order
from desktop.domain.model import Partner, Window
from desktop.domain.money_records import AnswerKind, PartnerAnswer, Receipt
from desktop.domain.receipts import MatchedReceipt
from desktop.domain.window_advice import advise
from desktop.exchange.formats.partner_card import read_card
from desktop.self_check.fixture import ORDER, PROJECT, UID, Fixture, expect
from desktop.self_check.reminders import reminders
from desktop.ui.about.licences_dialog import LicencesDialog
from desktop.ui.backups.restore_dialog import RestoreDialog
from desktop.ui.cashback.lists import AnsweredDialog, MonthDialog, ReceiptsDialog
from desktop.ui.cashback.match_dialog import MatchDialog
from desktop.ui.cashback.page import CashbackPage
from desktop.ui.cashback.payments_dialog import PaymentsDialog
from desktop.ui.cashback.receipt_dialog import ReceiptDialog
from desktop.ui.cashback.report_dialog import ReportDialog
from desktop.ui.cashback.statement_dialog import StatementDialog
from desktop.ui.cashback.sums_dialog import SumsDialog
from desktop.ui.compare.dialog import CompareDialog
from desktop.ui.compare.kind_card import KindCard
from desktop.ui.evidence.dialog import EvidenceDialog
from desktop.ui.evidence.edit_dialogs import DescribeDialog, VoidDialog
from desktop.ui.evidence.pictures import as_png, thumbnail
from desktop.ui.home.done_card import DoneCard
from desktop.ui.home.done_figures import DoneFigures
from desktop.ui.home.missed_card import MissedCard
from desktop.ui.home.order_menu import OrderMenu
from desktop.ui.home.order_rows import OpenOrderList, OpenOrderRow
from desktop.ui.imports.import_dialog import ImportDialog
from desktop.ui.kit.toast import Toast
from desktop.ui.orders.associate_guide import AssociateGuide
from desktop.ui.orders.moment_dialog import AssociateDialog, PayDialog
from desktop.ui.orders.order_dialog import OrderDialog
from desktop.ui.palette.palette import Palette
from desktop.ui.projects.card_dialog import CardDialog
from desktop.ui.projects.effects import Effect
from desktop.ui.projects.effects_dialog import EffectsDialog
from desktop.ui.projects.page import ProjectsPage
from desktop.ui.projects.window_advice import AdviceBand
from desktop.ui.settings.reminders.ahead_dialog import AheadDialog
from desktop.ui.settings.reminders.own_plan_dialog import OwnPlanDialog
from desktop.ui.shared.context import Context
from desktop.ui.shell.history_dialog import HistoryDialog
from desktop.ui.shell.main_window import MainWindow
from desktop.ui.shell.transfer_file_dialog import TransferFileDialog
from desktop.ui.wizard.order_line import OrderLine
from desktop.wording.i18n import _

_TABLE = (
    f"订单号,账号 ID,订单类型,订单状态,创建时间\n{ORDER},{UID},新购,待支付,2026-01-02 03:04:05\n"
    f"2.36E+14,{UID},新购,待支付,01/02/2026 03:04\n"
)


def dialogs(fixture: Fixture, window: MainWindow) -> Iterator[Callable[[], QWidget]]:
    """Yield, for each dialog, the function that makes it."""
    context = window.context
    order = fixture.workspace.book().orders[UID, ORDER]
    yield lambda: OrderDialog(context, parent=window)
    yield lambda: _in_conflict(context, window)
    yield lambda: AssociateGuide(context, order, window)
    yield lambda: PayDialog(context, None, window)
    yield lambda: AssociateDialog(context, [UID], None, window)
    yield lambda: OrderLine(fixture.workspace.assess(order))  # the wizard's, for a new order
    yield lambda: ImportDialog(context, _TABLE, window)
    yield from _comparison(fixture, context, window)
    yield from _record_forms(fixture, context, window)
    yield from _partners(fixture, context, window)
    yield lambda: RestoreDialog.in_window(context, window)
    yield lambda: HistoryDialog(context, window)
    yield lambda: AheadDialog(context, window)
    yield lambda: OwnPlanDialog(context, UID, ORDER, window)
    yield lambda: _open_transfer_file(fixture, context, window)
    yield lambda: LicencesDialog(window)
    yield lambda: Palette(context, (), (), window)
    yield from _cashback_lists(fixture, context, window)
    yield from _home_cards(fixture, context, window)
    yield from _evidence(fixture, context, window)
    yield from reminders(fixture, window)


def _home_cards(
    fixture: Fixture, context: Context, window: MainWindow
) -> Iterator[Callable[[], QWidget]]:
    """Yield the makers of the toast and of the cards that the home page shows on some days."""
    assessment = fixture.workspace.assess(fixture.workspace.book().orders[UID, ORDER])
    done = replace(assessment.order, associated_at=assessment.now)
    settled = [fixture.workspace.assess(done)]
    yield lambda: OpenOrderList([OpenOrderRow(context, assessment)])
    yield lambda: OrderMenu(context, assessment.order, window.show, window)
    yield partial(_toast, window)
    yield lambda: MissedCard(context, [assessment])
    yield lambda: DoneCard(context, settled, assessment.now, window)
    yield lambda: DoneFigures(context, settled, assessment.now, window)


def _toast(window: MainWindow) -> QWidget:
    """Show a message in a toast, as the window does."""
    toast = Toast(_("Undo"), _("Redo"), _("Open folder"), _("Close"), window.centralWidget())
    toast.show_message(_("Nothing to undo"))
    return toast


def _cashback_lists(
    fixture: Fixture, context: Context, window: MainWindow
) -> Iterator[Callable[[], QWidget]]:
    """Yield the makers of the dialogs of the page of cashback."""
    page = CashbackPage(context, window)
    receipt = Receipt(received_at=fixture.workspace.clock(), amount=100)
    expect(page.overview.months, "an order with a rate brings no cashback")
    yield partial(ReceiptsDialog, context, window)
    yield partial(MonthDialog, context, page.overview.months[0], window)
    yield partial(MatchDialog, context, page.overview, receipt, parent=window)
    yield partial(ReportDialog, context, [], page.overview.today, window)
    yield partial(SumsDialog, context, page.overview, window)
    yield partial(ReceiptDialog, context, MatchedReceipt(receipt), window)
    order = page.overview.months[0].orders[0]
    answer = PartnerAnswer(
        account=order.account,
        order=order.number,
        answer=AnswerKind.PAID,
        amount=100,
        answered_at=fixture.workspace.clock(),
        statement=page.overview.today,
    )
    yield partial(AnsweredDialog, context, AnswerKind.PAID, [order], {order.name: answer}, window)
    yield lambda: _statement(fixture, context, window)
    yield lambda: _payments(fixture, context, window)


def _comparison(
    fixture: Fixture, context: Context, window: MainWindow
) -> Iterator[Callable[[], QWidget]]:
    """Yield the makers of the dialog of a comparison, its cards, and the window advice."""
    service, book = fixture.workspace.comparing, fixture.workspace.book()
    reading = service.read(ORDER, ConsoleList.ASSOCIATED, UID)
    found = service.compare(UID, service.lists({ConsoleList.ASSOCIATED: reading}))
    kind = DifferenceKind.ASSOCIATED_THERE
    expect(found.of(kind), "an order that is associated in the console is not found")
    yield lambda: CompareDialog(context, UID, window)
    yield lambda: KindCard(kind, found.of(kind), book)
    now = fixture.workspace.clock()
    seen = Sighting(account=UID, order=ORDER, seen_at=now, window=Window.DAY)
    advice = advise(book.accounts[UID], [replace(seen, seen_at=now + timedelta(days=1))])
    if advice is not None:
        yield lambda: AdviceBand(advice, now, lambda: None, UID)


def _partners(
    fixture: Fixture, context: Context, window: MainWindow
) -> Iterator[Callable[[], QWidget]]:
    """Yield the makers of the dialogs of a partner's card and of the effects of a correction."""
    assessment = fixture.workspace.assess(fixture.workspace.book().orders[UID, ORDER])
    card = fixture.folder / "partner.linkduecard"
    card.write_text('{"format": "linkdue-partner-card", "version": 1, "name": "P"}', "utf-8")
    yield partial(EffectsDialog, (Effect(assessment, assessment),), window)
    yield partial(_card, context, card, window)


def _card(context: Context, path: Path, window: MainWindow) -> QWidget:
    dialog = CardDialog(context, path, window)
    dialog.show_card(read_card(path))
    return dialog


def _statement(fixture: Fixture, context: Context, window: MainWindow) -> QWidget:
    """Write a statement, and open it in the dialog for returned statements."""
    statement = fixture.folder / "statement.csv"
    service = fixture.workspace.statements
    service.export(statement, None, "en")
    expect(statement.exists(), "a statement was not written")
    return StatementDialog(context, service.read(statement), window)


def _payments(fixture: Fixture, context: Context, window: MainWindow) -> QWidget:
    """Write a list of payments, and open the dialog that reads it."""
    payments = fixture.folder / "payments.csv"
    payments.write_text("交易时间,收入,交易对方\n2026-01-02 03:04:05,1.00,P\n", "utf-8")
    opened = fixture.workspace.payments.open(payments)
    offer = fixture.workspace.payments.offer(opened.table)
    expect(len(offer.offered) == 1, "a payment was not read")
    return PaymentsDialog(context, payments, window)


def _evidence(
    fixture: Fixture, context: Context, window: MainWindow
) -> Iterator[Callable[[], QWidget]]:
    """Yield the makers of the dialogs of evidence, and decode a picture."""
    service = fixture.workspace.evidence
    subject = subject_of_order(UID, ORDER)
    piece = service.add(subject, as_png(window.grab().toImage()), name="控制台")
    expect(not service.check(), "evidence is not as it was kept")
    picture = thumbnail(service.read(piece), piece.media_type, QSize(120, 40))
    expect(not picture.isNull(), "a picture is not decoded")
    yield partial(EvidenceDialog, context, subject, ORDER, window)
    yield partial(VoidDialog, window)
    yield partial(DescribeDialog, piece, window)


def _in_conflict(context: Context, window: MainWindow) -> QWidget:
    """Return the form of an order whose record has changed since the form was filled."""
    recorded = context.workspace.book().orders[UID, ORDER]
    dialog = OrderDialog(context, replace(recorded, payable=1), parent=window)
    dialog.save()
    expect(not dialog.conflict.isHidden(), "a change elsewhere was not noticed")
    return dialog


def _record_forms(
    fixture: Fixture, context: Context, window: MainWindow
) -> Iterator[Callable[[], QWidget]]:
    """Yield the makers of the forms on the page of project numbers."""
    page = ProjectsPage(context, window)
    book = fixture.workspace.book()
    [project] = [one for one in book.projects if one.number == PROJECT]
    for open_form in (
        partial(page.correct_account, book.accounts[UID]),
        partial(page.correct_project, project),
        partial(page.correct_partner, Partner(name="示例伙伴")),
    ):
        yield partial(_record_form, page, open_form)


def _record_form(page: ProjectsPage, open_form: Callable[[], None]) -> QWidget:
    open_form()
    expect(page.dialog, "the form of a record does not open")
    return page.dialog or page


def _open_transfer_file(fixture: Fixture, context: Context, window: MainWindow) -> QWidget:
    """Write a transfer file and return the dialog that offers to open it."""
    transfer_file = fixture.folder / "all.linkdue"
    fixture.workspace.pack(transfer_file)
    return TransferFileDialog(context, transfer_file, window)
