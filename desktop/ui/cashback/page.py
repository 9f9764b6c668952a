"""The page of cashback (返现): sums, chart, months; receipts are logged and matched here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.domain import beijing
from desktop.domain.cashback import OrderMoney
from desktop.domain.cashback_months import CashbackMonth, CashbackOverview
from desktop.domain.model import OrderName
from desktop.domain.money_records import AnswerKind, PartnerAnswer, Receipt
from desktop.domain.receipts import MatchedReceipt
from desktop.domain.statement import AnswerSum, partners_of
from desktop.domain.views import Query, View
from desktop.services.statements import ReturnedStatement
from desktop.ui.cashback.answers_card import AnswersCard
from desktop.ui.cashback.chart import MONTHS, ChartCard
from desktop.ui.cashback.dispute_pack import DisputePack
from desktop.ui.cashback.figures_card import FiguresCard
from desktop.ui.cashback.lists import AnsweredDialog, MonthDialog, ReceiptsDialog
from desktop.ui.cashback.match_dialog import MatchDialog
from desktop.ui.cashback.months_card import MonthsCard
from desktop.ui.cashback.overdue_card import OverdueCard
from desktop.ui.cashback.payments_dialog import PaymentsDialog
from desktop.ui.cashback.receipt_card import ReceiptCard
from desktop.ui.cashback.report_dialog import ReportDialog
from desktop.ui.cashback.source import CashbackSource, CashbackState
from desktop.ui.cashback.statement_dialog import StatementDialog
from desktop.ui.cashback.statement_files import StatementFiles
from desktop.ui.cashback.sums_dialog import SumsDialog
from desktop.ui.kit.buttons import LinkButton, PlainButton
from desktop.ui.kit.cards import EmptyState, Notice, Page
from desktop.ui.kit.dialogs import DialogFrame
from desktop.ui.kit.flow import Flow
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.shared.context import Context
from desktop.ui.shared.ticking import TickingMixin
from desktop.ui.theme.tokens import L, M, Tone
from desktop.wording import cashback as words
from desktop.wording.i18n import _, ngettext

_CHART_COMFORT = 30
"""Characters that the chart needs to be beside the card of receipts."""
_FOOT_COMFORT = 24
"""Characters that the line at the foot needs to be beside the links."""


class CashbackPage(TickingMixin, Page):
    """Shows the cashback state; without changes it is valid until the next deadline or midnight."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(_("Cashback"), " ", parent)
        self._context = context
        self._until: datetime | None = None
        self._answers: Mapping[OrderName, PartnerAnswer] = {}
        self._answered: Mapping[AnswerKind | None, AnswerSum] = {}
        self._excluded: Mapping[str, list[OrderMoney]] = {}
        self.overview = CashbackOverview(beijing.day_of(context.workspace.clock()), ())
        self.dialog: DialogFrame | None = None
        self.matching: MatchDialog | None = None
        """The dialog that is open over the list of receipts."""
        self.report_button = PlainButton(_("Month report…"), self.show_report, glyph=Glyph.PRINT)
        self.actions_row.addWidget(self.report_button)
        self.statements = StatementFiles(context, self)
        self.statements.returned.connect(self.show_statement)
        self.pack = DisputePack(context, self)
        self._months: set[str] = set()
        self.figures = FiguresCard()
        self.overdue = OverdueCard()
        self.answers = AnswersCard()
        self.chart = ChartCard()
        self.receipt = ReceiptCard(context)
        self.months = MonthsCard()
        self.unknown = Notice(
            Tone.INFO, "", action=(_("Show these orders"), self._show_unknown), glyph=Glyph.INFO
        )
        self.settled_button = LinkButton("", self._toggle_settled, quiet=True)
        self.statement_button = LinkButton(
            _("Statement for your partner…"), self.open_statement_menu, quiet=True
        )
        self.sums_button = LinkButton(_("Sums by partner and account"), self.show_sums, quiet=True)
        self._settled_shown = False
        self.empty = self._make_empty()
        self._lay_out()
        self.receipt.choice_wanted.connect(self.choose_orders)
        self.receipt.import_wanted.connect(self.choose_payments)
        self.receipt.list_wanted.connect(self.show_receipts)
        self.answers.log_wanted.connect(self.receipt.offer)
        self.answers.details_wanted.connect(self.show_answered)
        self.months.reminded.connect(self.remind)
        self.months.details_wanted.connect(self.show_month)
        for widget in (self.empty, self.overdue, self.answers, self.unknown, *self._parts()):
            widget.hide()
        self.source = CashbackSource(context, self.show_state, self)
        context.changed.connect(self.refresh)
        self.refresh()
        self.follow(context.ticker)

    def refresh(self) -> None:
        """Request the current state, which is shown when it is found."""
        self.source.ask()

    def show_state(self, state: CashbackState) -> None:
        """Show a state."""
        focused = self._focused_name()
        self.overview, now = state.overview, state.now
        deadline = self._context.workspace.first_deadline(now)
        midnight = beijing.end_of_day(now)
        self._until = midnight if deadline is None else min(midnight, deadline)
        title, overdue = words.title(self.overview)
        self.title.set_marked(title, overdue, Tone.AMBER)
        self.subtitle.setText(words.subtitle(self.overview, now))
        self.figures.set(self.overview, state.credit)
        self.chart.chart.set(self.overview.recent(MONTHS), self.overview.today)
        self.receipt.set(self.overview, state.open_orders)
        self._answers, self._answered = state.answers, state.answered
        self._excluded = state.excluded
        late, answered = (
            self.overdue.set(self.overview),
            self.answers.set(state.answered),
        )
        self._months = {month.key for month in self.overview.months} | state.months_received
        self._show_months()
        known = bool(self.overview.months or state.months_received)
        self.empty.setVisible(not known)
        self.setFocusProxy(self.receipt if known else self.orders_button)
        for widget in self._parts():
            widget.setVisible(known)
        self.overdue.setVisible(late)
        self.answers.setVisible(answered)
        self.unknown.set(Tone.INFO, words.unknown(state.unknown), "", Glyph.INFO)
        self.unknown.setVisible(bool(state.unknown))
        self._restore_focus(focused)

    def show_receipts(self) -> None:
        """List all receipts."""
        dialog = ReceiptsDialog(self._context, self.window())
        dialog.match_wanted.connect(self._match)
        self._open(dialog)

    def show_sums(self) -> None:
        """Open the dialog with sums by partner, by account or by month."""
        self._open(SumsDialog(self._context, self.overview, self.window()))

    def show_report(self) -> None:
        """Open the dialog with the report of a month."""
        today = self.overview.today
        self._open(ReportDialog(self._context, sorted(self._months), today, self.window()))

    def show_month(self, month: CashbackMonth) -> None:
        """List the orders of a month."""
        excluded = self._excluded.get(month.key, ())
        dialog = MonthDialog(self._context, month, self.window(), self._answers, excluded)
        dialog.dispute_wanted.connect(lambda: self.save_dispute_pack(month))
        self._open(dialog)

    def save_dispute_pack(self, month: CashbackMonth) -> None:
        """Save the pack for a dispute about a month; ask for the partner if there are several."""
        self._for_partner(month, lambda _partner, orders: self.pack.save(orders))

    def show_answered(self, kind: AnswerKind | None) -> None:
        """List the orders with one kind of answer."""
        if kind in self._answered:
            orders = self._answered[kind].orders
            self._open(AnsweredDialog(self._context, kind, orders, self._answers, self.window()))

    def open_statement_menu(self) -> None:
        """Open the menu to save a statement for a partner, or to import answers."""
        menu = self.statements.menu(partners_of(self._owing()), self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.statement_button.mapToGlobal(QPoint(0, self.statement_button.height())))

    def show_statement(self, returned: ReturnedStatement) -> None:
        """Show the answers of a returned statement, for the user to record."""
        self._open(StatementDialog(self._context, returned, self.window()))

    def choose_orders(self, receipt: Receipt) -> None:
        """Open the dialog that matches a new receipt to orders."""
        ticked = self.receipt.offered(receipt.amount)
        dialog = MatchDialog(
            self._context, self.overview, receipt, parent=self.window(), ticked=ticked
        )
        dialog.accepted.connect(self.receipt.finish)
        self._open(dialog)

    def choose_payments(self) -> None:
        """Ask for a file with payments of a bank, WeChat or Alipay, and show them."""
        chosen, _kind = QFileDialog.getOpenFileName(
            self.window(),
            _("Import payments"),
            "",
            _("Lists of payments (*.csv *.tsv *.txt *.xlsx *.xls *.ods)"),
        )
        if chosen:
            self.show_payments(Path(chosen))

    def show_payments(self, path: Path) -> None:
        """Show the payments in a file, for the user to tick and log."""
        self._open(PaymentsDialog(self._context, path, self.window()))

    def remind(self, month: CashbackMonth) -> None:
        """Copy a reminder to the partner; ask for the partner if there are several."""
        self._for_partner(month, lambda partner, _orders: self.copy_reminder(month, partner))

    def _for_partner(
        self, month: CashbackMonth, action: Callable[[str, Sequence[OrderMoney]], object]
    ) -> None:
        """Call `action` with a partner and the orders it owes for; a menu asks if several do."""
        by_partner: dict[str, list[OrderMoney]] = defaultdict(list)
        for order in month.owing:
            by_partner[order.partner].append(order)
        if len(by_partner) == 1:
            action(*next(iter(by_partner.items())))
            return
        menu = QMenu(self)
        for partner in sorted(by_partner):
            name = partner or _("no partner recorded")
            menu.addAction(name.replace("&", "&&")).triggered.connect(
                lambda _checked=False, partner=partner: action(partner, by_partner[partner])
            )
        focused = QApplication.focusWidget()
        beside = focused if isinstance(focused, QPushButton) else self
        menu.popup(beside.mapToGlobal(QPoint(0, beside.height())))

    def copy_reminder(self, month: CashbackMonth, partner: str) -> None:
        """Copy the reminder about a month to a partner."""
        owed = [order for order in month.owing if order.partner == partner]
        text = words.reminder(month, owed, self.overview.today)
        QApplication.clipboard().setText(text)
        self._context.message.emit(
            _("Message to your partner copied. Please send it to {partner}.").format(
                partner=partner or _("your partner")
            )
        )

    # Interface for the ticker

    def next_change(self, now: datetime) -> datetime | None:
        """Return the next midnight in Beijing, or the next deadline."""
        return self._until

    def tick(self, now: datetime) -> None:
        """Refresh when a deadline or midnight has passed."""
        if self._until is not None and now >= self._until:
            self.refresh()

    # Building

    def _lay_out(self) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(self.chart)
        right.addWidget(self.receipt)
        self.top = ResponsiveRow([left, right], 0, L, comfort=_CHART_COMFORT)
        links, aside = QVBoxLayout(), QVBoxLayout()
        holder = QWidget()
        flow = Flow(holder, M)
        for link in (self.settled_button, self.statement_button, self.sums_button):
            flow.addWidget(link)
        links.addWidget(holder)
        text = _(
            "Expected = paid × rate, as your partner promised. Assumed: it comes by the end of the "
            "next month."
        )
        self.assumed = PlainLabel(text, Role.SMALL)
        self.assumed.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        aside.addWidget(self.assumed)
        self.foot = ResponsiveRow([links, aside], 1, L, comfort=_FOOT_COMFORT)
        above = (self.empty, self.figures, self.top, self.answers, self.months)
        for widget in (*above, self.unknown, self.overdue, self.foot):
            self.content.addWidget(widget)

    def _parts(self) -> tuple[QWidget, ...]:
        """Return the widgets that are shown once there are figures."""
        return self.figures, self.top, self.months, self.foot, self.report_button

    def _owing(self) -> list[OrderMoney]:
        """Return the orders with outstanding cashback, month by month."""
        return [order for month in self.overview.months for order in month.owing]

    def _make_empty(self) -> EmptyState:
        self.orders_button = PlainButton(
            _("Go to orders"), lambda: self._context.page_wanted.emit("orders")
        )
        return EmptyState(
            _("No cashback yet"),
            _("It appears here once an order is associated with a project that has a rate."),
            self.orders_button,
            glyph=Glyph.YUAN,
        )

    def _show_unknown(self) -> None:
        self._context.orders_wanted.emit(Query(View.CASHBACK_UNKNOWN))

    def _show_months(self) -> None:
        settled = self.overview.settled
        shown = self.overview.open
        if self._settled_shown:
            shown = tuple(sorted((*settled, *shown), key=lambda month: month.key))
        self.months.set(self.overview, shown)
        self.settled_button.setVisible(bool(settled))
        count = len(settled)
        if self._settled_shown:
            text = ngettext("Hide {count} settled month", "Hide {count} settled months", count)
        else:
            text = ngettext(
                "{count} more month is settled", "{count} more months are settled", count
            )
        self.settled_button.setText(text.format(count=count))
        self.settled_button.setAccessibleName(self.settled_button.text())
        down = Glyph.CHEVRON_DOWN if self._settled_shown else Glyph.CHEVRON_RIGHT
        self.settled_button.set_glyph(down)

    def _toggle_settled(self) -> None:
        self._settled_shown = not self._settled_shown
        self._show_months()

    def _match(self, matched: MatchedReceipt) -> None:
        over = self.dialog or self.window()
        self.matching = MatchDialog(self._context, self.overview, matched.receipt, matched, over)
        self.matching.finished.connect(self._matched)
        self.matching.open()

    def _matched(self) -> None:
        self.matching = None

    def _open(self, dialog: DialogFrame) -> None:
        self.dialog = dialog
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self) -> None:
        self.dialog = None

    def _focused_name(self) -> str:
        """Return the accessible name of the focused button in the table; empty if none."""
        focused = QApplication.focusWidget()
        if isinstance(focused, QPushButton) and self.months.isAncestorOf(focused):
            return focused.accessibleName()
        return ""

    def _restore_focus(self, name: str) -> None:
        for button in self.months.findChildren(QPushButton):
            if name and button.accessibleName() == name and not button.isHidden():
                button.setFocus()
                return
