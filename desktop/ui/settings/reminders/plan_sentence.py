"""The reminder plan for deadlines as an editable sentence."""

from __future__ import annotations

from datetime import time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.reminder_plan import DAILY_LIMIT, HOURS_LIMIT, ReminderPlan
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.settings.reminders.plan_editor import times_of_day
from desktop.ui.settings.reminders.value_row import ValueRow, Values
from desktop.ui.theme.tokens import M
from desktop.wording import reminders
from desktop.wording.i18n import _, ngettext

_HOURS = ("1", "2", "3", "6", "12", "24", "48", "72", "168")
_EVERY = ("5", "10", "15", "20", "30")


class PlanSentence(QWidget):
    """Edits the daily times, the hours before a deadline, and the interval in the last hour."""

    edited = Signal(dict)
    """The facts of the plan that the user changed, by their names in `ReminderPlan`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
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
        self.daily.edited.connect(self._change_daily)
        self.hours.edited.connect(self._change_hours)
        self.every.edited.connect(self._change_every)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        for row in (self.daily, self.hours, self.every):
            column.addWidget(row)
        column.addWidget(PlainLabel(_("until it is marked as associated."), Role.SENTENCE))

    def show_plan(self, plan: ReminderPlan) -> None:
        """Show a plan, without emitting `edited`."""
        self.daily.set_values([reminders.clock(one) for one in sorted(plan.daily)])
        self.hours.set_values([str(one) for one in sorted(plan.hours, reverse=True)])
        self.every.set_values([] if plan.every is None else [str(plan.every)])

    def _change_daily(self, values: list[str]) -> None:
        self.edited.emit({"daily": tuple(sorted(time.fromisoformat(one) for one in values))})

    def _change_hours(self, values: list[str]) -> None:
        self.edited.emit({"hours": tuple(sorted((int(one) for one in values), reverse=True))})

    def _change_every(self, values: list[str]) -> None:
        self.edited.emit({"every": int(values[0]) if values else None})


def _hours(value: str) -> str:
    return ngettext("{count} hour", "{count} hours", int(value)).format(count=value)


def _minutes(value: str) -> str:
    return ngettext("every minute", "every {count} minutes", int(value)).format(count=value)
