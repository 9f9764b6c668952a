"""Handles the event by which macOS passes double-clicked files, instead of as arguments."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFileOpenEvent, QGuiApplication


class FileOpenFilter(QObject):
    """Event filter that calls `opened` with the path of each file that was double-clicked."""

    def __init__(self, application: QGuiApplication, opened: Callable[[Path], object]) -> None:
        super().__init__(application)
        self._opened = opened
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle the event of an opened file; pass on all others."""
        if not isinstance(event, QFileOpenEvent) or not event.file():
            return super().eventFilter(watched, event)
        self._opened(Path(event.file()))
        return True
