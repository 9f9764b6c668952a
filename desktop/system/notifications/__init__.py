"""Notifications of the operating system: shown, withdrawn, and clicked."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from desktop.base.own_program import lasting_program

TITLE_LIMIT, BODY_LIMIT = 200, 1000
"""Characters that are shown of a note at most."""


@dataclass(frozen=True, slots=True)
class Note:
    """One notification, in plain text; `key` says what it is about.

    A note takes the place of the one with the same key that still stands.
    """

    title: str
    body: str
    key: str


class Notifier(Protocol):
    """Shows notes. Nothing of it raises an exception, and each call ends within some seconds."""

    def show(self, note: Note) -> bool:
        """Show a note; False where the system did not take it, so that it is tried again later."""

    def withdraw(self, key: str) -> None:
        """Remove the note with this key, whichever process of ours showed it."""

    def listen(self, clicked: Callable[[str], None]) -> None:
        """From now on, call `clicked` with the key of each note that is clicked.

        It is called on another thread, and must return at once without using the notifier.
        """

    def close(self) -> None:
        """Stop listening; what is shown stays where the system lets it."""


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


def shortened(text: str, limit: int) -> str:
    """Return a text cut to so many characters, with a sign where it was cut."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
