"""The guide for associating one order: the steps in the console, and their outcome."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.domain import countdown
from desktop.domain.assessment import Assessment, Verdict
from desktop.domain.model import Order
from desktop.ui.imports.sources import paste_orders
from desktop.ui.kit.announce import announce
from desktop.ui.kit.buttons import PlainButton
from desktop.ui.kit.cards import CardColumn, Hairline, Notice
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.kit.sizes import opening_size, room_on_screen
from desktop.ui.orders.console_steps import ConsoleSteps
from desktop.ui.orders.countdown_band import CountdownBand
from desktop.ui.orders.refusal_form import RefusalForm
from desktop.ui.shared.context import Context
from desktop.ui.shared.ticking import TickingMixin
from desktop.ui.theme.tokens import XL, XS, L, M, S, Tone
from desktop.wording import moments
from desktop.wording.i18n import _, ngettext, pgettext
from desktop.wording.records import orders, sightings

_SIZE = QSize(600, 440)


class AssociateGuide(TickingMixin, QDialog):
    """A non-modal dialog, to be used beside the browser; closing it changes nothing."""

    next_wanted = Signal(object)
    """The order is associated: continue with these `Order`s, one after the other."""

    def __init__(
        self,
        context: Context,
        order: Order,
        parent: QWidget | None = None,
        *,
        after: Sequence[Order] = (),
    ) -> None:
        """Guide through `order`; `next_wanted` asks for guides for the orders `after` it."""
        super().__init__(parent)
        self._context = context
        self._order = order
        self.after = list(after)
        self._late = False
        self._keys = [] if order.key is None else [order.key]
        self.assessment: Assessment = context.workspace.assess(order)
        self.setWindowTitle(_("Associate this order in the console"))
        self.resize(opening_size(_SIZE, self.fontMetrics()))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.column = CardColumn(margin=XL)
        self.column.body.setSpacing(M)
        self.column.setObjectName("panel")
        outer.addWidget(self.column, 1)
        outer.addWidget(Hairline())
        self._fill(self.column.body)
        self._foot = self._outcomes()
        outer.addLayout(self._foot)
        self.tick(self.assessment.now)
        context.failed.connect(self._show_problem)
        context.changed.connect(self._follow_records)
        self.follow(context.ticker)
        self._show_outcomes()
        self._grow()
        self.column.widget().installEventFilter(self)
        (self.steps.next_button() or self.done_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Import pasted orders here as well: the main window may be hidden."""
        if event.matches(QKeySequence.StandardKey.Paste):
            paste_orders(self._context)
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Grow with the content: a line may fold, and a refusal adds its consequence."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._grow()
        return super().eventFilter(watched, event)

    # Called by the ticker

    def next_change(self, now: datetime) -> datetime | None:
        """Return when (UTC) the countdown next reads differently."""
        deadline = self.assessment.deadline
        return None if deadline is None else countdown.next_change(deadline, now, fine=True)

    def tick(self, now: datetime) -> None:
        """Show the time left at `now` (UTC)."""
        deadline = self.assessment.deadline
        if deadline is None:
            return
        until = moments.deadline_with_zone(deadline, now)
        current = self._context.workspace.assess(self._order, now)
        tone = Tone.AMBER if orders.due_soon(current) else Tone.INFO
        self.band.show_time(
            _("due {deadline}").format(deadline=until),
            _("{left} left").format(left=moments.time_left(deadline, now, fine=True)),
            orders.why(self.assessment),
            Tone.BAD if current.verdict is Verdict.MISSED else tone,
        )
        self._follow_deadline(missed=current.verdict is Verdict.MISSED)

    def _follow_deadline(self, *, missed: bool) -> None:
        """Once the deadline has passed, ask whether the order was associated in time.

        From then on the button reports an earlier association, and records no sighting.
        """
        if missed is self._late:
            return
        self._late = missed
        self.done_button.setText(_done_text(late=missed))
        self.done_button.setAccessibleName(self.done_button.text())
        self.late_hint.setVisible(missed)
        self._show_outcomes()
        if missed:
            announce(self, f"{self.band.accessibleName()} {self.late_hint.text()}")

    @property
    def order(self) -> Order:
        """The order of the guide."""
        return self._order

    @property
    def left(self) -> PlainLabel:
        """The label of the time left."""
        return self.band.left

    # The outcome

    def mark_associated(self) -> None:
        """Record that the console shows the order as associated."""
        done = orders.associated_now(self.assessment)
        orders_ = self._context.workspace.orders

        def mark() -> list[Order]:
            if self._late:
                return orders_.associate(self._keys)
            return [o for key in self._keys for o in orders_.associated_in_console(key)]

        marked = self._context.run_action("", mark)
        if marked:
            self._context.acted.emit(done)
        if marked is not None:
            self.steps.forget()
            self._leave(still_there=bool(marked))
            if self.after:
                self.next_wanted.emit(self.after)

    def show_refusal(self) -> None:
        """Ask for the console's message."""
        self._show_form(True)
        self.refusal.console_message.editor.setFocus()

    def _show_form(self, shown: bool) -> None:
        """Show the questions about the refusal instead of the steps, or the steps again."""
        self.refusal.setVisible(shown)
        self.steps.setVisible(not shown)
        self._grow()
        self.refuse_button.setEnabled(not shown)
        self.done_button.set_primary(self.steps.started and not shown)

    def record_refusal(self) -> None:
        """Record the refusal; the window that the console showed may tighten the account's."""
        workspace, before = self._context.workspace, self.assessment.deadline
        window, message = self.refusal.shown_window(), self.refusal.console_message.text()
        recorded = self._context.run_action(
            "", lambda: [workspace.orders.refused(key, window, message) for key in self._keys]
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

    def _show_problem(self, cause: str, cure: str) -> None:
        """Show an error here: the main window may be behind the browser."""
        self.consequence.set(Tone.BAD, cause, cure, Glyph.CROSS)
        self.consequence.show()
        self.column.ensureWidgetVisible(self.consequence)

    def _follow_records(self) -> None:
        """Update the deadline: the association period may have just been looked up."""
        if self._context.workspace.book().order(self._order.account, self._order.number) is None:
            return
        self.assessment = self._context.workspace.assess(self._order)
        self.tick(self._context.workspace.clock())

    def _leave(self, *, still_there: bool) -> None:
        """Close, with a message if the order was deleted while the guide was open."""
        self.accept()
        if not still_there:
            self._context.message.emit(
                _("Order {number} was changed in the meantime; nothing was saved.").format(
                    number=self._order.number
                )
            )

    # Building

    def _grow(self) -> None:
        """Grow to the height of the content, as far as the screen allows."""
        content = self.column.widget()
        width = min(self.width(), content.maximumWidth())
        needed = content.heightForWidth(width) + self._foot.sizeHint().height() + 1
        height = min(needed, room_on_screen().height())
        if height > self.height():
            self.resize(self.width(), height)

    def _fill(self, body: QVBoxLayout) -> None:
        a, book = self.assessment, self._context.workspace.book()
        words = QVBoxLayout()
        words.setSpacing(XS)
        words.addWidget(PlainLabel(_("Associate this order in the console"), Role.TITLE))
        words.addWidget(
            PlainLabel(f"{orders.title(a.order)} · {orders.owner_line(a, book)}", Role.MUTED)
        )
        if self.after:
            count = len(self.after)
            text = ngettext("{count} more after this one", "{count} more after this one", count)
            words.addWidget(PlainLabel(text.format(count=count), Role.SMALL))
        body.addLayout(words)
        self.band = CountdownBand()
        body.addWidget(self.band)
        self.steps = ConsoleSteps(self._context, a)
        self.steps.used.connect(self._show_outcomes)
        body.addWidget(self.steps)
        self.consequence = Notice(Tone.INFO, "")
        self.consequence.hide()
        body.addWidget(self.consequence)
        self.refusal = RefusalForm(self)
        self.refusal.submitted.connect(self.record_refusal)
        self.refusal.steps_wanted.connect(lambda: self._show_form(False))
        self.refusal.hide()
        body.addWidget(self.refusal)
        self.seen_before = PlainLabel(self._summary(), Role.SMALL)
        self.seen_before.setVisible(bool(self.seen_before.text()))
        body.addWidget(self.seen_before)
        body.addStretch(1)

    def _outcomes(self) -> QVBoxLayout:
        """Make the foot with a button for each outcome."""
        column = QVBoxLayout()
        column.setContentsMargins(XL, L, XL, L + XS)
        column.setSpacing(M)
        column.addWidget(PlainLabel(_("How did it go?"), Role.STRONG))
        self.late_hint = PlainLabel(
            _(
                "If you had associated an order in the console in time, say so with “I had "
                "associated it”; otherwise it is marked as missed."
            ),
            Role.SMALL,
        )
        self.late_hint.hide()
        column.addWidget(self.late_hint)
        self.done_button = PlainButton(
            _done_text(late=False), self.mark_associated, glyph=Glyph.CHECK_CIRCLE
        )
        self.refuse_button = PlainButton(
            _("The console refuses it…"), self.show_refusal, glyph=Glyph.CROSS_CIRCLE
        )
        self.later_button = PlainButton(_("Later"), self.reject, glyph=Glyph.CLOCK)
        parts = []
        for button in (self.done_button, self.refuse_button, self.later_button):
            button.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)
            part = QHBoxLayout()
            part.addWidget(button)
            parts.append(part)
        column.addWidget(ResponsiveRow(parts, spacing=S, comfort=0))
        return column

    def _show_outcomes(self) -> None:
        """Enable “associated”, and make it the primary button, once a step was used."""
        self.done_button.setEnabled(self.steps.started or self._late)
        self.done_button.set_primary(self.steps.started and not self._late)
        if self.steps.started and self.steps.next_button() is None:
            self.done_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _summary(self) -> str:
        seen = self._context.workspace.sightings(self._order.account)
        return "\n".join(sightings.summary(seen, self._context.workspace.clock()))

    def _show_consequence(self, before: datetime | None) -> None:
        a = self.assessment
        self._show_form(False)
        self.seen_before.setText(self._summary())
        self.seen_before.setVisible(bool(self.seen_before.text()))
        show: Callable[[Tone, str, str, Glyph], None] = self.consequence.set
        if a.deadline is None or a.deadline == before:
            show(
                Tone.INFO,
                _("Recorded"),
                _(
                    "Nothing has changed for this order. Send your partner the console's exact "
                    "words and ask."
                ),
                Glyph.NONE,
            )
        elif a.verdict is Verdict.MISSED:
            show(
                Tone.BAD,
                _("From now on, the day of payment is assumed for this account"),
                _(
                    "Counted this way, the deadline of this order has passed. Ask your partner "
                    "what can be done."
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
        self.column.ensureWidgetVisible(self.consequence)


def _done_text(*, late: bool) -> str:
    return pgettext("order", "I had associated it") if late else _("I have associated it")
