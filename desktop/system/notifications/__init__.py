"""Notifications of the operating system: shown, withdrawn, and clicked."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from desktop.base.own_program import lasting_program
from desktop.system.notifications.note import Buttons, Note, Notifier

__all__ = ["AWAITS_CLICKS", "Buttons", "Note", "Notifier", "notifier"]

AWAITS_CLICKS = sys.platform not in ("win32", "darwin")
"""Whether a click is told only to processes that are there; Windows starts us for it."""


def notifier(*, stays: bool = True, window: Sequence[str] | None = None) -> Notifier:
    """Return this system's notifier. Raises nothing; where nothing can be shown, it says so.

    `stays` is false for a process that ends soon after it has shown something. `window` is the
    command that opens the window, for systems that start it when a note is clicked and no window
    is open.
    """
    command = list(window or lasting_program(window=True))
    if sys.platform == "win32":
        from desktop.system.notifications.windows import WindowsNotifier

        return WindowsNotifier(command)
    if sys.platform == "darwin":
        from desktop.system.notifications.mac import MacNotifier

        return MacNotifier()
    from desktop.system.notifications.freedesktop import FreedesktopNotifier

    return FreedesktopNotifier(stays=stays)
