"""The answers of a row: parts, positions and painting, which do not depend on the focus."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen

from desktop.ui.imports.preview_rows import PreviewRow
from desktop.ui.imports.row_questions import RowQuestion
from desktop.ui.kit.glyphs import Glyph, draw
from desktop.ui.kit.labels import scaled
from desktop.ui.kit.row_painting import icon_width
from desktop.ui.kit.sizes import growth
from desktop.ui.theme.theme import tokens
from desktop.ui.theme.tokens import CONTROL_RADIUS, SMALL_SIZE, SMALLEST_TARGET, M, S
from desktop.wording.i18n import _


class AnswerShape(StrEnum):
    """The shape of an answer."""

    SEGMENT = "segment"
    MENU = "menu"
    LINK = "link"


class AnswerPart(NamedTuple):
    """One part of a row that can be pressed. `value` is the answer that a segment gives.

    `withdraws` marks the part that withdraws the row's answer, so that its question is asked again.
    """

    text: str
    shape: AnswerShape
    value: str = ""
    chosen: bool = False
    withdraws: bool = False


class PartStyle(NamedTuple):
    """The position of a part among joined segments, and whether it has focus or the mouse."""

    first: bool = True
    last: bool = True
    focus: bool = False
    hover: bool = False


def parts_of(row: PreviewRow, question: RowQuestion | None, chosen: str) -> list[AnswerPart]:
    """Return the parts of a row that can be pressed; `chosen` is its answer, or empty."""
    change = [AnswerPart(_("Change"), AnswerShape.LINK, withdraws=True)] if row.answered else []
    if question is None:
        return change
    if question.menu:
        return [*change, AnswerPart(question.menu, AnswerShape.MENU)]
    if question.choices:
        segments = (
            AnswerPart(label, AnswerShape.SEGMENT, value, value == chosen)
            for label, value in question.choices
        )
        return [*change, *segments]
    return [*change, AnswerPart(question.entry, AnswerShape.LINK)]


def short_parts_of(row: PreviewRow, question: RowQuestion) -> list[AnswerPart]:
    """Return the parts with short labels, for rows whose text needs the room."""
    change = [AnswerPart(_("Change"), AnswerShape.LINK, withdraws=True)] if row.answered else []
    if question.choices:
        return [*change, AnswerPart(_("Choose"), AnswerShape.MENU)]
    return [*change, AnswerPart(_("Enter it"), AnswerShape.LINK)]


def part_styles(parts: Sequence[AnswerPart]) -> list[PartStyle]:
    """Return the style of each part: adjacent segments are joined, other parts stand alone."""
    ends = [part.shape is not AnswerShape.SEGMENT for part in parts]
    return [
        PartStyle(
            first=ends[at] or not at or ends[at - 1],
            last=ends[at] or at + 1 == len(parts) or ends[at + 1],
        )
        for at in range(len(parts))
    ]


def part_boxes(parts: Sequence[AnswerPart], room: QRectF) -> list[QRectF]:
    """Return the rectangles of the parts, right-aligned and vertically centred in `room`."""
    metrics = QFontMetrics(_font(chosen=True))
    height = round(SMALLEST_TARGET * growth(metrics))
    widths = [_width(part, metrics) for part in parts]
    styles = part_styles(parts)
    after = [(S if style.last else -1) for style in styles]  # joined segments share an edge
    left = room.right() - sum(widths) - sum(after[:-1])
    top = round(room.center().y() - height / 2)
    boxes = []
    for width, gap in zip(widths, after, strict=True):
        boxes.append(QRectF(round(left), top, width, height))
        left += width + gap
    return boxes


def paint_part(painter: QPainter, box: QRectF, part: AnswerPart, style: PartStyle) -> None:
    """Paint one part into its box."""
    t = tokens()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    link = part.shape is AnswerShape.LINK
    edge = QColor(t.accent if part.chosen or style.focus else t.button_edge)
    if not link or style.focus or style.hover:
        ground = t.selected if part.chosen else t.hover if style.hover else t.raised
        width = 2 if style.focus else 1
        outline = _outline(box.adjusted(width / 2, width / 2, -width / 2, -width / 2), style)
        painter.setPen(QPen(edge, width) if style.focus or not link else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawPath(outline)
    painter.setFont(_font(chosen=part.chosen))
    painter.setPen(QColor(t.accent if link or part.chosen else t.text))
    words = QRectF(box)
    if part.shape is AnswerShape.MENU:
        side = icon_width()
        words.setRight(box.right() - side - S)
        arrow = QRectF(words.right(), box.center().y() - side / 2, side, side)
        draw(painter, Glyph.CHEVRON_DOWN, arrow, QColor(t.text))
    painter.drawText(words, Qt.AlignmentFlag.AlignCenter, part.text)
    painter.restore()


def _width(part: AnswerPart, metrics: QFontMetrics) -> int:
    words = metrics.horizontalAdvance(part.text)
    if part.shape is AnswerShape.LINK:
        return words + 2 * S
    more = icon_width() if part.shape is AnswerShape.MENU else 0
    return words + 2 * M + more


def _font(*, chosen: bool) -> QFont:
    return scaled(SMALL_SIZE, bold=chosen)


def _outline(box: QRectF, style: PartStyle) -> QPainterPath:
    """Return the outline of a part, with round corners where joined segments end."""
    path = QPainterPath()
    radius = CONTROL_RADIUS
    path.addRoundedRect(box, radius, radius)
    for rounded, left in ((style.first, box.left()), (style.last, box.right() - radius)):
        if not rounded:
            square = QPainterPath()
            square.addRect(QRectF(QPointF(left, box.top()), QPointF(left + radius, box.bottom())))
            path = path.united(square)
    return path
