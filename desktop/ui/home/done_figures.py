"""The month in four figures below `DoneCard`: associated, received, still to come, missed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain import beijing
from desktop.domain.assessment import Assessment
from desktop.domain.cashback import OrderMoney, month_of, total
from desktop.domain.receipts import MatchedReceipt
from desktop.ui.home.done_card import SUMMED_ORDERS, associated_in
from desktop.ui.kit.buttons import LinkButton
from desktop.ui.kit.cards import Card
from desktop.ui.kit.equal_columns import EqualColumns
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role, scaled
from desktop.ui.shared.context import Context
from desktop.ui.theme.tokens import TITLE_SIZE, XL
from desktop.wording import amounts
from desktop.wording.i18n import _, ngettext
from desktop.wording.verdicts import timeline

ORDER_LIMIT = 2_000
"""With more orders, summing the money would block the window; the page 返现 sums it anyway."""
_COMFORT = 8
"""Width that a figure needs beside the others, in characters."""


class DoneFigures(Card):
    """The figures of the month of `now` (UTC), with a link to the page of cashback."""

    def __init__(
        self, context: Context, settled: Sequence[Assessment], now: datetime, parent: QWidget
    ) -> None:
        super().__init__(parent)
        day = beijing.day_of(now)
        this = month_of(now)
        money = context.workspace.cashback.orders(now)
        associated = _orders(associated_in(settled, day.year, day.month).orders)
        if len(settled) >= SUMMED_ORDERS:
            associated = _("at least {amount}").format(amount=associated)
        month = timeline.month(day)
        self.figures = (
            (_("Associated in {month}").format(month=month), associated),
            (
                _("Received in {month}").format(month=month),
                amounts.yuan(received_in(context.workspace.cashback.receipts(), this)),
            ),
            (_("Still to come"), amounts.yuan(total(money).outstanding)),
            (_("Missed in {month}").format(month=month), _orders(missed_in(money, this))),
        )
        parts = [_figure(name, value) for name, value in self.figures]
        row = QHBoxLayout()
        row.setSpacing(XL)
        row.addWidget(EqualColumns(parts, _COMFORT, XL), 1)
        self.more = LinkButton(
            _("See cashback"), lambda: context.page_wanted.emit("cashback"), quiet=False
        )
        self.more.set_glyph(Glyph.CHEVRON_RIGHT)
        self.more.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        row.addWidget(self.more, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(row)


def received_in(receipts: Sequence[MatchedReceipt], month: str) -> int:
    """Return the sum of the receipts of a Beijing month (`YYYY-MM`), in fen."""
    received = (each.receipt for each in receipts)
    return sum(each.amount for each in received if month_of(each.received_at) == month)


def missed_in(money: Sequence[OrderMoney], month: str) -> int:
    """Return how many orders of a Beijing month (`YYYY-MM`) lost their cashback."""
    return sum(bool(each.figures.lost) and each.month == month for each in money)


def _orders(count: int) -> str:
    return ngettext("{count} order", "{count} orders", count).format(count=f"{count:,}")


def _figure(name: str, value: str) -> QWidget:
    figure = QWidget()
    column = QVBoxLayout(figure)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    amount = PlainLabel(value, wrap=False)
    amount.setFont(scaled(TITLE_SIZE))
    for label in (PlainLabel(name, Role.SMALL), amount):
        column.addWidget(label)
    return figure
