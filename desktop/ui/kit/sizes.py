"""Sizes that scale with the user's text size, and the sizes and positions of windows."""

from __future__ import annotations

import struct

from PySide6.QtCore import QByteArray, QPoint, QRect, QSize
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.wording.i18n import pgettext

_USUAL_LINE = 21
"""The line height, in pixels, at which sizes are not scaled."""
_FRAME = QSize(16, 40)
"""Pixels that a window manager adds to a window: borders and a title bar."""
_GEOMETRY = 0x01D9D0CB
_SAVED = struct.Struct(">I4x4i")
"""The beginning of what `saveGeometry` returns: magic number, two versions, frame rectangle."""
_SCREEN_MARGIN = 16
"""Pixels of the screen that stay free when a window opens."""


def growth(metrics: QFontMetrics) -> float:
    """Return the factor by which sizes grow with the text; at least 1."""
    return max(1.0, metrics.height() / _USUAL_LINE)


def room_on_screen() -> QSize:
    """Return the largest size that a window may open with.

    No widget is asked for its screen: PySide would make the screen a child of that widget and
    destroy it with the widget, which crashes some time later.
    """
    available = QGuiApplication.primaryScreen().availableSize()
    return available - _FRAME - QSize(_SCREEN_MARGIN, _SCREEN_MARGIN)


def opening_size(usual: QSize, metrics: QFontMetrics) -> QSize:
    """Return the size to open a window with: scaled with the text, as far as the screen allows."""
    return (usual * growth(metrics)).boundedTo(room_on_screen())


def keep_on_screen(window: QWidget) -> None:
    """Move and shrink a visible window as needed, until its frame is on the screen.

    Where the window manager does not report the window's position, only the size is corrected.
    """
    frame = window.frameGeometry()
    screen = QGuiApplication.screenAt(frame.center()) or QGuiApplication.primaryScreen()
    available = screen.availableGeometry()
    around = frame.size() - window.size()
    window.resize(window.size().boundedTo(available.size() - around))
    frame = window.frameGeometry()
    left = max(available.left(), min(frame.left(), available.right() + 1 - frame.width()))
    top = max(available.top(), min(frame.top(), available.bottom() + 1 - frame.height()))
    if (left, top) != (frame.left(), frame.top()):
        window.move(left, top)


def restore_place(window: QWidget, place: bytes) -> None:
    """Restore a geometry from `saveGeometry`, unless its title bar is on no screen any more."""
    if len(place) < _SAVED.size:
        return
    number, *edges = _SAVED.unpack_from(place)
    if number != _GEOMETRY:
        return
    left, top, right, bottom = edges
    frame = QRect(QPoint(left, top), QPoint(right, bottom))
    title_bar = frame.center()
    title_bar.setY(frame.top() + 1)
    if QGuiApplication.screenAt(title_bar) is not None:
        window.restoreGeometry(QByteArray(place))


def letter_width(metrics: QFontMetrics) -> int:
    """Return the width of a typical letter of the current language, in pixels.

    Not the font's average: that of a Chinese font is twice as wide as an English letter.
    """
    return metrics.horizontalAdvance(pgettext("a typical letter, to measure by", "n"))
