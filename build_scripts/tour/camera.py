"""Takes the pictures of the tour."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "build" / "tour"
_PATIENCE = 20.0
_PAUSE = 0.4
_MOMENT = 0.005
"""Seconds that are left to the threads, and to other programs, between two looks."""


@dataclass(frozen=True, slots=True)
class Camera:
    """Takes pictures in one look, which their names end with."""

    language: str
    scheme: str

    @property
    def chinese(self) -> bool:
        """Whether Chinese is spoken, so that what was typed is Chinese as well."""
        return self.language == "zh_CN"

    def take(self, screen: QWidget, name: str) -> Path:
        """Paint a screen, which is shown already, into a file."""
        QApplication.processEvents()
        path = OUT / f"{name}-{self.language}-{self.scheme}.png"
        if not screen.grab().save(str(path)):
            raise OSError(f"{path} could not be written")
        return path

    def show(self, screen: QWidget, name: str) -> Path:
        """Open a screen, take its picture, and close it again."""
        screen.show()
        settle()
        picture = self.take(screen, name)
        put_away(screen)
        return picture


def put_away(screen: QWidget) -> None:
    """Close a screen and delete it at once: no event loop runs that would."""
    screen.close()
    screen.deleteLater()
    QCoreApplication.sendPostedEvents(screen, QEvent.Type.DeferredDelete)


def settle() -> None:
    """Until what is looked up on threads has come."""
    until = time.monotonic() + _PAUSE
    while time.monotonic() < until:
        QApplication.processEvents()
        time.sleep(_MOMENT)


def wait_for(come: Callable[[], bool]) -> None:
    """Wait for something that may take long. Raises TimeoutError if it does not come."""
    until = time.monotonic() + _PATIENCE
    while not come():
        QApplication.processEvents()
        time.sleep(_MOMENT)
        if time.monotonic() > until:
            raise TimeoutError
