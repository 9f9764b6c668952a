"""What a notification says, and what every system's way of showing one can do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

TITLE_LIMIT, BODY_LIMIT = 200, 1000
"""Characters that are shown of a note at most."""


@dataclass(frozen=True, slots=True)
class Buttons:
    """The words on the buttons of a note, where the system has any.

    `open` does what a click on the note does. `later` puts off `target`; without a target there is
    no such button.
    """

    open: str
    later: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """One notification, in plain text; `key` says what it is about.

    A note takes the place of the one with the same key that still stands. It makes no sound unless
    `sound` asks for one.
    """

    title: str
    body: str
    key: str
    sound: bool = False
    buttons: Buttons | None = None


class Notifier(Protocol):
    """Shows notes. Nothing of it raises an exception, and each call ends within some seconds."""

    def show(self, note: Note) -> bool:
        """Show a note; False where the system did not take it, so that it is tried again later."""

    def withdraw(self, key: str) -> None:
        """Remove the note with this key, whichever process of ours showed it."""

    def listen(self, clicked: Callable[[str], None], put_off: Callable[[str], None]) -> None:
        """From now on, call `clicked` with the key of each note that is clicked.

        `put_off` is called with the target of each that is put off. Both are called on another
        thread, and must return at once without using the notifier.
        """

    def close(self) -> None:
        """Stop listening; what is shown stays where the system lets it."""


def shortened(text: str, limit: int) -> str:
    """Return a text cut to so many characters, with a sign where it was cut."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
