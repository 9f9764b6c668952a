"""The timeline of the next 31 days in its card, or as a table for screen readers."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from desktop.domain.timeline import Mark, Timeline
from desktop.ui.home.timeline import TimelineView
from desktop.ui.kit.buttons import IconButton
from desktop.ui.kit.cards import Card, match_reading_order
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import ElidedLabel, PlainLabel, Role
from desktop.ui.theme.tokens import XL, M
from desktop.wording import moments
from desktop.wording.i18n import _, ngettext
from desktop.wording.records import orders

_ROWS = 40


class TimelineCard(Card):
    """Shows the timeline, or on demand the table."""

    chosen = Signal(object)
    """The `Mark` whose orders the user wants to see."""
    switched = Signal(bool)
    """Whether the table is now shown."""

    def __init__(
        self, timeline: Timeline, parent: QWidget | None = None, *, as_table: bool = False
    ) -> None:
        super().__init__(parent)
        self.timeline = timeline
        self.body.setContentsMargins(XL, M, XL, M)
        self.view = TimelineView(timeline, self)
        self.view.chosen.connect(self.chosen)
        self.pointed = ElidedLabel("", Role.SMALL, self)
        self.pointed.setAlignment(Qt.AlignmentFlag.AlignRight)
        head = QHBoxLayout()
        head.addWidget(PlainLabel(_("Next 31 days"), Role.SMALL, wrap=False))
        head.addWidget(self.pointed, 1)
        self.toggle = IconButton(Glyph.SHEET, "", self.switch, self)
        head.addWidget(self.toggle)
        self.body.addLayout(head)
        self.view.pointed.connect(self._show_pointed)
        self.table = _table(timeline, self)
        self._show_pointed("")
        for widget in (self.view, self.table):
            self.body.addWidget(widget)
        match_reading_order(self.body)
        self._show(as_table=as_table)

    @property
    def as_table(self) -> bool:
        """Return whether the table is shown."""
        return not self.table.isHidden()

    def switch(self) -> None:
        """Switch between timeline and table."""
        self._show(as_table=not self.as_table)
        self.switched.emit(self.as_table)

    def _show(self, *, as_table: bool) -> None:
        empty = not self.timeline.marks
        self.view.setVisible(not as_table)
        self.pointed.setVisible(not as_table)
        self.table.setVisible(as_table)
        text = _("Show as timeline") if as_table else _("Show as table")
        self.toggle.set_name(text)
        self.toggle.setVisible(not empty)

    def _show_pointed(self, text: str) -> None:
        if not text:
            text = _("The number in a circle: orders due that day")
            if not self.timeline.marks:
                text = _("No deadline in the next 31 days")
        self.pointed.setText(text)


def _table(timeline: Timeline, parent: QWidget) -> QWidget:
    """Return the deadlines as rows of labels."""
    table = QWidget(parent)
    grid = QGridLayout(table)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(24)
    grid.setColumnStretch(2, 1)
    for column, title in enumerate((_("Deadline"), _("Orders"), _("Cashback at stake"))):
        grid.addWidget(PlainLabel(title, Role.SMALL), 0, column)
    for row, mark in enumerate(timeline.marks[:_ROWS], 1):
        grid.addWidget(PlainLabel(moments.deadline(mark.deadline, timeline.now)), row, 0)
        grid.addWidget(PlainLabel(f"{mark.stake.orders:,}"), row, 1, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(PlainLabel(_at_risk(mark)), row, 2)
    more = len(timeline.marks) - _ROWS
    if more > 0:
        text = ngettext("and {count} more deadline", "and {count} more deadlines", more)
        grid.addWidget(PlainLabel(text.format(count=more), Role.SMALL), _ROWS + 1, 0, 1, 3)
    return table


def _at_risk(mark: Mark) -> str:
    return orders.at_stake(mark.stake).strip() if mark.stake.known else _("not known")
