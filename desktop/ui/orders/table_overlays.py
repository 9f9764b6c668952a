"""Overlays of the table of orders: the busy line, and the rounded corners."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QRegion
from PySide6.QtWidgets import QWidget

from desktop.ui.theme.theme import tokens
from desktop.ui.theme.tokens import CARD_RADIUS

_STEP_MS = 40
_STEPS = 30


class BusyLine(QWidget):
    """A thin progress line with a moving piece."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._step = 0
        self._timer = QTimer(self, interval=_STEP_MS)
        self._timer.timeout.connect(self._advance)
        self.hide()

    def start(self) -> None:
        """Show the line."""
        self._timer.start()
        self.show()
        self.raise_()

    def stop(self) -> None:
        """Hide the line."""
        self._timer.stop()
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the track, and a third of it in the accent colour."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens().track))
        piece = self.width() // 3
        left = (self.width() + piece) * self._step // _STEPS - piece
        painter.fillRect(left, 0, piece, self.height(), QColor(tokens().accent))

    def _advance(self) -> None:
        self._step = (self._step + 1) % _STEPS
        self.update()


class Corners(QWidget):
    """Covers the square corners of the rows with the rounded corners of the table."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def cover(self, size: QSize) -> None:
        """Cover the four corners of a table of this size."""
        self.resize(size)
        side = CARD_RADIUS
        right, base = size.width() - side, size.height() - side
        corners = QRegion()
        for left, top in ((0, 0), (right, 0), (0, base), (right, base)):
            corners += QRect(left, top, side, side)
        self.setMask(corners)
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the window's colour outside the corners, and their border."""
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        inside, outside = QPainterPath(), QPainterPath()
        inside.addRoundedRect(box, CARD_RADIUS, CARD_RADIUS)
        outside.addRect(QRectF(self.rect()))
        painter.fillPath(outside.subtracted(inside), QColor(t.window))
        painter.setPen(QColor(t.line))
        painter.drawPath(inside)
