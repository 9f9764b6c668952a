"""The card with the differences of one kind: both sides in a row, and a button to settle them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.book import Book
from desktop.domain.compare import Difference, DifferenceKind
from desktop.ui.kit.buttons import CopyIcon, LinkButton, PlainButton
from desktop.ui.kit.cards import Card, Hairline
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.kit.sizes import growth
from desktop.ui.theme.tokens import ROW_BUTTON_HEIGHT, XS, L, S
from desktop.wording import comparing
from desktop.wording.i18n import _, ngettext

_ROWS_LIMIT = 50
"""Rows shown of a kind; more follow when these are settled."""
_SETTLE_LIMIT = 1000
"""Most differences that one click settles, to limit the wait; the button names the number."""
_ALL_BUTTON_FROM = 2
"""Fewest differences for a button that settles all of them."""
_ORDER, _SIDES, _BUTTONS = range(3)
_ORDER_WIDTH = 232
"""Width of an order in pixels at 100 %, so that the sides form columns."""
_COMFORT = 28
"""Width in characters that both sides need beside the order."""


class KindCard(Card):
    """Emits what the user wants; the dialog does it."""

    settle_wanted = Signal(object)
    """The differences (a sequence) to settle."""
    show_wanted = Signal(object)
    """The `Difference` whose order shall be shown, associated or logged."""

    def __init__(
        self,
        kind: DifferenceKind,
        differences: Sequence[Difference],
        book: Book,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.kind = kind
        self._book = book
        self.buttons: list[PlainButton] = []
        self.all_button: LinkButton | None = None
        name = f"{comparing.kind(kind)} · {len(differences):,}"
        self.setAccessibleName(name)
        self.body.addLayout(self._head(name, differences))
        if advice := comparing.advice(kind):
            self.body.addWidget(PlainLabel(advice, Role.MUTED))
        self.rows = [self._row(difference) for difference in differences[:_ROWS_LIMIT]]
        for row in self.rows:
            self.body.addWidget(Hairline())
            self.body.addWidget(row)
        more = len(differences) - _ROWS_LIMIT
        if more > 0:
            text = ngettext("{count} more follows.", "{count} more follow.", more)
            self.body.addWidget(PlainLabel(text.format(count=f"{more:,}"), Role.SMALL))

    def buttons_width(self) -> int:
        """Return the width of the widest button in pixels."""
        return max(button.sizeHint().width() for button in self.buttons)

    def align_buttons(self, width: int) -> None:
        """Give all buttons this width, so that the columns of all cards are aligned."""
        for row in self.rows:
            row.set_part_width(_BUTTONS, width)
        for button in self.buttons:
            button.setMinimumWidth(width)

    def _head(self, name: str, differences: Sequence[Difference]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(S)
        row.addWidget(PlainLabel(name, Role.HEADING), 1)
        safe = [each for each in differences if each.safe][:_SETTLE_LIMIT]
        if len(safe) >= _ALL_BUTTON_FROM:
            text = comparing.action_for_all(self.kind, len(safe))
            self.all_button = LinkButton(text, lambda: self.settle_wanted.emit(safe))
            row.addWidget(self.all_button)
        return row

    def _row(self, difference: Difference) -> ResponsiveRow:
        """Make a row: the order, here and there side by side, and the button."""
        sides = QHBoxLayout()
        sides.setSpacing(L)
        here = comparing.here(difference, self._book), Role.BODY
        there = comparing.there(difference), Role.STRONG
        for title, (text, role) in ((_("Here"), here), (_("Console"), there)):
            side = QVBoxLayout()
            side.setSpacing(0)
            side.addStretch(1)
            side.addWidget(PlainLabel(title, Role.SMALL))
            side.addWidget(PlainLabel(text, role))
            side.addStretch(1)
            sides.addLayout(side, 1)
        parts = [self._order(difference), sides, self._buttons(difference)]
        row = ResponsiveRow(parts, _SIDES, spacing=L, comfort=_COMFORT)
        row.set_part_width(_ORDER, round(_ORDER_WIDTH * growth(self.fontMetrics())))
        return row

    def _order(self, difference: Difference) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        title = comparing.title(difference)
        if title:
            column.addWidget(PlainLabel(title))
        line = QHBoxLayout()
        line.setSpacing(XS)
        number = difference.number
        line.addWidget(PlainLabel(number, Role.MUTED, wrap=False, selectable=True))
        label = _("Copy order number {number}").format(number=number)
        line.addWidget(CopyIcon(label, _("Copied"), number))
        line.addStretch(1)
        column.addLayout(line)
        if fact := comparing.fact(difference):
            column.addWidget(PlainLabel(fact, Role.STRONG))
        return column

    def _buttons(self, difference: Difference) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(XS)
        column.addStretch(1)
        text = comparing.action(difference)
        name = " ".join((text, difference.number, comparing.fact(difference))).strip()

        def press() -> None:
            if difference.can_apply:
                self.settle_wanted.emit([difference])
            else:
                self.show_wanted.emit(difference)

        button = PlainButton(text, press, name=name, height=ROW_BUTTON_HEIGHT)
        self.buttons.append(button)
        column.addWidget(button)
        if self.kind is DifferenceKind.NOT_LISTED:
            show = _("Show the order")
            link = LinkButton(
                show,
                lambda: self.show_wanted.emit(difference),
                name=f"{show} {difference.number}",
            )
            column.addWidget(link)
        column.addStretch(1)
        return column
