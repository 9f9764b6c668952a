"""Sizes that follow the user's text: what is made for the usual height grows with larger text."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics, QGuiApplication

from desktop.wording.i18n import pgettext

_USUAL_LINE = 21
"""The height of a line of text, in pixels, that sizes are made for."""
_FRAME = QSize(16, 40)
"""What a window system draws around a window, at most, in pixels."""
_FREE = QSize(16, 16)
"""What stays to be seen of the screen beside a window, in pixels."""


def growth(metrics: QFontMetrics) -> float:
    """Return how much larger than usual the text is; never less than 1."""
    return max(1.0, metrics.height() / _USUAL_LINE)


def opening_size(usual: QSize, metrics: QFontMetrics) -> QSize:
    """Return the size that a window opens with: grown with the text, as far as the screen allows.

    No widget is asked for its screen: PySide would then count the screen among the widget's
    children, and destroy it with the widget – a crash some time later.
    """
    screen = QGuiApplication.primaryScreen().availableSize()
    return (usual * growth(metrics)).boundedTo(screen - _FRAME - _FREE)


def letter(metrics: QFontMetrics) -> int:
    """Return the width of a typical letter of the language spoken.

    The average of a font will not do: that of a Chinese one is twice as wide as English letters.
    """
    return metrics.horizontalAdvance(pgettext("a typical letter, to measure by", "n"))
