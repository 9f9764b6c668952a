"""Notifications of the operating system: shown, withdrawn, and clicked."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from desktop.base.program_command import persistent_command
from desktop.system.notifications.note import Buttons, Note, Notifier

__all__ = ["AWAITS_CLICKS", "Buttons", "Note", "Notifier", "notifier"]

AWAITS_CLICKS = sys.platform not in ("win32", "darwin")
"""Whether clicks reach only running processes; Windows starts the program for a click."""


def notifier(*, stays: bool = True, window: Sequence[str] | None = None) -> Notifier:
    """Return this system's notifier. Raises nothing; `Notifier.show` reports what is not possible.

    `stays` is false for a process that ends soon after it has shown a note. `window` is the
    command that opens the window, for systems that run it when a note is clicked and no window is
    open.
    """
    command = list(window or persistent_command(window=True))
    if sys.platform == "win32":
        from desktop.system.notifications.windows import WindowsNotifier

        return WindowsNotifier(command)
    if sys.platform == "darwin":
        from desktop.system.notifications.mac import MacNotifier

        return MacNotifier()
    from desktop.system.notifications.freedesktop import FreedesktopNotifier

    return FreedesktopNotifier(stays=stays)
