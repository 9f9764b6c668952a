"""What the button of a note puts off: one subject by its name, or all that was claimed at once.

It travels as text, through the notification service of the desktop or in a link, and may come back
from anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

_AT = "@"


@dataclass(frozen=True, slots=True)
class LaterTarget:
    """`name` is the key of the note. `claimed_at` (UTC) is given where it was about several."""

    name: str
    claimed_at: datetime | None = None

    @property
    def text(self) -> str:
        """Return it as it travels."""
        if self.claimed_at is None:
            return self.name
        return f"{self.name}{_AT}{int(self.claimed_at.timestamp())}"

    @classmethod
    def of(cls, text: str) -> LaterTarget:
        """Return what a text says; of anything else, a name that nothing has."""
        name, at, seconds = text.rpartition(_AT)
        if not at:
            return cls(text)
        try:
            return cls(name, datetime.fromtimestamp(int(seconds), UTC))
        except (ValueError, OverflowError, OSError):
            return cls(text)
