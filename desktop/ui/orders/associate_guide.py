"""Associating one order step by step: what to do in the console, what to copy, and how it went."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain import countdown
from desktop.domain.assessment import Assessment, Verdict
from desktop.domain.model import Order, Window
from desktop.ui.kit.buttons import CopyButton, LinkButton, PlainButton, PrimaryButton
from desktop.ui.kit.cards import CardColumn, Hairline, Notice
from desktop.ui.kit.choices import ChoiceGroup
from desktop.ui.kit.fields import TextField
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.sizes import opening_size
from desktop.ui.orders.console_steps import ConsoleSteps
from desktop.ui.shared.context import Context
from desktop.ui.shared.ticking import TickingMixin
from desktop.ui.theme.tokens import Tone
from desktop.wording import glossary, moments
from desktop.wording.i18n import _
from desktop.wording.records import orders, sightings

_SIZE = QSize(560, 640)
_NOT_SHOWN = "none"


class AssociateGuide(TickingMixin, QDialog):
    """Stays beside the browser: it is not modal, and closing it changes nothing."""

    def __init__(self, context: Context, order: Order, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._order = order
        self._keys = [] if order.key is None else [order.key]
        self.assessment: Assessment = context.workspace.assess(order)
        self.setWindowTitle(_("Associate now"))
        self.resize(opening_size(_SIZE, self.fontMetrics()))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 14)
        column = CardColumn(margin=24)
        outer.addWidget(column, 1)
        self._fill(column.body)
        outer.addLayout(self._buttons())
        context.failed.connect(self._tell)
        self.follow(context.ticker)
        self.copy_number.setFocus()

    # What the ticker asks

    def next_change(self, now: datetime) -> datetime | None:
        """Return when (UTC) the countdown next reads differently."""
        deadline = self.assessment.deadline
        return None if deadline is None else countdown.next_change(deadline, now, fine=True)

    def tick(self, now: datetime) -> None:
        """Show what is left at `now` (UTC)."""
        deadline = self.assessment.deadline
        if deadline is None:
            return
        self.left.setText(moments.time_left(deadline, now, fine=True))
        until = moments.deadline_with_zone(deadline, now)
        self.until.setText(_("due {deadline}").format(deadline=until))
        urgent = orders.due_soon(self._context.workspace.assess(self._order, now))
        self.left.set_tone(Tone.AMBER if urgent else Tone.NEUTRAL)

    # How it went

    def done_there(self) -> None:
        """Record that the console shows the order as associated."""
        done = _("Order {number} marked as associated").format(number=self._order.number)
        orders_ = self._context.workspace.orders
        marked = self._context.run_action("", lambda: orders_.associate(self._keys))
        if marked:
            self._context.acted.emit(done)
        if marked is not None:
            self._leave(still_there=bool(marked))

    def show_refusal(self) -> None:
        """Ask what the console said instead."""
        self.refusal.show()
        self.refuse_button.hide()
        self.said.editor.setFocus()

    def refused(self) -> None:
        """Record what the console showed; the account's window is tightened where that follows."""
        seen = self.window_seen.value()
        window = Window(seen) if seen in (Window.DAY, Window.MONTH) else None
        workspace, before = self._context.workspace, self.assessment.deadline
        said = self.said.text()
        recorded = self._context.run_action(
            "", lambda: [workspace.orders.refused(key, window, said) for key in self._keys]
        )
        if recorded is None:
            return
        if recorded[0] is None:
            self._leave(still_there=False)
            return
        done = _("Order {number}: refusal logged").format(number=self._order.number)
        self._context.acted.emit(done)
        self.assessment = workspace.assess(self._order)
        self._show_consequence(before)
        self.tick(workspace.clock())

    def _tell(self, cause: str, cure: str) -> None:
        """Say here what could not be done: the window may be behind the browser."""
        self.consequence.set(Tone.BAD, cause, cure, Glyph.CROSS)
        self.consequence.show()

    def _leave(self, *, still_there: bool) -> None:
        """Close; say so where the order was deleted while the guide was open."""
        self.accept()
        if not still_there:
            self._context.message.emit(
                _("Order {number} was changed in the meantime; nothing was saved.").format(
                    number=self._order.number
                )
            )

    # Building

    def _fill(self, body: QVBoxLayout) -> None:
        a, book = self.assessment, self._context.workspace.book()
        self.left = PlainLabel("", Role.DISPLAY)
        self.until = PlainLabel("", Role.MUTED)
        body.addWidget(PlainLabel(orders.title(a.order), Role.HEADING))
        body.addWidget(self.left)
        body.addWidget(self.until)
        body.addWidget(PlainLabel(orders.why(a), Role.MUTED))
        body.addWidget(Hairline())
        body.addWidget(ConsoleSteps(a, book))
        body.addLayout(self._copies())
        body.addWidget(Hairline())
        body.addWidget(PlainLabel(_("How did it go?"), Role.HEADING))
        self.consequence = Notice(Tone.INFO, "")
        self.consequence.hide()
        body.addWidget(self.consequence)
        self.refuse_button = PlainButton(_("The console refused it…"), self.show_refusal)
        body.addWidget(self.refuse_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.refusal = self._refusal_form()
        self.refusal.hide()
        body.addWidget(self.refusal)
        self.seen_before = PlainLabel(self._summary(), Role.SMALL)
        body.addWidget(self.seen_before)
        body.addStretch(1)
        self.tick(a.now)

    def _copies(self) -> QHBoxLayout:
        """Make the card with number and project, to be pasted one after the other."""
        order, project = self._order, self.assessment.project
        row = QHBoxLayout()
        self.copy_number = CopyButton(_("Copy order number"), _("Copied"), order.number)
        row.addWidget(self.copy_number)
        if project:
            self.copy_project = CopyButton(_("Copy project number"), _("Copied"), project)
            row.addWidget(self.copy_project)
        row.addStretch(1)
        return row

    def _refusal_form(self) -> QWidget:
        form = QWidget(self)
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.said = TextField(
            _("What did the console say?"), _("Paste the console's exact words (optional)"), 2
        )
        self.window_seen = ChoiceGroup(
            [
                (Window.DAY.value, glossary.window(Window.DAY), ""),
                (Window.MONTH.value, glossary.window(Window.MONTH), ""),
                (_NOT_SHOWN, _("It didn't show one"), ""),
            ],
            _("Which association period did it show?"),
        )
        self.window_seen.set_value(_NOT_SHOWN)
        column.addWidget(self.said)
        column.addWidget(PlainLabel(_("Which association period did it show?"), Role.STRONG))
        column.addWidget(self.window_seen)
        self.record_button = PlainButton(_("Log the refusal"), self.refused)
        column.addWidget(self.record_button, 0, Qt.AlignmentFlag.AlignLeft)
        return form

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(24, 0, 24, 0)
        row.addWidget(LinkButton(_("Later"), self.reject))
        row.addStretch(1)
        self.done_button = PrimaryButton(_("I have associated it"), self.done_there)
        row.addWidget(self.done_button)
        return row

    def _summary(self) -> str:
        seen = self._context.workspace.sightings(self._order.account)
        return "\n".join(sightings.summary(seen, self._context.workspace.clock()))

    def _show_consequence(self, before: datetime | None) -> None:
        a = self.assessment
        self.refusal.hide()
        self.refuse_button.show()
        self.seen_before.setText(self._summary())
        show: Callable[[Tone, str, str, Glyph], None] = self.consequence.set
        if a.deadline is None or a.deadline == before:
            show(
                Tone.INFO,
                _("Recorded"),
                _(
                    "Nothing has changed for this order. Send your partner the console's exact "
                    "words and "
                    "ask."
                ),
                Glyph.NONE,
            )
        elif a.verdict is Verdict.MISSED:
            show(
                Tone.BAD,
                _("From now on, the day of payment is assumed for this account"),
                _(
                    "Counted this way, the deadline of this order has passed. Ask your partner "
                    "what can "
                    "be done."
                ),
                Glyph.CROSS,
            )
        else:
            until = moments.deadline_with_zone(a.deadline, a.now)
            show(
                Tone.AMBER,
                _("From now on, the day of payment is assumed for this account"),
                moments.tidy(_("This order is due {deadline}.").format(deadline=until)),
                Glyph.CLOCK,
            )
        self.consequence.show()
