"""Takes the screenshots of the tour."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "build" / "tour"
_TIMEOUT = 20.0
_SETTLE_TIME = 0.4
_POLL_INTERVAL = 0.005
"""Seconds between two rounds of events, left to the worker threads and to other programs."""


@dataclass(frozen=True, slots=True)
class Camera:
    """Takes pictures in one language and scheme, which become part of their names."""

    language: str
    scheme: str

    @property
    def chinese(self) -> bool:
        """Whether the language is Chinese, so that typed text must be Chinese as well."""
        return self.language == "zh_CN"

    def take(self, screen: QWidget, name: str) -> Path:
        """Save a picture of a screen that is shown already."""
        for _pass in range(2):  # a changed text is laid out, then the row it is in
            QApplication.processEvents()
        path = OUT / f"{name}-{self.language}-{self.scheme}.png"
        if not screen.grab().save(str(path)):
            raise OSError(f"{path} could not be written")
        return path

    def show(self, screen: QWidget, name: str) -> Path:
        """Open a screen, save its picture, and close it."""
        screen.show()
        settle()
        picture = self.take(screen, name)
        close_and_delete(screen)
        return picture


def close_and_delete(screen: QWidget) -> None:
    """Close a screen and delete it here, since no event loop runs to do it later."""
    screen.close()
    screen.deleteLater()
    QCoreApplication.sendPostedEvents(screen, QEvent.Type.DeferredDelete)


def settle() -> None:
    """Process events for a moment, so that results of worker threads arrive."""
    until = time.monotonic() + _SETTLE_TIME
    while time.monotonic() < until:
        QApplication.processEvents()
        time.sleep(_POLL_INTERVAL)


def wait_for(condition: Callable[[], bool]) -> None:
    """Process events until `condition` is true. Raises TimeoutError after 20 seconds."""
    until = time.monotonic() + _TIMEOUT
    while not condition():
        QApplication.processEvents()
        time.sleep(_POLL_INTERVAL)
        if time.monotonic() > until:
            raise TimeoutError
