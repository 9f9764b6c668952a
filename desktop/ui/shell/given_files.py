"""Files that macOS hands over by an event where other systems name them on the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFileOpenEvent, QGuiApplication


class GivenFiles(QObject):
    """Calls `given` with the path of each file that was double-clicked."""

    def __init__(self, application: QGuiApplication, given: Callable[[Path], object]) -> None:
        super().__init__(application)
        self._given = given
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the event of a file that is opened; all others go on."""
        if not isinstance(event, QFileOpenEvent) or not event.file():
            return super().eventFilter(watched, event)
        self._given(Path(event.file()))
        return True
