"""Painting for list rows: two elided lines of text, a pill, a plain button."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextLayout, QTextOption

from desktop.ui.kit.glyphs import Glyph, draw, paint_background
from desktop.ui.kit.labels import scaled
from desktop.ui.kit.sizes import growth
from desktop.ui.theme.theme import tokens
from desktop.ui.theme.tokens import CONTROL_RADIUS, PILL_HEIGHT, SMALL_ICON, SMALL_SIZE, S, Tone

_ICON_GAP = 6
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class RowFonts:
    """The fonts of the two lines of a row, with their metrics and heights."""

    def __init__(self) -> None:
        self.fonts = scaled(1.0), small_font()
        self.metrics = QFontMetrics(self.fonts[0]), QFontMetrics(self.fonts[1])
        self.heights = self.metrics[0].height(), self.metrics[1].height()

    def widest(self, first: str, second: str) -> int:
        """Return the width of the longer of two lines, in pixels."""
        lines = zip(self.metrics, (first, second), strict=True)
        return max(metrics.horizontalAdvance(text) for metrics, text in lines)


def small_font() -> QFont:
    """Return the font of second lines and pills."""
    return scaled(SMALL_SIZE)


def paint_lines(
    painter: QPainter,
    room: QRectF,
    lines: Sequence[tuple[str, QColor]],
    fonts: RowFonts,
    where: Qt.AlignmentFlag = _LEFT,
) -> None:
    """Paint one or two lines, centred vertically in `room`; long lines end in “…”."""
    top = room.center().y() - sum(fonts.heights[: len(lines)]) / 2
    for (text, colour), font, height in zip(lines, fonts.fonts, fonts.heights, strict=False):
        painter.setFont(font)
        painter.setPen(colour)
        shown = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, int(room.width()) + 1
        )
        painter.drawText(QRectF(room.left(), top, room.width(), height), where, shown)
        top += height


def in_two_lines(text: str, font: QFont, width: int) -> tuple[list[str], bool]:
    """Return a text in at most two lines, ending in “…” if cut, and whether it is complete."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(max(width, 1))
    end = line.textStart() + line.textLength()
    layout.endLayout()
    first, rest = text[:end].rstrip(), text[end:].lstrip()
    if not rest:
        return [first], True
    second = QFontMetrics(font).elidedText(rest, Qt.TextElideMode.ElideRight, width)
    return [first, second], second == rest


def icon_width() -> int:
    """Return the width of the icon of a pill, in pixels."""
    return round(SMALL_ICON * growth(QFontMetrics(small_font())))


def pill_height() -> int:
    """Return the height of a pill, which is also the width of one that shows its icon only."""
    metrics = QFontMetrics(small_font())
    return max(round(PILL_HEIGHT * growth(metrics)), metrics.height())


def pill_width(word: str) -> int:
    """Return the width of a pill with an icon and this word, in pixels."""
    return QFontMetrics(small_font()).horizontalAdvance(word) + icon_width() + _ICON_GAP + 2 * S


def paint_pill(painter: QPainter, pill: QRectF, word: str, tone: Tone, glyph: Glyph) -> None:
    """Paint a pill; without a word it shows its icon only."""
    painter.setFont(small_font())
    side = icon_width()
    paint_background(painter, pill, tone, pill.height() / 2)
    ink = QColor(tokens().ink(tone))
    inset = S if word else (pill.height() - side) / 2
    box = QRectF(pill.left() + inset, pill.center().y() - side / 2, side, side)
    draw(painter, glyph, box, ink)
    if not word:
        return
    painter.setPen(ink)
    room = pill.adjusted(S + side + _ICON_GAP, 0, -S + 2, 0)
    shown = painter.fontMetrics().elidedText(
        word, Qt.TextElideMode.ElideRight, int(room.width()) + 1
    )
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)


def paint_button(painter: QPainter, box: QRectF, text: str) -> None:
    """Paint a plain button, neither hovered nor focused."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(tokens().button_edge))
    painter.setBrush(QColor(tokens().raised))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), CONTROL_RADIUS, CONTROL_RADIUS)
    painter.setFont(scaled(1.0))
    painter.setPen(QColor(tokens().text))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
