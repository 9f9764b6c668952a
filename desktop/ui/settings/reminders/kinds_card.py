"""The card with the kinds of reminders besides orders, and options of notifications."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from desktop.domain.reminder_plan import ReminderKind, ReminderPlan
from desktop.ui.kit.setting_rows import RowsCard, SwitchRow
from desktop.ui.settings.reminders.plan_editor import InlineCombo, PlanEditor
from desktop.ui.shared.context import Context
from desktop.wording.i18n import _, ngettext

_DAYS = (1, 2, 3, 5, 7, 14)


class KindsCard(RowsCard):
    """Switches for each kind of reminder besides orders, for amounts, and for sound."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        self._editor = PlanEditor(context)
        self.days = InlineCombo(_("Days without an answer"), self._save_days)
        self.kinds = {
            ReminderKind.PROJECT: SwitchRow(
                _("Projects about to expire"),
                _("14, 3 and 1 days before, and when orders are open for longer."),
                partial(self._switch, ReminderKind.PROJECT),
            ),
            ReminderKind.REQUEST: SwitchRow(
                _("Requests without an answer"),
                _("You sent it, and your partner's reply isn't here yet."),
                partial(self._switch, ReminderKind.REQUEST),
                (self.days,),
            ),
            ReminderKind.CASHBACK: SwitchRow(
                _("Overdue cashback"),
                _("When a month wasn't paid as expected, and weekly until it is."),
                partial(self._switch, ReminderKind.CASHBACK),
            ),
            ReminderKind.BACKUP: SwitchRow(
                _("Missing backups"),
                _("When there was no checked backup for 7 days."),
                partial(self._switch, ReminderKind.BACKUP),
            ),
        }
        self.amounts = SwitchRow(
            _("Amounts in notifications"),
            _("Without them, only the account and the number of orders are shown."),
            lambda on: self._editor.change(amounts=on),
        )
        self.sound = SwitchRow(
            _("Sound"),
            _("In the last hour before a deadline, and at the last chance. All others are silent."),
            lambda on: self._editor.change(sound=on),
        )
        super().__init__((*self.kinds.values(), self.amounts, self.sound), parent)

    def refresh(self, plan: ReminderPlan) -> None:
        """Show the plan."""
        for kind, row in self.kinds.items():
            row.set_on(kind not in plan.off)
        self.days.setVisible(ReminderKind.REQUEST not in plan.off)
        days = sorted({*_DAYS, plan.request_days})
        self.days.offer(((_after(one), one) for one in days), plan.request_days)
        self.amounts.set_on(plan.amounts)
        self.sound.set_on(plan.sound)

    def _switch(self, kind: ReminderKind, on: bool) -> None:
        off = self._editor.plan().off
        self._editor.change(off=off - {kind} if on else off | {kind})

    def _save_days(self) -> None:
        self._editor.change(request_days=self.days.currentData())


def _after(days: int) -> str:
    return ngettext("after {count} day", "after {count} days", days).format(count=days)
