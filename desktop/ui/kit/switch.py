"""A switch: on or off, at once. The whole row that it ends is its target."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from desktop.ui.kit.sizes import growth
from desktop.ui.theme.theme import tokens

_WIDTH, _HEIGHT, _KNOB = 40, 24, 18
_RING = 4
"""What the ring of the keyboard takes around the switch: two pixels, two off."""


class Switch(QCheckBox):
    """A check box painted as a switch; read out by `name`, pressed by Space and Enter."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the size of the switch with its ring; it grows with the text."""
        scale = growth(self.fontMetrics())
        return QSize(round(_WIDTH * scale) + 2 * _RING, round(_HEIGHT * scale) + 2 * _RING)

    def minimumSizeHint(self) -> QSize:
        """Keep it whole."""
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        """Take a click anywhere on it."""
        return self.rect().contains(pos)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Switch by Enter as by Space; once as long as it is held."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the track, and the knob at the side that says whether it is on."""
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
