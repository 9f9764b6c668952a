"""The sheet that lists, once, what came due while the user was away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain import countdown
from desktop.domain.assessment import Assessment
from desktop.domain.model import Order
from desktop.domain.views import Query, View
from desktop.services.reminders import MissedWhileClosed
from desktop.ui.kit.buttons import LinkButton, PlainButton, PrimaryButton
from desktop.ui.kit.cards import Card, Hairline
from desktop.ui.kit.dialogs import DialogFrame
from desktop.ui.kit.glyphs import Glyph, GlyphMark
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.shared import missed_orders
from desktop.ui.shared.context import Context
from desktop.ui.shared.ticking import TickingMixin
from desktop.ui.theme.tokens import XS, L, M, S, Tone
from desktop.wording import glossary, moments
from desktop.wording.i18n import _, labelled, ngettext, pgettext
from desktop.wording.records import orders

_SIZE = QSize(640, 0)
_MOST = 20
"""The greatest number of orders in each list; the others are on the page of orders."""
_COMFORT = 24


class MissedSheet(TickingMixin, DialogFrame):
    """Lists orders that can still be associated, and below them those whose deadline passed.

    It opens without taking the focus, since the user may be typing, unless `activate_on_show` was
    called.
    """

    def __init__(
        self,
        context: Context,
        missed: MissedWhileClosed,
        past: Sequence[Assessment],
        *,
        asleep: bool,
        parent: QWidget | None = None,
    ) -> None:
        """`past` are the missed orders to ask about, which may differ from those in `missed`."""
        heading = _heading(missed, past, asleep=asleep)
        super().__init__(_("LinkDue"), _SIZE, heading, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._context = context
        self.body.setSpacing(S)
        self.body.addWidget(PlainLabel(_times(missed), Role.MUTED))
        self.announcement = f"{heading} {_times(missed)}"
        self.frame.column.setAccessibleName(heading)
        self.frame.column.setAccessibleDescription(_times(missed))
        self.still_time = [
            MissedRow(context, a, over=False, first=not number)
            for number, a in enumerate(missed.still_time[:_MOST])
        ]
        self.past = [MissedRow(context, a, over=True) for a in past[:_MOST]]
        self._add(_("Still time"), self.still_time, len(missed.still_time), View.TO_ASSOCIATE)
        self._add(_("Too late"), self.past, len(past), View.MISSED)
        self.all_button = PlainButton("", self._record_all)
        self.body.addWidget(self.all_button)
        self._name_all()
        if past:
            text = _(
                "If you had associated an order in the console in time, say so with “I had "
                "associated it”; otherwise it is marked as missed."
            )
            self.body.addWidget(PlainLabel(text, Role.SMALL))
        if chance := missed_orders.still_possible(context, past):
            self.body.addWidget(PlainLabel(chance, Role.AMBER))
        self.body.addStretch(1)
        self.how_button = LinkButton(
            _("How to be reminded while LinkDue is closed"), self._show_how
        )
        self.close_button = PlainButton(_("Got it"), self.accept)
        self.add_buttons([self.how_button], [self.close_button])
        context.changed.connect(self._refresh)
        self.finished.connect(self._disconnect)
        self.follow(context.ticker)

    def activate_on_show(self) -> None:
        """Take the focus when shown, but not on a button, so that Enter answers nothing."""
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, False)
        self.frame.column.setFocus(Qt.FocusReason.OtherFocusReason)

    def next_change(self, now: datetime) -> datetime | None:
        """Return the next change of a countdown (UTC), or None."""
        changes = [row.next_change(now) for row in self.still_time]
        return min((at for at in changes if at is not None), default=None)

    def tick(self, now: datetime) -> None:
        """Show the remaining times at `now` (UTC)."""
        for row in self.still_time:
            row.show_time(now)

    def _add(self, title: str, rows: Sequence[MissedRow], count: int, view: View) -> None:
        if not rows:
            return
        self.body.addSpacing(XS)
        self.body.addWidget(PlainLabel(title, Role.SMALL))
        card = Card()
        card.body.setContentsMargins(1, 1, 1, 1)
        card.body.setSpacing(0)
        for number, row in enumerate(rows):
            if number:
                card.body.addWidget(Hairline())
            card.body.addWidget(row)
        self.body.addWidget(card)
        if count > len(rows):
            more = count - len(rows)
            text = ngettext("{count} more order", "{count} more orders", more)
            see = partial(self._see, view)
            self.body.addWidget(LinkButton(text.format(count=f"{more:,}"), see, quiet=True))

    def _see(self, view: View) -> None:
        self._context.orders_wanted.emit(Query(view))
        self.accept()

    def _show_how(self) -> None:
        self._context.page_wanted.emit("settings:reminders")
        self.accept()

    def _refresh(self) -> None:
        """Mark the orders that have been associated."""
        book = self._context.workspace.book()
        for row in (*self.still_time, *self.past):
            order = row.assessment.order
            now = book.order(order.account, order.number)
            row.show_done(done=now is None or now.associated_at is not None)
        self._name_all()

    def _unanswered(self) -> list[Order]:
        return [row.assessment.order for row in self.past if row.done.isHidden()]

    def _name_all(self) -> None:
        """Update the button that answers for all passed orders; hide it for fewer than two."""
        count = len(self._unanswered())
        text = ngettext("I had associated it", "I had associated all {count}", count)
        self.all_button.setText(text.format(count=count))
        self.all_button.setAccessibleName(self.all_button.text())
        self.all_button.setVisible(count > 1)

    def _record_all(self) -> None:
        """Record all passed orders as associated late, in one action and one undo step."""
        keys = [order.key for order in self._unanswered() if order.key is not None]
        text = ngettext(
            "{count} order marked as associated", "{count} orders marked as associated", len(keys)
        )
        associate = partial(self._context.workspace.orders.associate, keys)
        if self._context.run_action(text.format(count=len(keys)), associate) is not None:
            self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _disconnect(self) -> None:
        self.unfollow()
        self._context.changed.disconnect(self._refresh)


class MissedRow(QWidget):
    """The row of an order: remaining time or passed deadline, facts, and a button."""

    def __init__(
        self, context: Context, assessment: Assessment, *, over: bool, first: bool = False
    ) -> None:
        super().__init__()
        self._context = context
        self.assessment = assessment
        self._over = over
        order = assessment.order
        self.time = PlainLabel("")
        mark = QHBoxLayout()
        mark.setSpacing(XS)
        if over:
            mark.addWidget(GlyphMark(Glyph.CROSS_CIRCLE, Tone.BAD))
            self.time.set_tone(Tone.BAD)
        elif orders.due_soon(assessment):
            self.time.set_tone(Tone.AMBER)
        mark.addWidget(self.time, 1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addLayout(mark)
        words.addWidget(PlainLabel(_facts(assessment, context), Role.SMALL))
        number = order.number
        self.action: PlainButton | PrimaryButton
        if over:
            name = _("I had associated order {number}").format(number=number)
            text = pgettext("order", "I had associated it")
            self.action = PlainButton(text, self._record, name=name)
        else:
            name = _("Associate now: order {number}").format(number=number)
            guide = partial(context.guide_wanted.emit, order)
            make = PrimaryButton if first else PlainButton
            self.action = make(_("Associate now"), guide, name=name)
        self.done = PlainLabel(_("Associated"), Role.GOOD, wrap=False)
        self.done.hide()
        actions = QHBoxLayout()
        actions.addWidget(self.done)
        actions.addWidget(self.action)
        actions.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(L, M, M, M)
        outer.addWidget(ResponsiveRow([words, actions], widening=0, spacing=M, comfort=_COMFORT))
        self.show_time(assessment.now)

    def next_change(self, now: datetime) -> datetime | None:
        """Return the next change of the countdown (UTC); None without one."""
        deadline = self.assessment.deadline
        return None if deadline is None else countdown.next_change(deadline, now)

    def show_time(self, now: datetime) -> None:
        """Show the remaining time at `now` (UTC), or the passed deadline."""
        deadline = self.assessment.deadline
        if deadline is None:
            return
        until = moments.deadline(deadline, now)
        if self._over or deadline <= now:
            text = _("Deadline passed ({deadline})").format(deadline=until)
        else:
            text = _("Due {deadline}, {left} left").format(
                deadline=until, left=moments.time_left(deadline, now)
            )
        self.time.setText(moments.tidy(text))
        self.setAccessibleName(labelled(self.time.text(), orders.title(self.assessment.order)))

    def show_done(self, *, done: bool) -> None:
        """Show that the order is associated, or show the button if it is not."""
        self.action.setVisible(not done)
        self.done.setVisible(done)

    def _record(self) -> None:
        """Record the association at the current moment, since the real one is unknown."""
        order = self.assessment.order
        done = _("Order {number} marked as associated").format(number=order.number)
        self._context.run_action(done, lambda: self._context.workspace.associate(order))


def _heading(missed: MissedWhileClosed, past: Sequence[Assessment], *, asleep: bool) -> str:
    count = len(missed.still_time)
    parts = []
    if past:
        text = ngettext("{count} deadline passed", "{count} deadlines passed", len(past))
        parts.append(text.format(count=len(past)))
    if count:
        text = ngettext("{count} deadline came close", "{count} deadlines came close", count)
        parts.append(text.format(count=count))
    text = (
        _("While the computer slept: {what}") if asleep else _("While LinkDue was closed: {what}")
    )
    return text.format(what=pgettext("between clauses", ", ").join(parts))


def _times(missed: MissedWhileClosed) -> str:
    since, now = (at.replace(second=0, microsecond=0) for at in (missed.since, missed.now))
    return moments.tidy(
        _("Last here {since}, now {now}").format(
            since=moments.moment(since, missed.now), now=moments.moment(now, missed.now)
        )
    )


def _facts(assessment: Assessment, context: Context) -> str:
    order = assessment.order
    account = context.workspace.book().accounts.get(order.account)
    name = order.account if account is None else glossary.account(account)
    parts = [orders.title(order), order.number, name]
    if assessment.expected_cashback is not None:
        parts.append(orders.cashback(order, assessment.expected_cashback))
    return " · ".join(parts)
