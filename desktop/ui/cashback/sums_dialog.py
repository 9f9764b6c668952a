"""The dialog with the sums of all orders by partner, by account or by month."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget

from desktop.base import gc_pause
from desktop.domain.cashback import Figures, Grouping, GroupMoney, grouped
from desktop.domain.cashback_months import CashbackOverview
from desktop.ui.cashback.source import DIRECT_LIMIT
from desktop.ui.kit.buttons import PlainButton
from desktop.ui.kit.fields import ComboField
from desktop.ui.kit.list_table import ListTable
from desktop.ui.kit.worker import Worker
from desktop.ui.shared.context import Context
from desktop.ui.shared.list_dialog import ListDialog
from desktop.wording import amounts, glossary
from desktop.wording import cashback as words
from desktop.wording.i18n import _

_SIZE = QSize(840, 560)


@dataclass(frozen=True, slots=True)
class Sums:
    """The sums of each group, and of all orders."""

    by: Grouping
    groups: list[GroupMoney]
    whole: GroupMoney


class SumsDialog(ListDialog):
    """Shows the sums by the chosen grouping; the last row is the total.

    Many orders are added up off the window's thread; meanwhile the previous sums stay visible.
    """

    def __init__(
        self, context: Context, overview: CashbackOverview, parent: QWidget | None = None
    ) -> None:
        titles = (
            *(_("Name"), _("Orders"), _("Expected"), _("Claimed"), _("Received")),
            *(_("Outstanding"), _("Lost"), _("At stake")),
        )
        table = ListTable(_("Sums"), titles, figures=titles[1:], widest=0)
        text = _(
            "Everything since the first order, to the fen. Orders include those that are missed or "
            "still open; claimed is what your statements say is due."
        )
        super().__init__(_SIZE, _("Cashback"), _("Sums"), text, table, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._context = context
        self._overview = overview
        self._worker = Worker("sums", self, newest_wins=True)
        context.closing.connect(self._worker.close)
        self.finished.connect(lambda _result: self._worker.forget())
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
        close = PlainButton(_("Close"), self.accept)
        self.add_buttons([], [close], close)
        self.refresh()

    @property
    def busy(self) -> bool:
        """Whether sums are being computed."""
        return self._worker.busy

    def refresh(self) -> None:
        """Show the sums by the chosen grouping."""
        overview, by = self._overview, Grouping(self.by.value())
        if sum(len(month.orders) for month in overview.months) <= DIRECT_LIMIT:
            self._show(add_up(overview, by))
            return

        def work(_token: object) -> Sums:
            with gc_pause.paused():
                return add_up(overview, by)

        self._worker.submit(work, self._show)

    def _show(self, sums: Sums) -> None:
        self.table.setRowCount(len(sums.groups) + 1)
        for row, group in enumerate(sums.groups):
            self._show_row(row, self._name(sums.by, group.key), group)
        self._show_row(len(sums.groups), _("Total"), sums.whole)
        self.table.choose(0)

    def _show_row(self, row: int, name: str, group: GroupMoney) -> None:
        cells = (name, f"{group.orders:,}", *_texts(group.figures))
        self.table.show_row(row, cells, (name, *[""] * (len(cells) - 1)))

    def _name(self, by: Grouping, key: str) -> str:
        if by is Grouping.MONTH:
            return words.month_at(key, self._context.workspace.clock())
        if by is Grouping.PARTNER:
            return key or _("no partner recorded")
        account = self._context.workspace.book().accounts.get(key)
        return key if account is None else glossary.account(account)


def add_up(overview: CashbackOverview, by: Grouping) -> Sums:
    """Return the sums of all orders of an overview."""
    groups = grouped((order for month in overview.months for order in month.orders), by)
    figures = sum((group.figures for group in groups), Figures())
    return Sums(by, groups, GroupMoney("", figures, sum(group.orders for group in groups)))


def _texts(figures: Figures) -> tuple[str, ...]:
    money = (
        *(figures.expected, figures.claimed, figures.received, figures.outstanding),
        *(figures.lost, figures.at_risk),
    )
    return tuple(amounts.yuan(fen) for fen in money)
