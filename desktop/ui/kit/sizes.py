"""Sizes that follow the user's text: what is made for the usual height grows with larger text."""

from __future__ import annotations

import struct

from PySide6.QtCore import QByteArray, QPoint, QRect, QSize
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.wording.i18n import pgettext

_USUAL_LINE = 21
"""The height of a line of text, in pixels, that sizes are made for."""
_FRAME = QSize(16, 40)
"""What a window manager puts around a window, in pixels: edges, and a bar with the title."""
_GEOMETRY = 0x01D9D0CB
_SAVED = struct.Struct(">I4x4i")
"""What `saveGeometry` returns begins so: a number, two versions, the edges of the frame."""
_SCREEN_MARGIN = 16
"""Pixels of the screen that stay free around a window when it opens."""


def growth(metrics: QFontMetrics) -> float:
    """Return how much larger than usual the text is; never less than 1."""
    return max(1.0, metrics.height() / _USUAL_LINE)


def room_on_screen() -> QSize:
    """Return the largest size that a window may open with.

    No widget is asked for its screen: PySide would then count the screen among the widget's
    children, and destroy it with the widget – a crash some time later.
    """
    available = QGuiApplication.primaryScreen().availableSize()
    return available - _FRAME - QSize(_SCREEN_MARGIN, _SCREEN_MARGIN)


def opening_size(usual: QSize, metrics: QFontMetrics) -> QSize:
    """Return the size that a window opens with: grown with the text, if the screen allows."""
    return (usual * growth(metrics)).boundedTo(room_on_screen())


def keep_on_screen(window: QWidget) -> None:
    """Move a window that is shown, and make it smaller where needed, until its frame is in sight.

    A place chosen by the window manager may be unknown; then only the size is seen to.
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
    """Bring a window to where `saveGeometry` saw it, unless that place is on no screen any more."""
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


def letter(metrics: QFontMetrics) -> int:
    """Return the width of a typical letter of the language spoken.

    The average of a font will not do: that of a Chinese one is twice as wide as English letters.
    """
    return metrics.horizontalAdvance(pgettext("a typical letter, to measure by", "n"))
