"""In windows that open by themselves, an Enter pressed unthinkingly does the most helpful thing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.ui.shell.busy_window import BusyWindow
from desktop.ui.shell.faults import FaultDialog


def test_enter_tries_again_and_never_overrides_the_lock(qtbot: QtBot) -> None:
    """Nor does it quit, which looks like a program that does not start."""
    done: list[str] = []
    window = BusyWindow("OFFICE-PC", lambda: done.append("again"), lambda: done.append("take over"))
    qtbot.addWidget(window)
    window.show()
    focused = window.focusWidget()
    assert focused is window.again_button
    qtbot.keyClick(focused, Qt.Key.Key_Return)
    assert done == ["again"]
    assert window.isVisible()


def test_enter_continues_after_a_fault(qtbot: QtBot) -> None:
    """A text copied before stays on the clipboard."""
    dialog = FaultDialog("details")
    qtbot.addWidget(dialog)
    dialog.show()
    focused = dialog.focusWidget()
    assert focused is dialog.continue_button
    qtbot.keyClick(focused, Qt.Key.Key_Return)
    assert not dialog.isVisible()
