"""The background of a countdown: the left part of its card, coloured by urgency."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.home.open_order import TIME_WIDTH
from desktop.ui.kit.sizes import growth
from desktop.ui.theme.theme import tokens
from desktop.ui.theme.tokens import CARD_RADIUS, Tone


class CountdownBackground(QWidget):
    """The left part of the card, in the background colour of its tone, with the card's corners."""

    def __init__(self, tone: Tone) -> None:
        super().__init__()
        self._tone = tone
        self.setMinimumWidth(round(TIME_WIDTH * growth(self.fontMetrics())))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Return the width of the column, which a long text does not widen."""
        return QSize(self.minimumWidth(), super().sizeHint().height())

    def _stacked(self) -> bool:
        """Return whether the rest of the card is below, so that this is its upper part."""
        holder = self.parentWidget()
        row = None if holder is None else holder.parentWidget()
        return row is not None and self.width() >= row.width()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the background; in high contrast a line between it and the rest of the card."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        stacked = self._stacked()
        box = QRectF(self.rect()).adjusted(1, 1, -1 if stacked else 0, 0 if stacked else -1)
        if tokens().outlined:
            painter.setPen(QColor(tokens().ink(self._tone)))
            start = box.bottomLeft() if stacked else box.topRight()
            painter.drawLine(start, box.bottomRight())
            return
        shape, straight = QPainterPath(), QPainterPath()
        shape.addRoundedRect(box, CARD_RADIUS - 1, CARD_RADIUS - 1)
        corners = (0, CARD_RADIUS) if stacked else (CARD_RADIUS, 0)
        straight.addRect(box.adjusted(*corners, 0, 0))
        painter.fillPath(shape.united(straight), QColor(tokens().background(self._tone)))
