"""The card that replaces the countdowns once every order is associated: the month's result."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.domain import beijing
from desktop.domain.assessment import Assessment
from desktop.ui.kit.buttons import PrimaryButton
from desktop.ui.kit.cards import Card
from desktop.ui.kit.glyphs import Disc, Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.shared.context import Context
from desktop.ui.theme.tokens import MAIN_HEIGHT, XXL, L, S, Tone
from desktop.wording import amounts
from desktop.wording.i18n import _, ngettext
from desktop.wording.verdicts import timeline

SUMMED_ORDERS = 200
"""At most this many associated orders, newest first, are summed; else a sum is “at least”."""
_DISC = 72


@dataclass(frozen=True, slots=True)
class MonthTotals:
    """Associated orders of one Beijing month: their number and their known cashback in fen."""

    orders: int = 0
    cashback: int = 0


def associated_in(settled: Iterable[Assessment], year: int, month: int) -> MonthTotals:
    """Return the totals of the orders that were associated in a Beijing month."""
    found = [
        a
        for a in settled
        if a.order.associated_at is not None and _month(a.order.associated_at) == (year, month)
    ]
    return MonthTotals(len(found), sum(a.expected_cashback or 0 for a in found))


class DoneCard(Card):
    """The month's result as a reward, with a button to the check before the next purchase."""

    def __init__(
        self, context: Context, settled: Iterable[Assessment], now: datetime, parent: QWidget
    ) -> None:
        super().__init__(parent)
        settled = tuple(settled)
        year, month = _month(now)
        before = (year, month - 1) if month > 1 else (year - 1, 12)
        this, last = associated_in(settled, year, month), associated_in(settled, *before)
        complete = len(settled) < SUMMED_ORDERS
        self.body.setContentsMargins(L, XXL, L, XXL)
        self.body.setSpacing(S)
        self._add(Disc(Glyph.CHECK, Tone.GOOD, _DISC))
        if this.cashback:
            day = beijing.day_of(now)
            text = _("Cashback kept in {month}").format(month=timeline.month(day))
            self._add(PlainLabel(text, Role.MUTED))
            amount = amounts.yuan(this.cashback)
            self.amount = PlainLabel(
                amount if complete else _("at least {amount}").format(amount=amount), Role.DISPLAY
            )
            self._add(self.amount)
        if this.orders:
            self._add(PlainLabel(_compared(this, last, complete=complete), Role.MUTED))
        self.body.addSpacing(L)
        self.check = PrimaryButton(
            _("Check before the next purchase"),
            lambda: context.page_wanted.emit("gate"),
            glyph=Glyph.SHIELD,
            height=MAIN_HEIGHT,
        )
        self._add(self.check)

    def _add(self, widget: QWidget) -> None:
        if isinstance(widget, PlainLabel):
            widget.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self.body.addWidget(widget)
        else:
            self.body.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)


def _compared(this: MonthTotals, last: MonthTotals, *, complete: bool) -> str:
    text = ngettext("{count} order associated", "{count} orders associated", this.orders)
    count = text.format(count=this.orders)
    parts = [count if complete else _("at least {amount}").format(amount=count)]
    more = this.cashback - last.cashback
    if complete and last.cashback and more:
        text = (
            _("{amount} more than last month") if more > 0 else _("{amount} less than last month")
        )
        parts.append(text.format(amount=amounts.yuan(abs(more))))
    return " · ".join(parts)


def _month(instant: datetime) -> tuple[int, int]:
    day = beijing.day_of(instant)
    return day.year, day.month
