"""The differences of one kind, a row each: what stands here, what there, and a button to settle."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.book import Book
from desktop.domain.compare import Difference, DifferenceKind
from desktop.services.orders import MOST
from desktop.ui.kit.buttons import CopyIcon, LinkButton, PlainButton
from desktop.ui.kit.cards import Card, Hairline
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.theme.tokens import ROW_BUTTON_HEIGHT, XS, L, S
from desktop.wording import comparing
from desktop.wording.i18n import _, ngettext

_MOST = 50
"""Rows of a kind that are shown at once; the next ones come as these are settled."""
_FEWEST = 2
"""Differences that a button for all of them is worth."""
_ORDER, _HERE, _THERE, _ACT = range(4)


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
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, XS, 0, 0)
        self._grid.setHorizontalSpacing(L)
        self._grid.setVerticalSpacing(S)
        for column, stretch in ((_ORDER, 5), (_HERE, 4), (_THERE, 4)):
            self._grid.setColumnStretch(column, stretch)
        for column, text in ((_ORDER, _("Order")), (_HERE, _("Here")), (_THERE, _("Console"))):
            self._grid.addWidget(PlainLabel(text, Role.SMALL), 0, column)
        for difference in differences[:_MOST]:
            self._add(difference)
        self.body.addLayout(self._grid)
        more = len(differences) - _MOST
        if more > 0:
            text = ngettext("{count} more follows.", "{count} more follow.", more)
            self.body.addWidget(PlainLabel(text.format(count=f"{more:,}"), Role.SMALL))

    def buttons_width(self) -> int:
        """Return how wide the widest button is, in pixels."""
        return max(button.sizeHint().width() for button in self.buttons)

    def align_buttons(self, width: int) -> None:
        """Make the buttons so wide, that the columns of all cards stand below each other."""
        for button in self.buttons:
            button.setMinimumWidth(width)

    def _head(self, name: str, differences: Sequence[Difference]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(S)
        row.addWidget(PlainLabel(name, Role.HEADING), 1)
        safe = [each for each in differences if each.safe][:MOST]
        if len(safe) >= _FEWEST:
            text = comparing.act_on_all(self.kind, len(safe))
            self.all_button = LinkButton(text, lambda: self.settle_wanted.emit(safe))
            row.addWidget(self.all_button)
        return row

    def _add(self, difference: Difference) -> None:
        at = self._grid.rowCount()
        self._grid.addWidget(Hairline(), at, 0, 1, _ACT + 1)
        self._grid.addLayout(self._order(difference), at + 1, _ORDER)
        here = PlainLabel(comparing.here(difference, self._book))
        there = PlainLabel(comparing.there(difference), Role.STRONG)
        for column, label in ((_HERE, here), (_THERE, there)):
            self._grid.addWidget(label, at + 1, column, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addLayout(self._acts(difference), at + 1, _ACT)

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
        text = comparing.act(difference)
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
