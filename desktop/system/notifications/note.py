"""Notifications, and the interface of each system's notifier."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

TITLE_LIMIT, BODY_LIMIT = 200, 1000
"""Characters; longer texts are cut."""


@dataclass(frozen=True, slots=True)
class Buttons:
    """The labels of a note's buttons, on systems that have them.

    `open` does the same as a click on the note. `later` snoozes `target`; without a target there
    is no such button.
    """

    open: str
    later: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """One notification, in plain text; `key` identifies its subject.

    A note replaces a shown note with the same key. It is silent unless `sound` is true.
    """

    title: str
    body: str
    key: str
    sound: bool = False
    buttons: Buttons | None = None


class Notifier(Protocol):
    """Shows notes. No method raises an exception, and each returns within some seconds."""

    def show(self, note: Note) -> bool:
        """Show a note; return False if the system did not accept it, so that it is retried."""

    def withdraw(self, key: str) -> None:
        """Remove the note with this key, whichever process of ours showed it."""

    def listen(self, clicked: Callable[[str], None], snoozed: Callable[[str], None]) -> None:
        """Call `clicked` with the key of each note that is clicked.

        `snoozed` is called with the target of each that is snoozed. Both are called on another
        thread, and must return immediately and not use the notifier.
        """

    def close(self) -> None:
        """Stop listening; shown notes stay if the system allows it."""


def shortened(text: str, limit: int) -> str:
    """Return a text of at most `limit` characters, ending with “…” if it was cut."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
