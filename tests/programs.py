"""Ending a program that a test has run inside its own process."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent

from desktop.app import Program


def end(program: Program) -> None:
    """Close window and data, and let go of what follows the system's look: other tests have their own."""
    for window in (program.window, program.stand_in):
        if window is not None:
            window.close()
            window.deleteLater()
    if program.workspace is not None:
        program.workspace.close()
    if program._crashes is not None:
        program._crashes.stop()
    program._instance.release()
    program._theme.deleteLater()
    QCoreApplication.sendPostedEvents(program._theme, QEvent.Type.DeferredDelete)
