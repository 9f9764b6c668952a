"""The card of the order on the last page: time left, deadline and reason."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain import countdown
from desktop.domain.assessment import Assessment
from desktop.domain.book import Book
from desktop.ui.home.countdown_background import CountdownBackground
from desktop.ui.kit.cards import Card
from desktop.ui.kit.labels import PlainLabel, Role, capital
from desktop.ui.kit.marked_labels import CountdownLabel
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.theme.tokens import XL, XS, L, S, Tone
from desktop.wording import amounts, glossary, moments
from desktop.wording.i18n import _, labelled
from desktop.wording.records import orders

_COMFORT = 20
"""Width that the facts need beside the time, in characters."""


class CountdownCard(Card):
    """The order that is due first; `show_time` updates its countdown."""

    def __init__(self, assessment: Assessment, book: Book, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.assessment = assessment
        self.body.setContentsMargins(0, 0, 0, 0)
        self.left = CountdownLabel()
        self.until = PlainLabel("", Role.SMALL)
        time = QVBoxLayout()
        time.addWidget(self._time())
        self.body.addWidget(
            ResponsiveRow([time, self._facts(book)], widening=1, spacing=0, comfort=_COMFORT)
        )
        self.show_time(assessment.now)

    def next_change(self, now: datetime) -> datetime | None:
        """Return when (UTC) the countdown next reads differently."""
        deadline = self.assessment.deadline
        return None if deadline is None else countdown.next_change(deadline, now, fine=True)

    def show_time(self, now: datetime) -> None:
        """Show the time left at `now` (UTC)."""
        deadline = self.assessment.deadline
        if deadline is None:
            return
        left = moments.time_left(deadline, now, fine=True)
        if left != self.left.text():
            self.left.setText(left)
            self.left.updateGeometry()
        until = _("due {deadline}").format(deadline=moments.deadline_with_zone(deadline, now))
        if capital(until) != self.until.text():
            self.until.setText(capital(until))
            order = self.assessment.order
            self.setAccessibleName(labelled(f"{orders.title(order)} {order.number}", until))

    def _time(self) -> QWidget:
        tone = Tone.AMBER if orders.due_soon(self.assessment) else Tone.INFO
        background = CountdownBackground(tone)
        why = PlainLabel(capital(orders.why(self.assessment)), Role.SMALL)
        column = QVBoxLayout(background)
        column.setContentsMargins(XL, L, S, L)
        column.setSpacing(XS)
        for label in (self.until, self.left, why):
            label.set_tone(tone)
            column.addWidget(label)
        column.addStretch(1)
        return background

    def _facts(self, book: Book) -> QVBoxLayout:
        a = self.assessment
        column = QVBoxLayout()
        column.setSpacing(XS)
        column.addSpacing(L)
        account = book.accounts.get(a.order.account)
        lines = [
            PlainLabel(orders.title(a.order), Role.HEADING),
            PlainLabel(
                a.order.account if account is None else glossary.account(account), Role.MUTED
            ),
        ]
        money = []
        if a.order.payable is not None:
            money.append(_("payable {amount}").format(amount=amounts.yuan(a.order.payable)))
        if a.expected_cashback is not None:
            money.append(orders.cashback(a.order, a.expected_cashback))
        if money:
            lines.append(PlainLabel(capital(" · ".join(money)), Role.MUTED))
        if advice := orders.advice(a):
            lines.append(PlainLabel(advice, Role.SMALL))
        for label in lines:
            label.setContentsMargins(XL, 0, L, 0)
            column.addWidget(label)
        column.addSpacing(L)
        column.addStretch(1)
        return column
