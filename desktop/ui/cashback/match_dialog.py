"""The dialog that matches a receipt to orders, which the user ticks."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.domain.cashback import OrderMoney
from desktop.domain.cashback_months import CashbackOverview
from desktop.domain.model import OrderName
from desktop.domain.money_records import Receipt
from desktop.domain.receipts import MatchedReceipt, Share, matchable_orders, share_out, without
from desktop.ui.kit.buttons import PlainButton, PrimaryButton
from desktop.ui.kit.cards import Card
from desktop.ui.kit.dialogs import DialogFrame
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.shared.context import Context
from desktop.wording import amounts
from desktop.wording import cashback as words
from desktop.wording.i18n import _, ngettext

_SIZE = QSize(600, 0)
_MOST = 200
"""The greatest number of orders on offer; the oldest come first."""


class MatchDialog(DialogFrame):
    """Shares a receipt among the ticked orders: each gets what is outstanding, oldest first."""

    def __init__(
        self,
        context: Context,
        overview: CashbackOverview,
        receipt: Receipt,
        matched: MatchedReceipt | None = None,
        parent: QWidget | None = None,
        ticked: Collection[OrderName] = (),
    ) -> None:
        """Offer the orders of `overview` for `receipt`.

        `matched` is the receipt with its parts, if it is recorded already: its orders are ticked.
        Otherwise, the orders in `ticked` are.
        """
        amount = amounts.yuan(receipt.amount)
        super().__init__(
            _("Match cashback"),
            _SIZE,
            _("Which orders is {amount} for?").format(amount=amount),
            parent,
        )
        self._context = context
        self._receipt = receipt
        self._matched = matched
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        found = list(islice(_offered(overview, receipt, matched), _MOST + 1))
        self._orders = found[:_MOST]
        self.boxes = [self._box(order) for order in self._orders]
        self._lay_out(more=len(found) > _MOST)
        given = set(ticked)
        if matched is not None:
            given = {(part.account, part.order) for part in matched.parts}
        for order, box in zip(self._orders, self.boxes, strict=True):
            box.setChecked(order.name in given)
        self._show_rest()
        if self.boxes:
            self.boxes[0].setFocus()

    def shares(self) -> list[Share]:
        """Return the share of each ticked order."""
        return share_out(self._receipt.amount, self._ticked())

    def save(self) -> None:
        """Log the receipt, or match it again, and close; stay open if that fails."""
        shares, service = self.shares(), self._context.workspace.cashback
        if self._matched is None:
            done = words.entered(self._receipt.amount, len(shares))
            saved = self._context.run_action(done, lambda: service.enter(self._receipt, shares))
        else:
            matched = self._matched
            done = words.matched(self._receipt.amount, len(shares))
            saved = self._context.run_action(done, lambda: service.rematch(matched, shares))
        if saved is not None:
            self.accept()

    def _lay_out(self, *, more: bool) -> None:
        if self._orders:
            text = _("The ticked orders get what is outstanding, the oldest first.")
        else:
            text = _("Nothing is outstanding for any order. The amount is kept as credit.")
        self.body.addWidget(PlainLabel(text, Role.MUTED))
        if self.boxes:
            card = Card()
            for box in self.boxes:
                card.body.addWidget(box)
            self.body.addWidget(card)
        if more:
            text = _("Only the {count} oldest orders are listed.").format(count=_MOST)
            self.body.addWidget(PlainLabel(text, Role.SMALL))
        self.body.addStretch(1)
        self.rest = PlainLabel("", Role.STRONG)
        self.foot.addWidget(self.rest)
        self.cancel_button = PlainButton(_("Cancel"), self.reject)
        self.save_button = PrimaryButton("", self.save)
        self.add_buttons([], [self.cancel_button, self.save_button], self.save_button)

    def _box(self, order: OrderMoney) -> QCheckBox:
        today = self._context.workspace.clock()
        text = words.open_order(order, today).replace("&", "&&")
        box = QCheckBox(text)
        box.setMinimumHeight(28)
        box.toggled.connect(self._show_rest)
        return box

    def _ticked(self) -> list[OrderMoney]:
        both = zip(self._orders, self.boxes, strict=True)
        return [order for order, box in both if box.isChecked()]

    def _show_rest(self) -> None:
        shares = self.shares()
        shared = sum(fen for _name, fen in shares)
        left = self._receipt.amount - shared
        short = sum(order.figures.outstanding for order in self._ticked()) - shared
        if left:
            text = _("{amount} left").format(amount=amounts.yuan(left))
        elif short:
            text = _("Nothing left. {amount} of these orders is still outstanding.")
            text = text.format(amount=amounts.yuan(short))
        else:
            text = _("Nothing left: it fits exactly.")
        self.rest.setText(text)
        count = len(shares)
        if not count:
            name = _("Keep as credit")
        elif self._matched is None:
            name = ngettext("Log and match {count} order", "Log and match {count} orders", count)
        else:
            name = ngettext("Match {count} order", "Match {count} orders", count)
        self.save_button.setText(name.format(count=count))
        self.save_button.setAccessibleName(self.save_button.text())


def _offered(
    overview: CashbackOverview, receipt: Receipt, matched: MatchedReceipt | None
) -> Iterator[OrderMoney]:
    """Yield the orders that a receipt can be matched to, the oldest first, month by month."""
    parts = () if matched is None else matched.parts
    for month in overview.months:
        orders = without(month.orders, parts) if parts else month.orders
        yield from matchable_orders(orders, receipt.amount, receipt.received_at)
