"""The program's icon, drawn in code: two chain links on a rounded square, like the SVG file."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPen, QPixmap

_SIZES = (16, 24, 32, 48, 64, 128, 256)
_TRAY_SIZES = (16, 20, 22, 24, 32, 44, 48, 64)
_HIGHEST_COUNT = 99
"""The highest number that is legible in a tray icon."""
_BACKGROUND = "#1455c4"
_BADGE = "#8f4a00"
"""White text on it has a contrast of 4.5 : 1, and it is visible on dark task bars."""


@cache
def app_icon() -> QIcon:
    """Return the icon in the sizes that window managers use."""
    icon = QIcon()
    for size in _SIZES:
        icon.addPixmap(_draw(size))
    return icon


def counted_icon(count: int) -> QIcon:
    """Return the tray icon with a number in its corner, up to 99; without one if it is 0."""
    icon = QIcon()
    for size in _TRAY_SIZES:
        pixmap = _draw(size)
        if count > 0:
            _draw_count(pixmap, str(count) if count <= _HIGHEST_COUNT else f"{_HIGHEST_COUNT}")
        icon.addPixmap(pixmap)
    return icon


def _draw_count(pixmap: QPixmap, text: str) -> None:
    side = pixmap.width()
    high = side * 0.62
    wide = high if len(text) == 1 else min(side, high * 1.35)
    box = QRectF(side - wide, 0, wide, high)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(_BADGE))
    painter.drawRoundedRect(box, high / 2, high / 2)
    font = QFont(painter.font())
    font.setPixelSize(max(8, round(high * 0.82)))
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(QColor("#ffffff"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.end()


def _draw(size: int) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size / 64, size / 64)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(_BACKGROUND))
    painter.drawRoundedRect(QRectF(0, 0, 64, 64), 14, 14)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor("#ffffff"), 5))
    painter.translate(32, 32)
    painter.rotate(-35)
    painter.drawRoundedRect(QRectF(-24, -9, 28, 18), 9, 9)
    painter.drawRoundedRect(QRectF(-4, -9, 28, 18), 9, 9)
    painter.end()
    return pixmap
