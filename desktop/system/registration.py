"""What the operating system is asked to remember of this program: when to start it."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

LABEL = "io.github.linkdue.LinkDue"
"""What the systems know the program by."""
MINUTES = 10
"""Between two runs of what is scheduled; a divisor of 60."""


class RegistrationState(StrEnum):
    """How what the system remembers compares with what this program would register now."""

    ABSENT = "absent"
    CURRENT = "current"
    ELSEWHERE = "elsewhere"
    """Registered, but for a program in another place, with other words, or in an older way.

    So is what took itself back while the program was gone: now that it is here again, it is to be
    registered anew.
    """


class NotRegistered(Exception):
    """The system refused or failed; the text is what it said, in its own words, or empty."""


class Registration(Protocol):
    """One thing that the system can be asked to remember, and to forget."""

    @property
    def registrar(self) -> str:
        """Who remembers: systemd, cron, launchd, task-scheduler, registry or desktop."""

    def register(self) -> None:
        """Have the system remember it, in place of what it remembered before.

        Raises NotRegistered; what was there before may then be gone.
        """

    def unregister(self) -> None:
        """Have the system forget it; nothing happens where it never knew. Raises NotRegistered."""

    def status(self) -> RegistrationState:
        """Tell what the system remembers now. Raises nothing: what cannot be read is `ABSENT`."""
