"""When to be reminded of a deadline: a sentence whose words can be changed, and what follows."""

from __future__ import annotations

from datetime import datetime, time

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.reminder_plan import DAILY_LIMIT, HOURS_LIMIT, ReminderPlan
from desktop.domain.reminders import UpcomingReminder
from desktop.ui.kit.buttons import LinkButton
from desktop.ui.kit.cards import Card, Hairline
from desktop.ui.kit.glyphs import Glyph, GlyphMark
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.kit.setting_rows import SwitchRow
from desktop.ui.settings.reminders.plan_editor import PlanEditor, times_of_day
from desktop.ui.settings.reminders.value_row import ValueRow, Values
from desktop.ui.shared.context import Context
from desktop.ui.theme.tokens import XL, XS, L, M, S, Tone
from desktop.wording import reminders
from desktop.wording.i18n import _, ngettext

_HOURS = ("1", "2", "3", "6", "12", "24", "48", "72", "168")
_EVERY = ("5", "10", "15", "20", "30")


class PlanCard(Card):
    """Reads as a sentence; the foot says what rings next."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._editor = PlanEditor(context)
        self.body.setContentsMargins(1, 1, 1, 1)
        self.body.setSpacing(0)
        self.on = SwitchRow(_("Remind me"), "", self._switch, heading=True)
        self.daily = ValueRow(
            _("Times of day"),
            (_("Every day at"), _("sum up what is open,")),
            _("no time"),
            _("Another time of day"),
            Values([reminders.clock(one) for one in times_of_day(())], str, str, DAILY_LIMIT),
        )
        self.hours = ValueRow(
            _("Hours before the deadline"),
            (_("remind me"), _("before each deadline,")),
            _("at no time"),
            _("Another time before the deadline"),
            Values(_HOURS, _hours, int, HOURS_LIMIT),
        )
        self.every = ValueRow(
            _("Reminders in the last hour"),
            (_("and in the last hour"), ""),
            _("no more often"),
            "",
            Values(_EVERY, _minutes, int, 1),
        )
        self.daily.edited.connect(self._keep_daily)
        self.hours.edited.connect(self._keep_hours)
        self.every.edited.connect(self._keep_every)
        self.body.addWidget(self.on)
        self.body.addWidget(self._sentence())
        self.body.addWidget(Hairline())
        self.body.addWidget(self._foot())

    def refresh(self, plan: ReminderPlan) -> None:
        """Show the plan."""
        self.on.set_on(plan.on)
        self.sentence.setEnabled(plan.on)
        self.daily.set_values([reminders.clock(one) for one in sorted(plan.daily)])
        self.hours.set_values([str(one) for one in sorted(plan.hours, reverse=True)])
        self.every.set_values([] if plan.every is None else [str(plan.every)])

    def show_next(self, found: UpcomingReminder | None, now: datetime) -> None:
        """Say what rings next."""
        self.next.setText(reminders.next_ring(found, now))

    def _sentence(self) -> QWidget:
        self.sentence = QWidget()
        column = QVBoxLayout(self.sentence)
        column.setContentsMargins(XL, XS, XL, L)
        column.setSpacing(M)
        for row in (self.daily, self.hours, self.every):
            column.addWidget(row)
        column.addWidget(PlainLabel(_("until it is marked as associated."), Role.SENTENCE))
        return self.sentence

    def _foot(self) -> QWidget:
        words = QHBoxLayout()
        words.setSpacing(M)
        words.addWidget(GlyphMark(Glyph.CLOCK, Tone.NEUTRAL))
        self.next = PlainLabel("", Role.SMALL)
        words.addWidget(self.next, 1)
        side = QVBoxLayout()
        self.list_button = LinkButton(
            _("What will ring, when"), self._context.reminders_wanted.emit
        )
        side.addWidget(self.list_button)
        foot = QWidget()
        outer = QVBoxLayout(foot)
        outer.setContentsMargins(XL, XS, L, XS)
        outer.addWidget(ResponsiveRow([words, side], 0, S, comfort=18))
        return foot

    def _switch(self, on: bool) -> None:
        self._editor.change(on=on)

    def _keep_daily(self, values: list[str]) -> None:
        self._editor.change(daily=tuple(sorted(time.fromisoformat(one) for one in values)))

    def _keep_hours(self, values: list[str]) -> None:
        self._editor.change(hours=tuple(sorted((int(one) for one in values), reverse=True)))

    def _keep_every(self, values: list[str]) -> None:
        self._editor.change(every=int(values[0]) if values else None)


def _hours(value: str) -> str:
    return ngettext("{count} hour", "{count} hours", int(value)).format(count=value)


def _minutes(value: str) -> str:
    return ngettext("every minute", "every {count} minutes", int(value)).format(count=value)
