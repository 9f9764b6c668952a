"""The lists that open over the page: all receipts, and the orders of one month."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.cashback import OrderMoney
from desktop.domain.cashback_months import CashbackMonth
from desktop.domain.receipts import MatchedReceipt
from desktop.ui.kit.buttons import LinkButton, PlainButton, PrimaryButton
from desktop.ui.kit.list_table import ListTable
from desktop.ui.shared.context import Context
from desktop.ui.shared.list_dialog import ListDialog
from desktop.ui.theme.tokens import Tone
from desktop.wording import amounts, glossary
from desktop.wording import cashback as words
from desktop.wording.i18n import _

_SIZE = QSize(720, 520)
_MOST = 500
"""Rows that a list shows at most."""


class ReceiptsDialog(ListDialog):
    """Everything that came, the latest first, to be matched anew or deleted."""

    match_wanted = Signal(object)
    """A `MatchedReceipt` that is to be matched anew."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        titles = (_("Received on"), _("Orders"), _("Amount"), _("Credit"), _("Note"))
        table = ListTable(_("Cashback received"), titles)
        text = _("What is matched to no order is kept as credit.")
        super().__init__(_SIZE, _("Cashback received"), _("Cashback received"), text, table, parent)
        self._context = context
        self._receipts: list[MatchedReceipt] = []
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.delete_button = LinkButton(_("Delete"), self.delete)
        self.match_button = PrimaryButton(_("Match…"), self.match)
        close = PlainButton(_("Close"), self.reject)
        self.evidence_button = PlainButton(_("Evidence…"), self.show_evidence)
        right = [close, self.evidence_button, self.match_button]
        self.add_buttons([self.delete_button], right, self.match_button)
        context.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the receipts as they are."""
        chosen = max(0, self.table.currentRow())
        found = self._context.workspace.cashback.receipts()
        self._receipts = found[:_MOST]
        if len(found) > _MOST:
            text = _("Only the {count} latest are listed.").format(count=_MOST)
            self.show_notice(Tone.INFO, text, "")
        self.table.setRowCount(len(self._receipts))
        for row, matched in enumerate(self._receipts):
            numbers = "\n".join(part.order for part in matched.parts)
            cells = (
                words.day(matched),
                words.receipt(matched),
                amounts.yuan(matched.receipt.amount),
                amounts.yuan(matched.rest) if matched.rest else "",
                glossary.short(matched.receipt.note, 30),
            )
            self.table.show_row(row, cells, ("", numbers, "", "", matched.receipt.note))
        for button in (self.delete_button, self.evidence_button, self.match_button):
            button.setVisible(bool(self._receipts))
        if self._receipts:
            self.table.choose(min(chosen, len(self._receipts) - 1))

    def match(self) -> None:
        """Have the receipt that is chosen matched anew."""
        chosen = self.chosen_of(self._receipts)
        if chosen is not None:
            self.match_wanted.emit(chosen)

    def show_evidence(self) -> None:
        """Show the evidence for the receipt that is chosen, and take more."""
        from desktop.ui.evidence.dialog import EvidenceDialog

        chosen = self.chosen_of(self._receipts)
        if chosen is not None:
            name = f"{words.day(chosen)} {amounts.yuan(chosen.receipt.amount)}"
            self.evidence = EvidenceDialog(self._context, chosen, name, self)
            self.evidence.open()

    def delete(self) -> None:
        """Delete the receipt that is chosen; it can be undone."""
        chosen = self.chosen_of(self._receipts)
        if chosen is None:
            return
        done = _("Receipt of {amount} deleted").format(amount=amounts.yuan(chosen.receipt.amount))
        self._context.run_action(done, partial(self._delete, chosen))

    def _delete(self, chosen: MatchedReceipt) -> bool:
        self._context.workspace.cashback.delete(chosen)
        return True


class MonthDialog(ListDialog):
    """The orders of a month with their money."""

    dispute_wanted = Signal()
    """What is outstanding is to be clarified with the partner."""

    def __init__(
        self, context: Context, month: CashbackMonth, parent: QWidget | None = None
    ) -> None:
        titles = (
            _("Order"),
            _("Status"),
            _("Expected"),
            _("Received"),
            _("Outstanding"),
            _("Lost"),
        )
        now = context.workspace.clock()
        name = words.month_at(month.key, now)
        table = ListTable(_("Orders of {month}").format(month=name), titles)
        text = words.of_month_at(month, now)
        super().__init__(_SIZE, _("Cashback"), table.accessibleName(), text, table, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        close = PrimaryButton(_("Close"), self.accept)
        self.dispute_button = LinkButton(_("Pack for a dispute…"), self.dispute_wanted.emit)
        self.dispute_button.setVisible(bool(month.owing))
        self.add_buttons([self.dispute_button], [close], close)
        shown = month.orders[:_MOST]
        if len(month.orders) > _MOST:
            self.show_notice(
                Tone.INFO, _("Only {count} orders are listed.").format(count=_MOST), ""
            )
        table.setRowCount(len(shown))
        for row, order in enumerate(shown):
            table.show_row(row, _cells(order), ("",) * len(titles))
        if month.orders:
            table.choose(0)


def _cells(order: OrderMoney) -> tuple[str, ...]:
    figures = order.figures
    money = (figures.expected, figures.received, figures.outstanding, figures.lost)
    shown = (amounts.yuan(fen) if fen else "" for fen in money)
    return order.number, glossary.verdict(order.verdict), *shown
