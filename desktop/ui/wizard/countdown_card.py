"""An open order on the last page: how long it has, until when and why, and what to copy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain import countdown
from desktop.domain.assessment import Assessment
from desktop.ui.kit.buttons import CopyButton, PlainButton
from desktop.ui.kit.cards import Card
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.marked_labels import CountdownLabel
from desktop.ui.kit.pills import Pill
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.theme.tokens import Tone
from desktop.wording import moments
from desktop.wording.i18n import _
from desktop.wording.records import orders

_LEFT = Qt.AlignmentFlag.AlignLeft
_COMFORT = 20
"""Characters that each half needs to stand beside the other."""


class CountdownCard(Card):
    """Its time is renewed by `show_time`. The `first` card is the one in view: it shows seconds."""

    def __init__(
        self,
        assessment: Assessment,
        associate: Callable[[], object],
        parent: QWidget | None = None,
        *,
        first: bool,
    ) -> None:
        super().__init__(parent)
        self.assessment = assessment
        self._first = first
        self._urgent = orders.due_soon(assessment)
        self.left = CountdownLabel()
        self.until = PlainLabel("", Role.MUTED)
        self.body.addWidget(ResponsiveRow([self._time(associate), self._facts()], comfort=_COMFORT))
        self.show_time(assessment.now)

    def next_change(self, now: datetime) -> datetime | None:
        """Return when the countdown next reads differently."""
        deadline = self.assessment.deadline
        return None if deadline is None else countdown.next_change(deadline, now, fine=self._first)

    def show_time(self, now: datetime) -> None:
        """Show what is left at `now` (UTC)."""
        deadline = self.assessment.deadline
        if deadline is None:
            return
        left = moments.time_left(deadline, now, fine=self._first)
        if left != self.left.text():
            self.left.setText(left)
            self.left.updateGeometry()
        until = _("due {deadline}").format(deadline=moments.deadline_with_zone(deadline, now))
        if until != self.until.text():
            self.until.setText(until)
            self.setAccessibleName(f"{orders.title(self.assessment.order)}: {until}")

    def _time(self, associate: Callable[[], object]) -> QVBoxLayout:
        """Say how long, until when and why, with the one thing to do."""
        if self._urgent:
            self.left.set_tone(Tone.AMBER)
        tone = Tone.AMBER if self._urgent else Tone.INFO
        advice = PlainLabel(orders.advice(self.assessment), Role.SMALL)
        number = self.assessment.order.number
        self.associated = PlainButton(
            _("I have associated it"),
            associate,
            name=_("I have associated order {number}").format(number=number),
        )
        why = Pill(orders.why(self.assessment), tone, Glyph.CLOCK)
        column = _column(self.left, self.until)
        column.addWidget(why, 0, _LEFT)
        if advice.text():
            column.addWidget(advice)
        column.addSpacing(6)
        column.addWidget(self.associated, 0, _LEFT)
        return column

    def _facts(self) -> QVBoxLayout:
        """Name the order, and give the numbers that the console asks for, ready to be pasted."""
        order, project = self.assessment.order, self.assessment.project
        self.copy_number = CopyButton(
            _("Copy order number"),
            _("Copied"),
            order.number,
            name=_("Copy order number {number}").format(number=order.number),
        )
        column = _column(
            PlainLabel(orders.title(order), Role.STRONG),
            PlainLabel(order.number, Role.MUTED, selectable=True),
        )
        column.addWidget(self.copy_number, 0, _LEFT)
        if project is not None:
            self.copy_project = CopyButton(
                _("Copy project number"),
                _("Copied"),
                project,
                name=_("Copy project number {number}").format(number=project),
            )
            named = PlainLabel(_("project {number}").format(number=project), Role.MUTED)
            column.addWidget(named)
            column.addWidget(self.copy_project, 0, _LEFT)
        column.addStretch(1)
        return column


def _column(*widgets: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(4)
    for widget in widgets:
        column.addWidget(widget)
    return column
