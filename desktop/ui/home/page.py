"""The home screen: the sentence of the day, the open orders with their countdowns, and the rest."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from desktop.domain import beijing
from desktop.domain.assessment import Assessment
from desktop.domain.clock_check import ClockSign, ClockWarning
from desktop.domain.daily_summary import DailySummary
from desktop.domain.timeline import Mark
from desktop.domain.views import Query, View
from desktop.ui.home.order_card import OrderCard
from desktop.ui.kit.buttons import LinkButton, PlainButton, PrimaryButton
from desktop.ui.kit.cards import EmptyState, Notice, Page, clear
from desktop.ui.kit.first_paint import after_first_paint
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.shared.context import Context
from desktop.ui.theme.tokens import Tone
from desktop.wording.i18n import _, ngettext
from desktop.wording.records import orders

if TYPE_CHECKING:
    from desktop.ui.home.backup_line import BackupLine
    from desktop.ui.home.timeline_card import TimelineCard

_CARDS_AT_FIRST = 4
"""What fits on a screen; the rest follows once the window has been painted."""
_CARDS = 12
_MOST_CARDS = 36
"""More than these is a list, and lists have a page of their own."""


class HomePage(Page):
    """Built anew when records change or a deadline passes; in between, only countdowns are renewed."""

    counted = Signal(int)
    """How many orders are open; sent with each refresh."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("", " ", parent)
        self.setAccessibleName(_("Home"))
        self._context = context
        self.daily_summary = context.workspace.daily_summary(most=_CARDS_AT_FIRST)
        self._shown = _CARDS_AT_FIRST
        self._complete = False
        self._place = 0
        self.verticalScrollBar().rangeChanged.connect(self._back_to_place)
        self.cards: list[OrderCard] = []
        self.clock_warning: ClockWarning | None = None
        self.strip: TimelineCard | None = None
        self._strip_as_table = False
        self._strip_at = context.workspace.clock()
        self.backup_line: BackupLine | None = None
        self._worried = False
        new_order = PlainButton(_("Log an order  Ctrl+N"), self._log_order, name=_("Log an order"))
        self.acts.addWidget(new_order)
        context.changed.connect(self.refresh)
        context.backup_worker.changed.connect(self._look_at_backups)
        self._show(self.daily_summary)
        context.ticker.register(self)

    def showEvent(self, event: QShowEvent) -> None:
        """Build what is below the first cards after the first frame."""
        super().showEvent(event)
        if not self._complete:
            after_first_paint(self.window(), self._complete_page)

    def _complete_page(self) -> None:
        if not self._complete and self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Judge every order anew and show the result."""
        if not self._complete:
            self._complete = True
            self._shown = _CARDS
        self._place = self.verticalScrollBar().value()
        self._show(self._context.workspace.daily_summary(most=self._shown))

    def _back_to_place(self, _lowest: int, highest: int) -> None:
        """Laid out anew, the page is as tall as before: go where the reader was."""
        if self._place and highest >= self._place:
            self.verticalScrollBar().setValue(self._place)
            self._place = 0

    def _show(self, daily_summary: DailySummary) -> None:
        self.daily_summary = daily_summary
        self.counted.emit(daily_summary.counts[View.TO_ASSOCIATE])
        self._show_head(daily_summary)
        clear(self.content)
        self.cards = []
        self.strip = None
        self._strip_at = daily_summary.now
        self._show_clock_doubt(daily_summary.now)
        if self._complete:
            self._show_place_doubt()
        self.backup_line = None
        self._worried = self._context.backup_worker.status.worrying
        if self._worried:
            self._show_backups()
        book = self._context.workspace.book()
        if not book.accounts:
            self._show_welcome()
            return
        self._show_open(daily_summary)
        if self._complete:
            self._show_rest(daily_summary)

    def _show_rest(self, daily_summary: DailySummary) -> None:
        """Everything below the countdowns."""
        from desktop.ui.home.section import OrderSection

        self._show_strip()
        self._show_next_steps(daily_summary)
        for title, assessments, view in (
            (_("Waiting for payment"), daily_summary.waiting, View.WAITING),
            (_("Please look at these"), daily_summary.unclear, View.CHECK),
            (_("Missed"), daily_summary.missed, View.MISSED),
            (_("Done"), daily_summary.settled, View.ASSOCIATED),
        ):
            if assessments:
                see_all = partial(self._context.orders_wanted.emit, Query(view))
                count, folded = daily_summary.counts.get(view), view is View.ASSOCIATED
                section = OrderSection(title, assessments, self._row, see_all, count, folded=folded)
                self.content.addWidget(section)
        if not self._context.workspace.book().orders:
            self._show_no_orders()
        if not self._worried:
            self._show_backups()
        self.content.addWidget(
            PlainLabel(
                _("The console has the last word; cashback is the partner's promise."), Role.SMALL
            )
        )

    def _look_at_backups(self) -> None:
        """Where something is wrong with the backups, that is told at the top."""
        if self._context.backup_worker.status.worrying != self._worried:
            self.refresh()

    def _show_backups(self) -> None:
        from desktop.ui.home.backup_line import BackupLine

        self.backup_line = BackupLine(self._context)
        self.content.addWidget(self.backup_line)

    # What the ticker asks

    def next_change(self, now: datetime) -> datetime | None:
        """When a countdown, the clock's minute in the head line, or a verdict next changes."""
        changes = [c for card in self.cards if (c := card.next_change(now)) is not None]
        return min([*changes, now.replace(second=0, microsecond=0) + timedelta(minutes=1)])

    def tick(self, now: datetime) -> None:
        """Renew what the time changes; everything where a deadline or a day has passed."""
        doubt = self._context.workspace.clock_check.warning(now)
        if (doubt and doubt.sign) != (self.clock_warning and self.clock_warning.sign):
            self._context.changed.emit()
            return
        if self._outdated(self.daily_summary, now) or self._context.workspace.stale():
            self._context.changed.emit()
            return
        for card in self.cards:
            card.show_time(now)
        if self.strip is not None and self.strip.timeline.next_change(self._strip_at) <= now:
            self._strip_at = now
            self.strip.show_time(now)
        self.subtitle.setText(orders.rest_of_the_day(self.daily_summary, now))

    def _outdated(self, daily_summary: DailySummary, now: datetime) -> bool:
        if beijing.day_of(now) != beijing.day_of(daily_summary.now) or now < daily_summary.now:
            return True
        return daily_summary.next_change is not None and now >= daily_summary.next_change

    # Building

    def _show_head(self, daily_summary: DailySummary) -> None:
        urgent, rest = orders.sentence_of_the_day(daily_summary)
        self.title.setText(urgent + rest)
        self.title.set_tone(Tone.AMBER if daily_summary.today.orders else Tone.NEUTRAL)
        self.subtitle.setText(orders.rest_of_the_day(daily_summary, daily_summary.now))

    def _show_clock_doubt(self, now: datetime) -> None:
        """A quiet notice where the clock looks wrong: countdowns are only as right as the clock."""
        self.clock_warning = self._context.workspace.clock_check.warning(now)
        if self.clock_warning is None:
            return
        from desktop.wording.errors import clock

        sure = self.clock_warning.sign is ClockSign.BEFORE_RULES
        trust = None if sure else (_("The clock is right"), self._trust_clock)
        notice = Notice(
            Tone.AMBER, *clock.notice(self.clock_warning, now), trust, glyph=Glyph.CLOCK
        )
        notice.setObjectName("clock-doubt")
        self.content.addWidget(notice)

    def _show_place_doubt(self) -> None:
        """Data in a synced folder or on a network drive: said where it is seen, settled in the settings."""
        place = self._context.place_warning()
        if place is None:
            return
        from desktop.wording.errors import data_place

        settle = _("What to do"), lambda: self._context.page_wanted.emit("settings")
        notice = Notice(Tone.AMBER, *data_place.notice(place), settle, glyph=Glyph.EXCLAMATION)
        notice.setObjectName("place-doubt")
        self.content.addWidget(notice)

    def _trust_clock(self) -> None:
        self._context.run_action("", self._context.workspace.clock_check.trust)

    def _show_welcome(self) -> None:
        self.title.setText(_("Welcome to LinkDue"))
        start = PrimaryButton(_("Start"), lambda: self._context.wizard_wanted.emit(None, None))
        self.content.addWidget(
            EmptyState(
                _("From the request to the countdown"),
                _("Six short steps lead from the request for a project number to the countdown."),
                start,
            )
        )
        open_transfer_file = LinkButton(
            _("Open a moving file from another computer"), self._open_transfer_file
        )
        self.content.addWidget(open_transfer_file, 0, Qt.AlignmentFlag.AlignHCenter)

    def _open_transfer_file(self) -> None:
        from desktop.ui.settings.transfer_card import choose_house

        choose_house(self._context, self.window())

    def _show_no_orders(self) -> None:
        log = PlainButton(_("Log an order"), self._log_order)
        text = _("Once you have ordered, log the order: its deadline appears here.")
        self.content.addWidget(EmptyState(_("No orders yet"), text, log))

    def _show_open(self, daily_summary: DailySummary) -> None:
        for number, assessment in enumerate(daily_summary.open[: self._shown]):
            card = OrderCard(self._context, assessment, first=number == 0)
            self.cards.append(card)
            self.content.addWidget(card)
        hidden = daily_summary.counts[View.TO_ASSOCIATE] - len(daily_summary.open)
        if hidden > 0:
            text = ngettext("Show {count} order", "Show {count} more orders", hidden)
            more = self._show_more if self._shown < _MOST_CARDS else self._see_open
            self.content.addWidget(LinkButton(text.format(count=hidden), more))

    def _show_more(self) -> None:
        self._shown += _CARDS
        self.refresh()

    def _see_open(self) -> None:
        self._context.orders_wanted.emit(Query(View.TO_ASSOCIATE))

    def _show_strip(self) -> None:
        from desktop.ui.home.timeline_card import TimelineCard

        if not self._context.workspace.book().orders:
            return
        self.strip = TimelineCard(self._context.workspace.timeline(), as_table=self._strip_as_table)
        self.strip.chosen.connect(self._see_day)
        self.strip.switched.connect(self._remember_strip)
        self.content.addWidget(self.strip)

    def _remember_strip(self, as_table: bool) -> None:
        self._strip_as_table = as_table

    def _see_day(self, mark: Mark) -> None:
        today = mark.deadline <= beijing.end_of_day(self._context.workspace.clock())
        self._context.orders_wanted.emit(Query(View.TODAY if today else View.TO_ASSOCIATE))

    def _show_next_steps(self, daily_summary: DailySummary) -> None:
        from desktop.wording.records import next_steps

        for step in next_steps.next_steps(self._context.workspace.book(), daily_summary.now):
            uid, to = step.uid, step.step
            action = step.button, lambda u=uid, s=to: self._context.wizard_wanted.emit(u, s)
            self.content.addWidget(Notice(Tone.INFO, _("Next step"), step.text, action))

    def _row(self, assessment: Assessment) -> QWidget:
        from desktop.ui.home.order_row import HomeOrderRow

        return HomeOrderRow(self._context, assessment)

    def _log_order(self) -> None:
        self._context.order_form_wanted.emit(None)
