"""The dialogs with lists: all receipts, the orders of a month, the orders with one answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.cashback import OrderMoney
from desktop.domain.cashback_months import CashbackMonth
from desktop.domain.model import OrderName
from desktop.domain.money_records import AnswerKind, PartnerAnswer
from desktop.domain.receipts import MatchedReceipt
from desktop.ui.cashback.receipt_dialog import ReceiptDialog
from desktop.ui.kit.buttons import LinkButton, PlainButton, PrimaryButton
from desktop.ui.kit.labels import capital
from desktop.ui.kit.list_table import ListTable
from desktop.ui.shared.context import Context
from desktop.ui.shared.list_dialog import ListDialog
from desktop.ui.theme.tokens import Tone
from desktop.wording import amounts, glossary, statements
from desktop.wording import cashback as words
from desktop.wording.i18n import _
from desktop.wording.records import rates

_SIZE = QSize(720, 520)
_PAGE = 200
"""The number of receipts listed at first, and added by each click on “Show older ones”."""
_NOTE = 18
"""The number of characters of a note in a list; its tooltip has all."""
_MOST = 500
"""The greatest number of rows in a list."""


class ReceiptsDialog(ListDialog):
    """Lists the receipts, the latest first, with actions to match, edit or delete them."""

    match_wanted = Signal(object)
    """A `MatchedReceipt` that is to be matched again."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        titles = (_("Received on"), _("Orders"), _("Amount"), _("Credit"), _("Note"))
        table = ListTable(_("Cashback received"), titles, figures=titles[2:4])
        text = _("What is matched to no order is kept as credit.")
        super().__init__(_SIZE, _("Cashback received"), _("Cashback received"), text, table, parent)
        self._context = context
        self._receipts: list[MatchedReceipt] = []
        self.editing: ReceiptDialog | None = None
        self._shown = _PAGE
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.delete_button = LinkButton(_("Delete"), self.delete)
        self.edit_button = LinkButton(_("Edit…"), self.edit)
        self.match_button = PrimaryButton(_("Match…"), self.match)
        close = PlainButton(_("Close"), self.reject)
        self.more_button = LinkButton(_("Show older ones"), self.show_more)
        self.evidence_button = PlainButton(_("Evidence…"), self.show_evidence)
        left = [self.delete_button, self.edit_button, self.more_button]
        right = [close, self.evidence_button, self.match_button]
        self.add_buttons(left, right, self.match_button)
        context.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Read the receipts again, and show them."""
        chosen = max(0, self.table.currentRow())
        found = self._context.workspace.cashback.latest(0, self._shown + 1)
        self._receipts = found[: self._shown]
        self.more_button.setVisible(len(found) > self._shown)
        self.table.setRowCount(len(self._receipts))
        for row, matched in enumerate(self._receipts):
            numbers = "\n".join(part.order for part in matched.parts)
            cells = (
                words.day(matched),
                words.receipt(matched),
                amounts.yuan(matched.receipt.amount),
                amounts.yuan(matched.rest) if matched.rest else "",
                glossary.short(matched.receipt.note, _NOTE),
            )
            self.table.show_row(row, cells, ("", numbers, "", "", matched.receipt.note))
        actions = (self.delete_button, self.edit_button, self.evidence_button, self.match_button)
        for button in actions:
            button.setVisible(bool(self._receipts))
        if self._receipts:
            self.notice.hide()
            self.table.choose(min(chosen, len(self._receipts) - 1))
        else:
            text = _("What you log on the Cashback page appears here.")
            self.show_notice(Tone.INFO, _("No cashback logged yet"), text)

    def show_more(self) -> None:
        """List older receipts as well."""
        self._shown += _PAGE
        self.refresh()

    def match(self) -> None:
        """Request that the selected receipt is matched again."""
        chosen = self.chosen_of(self._receipts)
        if chosen is not None:
            self.match_wanted.emit(chosen)

    def edit(self) -> None:
        """Open the dialog that edits the selected receipt."""
        chosen = self.chosen_of(self._receipts)
        if chosen is not None:
            self.editing = ReceiptDialog(self._context, chosen, self)
            self.editing.finished.connect(self._edited)
            self.editing.open()

    def _edited(self) -> None:
        self.editing = None

    def show_evidence(self) -> None:
        """Open the dialog with the evidence of the selected receipt."""
        from desktop.ui.evidence.dialog import EvidenceDialog

        chosen = self.chosen_of(self._receipts)
        if chosen is not None:
            name = f"{words.day(chosen)} {amounts.yuan(chosen.receipt.amount)}"
            self.evidence = EvidenceDialog(self._context, chosen, name, self)
            self.evidence.open()

    def delete(self) -> None:
        """Delete the selected receipt; this can be undone."""
        chosen = self.chosen_of(self._receipts)
        if chosen is None:
            return
        done = _("Receipt of {amount} deleted").format(amount=amounts.yuan(chosen.receipt.amount))
        self._context.run_action(done, partial(self._delete, chosen))

    def _delete(self, chosen: MatchedReceipt) -> bool:
        self._context.workspace.cashback.delete(chosen)
        return True


class MonthDialog(ListDialog):
    """Lists the orders of a month with their amounts."""

    dispute_wanted = Signal()
    """The pack for a dispute about outstanding cashback is to be saved."""

    def __init__(
        self,
        context: Context,
        month: CashbackMonth,
        parent: QWidget | None = None,
        answers: Mapping[OrderName, PartnerAnswer] | None = None,
        excluded: Sequence[OrderMoney] = (),
    ) -> None:
        """Fill the list; columns without any value are left out.

        `answers` are the partners' answers by order. `excluded` are the orders that bring no
        cashback, as agreed with the partner; they are listed last.
        """
        without = {order.name for order in excluded}
        orders = [*(each for each in month.orders if each.name not in without), *excluded]
        rows = []
        for order in orders[:_MOST]:
            number, status, *rest = _cells(order, (answers or {}).get(order.name))
            if order.name in without:
                status = " · ".join((status, _("excluded")))
            rows.append((number, status, *rest))
        named = (_("Expected"), _("Received"), _("Outstanding"), _("Lost"), _("Partner's answer"))
        kept = [place for place in range(len(named)) if any(cells[place + 2] for cells in rows)]
        titles = (_("Order"), _("Status"), *(named[place] for place in kept))
        now = context.workspace.clock()
        name = words.month_at(month.key, now)
        heading = _("Orders of {month}").format(month=name)
        table = ListTable(heading, titles, figures=named[:-1])
        text = words.of_month_at(month, now)
        if any(order.estimated and order.figures.expected for order in month.orders):
            about = _("≈ means: the cash paid isn't known, so the amount payable was used.")
            text = f"{text}\n{about}"
        super().__init__(_SIZE, _("Cashback"), table.accessibleName(), text, table, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        close = PlainButton(_("Close"), self.accept)
        self.dispute_button = LinkButton(_("Pack for a dispute…"), self.dispute_wanted.emit)
        self.dispute_button.setVisible(bool(month.owing))
        self.add_buttons([self.dispute_button], [close], close)
        if len(orders) > _MOST:
            self.show_notice(
                Tone.INFO,
                _("Only {count} orders are listed.").format(count=_MOST),
                _("The month report has all of them."),
            )
        table.setRowCount(len(rows))
        for row, cells in enumerate(rows):
            filled = (*cells[:2], *(cells[place + 2] for place in kept))
            why = rates.excluded() if orders[row].name in without else ""
            table.show_row(row, filled, ("", why, *[""] * len(kept)))
        if rows:
            table.choose(0)


class AnsweredDialog(ListDialog):
    """Lists the orders with the same kind of answer of a partner."""

    def __init__(
        self,
        context: Context,
        kind: AnswerKind | None,
        orders: Sequence[OrderMoney],
        answers: Mapping[OrderName, PartnerAnswer],
        parent: QWidget | None = None,
    ) -> None:
        titles = (_("Order"), _("Partner's answer"), _("Month"), _("Outstanding"))
        table = ListTable(_("Your partner's answers"), titles, figures=titles[-1:])
        text = _("{orders} · {amount}").format(
            orders=words.orders(len(orders)),
            amount=amounts.yuan(sum(order.figures.outstanding for order in orders)),
        )
        super().__init__(
            _SIZE,
            table.accessibleName(),
            capital(statements.answer_kind(kind)),
            text,
            table,
            parent,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        close = PlainButton(_("Close"), self.accept)
        self.add_buttons([], [close], close)
        now = context.workspace.clock()
        shown = orders[:_MOST]
        if len(orders) > _MOST:
            text = _("Only {count} orders are listed.").format(count=_MOST)
            self.show_notice(Tone.INFO, text, "")
        table.setRowCount(len(shown))
        for row, order in enumerate(shown):
            cells = (
                order.number,
                statements.fact(answers[order.name], now),
                words.month_at(order.month, now),
                amounts.yuan(order.figures.outstanding),
            )
            table.show_row(row, cells, ("", cells[1], "", ""))
        if shown:
            table.choose(0)


def _cells(order: OrderMoney, answer: PartnerAnswer | None) -> tuple[str, ...]:
    """Return number and status, then texts that may be empty: four amounts and the answer."""
    figures = order.figures
    money = (figures.expected, figures.received, figures.outstanding, figures.lost)
    shown = [amounts.yuan(fen) if fen else "" for fen in money]
    if order.estimated and figures.expected:
        shown[0] = amounts.about(figures.expected)
    answered = "" if answer is None else statements.answer_kind(answer.answer)
    return order.number, glossary.verdict(order.verdict), *shown, answered
