"""An open order as a card: how long, until when, why, and the two things to do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain import beijing, countdown
from desktop.domain.assessment import Assessment
from desktop.ui.kit.buttons import CopyButton, LinkButton, PlainButton, PrimaryButton
from desktop.ui.kit.cards import Card
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.pills import Pill
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.shared.context import Context
from desktop.ui.theme.tokens import Tone
from desktop.wording import moments
from desktop.wording.i18n import _
from desktop.wording.records import orders

_EXAMPLE = datetime(2000, 12, 30, 16, tzinfo=UTC)
"""A deadline that is as long as most when it is written; cards below each other leave the same room."""


class OrderCard(Card):
    """One open order. Its texts are renewed by `show_time`; it changes nothing by itself."""

    def __init__(
        self,
        context: Context,
        assessment: Assessment,
        parent: QWidget | None = None,
        *,
        first: bool = False,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self.assessment = assessment
        self._proof: QWidget | None = None
        self.left = PlainLabel("", Role.DISPLAY, wrap=False)
        self.until = PlainLabel("", Role.MUTED)
        example = _until(_EXAMPLE, _EXAMPLE - timedelta(weeks=1), beijing.BEIJING)
        self.until.setMinimumWidth(self.until.fontMetrics().horizontalAdvance(example))
        time = _stack(self.left, self.until)
        time.addStretch(1)
        self.row = ResponsiveRow([time, self._facts(), self._actions(first=first)], widening=1)
        self.body.addWidget(self.row)
        self.show_time(assessment.now)

    def next_change(self, now: datetime) -> datetime | None:
        """When the countdown next reads differently."""
        deadline = self.assessment.deadline
        return None if deadline is None else countdown.next_change(deadline, now)

    def show_time(self, now: datetime) -> None:
        """Show what is left at `now` (UTC)."""
        deadline = self.assessment.deadline
        if deadline is None:
            return
        left = moments.time_left(deadline, now)
        until = _until(deadline, now)
        if left == self.left.text() and until == self.until.text():
            return
        self.left.setText(left)
        self.until.setText(until)
        self.setAccessibleName(f"{orders.title(self.assessment.order)}: {left}, {until}")

    def _facts(self) -> QVBoxLayout:
        a = self.assessment
        urgent = orders.due_soon(a)
        if urgent:
            self.left.set_tone(Tone.AMBER)
        head = f"{orders.title(a.order)} · {a.order.number}"
        column = _stack(
            PlainLabel(head, Role.STRONG, selectable=True),
            PlainLabel(orders.owner_line(a, self._context.workspace.book()), Role.MUTED),
        )
        column.addWidget(Pill(orders.why(a), Tone.AMBER if urgent else Tone.INFO, Glyph.CLOCK))
        if advice := orders.advice(a):
            column.addWidget(PlainLabel(advice, Role.SMALL))
        column.addStretch(1)
        return column

    def _actions(self, *, first: bool) -> QVBoxLayout:
        order = self.assessment.order
        column = QVBoxLayout()
        column.setSpacing(4)
        button = PrimaryButton if first else PlainButton
        self.associated = button(
            _("I have associated it"),
            self._associate,
            name=_("I have associated order {number}").format(number=order.number),
        )
        guide_name = _("Associate order {number} step by step").format(number=order.number)
        upper = QHBoxLayout()
        upper.addStretch(1)
        upper.addWidget(LinkButton(_("Step by step"), self._guide, name=guide_name))
        upper.addWidget(self.associated)
        column.addLayout(upper)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addStretch(1)
        copy_name = _("Copy order number {number}").format(number=order.number)
        row.addWidget(CopyButton(_("Copy number"), _("Copied"), order.number, name=copy_name))
        why_name = _("Why this deadline for order {number}?").format(number=order.number)
        self.why = LinkButton(_("Why?"), self._toggle_proof, name=why_name)
        row.addWidget(self.why)
        correct_name = _("Correct order {number}").format(number=order.number)
        row.addWidget(LinkButton(_("Correct"), self._correct, name=correct_name))
        column.addLayout(row)
        column.addStretch(1)
        return column

    def _associate(self) -> None:
        order = self.assessment.order
        done = _("Order {number} marked as associated").format(number=order.number)
        self._context.run_action(done, lambda: self._context.workspace.associate(order))

    def _guide(self) -> None:
        self._context.guide_wanted.emit(self.assessment.order)

    def _correct(self) -> None:
        self._context.order_form_wanted.emit(self.assessment.order)

    def _toggle_proof(self) -> None:
        from desktop.ui.shared.verdict_view import RuleResultsView

        if self._proof is None:
            self._proof = RuleResultsView(self.assessment, self._context.workspace.book())
            self.body.addWidget(self._proof)
        else:
            self._proof.setVisible(self._proof.isHidden())


def _until(deadline: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    text = moments.deadline_with_zone(deadline, now, zone)
    return _("due {deadline}").format(deadline=text)


def _stack(*labels: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(3)
    for label in labels:
        column.addWidget(label)
    return column
