"""A switch that takes effect immediately."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from desktop.ui.kit.sizes import growth
from desktop.ui.theme.theme import tokens

_WIDTH, _HEIGHT, _KNOB = 40, 24, 18
_RING = 4
"""Pixels of the focus ring around the switch: two for the gap, two for the ring."""


class Switch(QCheckBox):
    """A check box painted as a switch; Space and Enter toggle it, `name` is its accessible name."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the size of the switch with its ring, which grows with the text."""
        scale = growth(self.fontMetrics())
        return QSize(round(_WIDTH * scale) + 2 * _RING, round(_HEIGHT * scale) + 2 * _RING)

    def minimumSizeHint(self) -> QSize:
        """Return the size hint, so that the switch is never cut."""
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        """Accept clicks anywhere on the widget."""
        return self.rect().contains(pos)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Toggle by Enter as by Space, once however long Enter is held."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the track, and the knob at its right if the switch is on, else at its left."""
        t = tokens()
        scale = growth(self.fontMetrics())
        track = QRectF(_RING, _RING, round(_WIDTH * scale), round(_HEIGHT * scale))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        ground = t.accent if self.isChecked() else t.field_edge
        painter.setBrush(QColor(ground if self.isEnabled() else t.track))
        painter.drawRoundedRect(track, track.height() / 2, track.height() / 2)
        side = round(_KNOB * scale)
        inset = (track.height() - side) / 2
        left = track.right() - inset - side if self.isChecked() else track.left() + inset
        painter.setBrush(QColor(t.raised if self.isEnabled() else t.muted))
        painter.drawEllipse(QRectF(left, track.top() + inset, side, side))
        if self.hasFocus():
            painter.setPen(QPen(QColor(t.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(ring, ring.height() / 2, ring.height() / 2)
