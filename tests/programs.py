"""Helpers for a program that a test runs inside its own process."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from desktop.app import Program

W = TypeVar("W", bound=QWidget)


def visible_windows(kind: type[W]) -> list[W]:
    """Return the visible top-level windows of a class."""
    windows = QApplication.topLevelWidgets()
    return [window for window in windows if isinstance(window, kind) and window.isVisible()]


def delete(thing: QObject) -> None:
    """Delete a Qt object now, with its connections."""
    thing.deleteLater()
    QCoreApplication.sendPostedEvents(thing, QEvent.Type.DeferredDelete)


def end(program: Program) -> None:
    """Close window and data, and stop following the system's theme."""
    for window in visible_windows(QWidget):
        window.close()
        window.deleteLater()
    program.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
