"""The program's mark, drawn: two links of a chain on a rounded square. Its file twin is the SVG."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

_SIZES = (16, 24, 32, 48, 64, 128, 256)
_GROUND = "#1455c4"


def app_icon() -> QIcon:
    """Return the mark in the sizes that window managers ask for."""
    icon = QIcon()
    for size in _SIZES:
        icon.addPixmap(_draw(size))
    return icon


def _draw(size: int) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size / 64, size / 64)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(_GROUND))
    painter.drawRoundedRect(QRectF(0, 0, 64, 64), 14, 14)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor("#ffffff"), 5))
    painter.translate(32, 32)
    painter.rotate(-35)
    painter.drawRoundedRect(QRectF(-24, -9, 28, 18), 9, 9)
    painter.drawRoundedRect(QRectF(-4, -9, 28, 18), 9, 9)
    painter.end()
    return pixmap
