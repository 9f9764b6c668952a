"""The card of the reminder plan: an editable sentence, and the next reminder."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.reminder_plan import ReminderPlan
from desktop.domain.reminders import UpcomingReminder
from desktop.ui.kit.buttons import LinkButton
from desktop.ui.kit.cards import Card, Hairline
from desktop.ui.kit.glyphs import Glyph, GlyphMark
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.marked_labels import marked_line
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.kit.setting_rows import SwitchRow
from desktop.ui.settings.reminders.plan_editor import PlanEditor
from desktop.ui.settings.reminders.plan_sentence import PlanSentence
from desktop.ui.shared.context import Context
from desktop.ui.theme.tokens import XL, XS, L, M, S, Tone
from desktop.wording import reminders
from desktop.wording.i18n import _


class PlanCard(Card):
    """Shows the plan as an editable sentence, and the next reminder at the foot."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._editor = PlanEditor(context)
        self.body.setContentsMargins(1, 1, 1, 1)
        self.body.setSpacing(0)
        self.on = SwitchRow(_("Remind me"), "", self._switch, heading=True)
        self.sentence = PlanSentence()
        self.sentence.edited.connect(lambda facts: self._editor.change(**facts))
        self.daily, self.hours = self.sentence.daily, self.sentence.hours
        self.every = self.sentence.every
        place = QVBoxLayout()
        place.setContentsMargins(XL, XS, XL, L)
        place.addWidget(self.sentence)
        self.body.addWidget(self.on)
        self.body.addLayout(place)
        self.body.addWidget(Hairline())
        self.body.addWidget(self._foot())

    def refresh(self, plan: ReminderPlan) -> None:
        """Show the plan."""
        self.on.set_on(plan.on)
        self.sentence.setEnabled(plan.on)
        self.sentence.show_plan(plan)

    def show_next(self, found: UpcomingReminder | None, now: datetime) -> None:
        """Show the next reminder."""
        self.next.setText(reminders.next_ring(found, now))

    def _foot(self) -> QWidget:
        self.next = PlainLabel("", Role.SMALL)
        words = marked_line(GlyphMark(Glyph.CLOCK, Tone.NEUTRAL), self.next, M)
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
