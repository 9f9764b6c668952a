"""Step 6: how long each order has, and what to do in the console meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget, QWizard

from desktop.domain.assessment import Assessment, Verdict
from desktop.domain.daily_summary import DailySummary
from desktop.domain.model import Order
from desktop.domain.views import View
from desktop.forms.wizard_steps import Step
from desktop.ui.kit.buttons import LinkButton
from desktop.ui.kit.cards import EmptyState, clear
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.orders.console_steps import ConsoleSteps
from desktop.ui.shared.ticking import TickingMixin
from desktop.ui.wizard.countdown_card import CountdownCard
from desktop.ui.wizard.journey import Journey
from desktop.ui.wizard.order_line import OrderLine
from desktop.ui.wizard.page import JourneyPage
from desktop.wording.i18n import _, ngettext

_CARDS = 10
_LINES = 10
"""More than these is not a guide but a list, and lists have a page of their own."""


class CountdownPage(TickingMixin, JourneyPage):
    """The orders of the account, each with the time that is left."""

    step = Step.COUNTDOWN

    def __init__(self, journey: Journey) -> None:
        super().__init__(journey)
        self.cards: list[CountdownCard] = []
        self.follow(journey.context.ticker)

    def title_text(self) -> str:
        """Says what is left to do."""
        return _("Associate in time")

    def build(self, body: QVBoxLayout) -> None:
        """Make room for the cards, and for the other orders."""
        self._places = QVBoxLayout()
        self._places.setSpacing(14)
        body.addLayout(self._places)

    def release(self) -> None:
        """Follow the time no more: the ticker outlives the wizard."""
        self.unfollow()

    def renew(self) -> None:
        """Show every order of the account as it stands now."""
        clear(self._places)
        self.cards = []
        daily_summary = self._daily_summary()
        if daily_summary is None:
            self._places.addWidget(
                EmptyState(
                    _("No orders logged for this account"),
                    _("Go back one step and log your first order."),
                )
            )
            return
        self._show_open(daily_summary)
        self._show_others(
            (
                *daily_summary.waiting,
                *daily_summary.unclear,
                *daily_summary.missed,
                *daily_summary.settled,
            )
        )
        self.follow(self.context.ticker)

    def commit_text(self) -> str:
        """Name the way home, where the countdown goes on."""
        return _("Open the home screen")

    def commit(self) -> bool:
        """Nothing to save."""
        return True

    # A source of the ticker

    def next_change(self, now: datetime) -> datetime | None:
        """When the first countdown next reads differently."""
        changes = [c for card in self.cards if (c := card.next_change(now)) is not None]
        return min(changes, default=None)

    def tick(self, now: datetime) -> None:
        """Show the time left; a deadline that passed makes its order another one."""
        if any(_passed(card.assessment, now) for card in self.cards):
            self.renew()
            return
        for card in self.cards:
            card.show_time(now)

    def _daily_summary(self) -> DailySummary | None:
        uid, book = self.journey.chosen(), self.journey.book
        if not book.has_orders(uid):
            return None
        return self.context.workspace.daily_summary(most=max(_CARDS, _LINES), account=uid)

    def _show_open(self, daily_summary: DailySummary) -> None:
        for assessment in daily_summary.open[:_CARDS]:
            card = CountdownCard(
                assessment,
                partial(self._associate, assessment.order),
                first=not self.cards,
            )
            self.cards.append(card)
            self._places.addWidget(card)
            if len(self.cards) == 1:
                self._places.addWidget(ConsoleSteps(assessment, self.journey.book))
        self._say_more(daily_summary.counts[View.TO_ASSOCIATE] - len(daily_summary.open))
        if not daily_summary.open:
            text = _("This account has no orders to associate.")
            self._places.addWidget(PlainLabel(text, Role.MUTED))

    def _show_others(self, others: Iterable[Assessment]) -> None:
        found = list(others)
        for assessment in found[:_LINES]:
            line = OrderLine(assessment)
            if assessment.verdict is Verdict.ASSOCIATED:
                undo = self._undo_button(assessment.order)
                line.extra.addWidget(undo, 0, 0, Qt.AlignmentFlag.AlignLeft)
            self._places.addWidget(line)
        self._say_more(len(found) - _LINES)

    def _undo_button(self, order: Order) -> QWidget:
        name = _("Undo: order {number} isn't associated").format(number=order.number)
        return LinkButton(_("Undo"), partial(self._undo, order), name=name)

    def _say_more(self, count: int) -> None:
        if count > 0:
            text = ngettext(
                "{count} more order: see the Orders page.",
                "{count} more orders: see the Orders page.",
                count,
            ).format(count=count)
            self._places.addWidget(PlainLabel(text, Role.MUTED))

    def _associate(self, order: Order) -> None:
        done = _("Order {number} marked as associated").format(number=order.number)
        self.context.run_action(done, lambda: self.context.workspace.associate(order))
        self._focus_harmless()

    def _undo(self, order: Order) -> None:
        done = _("Order {number} is waiting to be associated again").format(number=order.number)
        self.context.run_action(done, lambda: self.context.workspace.undo_association(order))
        self._focus_harmless()

    def _focus_harmless(self) -> None:
        """Move the focus: a second press of the same key must not do another action."""
        if self.cards:
            self.cards[0].copy_number.show()
            self.cards[0].copy_number.setFocus()
        else:
            self.wizard().button(QWizard.WizardButton.FinishButton).setFocus()


def _passed(assessment: Assessment, now: datetime) -> bool:
    return assessment.deadline is not None and now >= assessment.deadline
