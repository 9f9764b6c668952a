"""An open order on the last page: how long it has, until when and why, and what to copy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain import countdown
from desktop.domain.assessment import Assessment
from desktop.ui.kit.buttons import CopyButton, PlainButton, PrimaryButton
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.pills import Pill
from desktop.ui.kit.surfaces import Card
from desktop.ui.theme.tokens import Tone
from desktop.ui.wizard.page import row_of
from desktop.wording import moments, orders
from desktop.wording.language import _


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
        self.left = PlainLabel("", Role.DISPLAY)
        self.until = PlainLabel("", Role.MUTED)
        self.body.addLayout(self._head())
        self.body.addLayout(self._why())
        self.body.addLayout(self._acts(associate))
        self.show_time(assessment.now)

    def next_change(self, now: datetime) -> datetime | None:
        """When the countdown next reads differently."""
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
        until = _("due {deadline}").format(deadline=moments.deadline_with_zone(deadline, now))
        if until != self.until.text():
            self.until.setText(until)
            self.setAccessibleName(f"{orders.title(self.assessment.order)}: {until}")

    def _head(self) -> QHBoxLayout:
        order = self.assessment.order
        if self._urgent:
            self.left.set_tone(Tone.AMBER)
        times = QVBoxLayout()
        times.setSpacing(2)
        times.addWidget(self.left)
        times.addWidget(self.until)
        facts = QVBoxLayout()
        facts.setSpacing(2)
        facts.addWidget(PlainLabel(orders.title(order), Role.STRONG))
        facts.addWidget(PlainLabel(order.number, Role.MUTED, selectable=True))
        facts.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(18)
        row.addLayout(times, 1)
        row.addLayout(facts, 1)
        return row

    def _why(self) -> QHBoxLayout:
        tone = Tone.AMBER if self._urgent else Tone.INFO
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(Pill(orders.why(self.assessment), tone, Glyph.CLOCK))
        row.addWidget(PlainLabel(orders.advice(self.assessment), Role.SMALL), 1)
        return row

    def _acts(self, associate: Callable[[], object]) -> QHBoxLayout:
        number = self.assessment.order.number
        button = PrimaryButton if self._first else PlainButton
        self.associated = button(
            _("I have associated it"),
            associate,
            name=_("I have associated order {number}").format(number=number),
        )
        self.copy_number = CopyButton(
            _("Copy order number"),
            _("Copied"),
            number,
            name=_("Copy order number {number}").format(number=number),
        )
        row = row_of(self.associated, self.copy_number)
        project = self.assessment.project
        if project is not None:
            self.copy_project = CopyButton(
                _("Copy project number"),
                _("Copied"),
                project,
                name=_("Copy project number {number}").format(number=project),
            )
            row.insertWidget(2, self.copy_project)
        return row
