"""An open order as a card: how long, until when, why, and the two things to do."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain import countdown
from desktop.domain.assessment import Assessment
from desktop.ui.context import Context
from desktop.ui.kit.buttons import CopyButton, LinkButton, PlainButton, PrimaryButton
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.pills import Pill
from desktop.ui.kit.surfaces import Card
from desktop.ui.orders.proof_view import ProofView
from desktop.ui.theme.tokens import Tone
from desktop.wording import moments, orders
from desktop.wording.language import _


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
        self._proof: ProofView | None = None
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setColumnMinimumWidth(0, 200)
        grid.setColumnStretch(1, 1)
        self.left = PlainLabel("", Role.DISPLAY, wrap=False)
        self.until = PlainLabel("", Role.MUTED)
        grid.addLayout(_stack(self.left, self.until), 0, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.addLayout(self._facts(), 0, 1)
        grid.addLayout(self._actions(first=first), 0, 2, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(grid)
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
        until = _("due {deadline}").format(deadline=moments.deadline_with_zone(deadline, now))
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
            PlainLabel(orders.owner_line(a, self._context.desk.book()), Role.MUTED),
        )
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(Pill(orders.why(a), Tone.AMBER if urgent else Tone.INFO, Glyph.CLOCK))
        row.addWidget(PlainLabel(orders.advice(a), Role.SMALL), 1)
        column.addLayout(row)
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
        column.addWidget(self.associated, 0, Qt.AlignmentFlag.AlignRight)
        row = QHBoxLayout()
        row.setSpacing(0)
        copy_name = _("Copy order number {number}").format(number=order.number)
        row.addWidget(CopyButton(_("Copy number"), _("Copied"), order.number, name=copy_name))
        why_name = _("Why this deadline for order {number}?").format(number=order.number)
        self.why = LinkButton(_("Why?"), self._toggle_proof, name=why_name)
        row.addWidget(self.why)
        correct_name = _("Correct order {number}").format(number=order.number)
        row.addWidget(LinkButton(_("Correct"), self._correct, name=correct_name))
        column.addLayout(row)
        return column

    def _associate(self) -> None:
        order = self.assessment.order
        done = _("Order {number} marked as associated").format(number=order.number)
        self._context.act(done, lambda: self._context.desk.associate(order))

    def _correct(self) -> None:
        self._context.order_form_wanted.emit(self.assessment.order)

    def _toggle_proof(self) -> None:
        if self._proof is None:
            self._proof = ProofView(self.assessment, self._context.desk.book())
            self.body.addWidget(self._proof)
        else:
            self._proof.setVisible(self._proof.isHidden())


def _stack(*labels: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(3)
    for label in labels:
        column.addWidget(label)
    return column
