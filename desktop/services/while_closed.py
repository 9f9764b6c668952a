"""What the system does for reminders while the program is closed, as the user wants it.

The wish is a setting of this computer; whether the system still keeps to it is asked at each start:
a program that was moved registers itself anew, and what somebody switched off outside is not
switched on again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from desktop.base.own_program import lasting_program
from desktop.base.settings import SettingKey
from desktop.services.workspace import Workspace
from desktop.system.autostart import autostart, removal
from desktop.system.notifications import AWAITS_CLICKS
from desktop.system.registration import NotRegistered, Registration, RegistrationState
from desktop.system.schedules import schedule

ON = "1"
"""The value of a setting that is a switch and on; anything else is off."""


class WhileClosed(StrEnum):
    """What the system can be asked for; the value is the setting's name."""

    HELPER = SettingKey.REMIND_WHILE_CLOSED.value
    """To look for reminders every ten minutes."""
    LOGIN = SettingKey.START_AT_LOGIN.value
    """To start the window at log-in."""


@dataclass(frozen=True, slots=True)
class SystemState:
    """Whether the user wants it, and how the system stands to that.

    `registrar` is who does it, empty where there is nobody. `standing` is None where nothing was
    asked: it is off, or nobody is there. `refused` is what the system said where it did not take
    it, in its own words, perhaps empty; None where it did.
    """

    on: bool
    registrar: str
    standing: RegistrationState | None = None
    refused: str | None = None

    @property
    def works(self) -> bool:
        """Return whether the system does it, as far as is known."""
        return self.on and self.refused is None and self.standing is not RegistrationState.ABSENT


Make = Callable[[], Registration | None]


def registration(workspace: Workspace, what: WhileClosed, language: str) -> Registration | None:
    """Return how this system does it; None where it cannot. Nothing is registered or asked yet."""
    data = workspace.folder
    if what is WhileClosed.LOGIN:
        return autostart(lasting_program("--data-dir", str(data), window=True), data)
    verb = ("remind", "--await-click") if AWAITS_CLICKS else ("remind",)
    command = lasting_program("--lang", language, "--data-dir", str(data), *verb)
    return schedule(command, data, removal(lasting_program(window=True)[0], data))


def state(workspace: Workspace, what: WhileClosed, found: Registration | None) -> SystemState:
    """Return what is known without asking the system.

    Raises StorageError if the settings cannot be read.
    """
    on = workspace.setting(SettingKey(what.value)) == ON
    return SystemState(on, "" if found is None else found.registrar)


def check(known: SystemState, found: Registration | None) -> SystemState:
    """Ask the system, and register anew what it keeps for another place or in an older way.

    It may start other programs: not for the window's thread.
    """
    if found is None or not known.on:
        return known
    standing = found.status()
    if standing is RegistrationState.ELSEWHERE:
        return switch(known, found, on=True)
    return SystemState(known.on, known.registrar, standing)


def switch(known: SystemState, found: Registration | None, *, on: bool) -> SystemState:
    """Have the system do it, or not any more. Not for the window's thread."""
    if found is None:
        return SystemState(on, "")
    try:
        if on:
            found.register()
        else:
            found.unregister()
    except NotRegistered as problem:
        return SystemState(on, known.registrar, None, str(problem))
    return SystemState(on, known.registrar, RegistrationState.CURRENT if on else None)
