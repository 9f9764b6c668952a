"""The dialogs that open over the window, each made as the window makes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QWidget

from desktop.domain.model import Partner, Receipt
from desktop.self_check.fixture import ORDER, PROJECT, UID, Fixture, expect
from desktop.self_check.reminders import reminders
from desktop.ui.backups.restore_dialog import RestoreDialog
from desktop.ui.cashback.lists import MonthDialog, ReceiptsDialog
from desktop.ui.cashback.match_dialog import MatchDialog
from desktop.ui.cashback.page import CashbackPage
from desktop.ui.help.licences_dialog import LicencesDialog
from desktop.ui.home.done_card import DoneCard
from desktop.ui.home.missed_card import MissedCard
from desktop.ui.home.order_card import OpenOrderList, OpenOrderRow
from desktop.ui.imports.import_dialog import ImportDialog
from desktop.ui.orders.associate_guide import AssociateGuide
from desktop.ui.orders.moment_dialog import AssociateDialog, PayDialog
from desktop.ui.orders.order_dialog import OrderDialog
from desktop.ui.palette.palette import Palette
from desktop.ui.projects.page import ProjectsPage
from desktop.ui.settings.reminders.ahead_dialog import AheadDialog
from desktop.ui.settings.reminders.own_plan_dialog import OwnPlanDialog
from desktop.ui.shared.context import Context
from desktop.ui.shell.history_dialog import HistoryDialog
from desktop.ui.shell.main_window import MainWindow
from desktop.ui.shell.transfer_file_dialog import TransferFileDialog
from desktop.ui.wizard.order_line import OrderLine

_TABLE = f"订单号,账号 ID,创建时间\n{ORDER},{UID},2026-01-02 03:04:05\n"


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
    yield from _record_forms(fixture, context, window)
    yield lambda: RestoreDialog.in_window(context, window)
    yield lambda: HistoryDialog(context, window)
    yield lambda: AheadDialog(context, window)
    yield lambda: OwnPlanDialog(context, UID, ORDER, window)
    yield lambda: _open_transfer_file(fixture, context, window)
    yield lambda: LicencesDialog(window)
    yield lambda: Palette(context, (), (), window)
    yield from _cashback_lists(fixture, context, window)
    yield from _home_cards(fixture, context, window)
    yield from reminders(fixture, window)


def _home_cards(
    fixture: Fixture, context: Context, window: MainWindow
) -> Iterator[Callable[[], QWidget]]:
    """Cards of the home page that only some days show."""
    assessment = fixture.workspace.assess(fixture.workspace.book().orders[UID, ORDER])
    done = replace(assessment.order, associated_at=assessment.now)
    settled = [fixture.workspace.assess(done)]
    yield lambda: OpenOrderList([OpenOrderRow(context, assessment)])
    yield lambda: MissedCard(context, [assessment])
    yield lambda: DoneCard(context, settled, assessment.now, window)


def _cashback_lists(
    fixture: Fixture, context: Context, window: MainWindow
) -> Iterator[Callable[[], QWidget]]:
    """Yield the makers of what opens over the page of cashback."""
    page = CashbackPage(context, window)
    receipt = Receipt(received_at=fixture.workspace.clock(), amount=100)
    expect(page.overview.months, "an order with a rate brings no cashback")
    yield partial(ReceiptsDialog, context, window)
    yield partial(MonthDialog, context, page.overview.months[0], window)
    yield partial(MatchDialog, context, receipt, parent=window)


def _in_conflict(context: Context, window: MainWindow) -> QWidget:
    """Open the form of an order whose record has changed since the form was filled."""
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
    for show in (
        partial(page.correct_account, book.accounts[UID]),
        partial(page.correct_project, project),
        partial(page.correct_partner, Partner(name="示例伙伴")),
    ):
        yield partial(_record_form, page, show)


def _record_form(page: ProjectsPage, show: Callable[[], None]) -> QWidget:
    show()
    expect(page.dialog, "the form of a record does not open")
    return page.dialog or page


def _open_transfer_file(fixture: Fixture, context: Context, window: MainWindow) -> QWidget:
    """Write a transfer file and open the dialog that offers to take it over."""
    transfer_file = fixture.folder / "all.linkdue"
    fixture.workspace.pack(transfer_file)
    return TransferFileDialog(context, transfer_file, window)
