"""The target of a notification's "later" button: one subject, or all subjects of one claim.

The target is passed as text through the desktop's notification service or in a link, and must not
be trusted when it is returned: anybody can send one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

_AT = "@"


@dataclass(frozen=True, slots=True)
class LaterTarget:
    """`name` is the notification's key; `claimed_at` (UTC) is set if it was about several."""

    name: str
    claimed_at: datetime | None = None

    @property
    def text(self) -> str:
        """The target as text, for `of`."""
        if self.claimed_at is None:
            return self.name
        return f"{self.name}{_AT}{int(self.claimed_at.timestamp())}"

    @classmethod
    def of(cls, text: str) -> LaterTarget:
        """Parse the text of a target; any other text becomes a name that no subject has."""
        name, at, seconds = text.rpartition(_AT)
        if not at:
            return cls(text)
        try:
            return cls(name, datetime.fromtimestamp(int(seconds), UTC))
        except (ValueError, OverflowError, OSError):
            return cls(text)
