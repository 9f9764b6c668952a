"""Small drawn shapes: what a colour says is said by a shape as well, in any font."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.theme.theme import tokens
from desktop.ui.theme.tokens import Tone


class Glyph(StrEnum):
    """The shapes."""

    NONE = ""
    CHECK = "check"
    CROSS = "cross"
    CLOCK = "clock"
    QUESTION = "question"
    EXCLAMATION = "exclamation"


def draw(painter: QPainter, glyph: Glyph, box: QRectF, colour: QColor) -> None:
    """Draw a shape into a square box."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(colour, max(1.4, box.width() / 8))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    lines = _LINES.get(glyph)
    if lines is not None:
        for line in lines:
            painter.drawPolyline([_at(box, x, y) for x, y in line])
    elif glyph is Glyph.CLOCK:
        painter.drawEllipse(box.adjusted(1, 1, -1, -1))
        painter.drawPolyline([_at(box, 0.5, 0.25), _at(box, 0.5, 0.52), _at(box, 0.68, 0.6)])
    elif glyph is not Glyph.NONE:
        _draw_mark(painter, glyph, box, pen)
    painter.restore()


def _draw_mark(painter: QPainter, glyph: Glyph, box: QRectF, pen: QPen) -> None:
    """Draw a question or exclamation mark: a stroke and a dot."""
    path = QPainterPath(_at(box, 0.5, 0.06))
    if glyph is Glyph.QUESTION:
        path = QPainterPath(_at(box, 0.25, 0.28))
        path.cubicTo(_at(box, 0.25, -0.03), _at(box, 0.77, -0.03), _at(box, 0.77, 0.29))
        path.cubicTo(_at(box, 0.77, 0.5), _at(box, 0.5, 0.46), _at(box, 0.5, 0.66))
    else:
        path.lineTo(_at(box, 0.5, 0.64))
    pen.setWidthF(pen.widthF() * 1.15)
    painter.setPen(pen)
    painter.drawPath(path)
    pen.setWidthF(pen.widthF() * 1.25)
    painter.setPen(pen)
    painter.drawPoint(_at(box, 0.5, 0.93))


_LINES: dict[Glyph, tuple[tuple[tuple[float, float], ...], ...]] = {
    Glyph.CHECK: (((0.12, 0.55), (0.4, 0.85), (0.88, 0.18)),),
    Glyph.CROSS: (((0.18, 0.18), (0.82, 0.82)), ((0.82, 0.18), (0.18, 0.82))),
}


def _at(box: QRectF, x: float, y: float) -> QPointF:
    return QPointF(box.left() + box.width() * x, box.top() + box.height() * y)


class GlyphMark(QWidget):
    """A shape on its own, as tall as a line of text."""

    def __init__(self, glyph: Glyph, tone: Tone, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._glyph = glyph
        self._tone = tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set(self, glyph: Glyph, tone: Tone) -> None:
        """Show another shape."""
        self._glyph = glyph
        self._tone = tone
        self.update()

    def sizeHint(self) -> QSize:
        """Return a square of the text's height."""
        side = self.fontMetrics().height()
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the shape in the colour of its tone."""
        side = self.fontMetrics().height() * 0.62
        box = QRectF(0, (self.height() - side) / 2, side, side)
        draw(QPainter(self), self._glyph, box, QColor(tokens().ink(self._tone)))
