"""The card of quiet hours, their exception for the last chance, and the pause."""

from __future__ import annotations

from datetime import datetime, time

from PySide6.QtWidgets import QWidget

from desktop.domain.reminder_plan import QuietHours, ReminderPlan
from desktop.ui.kit.buttons import PlainButton
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.setting_rows import RowsCard, SettingRow, SwitchRow
from desktop.ui.settings.reminders.plan_editor import InlineCombo, PlanEditor, times_of_day
from desktop.ui.shared import pausing
from desktop.ui.shared.context import Context
from desktop.ui.theme.tokens import ROW_BUTTON_HEIGHT, Tone
from desktop.wording import moments, reminders
from desktop.wording.i18n import _, pgettext

_USUAL = QuietHours(time(22, 30), time(8))


class QuietCard(RowsCard):
    """Edits the quiet hours; asks once whether the last chance may ring in them."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        self._context = context
        self._editor = PlanEditor(context)
        self.start = InlineCombo(_("Quiet hours begin at"), self._save_quiet)
        self.end = InlineCombo(_("Quiet hours end at"), self._save_quiet)
        self._to = PlainLabel(pgettext("from one time of day", "to"), Role.MUTED, wrap=False)
        between = (self.start, self._to, self.end)
        self.quiet = SwitchRow(_("Quiet hours"), "", self._switch_quiet, between)
        self.ring_button = PlainButton(
            _("Let it ring"), lambda: self._answer(True), height=ROW_BUTTON_HEIGHT
        )
        self.silent_button = PlainButton(
            _("Stay silent"), lambda: self._answer(False), height=ROW_BUTTON_HEIGHT
        )
        self.question = SettingRow(
            _("May the last chance ring in quiet hours?"),
            _("The last reminder before a deadline, if there is no time left afterwards."),
            (self.ring_button, self.silent_button),
        )
        self.chance = SwitchRow(_("Last chance in quiet hours"), "", self._answer)
        self.pause_button = PlainButton(
            "", lambda: pausing.toggle(context), height=ROW_BUTTON_HEIGHT
        )
        self.pause = SettingRow(_("Pause"), "", (self.pause_button,))
        super().__init__((self.quiet, self.question, self.chance, self.pause), parent)

    def refresh(self, plan: ReminderPlan, paused_until: datetime | None, now: datetime) -> None:
        """Show the plan, and the end of the pause (UTC)."""
        quiet = plan.quiet
        self.quiet.set_on(quiet is not None)
        for widget in (self.start, self._to, self.end):
            widget.setVisible(quiet is not None)
        self.quiet.set_text(
            _("Beijing time; nothing rings then but the last chance.")
            if plan.last_chance is not False
            else _("Beijing time; nothing rings then.")
        )
        shown = quiet or _USUAL
        for combo, value, other in (
            (self.start, shown.start, shown.end),
            (self.end, shown.end, shown.start),
        ):
            times = [(reminders.clock(one), one) for one in times_of_day((value,), (other,))]
            combo.offer([(text, text) for text, _one in times], reminders.clock(value))
        asked = plan.last_chance is None
        self.show_row(self.question, shown=quiet is not None and asked)
        self.show_row(self.chance, shown=quiet is not None and not asked)
        self.chance.set_on(plan.last_chance is not False)
        self.chance.set_text(reminders.last_chance(allowed=plan.last_chance))
        self._show_pause(paused_until, now)

    def _show_pause(self, until: datetime | None, now: datetime) -> None:
        paused = until is not None and until > now
        what = _("Whatever is due today rings all the same.")
        if until is not None and paused:
            text = _("Paused until {moment}. Whatever is due today rings all the same.")
            what = moments.tidy(text.format(moment=moments.minute(until, now)))
        self.pause.set_text(what, Tone.AMBER if paused else Tone.NEUTRAL)
        self.pause_button.setText(
            _("End the pause")
            if paused
            else moments.tidy(
                _("Pause until {moment}").format(
                    moment=moments.minute(pausing.next_morning(now), now)
                )
            )
        )
        self.pause_button.setAccessibleName(self.pause_button.text())

    def _switch_quiet(self, on: bool) -> None:
        self._editor.change(quiet=_USUAL if on else None)

    def _save_quiet(self) -> None:
        start, end = (time.fromisoformat(c.currentData()) for c in (self.start, self.end))
        self._editor.change(quiet=QuietHours(start, end))

    def _answer(self, allowed: bool) -> None:
        asked = self.question.isVisible()
        self._editor.change(last_chance=allowed)
        if asked and self.chance.isVisible():
            self.chance.switch.setFocus()  # the focused button is hidden now
