"""The layout of a row of an open order: its parts side by side, or below each other."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF

from desktop.ui.theme.tokens import XL, XS, L, M, S


class RowSizes(NamedTuple):
    """The sizes of the parts, in pixels.

    `time` is the width of the whole left column, `texts` the minimum for product and number,
    `pill` the pill's icon, `amount` the expected cashback; the last two are 0 if not shown.
    """

    lowest: int
    lines: int
    time: int
    texts: int
    pill: int
    amount: int
    button: tuple[int, int]
    more: int

    @property
    def end(self) -> int:
        """The width of the parts at the right."""
        amount = self.amount + M if self.amount else 0
        return amount + self.button[0] + M + self.more + L

    @property
    def facts(self) -> int:
        """The minimum width of the middle."""
        return XL + self.texts + (S + self.pill if self.pill else 0) + M

    @property
    def unstacked_width(self) -> int:
        """The minimum width of a row with its parts side by side."""
        return self.time + self.facts + self.end

    @property
    def min_width(self) -> int:
        """The minimum width of a row with its parts stacked."""
        return max(self.time, self.facts, S + self.end)


class RowPlaces(NamedTuple):
    """The places of the parts and the height of the row; the pill is at the right of `facts`.

    `amount` is empty if there is no room for it.
    """

    stacked: bool
    height: int
    time: QRectF
    facts: QRectF
    amount: QRectF
    button: QRect
    more: QRect


def row_places(sizes: RowSizes, width: int) -> RowPlaces:
    """Return the places of the parts in a row of `width` pixels.

    Where they do not fit side by side, the amount is left out; then the parts are stacked.
    """
    if width < sizes.unstacked_width:
        without = sizes._replace(amount=0)
        fits = width >= without.unstacked_width
        return row_places(without, width) if fits else _stacked(sizes, width)
    height = max(sizes.lowest, max(sizes.lines, sizes.button[1], sizes.more) + 2 * XS)
    left = width - sizes.end
    return RowPlaces(
        False,
        height,
        QRectF(XL, 0, sizes.time - XL, height),
        QRectF(sizes.time + XL, 0, left - sizes.time - XL - M, height),
        *_end(sizes, left, 0, height),
    )


def fitting_pill_width(room: float, texts: int, whole: int, icon: int) -> int:
    """Return the width of a pill: `whole`, or `icon` if its word would cut the texts."""
    return whole if texts + S + whole <= room else icon


def _stacked(sizes: RowSizes, width: int) -> RowPlaces:
    facts = S + sizes.lines + S
    end = facts + sizes.lines + S
    last = max(sizes.lines, sizes.button[1], sizes.more)
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
    """Return the places of amount, button and menu, from `left` to the right."""
    amount = QRectF(left, top, sizes.amount, height)
    if sizes.amount:
        left += sizes.amount + M
    button_width, button_height = sizes.button
    button = QRect(left, top + (height - button_height) // 2, button_width, button_height)
    left += button_width + M
    side = sizes.more
    return amount, button, QRect(left, top + (height - side) // 2, side, side)
