"""Step 6: the countdown of the order, and the steps in the console."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.assessment import Assessment
from desktop.domain.daily_summary import DailySummary
from desktop.domain.model import Order
from desktop.domain.views import View
from desktop.forms.wizard_steps import Step
from desktop.ui.home.missed_card import MissedCard
from desktop.ui.kit.cards import EmptyState, clear
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.orders.associate_guide import AssociateGuide
from desktop.ui.orders.console_steps import ConsoleSteps
from desktop.ui.shared.missed_orders import just_missed
from desktop.ui.shared.ticking import TickingMixin
from desktop.ui.theme.tokens import L
from desktop.ui.wizard.countdown_card import CountdownCard
from desktop.ui.wizard.journey import Journey
from desktop.ui.wizard.order_line import OrderLine
from desktop.ui.wizard.page import JourneyPage, SecondAction
from desktop.wording.i18n import _, ngettext
from desktop.wording.records import orders

_LINES = 10
"""Other orders listed; the rest is on the page of orders."""


class CountdownPage(TickingMixin, JourneyPage):
    """The account's order that is due first with its steps, and the others as lines below.

    Once it is associated, the next one is shown; after the last one the wizard closes.
    """

    step = Step.COUNTDOWN

    def __init__(self, journey: Journey) -> None:
        super().__init__(journey)
        self.card: CountdownCard | None = None
        self.steps: ConsoleSteps | None = None
        self.missed: MissedCard | None = None
        self._settled = False
        """Whether the account has orders, and none of them is open."""
        self.guide: AssociateGuide | None = None
        self.follow(journey.context.ticker)

    def title_text(self) -> str:
        """Return the heading for what is left to do."""
        return _("Nothing to associate") if self._settled else _("Associate in time")

    def build(self, body: QVBoxLayout) -> None:
        """Make the layout that `refresh` fills."""
        self._places = QVBoxLayout()
        self._places.setSpacing(L)
        body.addLayout(self._places)

    def release(self) -> None:
        """Unregister from the ticker, which outlives the wizard."""
        self.unfollow()

    def refresh(self) -> None:
        """Show the current orders of the account."""
        focus = self.focusWidget()
        parts = [part for part in (self.steps, self.missed) if part is not None]
        focused = focus is not None and any(part.isAncestorOf(focus) for part in parts)
        clear(self._places)
        self.card = self.steps = self.missed = None
        daily_summary = self._daily_summary()
        self._settled = daily_summary is not None and not daily_summary.open
        if daily_summary is None:
            self._places.addWidget(
                EmptyState(
                    _("No orders logged for this account"),
                    _("Go back one step and log your first order."),
                )
            )
        else:
            self._show_open(daily_summary)
        self.follow(self.context.ticker)
        self.show_heading()
        self.commit_changed.emit()
        if focused:
            self._focus()

    def first_field(self) -> QWidget | None:
        """Return the button of the next step, else the first question about missed orders."""
        if self.steps is not None:
            return self.steps.next_button()
        return None if self.missed is None else self.missed.choices[0]

    def commit_text(self) -> str:
        """Name the result; without an open order, the home screen."""
        return _("Open the home screen") if self.card is None else _("I have associated it")

    def commit_is_primary(self) -> bool:
        """Return whether a step was used; before that, its button is the primary one."""
        return self.steps is None or self.steps.started

    def commit_enabled(self) -> bool:
        """Return whether a step was used: before that, nothing can have been associated."""
        return self.steps is None or self.steps.started

    def second_action(self) -> SecondAction | None:
        """Offer to report that the console refuses the order."""
        if self.card is None:
            return None
        return SecondAction(_("The console refuses it…"), self._refused, Glyph.NONE)

    def later_text(self) -> str:
        """Name the home screen, which shows the countdown as well."""
        return _("Continue later") if self.card is None else _("Home first, associate later")

    def commit(self) -> bool:
        """Record the order shown as associated; True after the last one."""
        if self.card is None:
            return True
        if self.steps is None or not self.steps.started:
            return False
        order = self.card.assessment.order
        done = orders.associated_now(self.card.assessment)
        if self.run_action(done, lambda: self.context.workspace.associate(order)) is None:
            return False
        self.steps.forget()
        self.refresh()
        self._focus()
        return self.card is None

    # Called by the ticker

    def next_change(self, now: datetime) -> datetime | None:
        """Return when (UTC) the countdown next reads differently."""
        return None if self.card is None else self.card.next_change(now)

    def tick(self, now: datetime) -> None:
        """Show the time left; show another order once the deadline has passed."""
        if self.card is None:
            return
        if _passed(self.card.assessment, now):
            self.refresh()
        else:
            self.card.show_time(now)

    def _daily_summary(self) -> DailySummary | None:
        uid, book = self.journey.chosen(), self.journey.book
        if not book.has_orders(uid):
            return None
        return self.context.workspace.daily_summary(most=_LINES, account=uid)

    def _show_open(self, daily_summary: DailySummary) -> None:
        others: list[Assessment] = list(daily_summary.open[1:])
        for assessment in daily_summary.open[:1]:
            self.card = CountdownCard(assessment, self.journey.book)
            self.steps = ConsoleSteps(self.context, assessment)
            self.steps.used.connect(self.commit_changed)
            self.steps.used.connect(self._focus)
            self._places.addWidget(self.card)
            self._places.addWidget(PlainLabel(_("Associate it in the console"), Role.HEADING))
            self._places.addWidget(self.steps)
        asked = self._ask_about_missed(daily_summary)
        if not daily_summary.open and not asked:
            text = _("This account has no orders to associate.")
            self._places.addWidget(PlainLabel(text, Role.MUTED))
        if not daily_summary.open:
            others += daily_summary.settled
        over = [one for one in daily_summary.missed if one not in asked]
        others += (*daily_summary.waiting, *daily_summary.unclear, *over)
        self._show_others(others, daily_summary)

    def _ask_about_missed(self, daily_summary: DailySummary) -> list[Assessment]:
        """Ask about orders whose deadline has just passed, below the open one; return them."""
        missed = just_missed(self.context, daily_summary.missed)
        if missed:
            self.missed = MissedCard(self.context, missed)
            self._places.addWidget(self.missed)
        return missed

    def _show_others(self, others: Iterable[Assessment], daily_summary: DailySummary) -> None:
        found = list(others)
        for assessment in found[:_LINES]:
            self._places.addWidget(OrderLine(assessment))
        unlisted = daily_summary.counts[View.TO_ASSOCIATE] - len(daily_summary.open)
        count = unlisted + max(0, len(found) - _LINES)
        if count:
            text = ngettext(
                "{count} more order: see the Orders page.",
                "{count} more orders: see the Orders page.",
                count,
            ).format(count=count)
            self._places.addWidget(PlainLabel(text, Role.MUTED))

    def _refused(self) -> None:
        """Ask for the console's message, in the order's guide."""
        if self.card is None:
            return
        order: Order = self.card.assessment.order
        self.guide = AssociateGuide(self.context, order, self.window())
        self.guide.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.guide.finished.connect(self._guide_closed)
        self.guide.show_refusal()
        self.guide.open()

    def _guide_closed(self) -> None:
        self.guide = None
        self.refresh()

    def _focus(self) -> None:
        """Focus the next thing to do, so that a key pressed twice does no harm."""
        target = self.first_field()
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.commit_wanted.emit()


def _passed(assessment: Assessment, now: datetime) -> bool:
    return assessment.deadline is not None and now >= assessment.deadline
