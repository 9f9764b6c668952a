"""The dialog for the reminder plan of an account or an order: inherited, separate, or off."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.base.progress import CancelToken
from desktop.base.storage import StorageError
from desktop.domain.reminder_plan import PlanChange, ReminderPlan
from desktop.domain.reminders import UpcomingReminder
from desktop.ui.kit.buttons import PlainButton, PrimaryButton
from desktop.ui.kit.cards import Notice
from desktop.ui.kit.choices import ChoiceGroup
from desktop.ui.kit.dialogs import DialogFrame
from desktop.ui.kit.glyphs import Glyph, GlyphMark
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.marked_labels import marked_line
from desktop.ui.kit.worker import Worker
from desktop.ui.settings.reminders.plan_sentence import PlanSentence
from desktop.ui.shared.context import Context
from desktop.ui.shared.ticking import TickingMixin
from desktop.ui.theme.tokens import XXL, M, S, Tone
from desktop.wording import glossary, reminders
from desktop.wording.i18n import _
from desktop.wording.records import orders

_SIZE = QSize(680, 0)
_CLOSING_SECONDS = 1.0
_LONGEST = 40
"""Characters of a name in the message after saving."""


class _Choice(StrEnum):
    GENERAL = "general"
    OWN = "own"
    NONE = "none"


class OwnPlanDialog(TickingMixin, DialogFrame):
    """Shows which reminder would ring next with the chosen plan; only `save` stores it.

    `number` is that of the order; None for all orders of the account.
    """

    def __init__(
        self,
        context: Context,
        account: str,
        number: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Read the plans. Raises StorageError."""
        super().__init__(_("Reminder settings"), _SIZE, _("Reminder settings"), parent)
        self._context = context
        self._account, self._number = account, number
        self._saved = context.workspace.reminders.change(account, number)
        plans = context.workspace.reminders.plans()
        above = plans.of(None if number is None else account)
        self._on = plans.user.on
        self._own = replace(self._saved.applied_to(above), on=True)
        self._next: UpcomingReminder | None = None
        self._worker = Worker("own-plan", self, newest_wins=True)
        self.body.setSpacing(M)
        self.body.addWidget(PlainLabel(self._subject(), Role.MUTED))
        self.off = Notice(
            Tone.AMBER,
            _("Reminders are switched off"),
            _("Switch them on in the settings first: until then, nothing rings."),
            glyph=Glyph.EXCLAMATION,
        )
        self.off.setVisible(not self._on)
        self.body.addWidget(self.off)
        self.choice = ChoiceGroup(self._options(above), _("Reminders"))
        self.choice.edited.connect(self._show)
        self.body.addWidget(self.choice)
        self.sentence = PlanSentence()
        self.sentence.edited.connect(self._edit)
        self.sentence.setContentsMargins(XXL, 0, 0, S)
        self.body.addWidget(self.sentence)
        self.body.addLayout(self._foot())
        self.body.addStretch(1)
        self.save_button = PrimaryButton(_("Save"), self.save)
        self.add_buttons([], [PlainButton(_("Cancel"), self.reject), self.save_button])
        self.choice.set_value(self._choice_of(self._saved, above))
        self.sentence.show_plan(self._own)
        self._show()
        context.changed.connect(self._show)
        self.finished.connect(self._disconnect)
        self.follow(context.ticker)

    def change(self) -> PlanChange:
        """Return the chosen change to the inherited plan."""
        match self.choice.value():
            case _Choice.OWN:
                own = self._own
                return PlanChange(True, own.daily, own.hours, own.every or 0)
            case _Choice.NONE:
                return PlanChange(on=False)
            case _:
                return PlanChange()

    def save(self) -> None:
        """Save the chosen plan, and close; the toast offers to undo it."""
        before, change = self._saved, self.change()
        save = partial(_save_change, self._context, self._account, self._number)
        if change == before:
            self.accept()
        elif save(change):
            done = _("Reminder settings of {name} saved").format(name=self._short_name())
            self._context.reversible.emit(done, partial(save, before))
            self.accept()

    # Interface for the ticker

    def next_change(self, now: datetime) -> datetime | None:
        """Return when (UTC) the next reminder rings, or None."""
        at = None if self._next is None else self._next.rings_at
        return at if at is not None and at > now else None

    def tick(self, now: datetime) -> None:
        """Query the next reminder after `now` (UTC), on a thread: there may be many orders."""
        change, workspace = self.change(), self._context.workspace

        def preview(_token: CancelToken) -> UpcomingReminder | None:
            with closing(workspace.another()) as own:
                return own.reminders.preview(change, self._account, self._number, now)

        self._worker.submit(preview, partial(self._show_next, now), failed=self._report)

    def _show_next(self, now: datetime, found: UpcomingReminder | None) -> None:
        self._next = found
        self.next.setText(reminders.next_ring(found, now))

    def _report(self, error: Exception) -> None:
        if not isinstance(error, StorageError):
            raise error
        self._context.report(error)

    def _edit(self, facts: dict[str, object]) -> None:
        self._own = replace(self._own, **facts)  # type: ignore[arg-type]
        self.sentence.show_plan(self._own)
        self._show()

    def _show(self) -> None:
        """Show the fields of the choice, and query the next reminder."""
        self.sentence.setVisible(self.choice.value() == _Choice.OWN)
        self.tick(self._context.workspace.clock())

    def _options(self, above: ReminderPlan) -> list[tuple[str, str, str]]:
        """Return the choices; the inherited plan is described in words."""
        general = _("As in the settings")
        own, none = _("Different for this account"), _("No reminders for this account")
        if self._number is not None:
            general = _("As for the account")
            own, none = _("Different for this order"), _("No reminders for this order")
        return [
            (_Choice.GENERAL, general, reminders.plan(above)),
            (_Choice.OWN, own, ""),
            (_Choice.NONE, none, ""),
        ]

    @staticmethod
    def _choice_of(saved: PlanChange, above: ReminderPlan) -> _Choice:
        if not saved:
            return _Choice.GENERAL
        return _Choice.OWN if saved.applied_to(above).on else _Choice.NONE

    def _subject(self) -> str:
        """Return the name of the account or the order."""
        name = self._account_name()
        if self._number is None:
            return _("All orders of {name}").format(name=name)
        return f"{self._order_title()} · {self._number} · {name}"

    def _short_name(self) -> str:
        name = self._account_name() if self._number is None else self._order_title()
        return glossary.short(name, _LONGEST)

    def _account_name(self) -> str:
        account = self._context.workspace.book().accounts.get(self._account)
        return self._account if account is None else glossary.account(account)

    def _order_title(self) -> str:
        order = self._context.workspace.book().order(self._account, self._number or "")
        return self._number or "" if order is None else orders.title(order)

    def _foot(self) -> QHBoxLayout:
        self.next = PlainLabel("", Role.SMALL)
        return marked_line(GlyphMark(Glyph.CLOCK, Tone.NEUTRAL), self.next, M)

    def _disconnect(self) -> None:
        self.unfollow()
        self._worker.close(_CLOSING_SECONDS)
        self._context.changed.disconnect(self._show)


def _save_change(context: Context, account: str, number: str | None, change: PlanChange) -> bool:
    """Save a change to the plan; return False if that failed, which the context reports."""
    service = context.workspace.reminders

    def save() -> bool:
        service.save_change(change, account, number)
        return True

    return context.run_action("", save) is not None
