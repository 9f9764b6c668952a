"""The card with the four sums of the page: expected, received, outstanding, lost."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.cashback_months import CashbackOverview, owing
from desktop.ui.kit.cards import Card
from desktop.ui.kit.equal_columns import EqualColumns
from desktop.ui.kit.labels import PlainLabel, Role, scaled
from desktop.ui.theme.theme import tokens
from desktop.ui.theme.tokens import TITLE_SIZE, XL, Tone
from desktop.wording import amounts
from desktop.wording import cashback as words
from desktop.wording.i18n import _, clauses, labelled, ngettext

_COMFORT = 11
"""Characters that a figure needs to be beside another."""


class FigureLabel(QWidget):
    """A figure with its name above and a line of explanation below."""

    def __init__(self, tone: Tone | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.name = PlainLabel("", Role.SMALL)
        self.amount = PlainLabel("", wrap=False)
        self.amount.setFont(scaled(TITLE_SIZE))
        self._tone = tone
        self.line = PlainLabel("", Role.SMALL)
        for label in (self.name, self.amount, self.line):
            column.addWidget(label)
        column.addStretch(1)  # a longer line in a neighbour must not move the figure

    def set(self, name: str, fen: int, line: str) -> None:
        """Show a figure, with its colour unless the amount is zero."""
        self.name.setText(name)
        self.amount.setText(amounts.yuan(fen))
        self.amount.set_tone(self._tone if self._tone is not None and fen else Tone.NEUTRAL)
        self.line.setText(line)
        self.setAccessibleName(labelled(name, clauses(amounts.yuan(fen), line)))


def side_by_side(figures: Sequence[FigureLabel]) -> EqualColumns:
    """Return figures side by side, or below each other if the text is large."""
    return EqualColumns(figures, _COMFORT, XL)


class FiguresCard(Card):
    """The sums of the current year, or since an earlier year that is not settled."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.expected = FigureLabel()
        self.received = FigureLabel(Tone.GOOD)
        self.outstanding = FigureLabel()
        self.lost = FigureLabel(Tone.BAD)
        self._figures = (self.expected, self.received, self.outstanding, self.lost)
        self.body.addWidget(side_by_side(self._figures))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card, and a line between figures that are side by side."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(QColor(tokens().line))
        for left, right in pairwise(self._figures):
            top, other = left.mapTo(self, QPoint()), right.mapTo(self, QPoint())
            if top.y() == other.y():
                x = other.x() - XL // 2
                painter.drawLine(x, top.y(), x, top.y() + max(left.height(), right.height()))

    def set(self, overview: CashbackOverview, credit: int) -> None:
        """Show the sums of an overview, and the received fen that are matched to no order."""
        sums, months = overview.figures, overview.summed
        if overview.since == overview.today.year:
            name = _("Expected this year")
        else:
            name = _("Expected since {year}").format(year=overview.since)
        line = words.orders(sum(m.earning for m in months))
        if sums.claimed:
            line = f"{line} · {words.claimed(sums.claimed)}"
        self.expected.set(name, sums.expected, line)
        share = sums.received * 100 // sums.expected if sums.expected > 0 else 0
        parts = [f"{share}%"] if sums.expected else []
        if credit:
            parts.append(_("{amount} more as credit").format(amount=amounts.yuan(credit)))
        self.received.set(_("Received"), sums.received, " · ".join(parts) or "–")
        late = owing(overview.overdue)
        text = _("{amount} of it overdue") if late else _("nothing overdue")
        self.outstanding.set(
            _("Outstanding"), sums.outstanding, text.format(amount=amounts.yuan(late))
        )
        missed = sum(month.lost for month in months)
        text = ngettext("{count} order missed", "{count} orders missed", missed)
        self.lost.set(_("Lost"), sums.lost, text.format(count=missed))
