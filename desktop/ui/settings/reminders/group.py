"""The group of reminders in the settings: its cards, refreshed together while visible."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.base.progress import CancelToken
from desktop.base.storage import StorageError
from desktop.domain.reminder_plan import ReminderPlan
from desktop.domain.reminders import UpcomingReminder
from desktop.ui.kit.worker import Worker
from desktop.ui.settings.reminders.calendar_card import CalendarCard
from desktop.ui.settings.reminders.closed_card import ClosedCard
from desktop.ui.settings.reminders.drill_card import DrillCard
from desktop.ui.settings.reminders.kinds_card import KindsCard
from desktop.ui.settings.reminders.plan_card import PlanCard
from desktop.ui.settings.reminders.quiet_card import QuietCard
from desktop.ui.shared.context import Context
from desktop.ui.shared.ticking import TickingMixin
from desktop.ui.theme.tokens import L

_CLOSING_SECONDS = 1.0


class RemindersGroup(TickingMixin, QWidget):
    """Reads records only while visible, and queries all open orders off the window's thread."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._next: UpcomingReminder | None = None
        self._paused_until: datetime | None = None
        self._worker = Worker("next-reminder", self, newest_wins=True)
        self.plan = PlanCard(context)
        self.quiet_card = QuietCard(context)
        self.kinds = KindsCard(context)
        self.closed = ClosedCard(context)
        self.calendar = CalendarCard(context)
        self.drill = DrillCard(context)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(L)
        for card in (
            self.plan,
            self.quiet_card,
            self.closed,
            self.calendar,
            self.drill,
            self.kinds,
        ):
            column.addWidget(card)
        context.changed.connect(self._refresh_if_visible)
        context.closing.connect(self._disconnect)
        self.show_plan(ReminderPlan())
        self.follow(context.ticker)

    def show_plan(self, plan: ReminderPlan) -> None:
        """Show a plan, without the next reminder that follows from it."""
        self.plan.refresh(plan)
        self.quiet_card.refresh(plan, self._paused_until, self._context.workspace.clock())
        self.kinds.refresh(plan)

    def next_change(self, now: datetime) -> datetime | None:
        """Return when (UTC) the next reminder rings or the pause ends."""
        rings = None if self._next is None else self._next.rings_at
        times = (rings, self._paused_until)
        return min((at for at in times if at is not None and at > now), default=None)

    def tick(self, now: datetime) -> None:
        """Show the plan, and query the next reminder after `now` (UTC)."""
        reminders = self._context.workspace.reminders
        try:
            plan = reminders.plan()
            self._paused_until = reminders.paused_until(now)
            self.closed.refresh()
        except StorageError as problem:
            self._context.report(problem)
            return
        self.show_plan(plan)
        self._ask_next(now)

    def _ask_next(self, now: datetime) -> None:
        workspace = self._context.workspace

        def find(_token: CancelToken) -> UpcomingReminder | None:
            with closing(workspace.another()) as own:
                return own.reminders.next_ring(now)

        self._worker.submit(find, partial(self._show_next, now), failed=self._report)

    def _show_next(self, now: datetime, found: UpcomingReminder | None) -> None:
        self._next = found
        self.plan.show_next(found, now)

    def _report(self, error: Exception) -> None:
        if not isinstance(error, StorageError):
            raise error
        self._context.report(error)

    def _refresh_if_visible(self) -> None:
        if self.isVisible():
            self.tick(self._context.workspace.clock())

    def _disconnect(self) -> None:
        self.unfollow()
        self._worker.close(_CLOSING_SECONDS)
