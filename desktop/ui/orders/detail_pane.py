"""The card of the selected order: next step, countdown, facts and rules."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain import countdown
from desktop.domain.assessment import Assessment, Verdict
from desktop.domain.counterfactual import RemarkKind, counterfactual
from desktop.domain.model import OrderStatus
from desktop.domain.order_rows import OrderRow
from desktop.ui.kit.buttons import IconButton, PlainButton, PrimaryButton
from desktop.ui.kit.cards import Card, CardColumn, Hairline, clear, match_reading_order
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role, capital
from desktop.ui.kit.marked_labels import CountdownLabel
from desktop.ui.kit.pills import Pill
from desktop.ui.kit.sizes import growth
from desktop.ui.orders.actions import OrderActions
from desktop.ui.orders.detail_facts import (
    PROBLEMS,
    add_facts,
    number_line,
    numbers,
    of_kind,
    proof,
)
from desktop.ui.orders.evidence_fold import EvidenceFold
from desktop.ui.orders.fold import Fold
from desktop.ui.orders.selection import AllowedActions, Selection
from desktop.ui.shared.context import Context
from desktop.ui.shared.own_plan import own_plan
from desktop.ui.shared.verdict_view import CounterfactualView, look
from desktop.ui.theme.tokens import MAIN_HEIGHT, XS, M, S, Tone
from desktop.wording import moments
from desktop.wording.i18n import _, ngettext, pgettext
from desktop.wording.records import order_lines, orders
from desktop.wording.verdicts import explanation

WIDTH = 304
_SIDE = 20
_LEFT = Qt.AlignmentFlag.AlignLeft


class DetailPane(Card):
    """Shows the selection; its buttons trigger the page's `OrderActions`."""

    left_wanted = Signal()
    """The card should be closed, to show the table if the card covers it."""

    def __init__(
        self, context: Context, actions: OrderActions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Details"))
        self._context = context
        self._actions = actions
        self._first: QWidget | None = None
        self.assessment: Assessment | None = None
        self.body.setContentsMargins(1, M, 1, S)
        self.body.setSpacing(0)
        self.left = CountdownLabel()
        self.left.hide()
        self._until = PlainLabel()
        self._until.hide()
        self._add_head()
        scroll = CardColumn(margin=_SIDE)
        scroll.body.setContentsMargins(_SIDE, 0, _SIDE, S)
        scroll.body.setSpacing(0)
        self._scroll = scroll
        self._top, self._holder, self._tail = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        for layout in (self._top, self._holder, self._tail):
            layout.setSpacing(S)
        self._tail.setSpacing(0)
        self.evidence = EvidenceFold(context)
        time = QVBoxLayout()
        time.setSpacing(XS)
        time.addWidget(self.left)
        time.addWidget(self._until)
        for layout in (self._top, time, self._holder):
            scroll.body.addLayout(layout)
        scroll.body.addWidget(self.evidence)
        scroll.body.addLayout(self._tail)
        self.setAcceptDrops(True)
        scroll.body.addStretch(1)
        self.body.addWidget(scroll, 1)

    def set_covering(self, *, covering: bool) -> None:
        """Cover the table, with a button to go back, or stay beside it."""
        self.back.setVisible(covering)
        self.close_button.setVisible(not covering)
        width = round(WIDTH * growth(self.fontMetrics()))
        self._scroll.widget().setMaximumWidth(2 * width if covering else width)
        self._scroll.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.setMinimumWidth(0 if covering else width)
        self.setMaximumWidth(16_777_215 if covering else width)

    def show_selection(self, selection: Selection, now: datetime) -> None:
        """Show the selected order, or the number of orders selected."""
        clear(self._top)
        clear(self._holder)
        clear(self._tail)
        self.assessment = None
        self._first = None
        line = selection.single
        self.more.setVisible(bool(selection.count))
        self.evidence.show_order(None if line is None else line.order)
        if line is not None:
            self._show_order(line, selection, now)
        elif selection.count:
            self._show_many(selection)
        else:
            self.title.setText("")
            text = _("Select an order to see its deadline, details and reasons.")
            self._holder.addWidget(PlainLabel(text, Role.MUTED))
        self.show_time(now)
        match_reading_order(self._scroll.body)
        self._scroll.verticalScrollBar().setValue(0)

    def focus_first(self) -> None:
        """Focus the button of the order's next step, else the menu button."""
        target = self._first or self.more
        target.show()  # a new button is not visible yet, and could not be focused
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def next_change(self, now: datetime) -> datetime | None:
        """Return when (UTC) the countdown next reads differently."""
        if self.assessment is None or self.assessment.deadline is None:
            return None
        return countdown.next_change(self.assessment.deadline, now, fine=True)

    def show_time(self, now: datetime) -> None:
        """Show the time left at `now` (UTC): to the second in the last ten minutes."""
        a = self.assessment
        if a is None or a.deadline is None or a.verdict is not Verdict.OPEN:
            self.left.hide()
            self._until.hide()
            return
        text = moments.time_left(a.deadline, now, fine=True)
        if text != self.left.text():
            self.left.setText(text)
            self.left.updateGeometry()
        until = _("due {deadline}").format(deadline=moments.deadline_with_zone(a.deadline, now))
        self._until.setText(capital(until))
        tone = Tone.AMBER if orders.due_soon(a) else Tone.NEUTRAL
        self.left.set_tone(tone)
        self._until.set_tone(tone)
        self.left.show()
        self._until.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the card by Esc; paste evidence by Ctrl+V."""
        if event.key() == Qt.Key.Key_Escape:
            self.left_wanted.emit()
            return
        if self.evidence.takes_paste(event):
            self.evidence.paste()
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Handle Ctrl+V with a picture here: the window's shortcut would paste orders."""
        override = event.type() is QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and self.evidence.takes_paste(event):
            event.accept()
            return True
        return super().event(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept dragged evidence for the order."""
        self.evidence.drag_enter(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Add the dropped files as evidence."""
        self.evidence.drop(event)

    def _add_head(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(_SIDE, 0, M, 0)
        row.setSpacing(XS)
        self.back = IconButton(
            Glyph.CHEVRON_LEFT, _("Back to the list"), self.left_wanted.emit, self
        )
        self.title = PlainLabel("", Role.HEADING, selectable=True)
        self.more = IconButton(Glyph.MORE, _("More for this order"), self._open_menu, self)
        self.close_button = IconButton(
            Glyph.CROSS, _("Close the details"), self.left_wanted.emit, self
        )
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self.back, 0, top)
        row.addWidget(self.title, 1)
        row.addWidget(self.more, 0, top)
        row.addWidget(self.close_button, 0, top)
        self.body.addLayout(row)

    def _open_menu(self) -> None:
        below = self.more.rect().bottomLeft()
        self._actions.menu(self).popup(self.more.mapToGlobal(below))

    # One order

    def _show_order(self, line: OrderRow, selection: Selection, now: datetime) -> None:
        workspace = self._context.workspace
        order, book = line.order, workspace.book()
        assessment = workspace.assess(order, now)
        deleted = line.deleted_at is not None
        self.assessment = None if deleted else assessment
        self.title.setText(orders.title(order))
        self._top.addWidget(PlainLabel(order_lines.account(line, book), Role.SMALL))
        open_now = assessment.verdict is Verdict.OPEN and not deleted
        if line.deleted_at is not None:
            self._holder.addWidget(PlainLabel(orders.in_trash(line.deleted_at, now), Role.AMBER))
        elif open_now:
            self._holder.addWidget(PlainLabel(self._reason(assessment), Role.SMALL))
            self._add_own_plan(assessment)
        else:
            self._add_state(assessment)
        self._add_actions(selection, now)
        problem = assessment.verdict in PROBLEMS and not deleted
        folds = QVBoxLayout()
        folds.setSpacing(0)
        if problem:
            self._top.addLayout(number_line(order.number))
            self._add_remedies(assessment)
        else:
            self._add_line()
            self._holder.addLayout(numbers(self._context, assessment, editable=not deleted))
        if not deleted:
            folds.addWidget(Hairline())
            why = proof(self._context, assessment, unfolded=problem)
            folds.addWidget(why)
        if problem:
            folds.addWidget(Hairline())
            folds.addSpacing(S)
            folds.addLayout(numbers(self._context, assessment, editable=not deleted))
            folds.addSpacing(S)
        self._holder.addLayout(folds)
        if not deleted:  # the evidence is older than the widgets above it
            QWidget.setTabOrder(why.heading, self.evidence.fold.heading)
        self._tail.addWidget(Hairline())
        self._tail.addWidget(
            Fold(
                _("Details and history"),
                "",
                lambda column: add_facts(self._context, column, line, now),
            )
        )

    def _reason(self, a: Assessment) -> str:
        if a.order.paid_at is None:
            return capital(orders.why(a))
        paid = moments.minute(a.order.paid_at, a.now)
        text = _("{rule} · paid {moment}").format(rule=orders.why(a), moment=paid)
        return capital(moments.tidy(text))

    def _add_own_plan(self, a: Assessment) -> None:
        """Show the order's own reminder plan, if it has one."""
        own = own_plan(self._context.workspace, a.order.account, a.order.number)
        if own:
            self._holder.addWidget(PlainLabel(own, Role.SMALL))

    def _add_state(self, assessment: Assessment) -> None:
        tone, glyph = look(assessment)
        self._holder.addSpacing(XS)
        word = order_lines.word(assessment.verdict)
        self._holder.addWidget(Pill(word, tone, glyph), 0, _LEFT)
        self._holder.addWidget(
            PlainLabel(explanation.decisive(assessment, assessment.now), selectable=True)
        )

    def _add_remedies(self, assessment: Assessment) -> None:
        book = self._context.workspace.book()
        self._add_line()
        remarks = of_kind(RemarkKind.CAN, counterfactual(assessment, book))
        self._holder.addWidget(CounterfactualView(remarks, assessment.now))
        if assessment.order.status is OrderStatus.UNPAID and self._first is None:
            check = PrimaryButton(
                _("Check again and order"), lambda: self._context.page_wanted.emit("gate")
            )
            self._first = check
            self._holder.addWidget(check, 0, _LEFT)
        if assessment.verdict is Verdict.MISSED:
            action = self._actions.actions[AllowedActions.ASSOCIATE_AS]
            associated = PlainButton(pgettext("order", "I had associated it"), action.trigger)
            self._first = associated
            self._holder.addWidget(associated, 0, _LEFT)

    def _add_actions(self, selection: Selection, now: datetime) -> None:
        """Add the button of the next step; all other actions are in the menu."""
        allowed = selection.allows(now)
        if AllowedActions.GUIDE in allowed:
            guide, associate = AllowedActions.GUIDE, AllowedActions.ASSOCIATE
            self._first = first = PrimaryButton(
                _("Associate now"), self._actions.actions[guide].trigger, height=MAIN_HEIGHT
            )
            second = PlainButton(
                _("I have associated it"),
                self._actions.actions[associate].trigger,
                height=MAIN_HEIGHT,
            )
            self._holder.addSpacing(XS)
            self._holder.addLayout(self._side_by_side(first, second))
            return
        for can, text in (
            (AllowedActions.PAY, _("Log the payment")),
            (AllowedActions.RESTORE, _("Restore")),
        ):
            if can in allowed:
                button = PrimaryButton(text, self._actions.actions[can].trigger)
                self._first = button
                self._holder.addWidget(button, 0, _LEFT)
                return

    def _side_by_side(self, first: PrimaryButton, second: PlainButton) -> QVBoxLayout | QHBoxLayout:
        """Return a layout with two buttons side by side, or stacked if they do not fit."""
        for button in (first, second):
            policy = button.sizePolicy()
            policy.setHorizontalPolicy(policy.Policy.Expanding)
            button.setSizePolicy(policy)
        room = round(WIDTH * growth(self.fontMetrics())) - 2 * _SIDE - S - 2
        beside = first.sizeHint().width() + second.sizeHint().width() <= room
        row = QHBoxLayout() if beside else QVBoxLayout()
        row.setSpacing(S)
        row.addWidget(first, 1)
        row.addWidget(second)
        return row

    def _add_line(self) -> None:
        self._holder.addSpacing(XS)
        self._holder.addWidget(Hairline())

    # Several

    def _show_many(self, selection: Selection) -> None:
        text = ngettext("{count} order selected", "{count} orders selected", selection.count)
        self.title.setText(text.format(count=f"{selection.count:,}"))
        hint = _("What can be done with all of them stands below the list.")
        self._holder.addWidget(PlainLabel(hint, Role.MUTED))
