"""Where the parts of a row of an open order stand: side by side, or below each other."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF

from desktop.ui.theme.tokens import XL, XS, L, M, S


class RowSizes(NamedTuple):
    """What the parts need, in pixels.

    `time` is the whole column at the left, `texts` the least for product and number, `pill` for
    the pill's icon, `amount` for the expected cashback; the last two are 0 where there is none.
    """

    lowest: int
    lines: int
    time: int
    texts: int
    pill: int
    amount: int
    act: tuple[int, int]
    more: int

    @property
    def end(self) -> int:
        """The pixels of all that stands at the right."""
        amount = self.amount + M if self.amount else 0
        return amount + self.act[0] + M + self.more + L

    @property
    def facts(self) -> int:
        """The least pixels of the middle."""
        return XL + self.texts + (S + self.pill if self.pill else 0) + M

    @property
    def wide(self) -> int:
        """The width from which on the parts stand side by side."""
        return self.time + self.facts + self.end

    @property
    def narrowest(self) -> int:
        """The width below which a row that stands below itself would be cut."""
        return max(self.time, self.facts, S + self.end)


class RowPlaces(NamedTuple):
    """The places of the parts, and the height of them all; the pill is at the right of `facts`.

    That of the amount is empty where there is no room for it.
    """

    stacked: bool
    height: int
    time: QRectF
    facts: QRectF
    amount: QRectF
    act: QRect
    more: QRect


def row_places(sizes: RowSizes, width: int) -> RowPlaces:
    """Return where the parts stand in a row of a width.

    Without room for all side by side the amount goes first; then they stand below each other.
    """
    if width < sizes.wide:
        without = sizes._replace(amount=0)
        return _stacked(sizes, width) if width < without.wide else row_places(without, width)
    height = max(sizes.lowest, max(sizes.lines, sizes.act[1], sizes.more) + 2 * XS)
    left = width - sizes.end
    return RowPlaces(
        False,
        height,
        QRectF(XL, 0, sizes.time - XL, height),
        QRectF(sizes.time + XL, 0, left - sizes.time - XL - M, height),
        *_end(sizes, left, 0, height),
    )


def pill_room(room: float, texts: int, whole: int, icon: int) -> int:
    """Return the width of a pill: `icon`, its icon only, where its word would cut the texts."""
    return whole if texts + S + whole <= room else icon


def _stacked(sizes: RowSizes, width: int) -> RowPlaces:
    facts = S + sizes.lines + S
    end = facts + sizes.lines + S
    last = max(sizes.lines, sizes.act[1], sizes.more)
    room = width - XL - M
    left = max(S, min(XL, width - sizes.end))
    return RowPlaces(
        True,
        end + last + S,
        QRectF(XL, S, room, sizes.lines),
        QRectF(XL, facts, room, sizes.lines),
        *_end(sizes, left, end, last),
    )


def _end(sizes: RowSizes, left: int, top: int, height: int) -> tuple[QRectF, QRect, QRect]:
    """Return the places of amount, act and menu, from a point to the right."""
    amount = QRectF(left, top, sizes.amount, height)
    if sizes.amount:
        left += sizes.amount + M
    wide, high = sizes.act
    act = QRect(left, top + (height - high) // 2, wide, high)
    left += wide + M
    side = sizes.more
    return amount, act, QRect(left, top + (height - side) // 2, side, side)
