"""Registering the reminder helper and the start at log-in with the operating system.

The user's choice is a setting of this computer; each start checks it against the system: a program
that was moved registers itself again, but a registration that was removed in the system is not
restored.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desktop.base.program_command import persistent_command
from desktop.base.settings import SettingKey
from desktop.services.workspace import Workspace
from desktop.system.autostart import autostart, removal_command
from desktop.system.notifications import AWAITS_CLICKS
from desktop.system.registration import Registration, RegistrationError, RegistrationState
from desktop.system.schedules import schedule

ON = "1"
"""The value of a setting that is a switch and on; anything else is off."""


class WhileClosed(StrEnum):
    """The services of the operating system; the value is the setting's name."""

    HELPER = SettingKey.REMIND_WHILE_CLOSED.value
    """Check for reminders every ten minutes."""
    LOGIN = SettingKey.START_AT_LOGIN.value
    """Start the window at log-in."""


@dataclass(frozen=True, slots=True)
class SystemState:
    """Whether the user wants a service (`on`), and the state of its registration.

    `registrar` is the part of the system that does it, empty if there is none. `standing` is None
    if the system was not asked, because the service is off or there is no registrar. `refused` is
    the system's error message, perhaps empty, if it refused the registration; else None.
    """

    on: bool
    registrar: str
    standing: RegistrationState | None = None
    refused: str | None = None

    @property
    def works(self) -> bool:
        """Whether the service runs, as far as is known."""
        return self.on and self.refused is None and self.standing is not RegistrationState.ABSENT


def registration(workspace: Workspace, what: WhileClosed, language: str) -> Registration | None:
    """Return the registration of a service on this system; None if the system has no such service.

    Does not register or query anything yet.
    """
    data = workspace.folder
    if what is WhileClosed.LOGIN:
        return autostart(persistent_command("--data-dir", str(data), window=True), data)
    verb = ("remind", "--await-click") if AWAITS_CLICKS else ("remind",)
    command = persistent_command("--lang", language, "--data-dir", str(data), *verb)
    return schedule(command, data, removal_command(persistent_command(window=True)[0], data))


def state(workspace: Workspace, what: WhileClosed, found: Registration | None) -> SystemState:
    """Return the state that is known without asking the system.

    Raises StorageError if the settings cannot be read.
    """
    on = workspace.setting(SettingKey(what.value)) == ON
    return SystemState(on, "" if found is None else found.registrar)


def check(known: SystemState, found: Registration | None) -> SystemState:
    """Query the registration, and renew it if it is for another program path or outdated.

    May start other programs: do not call it on the window's thread.
    """
    if found is None or not known.on:
        return known
    standing = found.status()
    if standing is RegistrationState.ELSEWHERE:
        return switch(known, found, on=True)
    return SystemState(known.on, known.registrar, standing)


def switch(known: SystemState, found: Registration | None, *, on: bool) -> SystemState:
    """Register or unregister the service. Do not call it on the window's thread."""
    if found is None:
        return SystemState(on, "")
    try:
        if on:
            found.register()
        else:
            found.unregister()
    except RegistrationError as problem:
        return SystemState(on, known.registrar, None, str(problem))
    return SystemState(on, known.registrar, RegistrationState.CURRENT if on else None)
