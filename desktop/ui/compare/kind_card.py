"""The differences of one kind, a row each: what stands here, what there, and a button to settle."""

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

_MOST = 50
"""Rows of a kind that are shown at once; the next ones come as these are settled."""
_AT_ONCE = 1000
"""Differences that one click settles, so that nobody waits; the button says how many."""
_FEWEST = 2
"""Differences that a button for all of them is worth."""
_ORDER, _SIDES, _ACT = range(3)
_ORDER_WIDTH = 232
"""Pixels that an order takes, so that what stands beside it stands in columns."""
_COMFORT = 28
"""Characters that both sides need to stand beside the order."""


class KindCard(Card):
    """Only asks for what is to be done; the dialog does it."""

    settle_wanted = Signal(object)
    """The differences (a sequence) to settle."""
    show_wanted = Signal(object)
    """The `Difference` whose order is to be shown, tried or logged."""

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
        self.rows = [self._row(difference) for difference in differences[:_MOST]]
        for row in self.rows:
            self.body.addWidget(Hairline())
            self.body.addWidget(row)
        more = len(differences) - _MOST
        if more > 0:
            text = ngettext("{count} more follows.", "{count} more follow.", more)
            self.body.addWidget(PlainLabel(text.format(count=f"{more:,}"), Role.SMALL))

    def buttons_width(self) -> int:
        """Return how wide the widest button is, in pixels."""
        return max(button.sizeHint().width() for button in self.buttons)

    def align_buttons(self, width: int) -> None:
        """Make the buttons so wide, that the columns of all cards stand below each other."""
        for row in self.rows:
            row.set_part_width(_ACT, width)
        for button in self.buttons:
            button.setMinimumWidth(width)

    def _head(self, name: str, differences: Sequence[Difference]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(S)
        row.addWidget(PlainLabel(name, Role.HEADING), 1)
        safe = [each for each in differences if each.safe][:_AT_ONCE]
        if len(safe) >= _FEWEST:
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
        parts = [self._order(difference), sides, self._acts(difference)]
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
        said = _("Copy order number {number}").format(number=number)
        line.addWidget(CopyIcon(said, _("Copied"), number))
        line.addStretch(1)
        column.addLayout(line)
        if fact := comparing.fact(difference):
            column.addWidget(PlainLabel(fact, Role.STRONG))
        return column

    def _acts(self, difference: Difference) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(XS)
        column.addStretch(1)
        text = comparing.action(difference)
        named = " ".join((text, difference.number, comparing.fact(difference))).strip()

        def press() -> None:
            if difference.settles:
                self.settle_wanted.emit([difference])
            else:
                self.show_wanted.emit(difference)

        button = PlainButton(text, press, name=named, height=ROW_BUTTON_HEIGHT)
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
