"""The sums of all orders by partner, by account or by month."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget

from desktop.domain.cashback import Figures, Grouping, OrderMoney, grouped
from desktop.ui.kit.buttons import PrimaryButton
from desktop.ui.kit.fields import ComboField
from desktop.ui.kit.list_table import ListTable
from desktop.ui.shared.context import Context
from desktop.ui.shared.list_dialog import ListDialog
from desktop.wording import amounts, glossary
from desktop.wording import cashback as words
from desktop.wording.i18n import _

_SIZE = QSize(760, 560)


class SumsDialog(ListDialog):
    """Adds up what is in the ledger as the user chooses; the last row is the sum of all."""

    def __init__(
        self, context: Context, orders: Sequence[OrderMoney], parent: QWidget | None = None
    ) -> None:
        titles = (
            *(_("Name"), _("Orders"), _("Expected"), _("Received"), _("Outstanding")),
            *(_("Lost"), _("At stake")),
        )
        table = ListTable(_("Sums"), titles)
        text = _("Everything since the first order, to the fen.")
        super().__init__(_SIZE, _("Cashback"), _("Sums"), text, table, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._context = context
        self._orders = orders
        self.by = ComboField(_("Added up"))
        self.by.set_items(
            [
                (_("by partner"), Grouping.PARTNER.value),
                (_("by account"), Grouping.ACCOUNT.value),
                (_("by month"), Grouping.MONTH.value),
            ]
        )
        self.by.edited.connect(self.refresh)
        self.body.insertWidget(self.body.indexOf(table), self.by)
        close = PrimaryButton(_("Close"), self.accept)
        self.add_buttons([], [close], close)
        self.refresh()

    def refresh(self) -> None:
        """Show the sums of the groups that are chosen."""
        by = Grouping(self.by.value())
        groups = grouped(self._orders, by)
        self.table.setRowCount(len(groups) + 1)
        for row, group in enumerate(groups):
            name = self._name(by, group.key)
            cells = (name, f"{group.orders:,}", *_texts(group.figures))
            self.table.show_row(row, cells, ("",) * len(cells))
        whole = sum((group.figures for group in groups), Figures())
        cells = (_("Total"), f"{len(self._orders):,}", *_texts(whole))
        self.table.show_row(len(groups), cells, ("",) * len(cells))
        self.table.choose(0)

    def _name(self, by: Grouping, key: str) -> str:
        if by is Grouping.MONTH:
            return words.month_at(key, self._context.workspace.clock())
        if by is Grouping.PARTNER:
            return key or _("no partner recorded")
        account = self._context.workspace.book().accounts.get(key)
        return key if account is None else glossary.account(account)


def _texts(figures: Figures) -> tuple[str, ...]:
    money = (
        *(figures.expected, figures.received, figures.outstanding),
        *(figures.lost, figures.at_risk),
    )
    return tuple(amounts.yuan(fen) for fen in money)
