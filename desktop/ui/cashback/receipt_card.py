"""The card that logs a receipt, and shows while typing which orders the amount fits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain import beijing, money
from desktop.domain.cashback import OrderMoney
from desktop.domain.cashback_months import CashbackOverview, owing
from desktop.domain.model import OrderName
from desktop.domain.money_records import Receipt
from desktop.domain.receipts import Fit, OpenOrders, Suggestion
from desktop.forms.parsing import InputError
from desktop.forms.read_moment import Moment
from desktop.forms.read_notice import read_notice
from desktop.ui.cashback.receipt_entry import read_amount_received, read_received_at
from desktop.ui.kit.announce import announce
from desktop.ui.kit.buttons import LinkButton, PrimaryButton
from desktop.ui.kit.cards import Card
from desktop.ui.kit.fields import ComboField, LineField
from desktop.ui.kit.glyphs import Glyph, GlyphMark
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.marked_labels import marked_line
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.kit.sizes import growth
from desktop.ui.shared.context import Context
from desktop.ui.theme.tokens import MAIN_HEIGHT, S, Tone
from desktop.wording import amounts
from desktop.wording import cashback as words
from desktop.wording.errors import validation
from desktop.wording.i18n import _, labelled, ngettext

_WIDTH = 316
_FIELD_COMFORT = 8
"""Characters that a field needs to be beside another."""


@dataclass(frozen=True, slots=True)
class TypedReceipt:
    """A receipt as typed, and the orders that make up its amount, if there are such."""

    receipt: Receipt
    found: Suggestion | None


class ReceiptCard(Card):
    """Proposes the oldest open month; if an amount fits no orders, requests a choice."""

    choice_wanted = Signal(object)
    """A `Receipt` for which the user has to choose orders."""
    import_wanted = Signal()
    """Receipts are to be imported from a list of payments."""
    list_wanted = Signal()
    """All receipts are to be listed."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._overview = CashbackOverview(date.min, ())
        self._open = OpenOrders(())
        self._proposed = ""
        self._offered: tuple[int, frozenset[OrderName]] | None = None
        self.body.setSpacing(S)
        self.list_button = LinkButton(_("Show all"), self.list_wanted.emit)
        name = labelled(_("Cashback received"), self.list_button.text())
        self.list_button.setAccessibleName(name)
        head = QHBoxLayout()
        head.addWidget(PlainLabel(_("Log cashback received"), Role.HEADING), 1)
        head.addWidget(self.list_button)
        self.body.addLayout(head)
        self.amount = LineField(_("Amount (¥)"), placeholder=_("or paste the bank's notice"))
        self.day = LineField(_("Received on"), placeholder="2026-11-18")
        self.month = ComboField(_("For"))
        self.confirm_box = QCheckBox(_("This is another payment"))
        self.confirm_box.setMinimumHeight(28)
        self.button = PrimaryButton(_("Log cashback"), self.save, height=MAIN_HEIGHT)
        self.import_button = LinkButton(
            _("From a bank, WeChat or Alipay file…"), self.import_wanted.emit, quiet=True
        )
        self.mark = GlyphMark(Glyph.CHECK, Tone.GOOD)
        self.message = PlainLabel("", Role.SMALL)
        self._lay_out()
        self.amount.edited.connect(self._amount_edited)
        self.day.edited.connect(self._show_fit)
        self.month.edited.connect(self._month_chosen)
        self.amount.line.returnPressed.connect(self.button.click)
        self.day.line.returnPressed.connect(self.button.click)
        self.setFocusProxy(self.amount.line)

    def set(self, overview: CashbackOverview, open_orders: OpenOrders) -> None:
        """Offer the open months of an overview; typed input stays."""
        first = not self.day.text()
        self._overview = overview
        self._open = open_orders
        open_months = [month for month in overview.months if month.owing]
        items = [(words.month(month.key, overview.today), month.key) for month in open_months]
        items.append((_("any month"), ""))
        chosen = self.month.value()
        self.month.set_items(items)
        keep = not first and chosen in [value for _text, value in items] and self._is_typed()
        self.month.set_value(chosen if keep else items[0][1])
        if first:
            self._clear()
        self._propose()
        self._show_fit()

    def offer(self, amount: int, orders: Iterable[OrderName]) -> None:
        """Fill in the amount in fen that a partner reported as paid for some orders."""
        self._offered = amount, frozenset(orders)
        self.month.set_value("")
        self._proposed = ""
        self.amount.set_text(money.format_yuan(amount))
        self._show_fit()
        self.amount.line.setFocus()
        self.amount.line.selectAll()
        announce(self.amount.line, self.message.text())

    def offered(self, amount: int) -> frozenset[OrderName]:
        """Return the orders that an amount was offered for; none if it is another amount."""
        return self._offered[1] if self._offered and self._offered[0] == amount else frozenset()

    def sizeHint(self) -> QSize:
        """Return the width for the place beside the chart, which grows with the text."""
        return QSize(round(_WIDTH * growth(self.fontMetrics())), super().sizeHint().height())

    def save(self) -> None:
        """Log the receipt, or request a choice of orders if the amount fits none."""
        try:
            typed = self._read()
        except InputError as problem:
            field = self.day if problem.field == "day" else self.amount
            field.show_error(validation.entry(problem.code))
            return
        if not self.confirm_box.isHidden() and not self.confirm_box.isChecked():
            self.confirm_box.setFocus()
            announce(self.confirm_box, self.message.text())
            return
        if typed.found is None:
            self.choice_wanted.emit(typed.receipt)
            return
        shares = typed.found.shares
        done = words.entered(typed.receipt.amount, len(shares))
        service = self._context.workspace.cashback
        if self._context.run_action(done, lambda: service.enter(typed.receipt, shares)):
            self.finish()

    def finish(self) -> None:
        """Clear the card after a receipt was logged."""
        self._clear()
        self.set(self._overview, self._open)

    def _clear(self) -> None:
        self.amount.set_text("")
        self._proposed = ""
        self._offered = None
        self.confirm_box.setChecked(False)
        self.day.set_text(beijing.day_of(self._context.workspace.clock()).isoformat())

    def _is_typed(self) -> bool:
        """Return whether the user has typed the amount: it is not the proposed one."""
        return self.amount.text() not in ("", self._proposed)

    def _propose(self) -> None:
        """Fill in the outstanding amount of the chosen month, unless the user typed another."""
        if self._is_typed():
            return
        chosen = [month for month in self._overview.months if month.key == self.month.value()]
        amount = owing(chosen)
        self._proposed = money.format_yuan(amount) if amount else ""
        self.amount.set_text(self._proposed)
        self.amount.line.selectAll()

    def _month_chosen(self) -> None:
        self._propose()
        self._show_fit()

    def _amount_edited(self) -> None:
        """Fill the fields from a bank's notice that was pasted into the field of the amount."""
        now = self._context.workspace.clock()
        notice = read_notice(self.amount.text(), now)
        if notice is not None:
            self._proposed = ""
            self.amount.set_text(money.format_yuan(notice.amount))
            if notice.moment is not None:
                self.day.set_text(_day_text(notice.moment))
        self._show_fit()
        if notice is not None:
            text = _("Filled in from the notice: {amount}. {fit}")
            amount = amounts.yuan(notice.amount)
            announce(self.amount.line, text.format(amount=amount, fit=self.message.text()))

    def _lay_out(self) -> None:
        self.body.addWidget(self.amount)
        parts = [QVBoxLayout(), QVBoxLayout()]
        parts[0].addWidget(self.day)
        parts[1].addWidget(self.month)
        self.body.addWidget(ResponsiveRow(parts, spacing=S, comfort=_FIELD_COMFORT))
        self.body.addLayout(marked_line(self.mark, self.message))
        self.body.addWidget(self.confirm_box)
        self.body.addStretch(1)
        self.body.addWidget(self.button)
        self.body.addWidget(self.import_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.button.setSizePolicy(
            self.amount.sizePolicy().horizontalPolicy(), self.button.sizePolicy().verticalPolicy()
        )

    def _read(self) -> TypedReceipt:
        """Return the receipt as typed. Raises InputError if it is invalid."""
        amount = read_amount_received(self.amount.text())
        now = self._context.workspace.clock()
        receipt = Receipt(received_at=read_received_at(self.day.text(), now), amount=amount)
        came = receipt.received_at
        if wanted := self.offered(amount):
            orders = (order for month in self._overview.months for order in month.owing)
            offered = [order for order in orders if order.name in wanted]
            return TypedReceipt(receipt, _exact_fit(offered, amount))
        found = self._open.suggest(amount, came, self.month.value() or None)
        return TypedReceipt(receipt, found or self._open.suggest(amount, came))

    def _show_fit(self) -> None:
        try:
            typed = self._read()
        except InputError:
            self._show_open()
            return
        came = typed.receipt
        service = self._context.workspace.cashback
        near = service.near_duplicates(came.amount, came.received_at)
        self.confirm_box.setVisible(bool(near))
        if near:
            self.mark.set(Glyph.EXCLAMATION, Tone.AMBER)
            text = _("{amount} was already logged on {day}. Is it the same payment?")
            self.message.setText(
                text.format(amount=amounts.yuan(typed.receipt.amount), day=words.day(near[0]))
            )
        elif typed.found is not None:
            self.mark.set(Glyph.CHECK, Tone.GOOD)
            self.message.setText(words.fit(typed.found, self._overview.today))
        else:
            self.mark.set(Glyph.INFO, Tone.INFO)
            self.message.setText(_("No open orders make up exactly this amount."))
        if typed.found is None:
            self._name_button(_("Choose orders…"))
            return
        count = len(typed.found.shares)
        text = ngettext("Log and match {count} order", "Log and match {count} orders", count)
        self._name_button(text.format(count=count))

    def _show_open(self) -> None:
        """Show the outstanding amount of the chosen month."""
        self.confirm_box.hide()
        self.mark.set(Glyph.INFO, Tone.INFO)
        self._name_button(_("Log cashback"))
        chosen = [
            month
            for month in self._overview.months
            if month.owing and self.month.value() in ("", month.key)
        ]
        amount = owing(chosen)
        count = sum(len(month.owing) for month in chosen)
        if not amount:
            self.message.setText(_("Nothing is outstanding. It will be kept as credit."))
            return
        text = ngettext(
            "{amount} of {count} order is still to come",
            "{amount} of {count} orders is still to come",
            count,
        )
        self.message.setText(text.format(amount=amounts.yuan(amount), count=count))

    def _name_button(self, text: str) -> None:
        self.button.setText(text)
        self.button.setAccessibleName(text)


def _day_text(moment: Moment) -> str:
    """Return a moment as text for the day's field, with the time if the notice has it."""
    if moment.at is None:
        return moment.day.isoformat()
    return f"{moment.at.astimezone(beijing.BEIJING):%Y-%m-%d %H:%M}"


def _exact_fit(orders: Sequence[OrderMoney], amount: int) -> Suggestion | None:
    """Return these orders as a suggestion if they make up the amount exactly, else None."""
    if sum(order.figures.outstanding for order in orders) != amount:
        return None
    shares = tuple((order.name, order.figures.outstanding) for order in orders)
    return Suggestion(Fit.SOME, shares, tuple(sorted({order.month for order in orders})))
