"""A combo box that fits the style sheet."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from desktop.ui.theme.theme import tokens

_SHORTEST = 8
"""Characters that are always to be seen; a longer entry must not widen the page."""


class Combo(QComboBox):
    """A combo box that the mouse wheel does not change by accident, with a drawn arrow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(self.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_SHORTEST)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the page instead of changing the choice."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box, then the arrow that the style sheet took away."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        reach = min(7.0, self.fontMetrics().height() * 0.21)
        painter.setPen(QPen(QColor(tokens().muted), reach * 0.4))
        x, y = self.width() - 12 - reach, self.height() / 2
        low, high = y + reach / 2, y - reach / 2
        painter.drawPolyline([QPointF(x - reach, high), QPointF(x, low), QPointF(x + reach, high)])
