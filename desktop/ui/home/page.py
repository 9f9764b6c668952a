"""The home screen: the day's headline, the first order due, the others, and one next step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.domain import beijing
from desktop.domain.assessment import Assessment
from desktop.domain.clock_check import ClockWarning
from desktop.domain.daily_summary import DailySummary
from desktop.domain.views import Query, View
from desktop.ui.home.order_card import OrderCard
from desktop.ui.home.order_rows import OpenOrderList, OpenOrderRow
from desktop.ui.kit.buttons import LinkButton, PlainButton
from desktop.ui.kit.cards import Band, Page, clear
from desktop.ui.kit.first_paint import after_first_paint
from desktop.ui.kit.glyphs import Glyph, GlyphMark
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.sizes import growth
from desktop.ui.shared.context import Context
from desktop.ui.theme.tokens import XL, S, Tone
from desktop.wording import moments
from desktop.wording.i18n import _, ngettext
from desktop.wording.records import orders

if TYPE_CHECKING:
    from desktop.domain.compare import LastCompared
    from desktop.domain.timeline import Mark
    from desktop.ui.home.backup_line import BackupLine
    from desktop.ui.home.footer_links import FooterLinks
    from desktop.ui.home.missed_card import MissedCard
    from desktop.ui.home.timeline_card import TimelineCard

_ROWS = 4
"""Rows below the card of the first order; a link leads to the rest on the page of orders."""
_MISSED_LIMIT = 50
"""Missed orders that one card asks about at most."""
_LOW_WINDOW = 700
"""In a window lower than this, in pixels at 100 %, the timeline is hidden."""


class HomePage(Page):
    """Rebuilt when records change or a deadline passes; otherwise only countdowns are updated."""

    counted = Signal(int)
    """The number of orders due today; emitted with each refresh."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("", " ", parent)
        self.setAccessibleName(_("Home"))
        self._context = context
        self.daily_summary = self._load_summary()
        self._complete = False
        self._scroll_position = 0
        self.verticalScrollBar().rangeChanged.connect(self._restore_scroll_position)
        self.cards: list[OrderCard | OpenOrderRow] = []
        self.missed: MissedCard | None = None
        self.footer: FooterLinks | None = None
        self.clock_warning: ClockWarning | None = None
        self.timeline_card: TimelineCard | None = None
        self._timeline_as_table = False
        self.backup_line: BackupLine | None = None
        self._backup_problem = False
        self.new_order = PlainButton(_("Log an order"), self._log_order, glyph=Glyph.PLUS)
        self.new_order.setToolTip("Ctrl+N")
        self.actions_row.addWidget(self.new_order)
        context.changed.connect(self.refresh)
        context.backups_changed.connect(self._refresh_backups)
        self._show(self.daily_summary)
        context.ticker.register(self)

    def showEvent(self, event: QShowEvent) -> None:
        """Build the part below the first cards after the first frame."""
        super().showEvent(event)
        if not self._complete:
            after_first_paint(self.window(), self._complete_page)

    def _complete_page(self) -> None:
        if not self._complete and self.isVisible():
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide the timeline in a low window."""
        super().resizeEvent(event)
        self._fit_timeline()

    def refresh(self) -> None:
        """Assess the orders again and show the result."""
        self._complete = True
        self._scroll_position = self.verticalScrollBar().value()
        focused, had_focus = self._focused_order(), self._has_focus()
        self._show(self._load_summary())
        self._restore_focus(focused)
        if had_focus and not self._has_focus():  # Qt has focused the toast, or the navigation
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _has_focus(self) -> bool:
        widget = self.window().focusWidget()
        return widget is self or (widget is not None and self.isAncestorOf(widget))

    def _load_summary(self) -> DailySummary:
        """Return the daily summary, with settled orders only if none is open."""
        load = partial(self._context.workspace.daily_summary, most=_ROWS + 1)
        found = load(only=(View.TO_ASSOCIATE, View.MISSED))
        return found if found.open else load()

    def _focused_order(self) -> int | None:
        """Return the index of the focused order; 0 for anything else on the page, else None."""
        widget = self.window().focusWidget()  # also while a dialog is active
        inner = self.widget()
        if widget is None or widget is self.new_order or not inner.isAncestorOf(widget):
            return None
        found = [
            n for n, card in enumerate(self.cards) if card.isAncestorOf(widget) or card is widget
        ]
        return found[0] if found else 0

    def _restore_focus(self, number: int | None) -> None:
        """Keep the focus on the page: focus the order that is now at index `number`."""
        if number is None:
            return
        if self.cards:
            card = self.cards[min(number, len(self.cards) - 1)]
            target = card if isinstance(card, OpenOrderRow) else card.guide
            target.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.missed is not None:
            self.missed.choices[0].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.new_order.setFocus(Qt.FocusReason.OtherFocusReason)

    def _restore_scroll_position(self, _lowest: int, highest: int) -> None:
        """Scroll back to the position before a refresh, once the page is tall enough again."""
        if self._scroll_position and highest >= self._scroll_position:
            self.verticalScrollBar().setValue(self._scroll_position)
            self._scroll_position = 0

    def _show(self, daily_summary: DailySummary) -> None:
        self.daily_summary = daily_summary
        self.counted.emit(daily_summary.counts[View.TODAY])
        missed = self._just_missed(daily_summary)
        self._show_head(daily_summary, all_well=not missed)
        clear(self.content)
        self.cards = []
        self.timeline_card = None
        self.missed = None
        self.footer = None
        self._show_clock_warning(daily_summary.now)
        if self._complete:
            self._show_place_warning()
        self.backup_line = None
        self._backup_problem = self._has_backup_problem()
        if self._backup_problem:
            self._show_backups()
        book = self._context.workspace.book()
        self.new_order.setVisible(bool(book.orders))  # without any, the empty state offers it
        if not book.accounts:
            from desktop.ui.home.empty_states import show_welcome

            self.title.set_marked(_("Welcome to LinkDue"), "", Tone.NEUTRAL)
            show_welcome(self.content, self._context, self)
            return
        still_time = daily_summary.today.orders > 0
        if missed and not still_time:
            self._show_missed(missed)
        self._show_open(daily_summary)
        if missed and still_time:  # orders that can still be associated today come first
            self._show_missed(missed)
        if self._complete:
            self._show_rest(daily_summary)

    def _show_rest(self, daily_summary: DailySummary) -> None:
        """Show the part below the countdowns."""
        from desktop.ui.home.footer_links import FooterLinks

        if not self._context.workspace.book().orders:
            from desktop.ui.home.empty_states import no_orders

            self.content.addWidget(no_orders(self._log_order))
        elif not daily_summary.open and self.missed is None:
            self._show_done(daily_summary)
        self._show_timeline()
        compared = self._context.workspace.comparing.oldest() if daily_summary.open else None
        self._show_next_step(daily_summary, compared)
        self.footer = FooterLinks(self._context, daily_summary, compared)
        self.content.addWidget(self.footer)
        if not self._backup_problem:
            self._show_backups()

    def _refresh_backups(self) -> None:
        """Rebuild when backups begin or cease to fail: the problem is shown at the top."""
        if self._has_backup_problem() != self._backup_problem:
            self.refresh()

    def _has_backup_problem(self) -> bool:
        health = self._context.backup_health
        return health is not None and health.needs_attention

    def _show_backups(self) -> None:
        from desktop.ui.home.backup_line import BackupLine

        self.backup_line = BackupLine(self._context)
        self.content.addWidget(self.backup_line)

    # Called by the ticker

    def next_change(self, now: datetime) -> datetime | None:
        """Return when a countdown, the minute in the subtitle, or a verdict next changes."""
        changes = [c for card in self.cards if (c := card.next_change(now)) is not None]
        return min([*changes, now.replace(second=0, microsecond=0) + timedelta(minutes=1)])

    def tick(self, now: datetime) -> None:
        """Update the countdowns; rebuild everything after a deadline or at the end of a day."""
        warning = self._context.workspace.clock_check.warning(now)
        if (warning and warning.sign) != (self.clock_warning and self.clock_warning.sign):
            self._context.changed.emit()
            return
        if self._outdated(self.daily_summary, now) or self._context.workspace.stale():
            self._context.changed.emit()
            return
        for card in self.cards:
            card.show_time(now)
        self.subtitle.setText(self._subtitle(self.daily_summary, now))

    def _outdated(self, daily_summary: DailySummary, now: datetime) -> bool:
        if beijing.day_of(now) != beijing.day_of(daily_summary.now) or now < daily_summary.now:
            return True
        return daily_summary.next_change is not None and now >= daily_summary.next_change

    # Building

    def _show_head(self, daily_summary: DailySummary, *, all_well: bool) -> None:
        text, marked = "".join(orders.sentence_of_the_day(daily_summary)), ""
        soonest = daily_summary.next_change
        if soonest is not None:
            marked = moments.deadline(soonest, daily_summary.now)
        elif not all_well:
            text = _("Nothing due today")
        elif daily_summary.settled:
            text = _("Everything is associated")
        self.title.set_marked(text, marked, Tone.AMBER if marked else Tone.NEUTRAL)
        self.subtitle.setText(self._subtitle(daily_summary, daily_summary.now))

    def _subtitle(self, daily_summary: DailySummary, now: datetime) -> str:
        return orders.rest_of_the_day(daily_summary, now)

    def _show_clock_warning(self, now: datetime) -> None:
        self.clock_warning = self._context.workspace.clock_check.warning(now)
        if self.clock_warning is not None:
            from desktop.ui.home.warnings import clock_notice

            self.content.addWidget(clock_notice(self.clock_warning, now, self._trust_clock))

    def _show_place_warning(self) -> None:
        place = self._context.place_warning()
        if place is not None:
            from desktop.ui.home.warnings import place_notice

            self.content.addWidget(place_notice(place, self._context))

    def _trust_clock(self) -> None:
        self._context.run_action("", self._context.workspace.clock_check.trust)

    def _just_missed(self, daily_summary: DailySummary) -> list[Assessment]:
        if not daily_summary.missed:
            return []
        from desktop.ui.shared.missed_orders import just_missed

        missed = just_missed(self._context, daily_summary.missed)
        if len(missed) <= _ROWS:
            return missed
        now, most = daily_summary.now, _MISSED_LIMIT
        more = self._context.workspace.daily_summary(now, most=most)
        return just_missed(self._context, more.missed)

    def _show_missed(self, missed: list[Assessment]) -> None:
        """Show the card that asks about orders whose deadline has just passed."""
        from desktop.ui.home.missed_card import MissedCard

        self.missed = MissedCard(self._context, missed)
        self.content.addWidget(self.missed)

    def _show_open(self, daily_summary: DailySummary) -> None:
        if not daily_summary.open:
            return
        first, *others = daily_summary.open[: _ROWS + 1]
        column = self.widget()
        card = OrderCard(self._context, first, column)
        self.cards.append(card)
        self.content.addWidget(card)
        if not daily_summary.today.orders and (advice := orders.advice(first)):
            self.content.addLayout(_hint(advice))
        rows = [OpenOrderRow(self._context, a, column) for a in others]
        if rows:
            self.cards += rows
            listed = OpenOrderList(rows, column)
            self.content.addWidget(listed)
            self._show_more_line(daily_summary)

    def _show_more_line(self, daily_summary: DailySummary) -> None:
        hidden = daily_summary.counts[View.TO_ASSOCIATE] - len(self.cards)
        if hidden <= 0:
            return
        row = QHBoxLayout()
        text = ngettext("{count} more order", "{count} more orders", hidden)
        self.more = LinkButton(text.format(count=f"{hidden:,}"), self._see_open)
        row.addWidget(self.more)
        row.addStretch(1)
        self.content.addLayout(row)

    def _show_done(self, daily_summary: DailySummary) -> None:
        from desktop.ui.home.done_card import SUMMED_ORDERS, DoneCard

        if not daily_summary.settled:
            return
        now = daily_summary.now
        settled = self._context.workspace.daily_summary(now, most=SUMMED_ORDERS).settled
        self.content.addWidget(DoneCard(self._context, settled, now, self))
        self._show_done_figures(settled, now)

    def _show_done_figures(self, settled: Sequence[Assessment], now: datetime) -> None:
        """Show the month's figures, if any cashback is expected and summing is quick."""
        from desktop.ui.home.done_figures import ORDER_LIMIT, DoneFigures

        known = any(one.expected_cashback for one in settled)
        if known and len(self._context.workspace.book().orders) <= ORDER_LIMIT:
            self.content.addWidget(DoneFigures(self._context, settled, now, self))

    def _see_open(self) -> None:
        self._context.orders_wanted.emit(Query(View.TO_ASSOCIATE))

    def _show_timeline(self) -> None:
        timeline = self._context.workspace.timeline()
        if not timeline.marks:
            return
        from desktop.ui.home.timeline_card import TimelineCard

        self.timeline_card = TimelineCard(timeline, as_table=self._timeline_as_table)
        self.timeline_card.chosen.connect(self._see_day)
        self.timeline_card.switched.connect(self._remember_table)
        self.content.addWidget(self.timeline_card)
        self._fit_timeline()

    def _fit_timeline(self) -> None:
        if self.timeline_card is not None:
            low = self.window().height() < _LOW_WINDOW * growth(self.fontMetrics())
            self.timeline_card.setVisible(not low)

    def _remember_table(self, as_table: bool) -> None:
        self._timeline_as_table = as_table

    def _see_day(self, mark: Mark) -> None:
        today = mark.deadline <= beijing.end_of_day(self._context.workspace.clock())
        self._context.orders_wanted.emit(Query(View.TODAY if today else View.TO_ASSOCIATE))

    def _show_next_step(self, daily_summary: DailySummary, compared: LastCompared | None) -> None:
        """Show only the most urgent next step."""
        from desktop.wording import comparing
        from desktop.wording.records import next_steps

        step = next_steps.most_urgent(self._context.workspace.book(), daily_summary.now)
        if step is not None:
            wanted = partial(self._context.wizard_wanted.emit, step.uid, step.step)
            self.content.addWidget(Band(Glyph.HASH, step.text, (step.button, wanted)))
        elif compared is not None and compared.due:
            text = comparing.nudge(compared, daily_summary.now)
            wanted = partial(self._context.compare_wanted.emit, compared.account.uid)
            self.content.addWidget(Band(Glyph.SYNC, text, (_("Compare with the console"), wanted)))
        elif daily_summary.open:
            check = partial(self._context.page_wanted.emit, "gate")
            text = _("Before your next order, check whether you can order now")
            self.content.addWidget(Band(Glyph.SHIELD, text, (_("Before buying"), check)))

    def _log_order(self) -> None:
        self._context.order_form_wanted.emit(None)


def _hint(text: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(S)
    row.addSpacing(XL)
    row.addWidget(GlyphMark(Glyph.INFO, Tone.NEUTRAL))
    row.addWidget(PlainLabel(text, Role.SMALL), 1)
    return row
