"""How the answers of a row look, painted at rest as under the keyboard, and where they stand."""

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
    """What an answer looks like."""

    SEGMENT = "segment"
    MENU = "menu"
    LINK = "link"


class AnswerPart(NamedTuple):
    """One thing to press in a row. `value` is the answer that it gives at once, where it does.

    `again` asks the row anew, whatever it was answered.
    """

    text: str
    shape: AnswerShape
    value: str = ""
    chosen: bool = False
    again: bool = False


class PartLook(NamedTuple):
    """How a part stands among its neighbours, and what is near it."""

    first: bool = True
    last: bool = True
    focus: bool = False
    hover: bool = False


def parts_of(row: PreviewRow, question: RowQuestion | None, chosen: str) -> list[AnswerPart]:
    """Return what can be pressed in a row; nothing where it asks nothing."""
    change = [AnswerPart(_("Change"), AnswerShape.LINK, again=True)] if row.answered else []
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
    """Return the same in one short word each, for where the text needs the room."""
    change = [AnswerPart(_("Change"), AnswerShape.LINK, again=True)] if row.answered else []
    if question.choices:
        return [*change, AnswerPart(_("Choose"), AnswerShape.MENU)]
    return [*change, AnswerPart(_("Enter it"), AnswerShape.LINK)]


def part_looks(parts: Sequence[AnswerPart]) -> list[PartLook]:
    """Return how the parts stand: segments side by side are one, everything else is alone."""
    ends = [part.shape is not AnswerShape.SEGMENT for part in parts]
    return [
        PartLook(
            first=ends[at] or not at or ends[at - 1],
            last=ends[at] or at + 1 == len(parts) or ends[at + 1],
        )
        for at in range(len(parts))
    ]


def part_boxes(parts: Sequence[AnswerPart], room: QRectF) -> list[QRectF]:
    """Return where the parts stand, at the right of the room and in the middle of its height."""
    metrics = QFontMetrics(_font(chosen=True))
    height = round(SMALLEST_TARGET * growth(metrics))
    widths = [_width(part, metrics) for part in parts]
    looks = part_looks(parts)
    after = [(S if look.last else -1) for look in looks]  # segments share an edge
    left = room.right() - sum(widths) - sum(after[:-1])
    top = round(room.center().y() - height / 2)
    boxes = []
    for width, gap in zip(widths, after, strict=True):
        boxes.append(QRectF(round(left), top, width, height))
        left += width + gap
    return boxes


def paint_part(painter: QPainter, box: QRectF, part: AnswerPart, look: PartLook) -> None:
    """Paint one part into its box."""
    t = tokens()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    link = part.shape is AnswerShape.LINK
    edge = QColor(t.accent if part.chosen or look.focus else t.button_edge)
    if not link or look.focus or look.hover:
        ground = t.selected if part.chosen else t.hover if look.hover else t.raised
        width = 2 if look.focus else 1
        outline = _outline(box.adjusted(width / 2, width / 2, -width / 2, -width / 2), look)
        painter.setPen(QPen(edge, width) if look.focus or not link else Qt.PenStyle.NoPen)
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


def _outline(box: QRectF, look: PartLook) -> QPainterPath:
    """Return a box with round corners where the row of parts ends."""
    path = QPainterPath()
    radius = CONTROL_RADIUS
    path.addRoundedRect(box, radius, radius)
    for rounded, left in ((look.first, box.left()), (look.last, box.right() - radius)):
        if not rounded:
            square = QPainterPath()
            square.addRect(QRectF(QPointF(left, box.top()), QPointF(left + radius, box.bottom())))
            path = path.united(square)
    return path
