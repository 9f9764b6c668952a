"""Registrations with the operating system: when it starts this program."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

LABEL = "io.github.linkdue.LinkDue"
"""The program's identifier, in the systems' conventions."""
MINUTES = 10
"""The interval of scheduled runs; a divisor of 60."""


class RegistrationState(StrEnum):
    """The system's registration compared with the one that this program would make now."""

    ABSENT = "absent"
    CURRENT = "current"
    ELSEWHERE = "elsewhere"
    """Registered, but for a program in another place, with other arguments, or in an older form.

    Also if a schedule removed itself while the program was missing. The program registers again.
    """


class RegistrationError(Exception):
    """The system refused or failed; the text is the system's error message, or empty."""


class Registration(Protocol):
    """One registration that can be made and removed."""

    @property
    def registrar(self) -> str:
        """The system's service: systemd, cron, launchd, task-scheduler, registry or desktop."""

    def register(self) -> None:
        """Register, replacing an earlier registration.

        Raises RegistrationError; the earlier registration may then be lost.
        """

    def unregister(self) -> None:
        """Remove the registration, if there is one. Raises RegistrationError."""

    def status(self) -> RegistrationState:
        """Return the current state; `ABSENT` if it cannot be read. Raises nothing."""
