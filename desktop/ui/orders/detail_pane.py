"""The order selected: its verdict and the rules behind it, its facts, and its history."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.domain import countdown
from desktop.domain.assessment import Assessment, Verdict
from desktop.domain.counterfactual import counterfactual
from desktop.domain.order_rows import OrderRow
from desktop.ui.kit.buttons import CopyButton, LinkButton, PrimaryButton
from desktop.ui.kit.cards import CardColumn, Hairline, clear
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.pills import Pill
from desktop.ui.orders.actions import OrderActions
from desktop.ui.orders.selection import AllowedActions, Selection
from desktop.ui.shared.context import Context
from desktop.ui.shared.verdict_view import CounterfactualView, RuleResultsView, look
from desktop.ui.theme.tokens import Tone
from desktop.wording import glossary, moments
from desktop.wording.i18n import _, ngettext
from desktop.wording.records import order_facts, orders
from desktop.wording.verdicts import explanation

_LONGEST = 4000
"""Characters of one fact that are shown; a longer note is read in the form."""


class DetailPane(CardColumn):
    """Follows the selection. It changes nothing by itself: its buttons are the page's actions."""

    def __init__(
        self, context: Context, actions: OrderActions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, margin=16)
        self.setObjectName("detail")
        self.setAccessibleName(_("Details"))
        self._context = context
        self._actions = actions
        self.assessment: Assessment | None = None
        self.left = PlainLabel("", Role.DISPLAY, self)
        self.left.hide()
        self._holder = QVBoxLayout()
        self._holder.setSpacing(10)
        self.body.addWidget(self.left)
        self.body.addLayout(self._holder)
        self.body.addStretch(1)

    def show_selection(self, selection: Selection, now: datetime) -> None:
        """Show one order, or what can be done with several."""
        clear(self._holder)
        self.assessment = None
        line = selection.single
        if line is not None:
            self._show_order(line, selection, now)
        elif selection.count:
            self._show_many(selection, now)
        else:
            text = _("Select an order to see its deadline, details and reasons.")
            self._holder.addWidget(PlainLabel(text, Role.MUTED))
        self.show_time(now)
        self.verticalScrollBar().setValue(0)

    def next_change(self, now: datetime) -> datetime | None:
        """Return when (UTC) the countdown next reads differently."""
        if self.assessment is None or self.assessment.deadline is None:
            return None
        return countdown.next_change(self.assessment.deadline, now, fine=True)

    def show_time(self, now: datetime) -> None:
        """Show what is left at `now` (UTC): to the second in the last ten minutes."""
        a = self.assessment
        if a is None or a.deadline is None or a.verdict is not Verdict.OPEN:
            self.left.hide()
            return
        text = moments.time_left(a.deadline, now, fine=True)
        if text != self.left.text():
            self.left.setText(text)
        self.left.set_tone(Tone.AMBER if orders.due_soon(a) else Tone.NEUTRAL)
        self.left.show()

    # One order

    def _show_order(self, line: OrderRow, selection: Selection, now: datetime) -> None:
        workspace = self._context.workspace
        order, book = line.order, workspace.book()
        assessment = self.assessment = workspace.assess(order, now)
        deleted = line.deleted_at is not None
        tone, glyph = look(assessment)
        if assessment.deadline is not None:
            until = _("due {deadline}").format(
                deadline=moments.deadline_with_zone(assessment.deadline, now)
            )
            self._holder.addWidget(PlainLabel(until, Role.MUTED))
        self._holder.addWidget(Pill(glossary.verdict(assessment.verdict), tone, glyph))
        self._holder.addWidget(PlainLabel(orders.title(order), Role.HEADING))
        self._holder.addWidget(PlainLabel(order.number, Role.BODY, selectable=True))
        self._holder.addWidget(PlainLabel(orders.owner_line(assessment, book), Role.MUTED))
        if line.deleted_at is not None:
            self._holder.addWidget(PlainLabel(orders.in_trash(line.deleted_at, now), Role.AMBER))
            self.assessment = None
        self._add_acts(selection, now)
        if not deleted:
            self._add_proof(assessment)
        self._add_facts(line, now)

    def _add_proof(self, assessment: Assessment) -> None:
        book = self._context.workspace.book()
        self._holder.addWidget(Hairline())
        remarks = counterfactual(assessment, book)
        self._holder.addWidget(CounterfactualView(remarks, assessment.now))
        self._add_heading(_("Why"))
        self._holder.addWidget(RuleResultsView(assessment, book))
        text = explanation.as_text(assessment, book)
        copy = CopyButton(_("Copy explanation"), _("Copied"), text)
        self._holder.addWidget(copy, 0, _LEFT)

    def _add_facts(self, line: OrderRow, now: datetime) -> None:
        order, book = line.order, self._context.workspace.book()
        history = self._context.workspace.history_of(order)
        origins = order_facts.origins(history)
        self._add_heading(_("Order details"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        known = [fact for fact in order_facts.facts(order, book) if fact.text]
        for row, fact in enumerate(known):
            grid.addWidget(PlainLabel(fact.label, Role.SMALL), row * 2, 0, _TOP)
            grid.addWidget(PlainLabel(fact.text[:_LONGEST], selectable=True), row * 2, 1, _TOP)
            if fact.name in origins:
                origin = order_facts.origin(origins[fact.name], now)
                grid.addWidget(PlainLabel(origin, Role.SMALL), row * 2 + 1, 1, _TOP)
        self._holder.addLayout(grid)
        if history:
            self._add_heading(_("History"))
        for entry, change in reversed(history):
            what = order_facts.action(entry)
            changed = order_facts.differences(change, order, book)
            if changed:
                what = f"{what}: {', '.join(changed)}"
            self._holder.addWidget(PlainLabel(what))
            self._holder.addWidget(PlainLabel(moments.moment(entry.at, now), Role.SMALL))

    # Several

    def _show_many(self, selection: Selection, now: datetime) -> None:
        text = ngettext("{count} order selected", "{count} orders selected", selection.count)
        title = text.format(count=f"{selection.count:,}")
        self._holder.addWidget(PlainLabel(title, Role.HEADING))
        self._add_acts(selection, now)

    def _add_acts(self, selection: Selection, now: datetime) -> None:
        allowed = selection.allows(now)
        first = next((can for can in _PRIMARY if can in allowed), None)
        if first is not None:
            action = self._actions.actions[first]
            self._holder.addWidget(PrimaryButton(action.text(), action.trigger), 0, _LEFT)
        others = [can for can in _PRIMARY + _OTHERS if can in allowed and can is not first]
        grid = QGridLayout()
        grid.setSpacing(2)
        grid.setColumnStretch(2, 1)
        for number, can in enumerate(others):
            action = self._actions.actions[can]
            button = LinkButton(action.text(), action.trigger)
            grid.addWidget(button, number // 2, number % 2, _LEFT)
        self._holder.addLayout(grid)

    def _add_heading(self, text: str) -> None:
        self._holder.addWidget(Hairline())
        self._holder.addWidget(PlainLabel(text, Role.HEADING))


_TOP = Qt.AlignmentFlag.AlignTop
_LEFT = Qt.AlignmentFlag.AlignLeft
_PRIMARY = (AllowedActions.GUIDE, AllowedActions.PAY, AllowedActions.RESTORE)
_OTHERS = (
    AllowedActions.ASSOCIATE,
    AllowedActions.UNDO_ASSOCIATION,
    AllowedActions.EDIT,
    AllowedActions.COPY,
    AllowedActions.DELETE,
)
