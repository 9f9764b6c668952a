"""Work deferred until a window has been painted, so that it does not delay the first frame."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

_PAINTING = (QEvent.Type.UpdateRequest, QEvent.Type.Paint)
"""The events of a painting window; a new window may be painted without an UpdateRequest."""


class _FirstPaint(QObject):
    def __init__(self, window: QWidget, then: Callable[[], None]) -> None:
        super().__init__(window)
        self._window = window
        self._then = then
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _PAINTING:
            self._window.removeEventFilter(self)
            QTimer.singleShot(0, self._window, self._then)
        return False


def after_first_paint(window: QWidget, then: Callable[[], None]) -> None:
    """Call `then` from the event loop, once, after the next frame of a window."""
    _FirstPaint(window, then)
