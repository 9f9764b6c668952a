"""The start at log-in on Windows: a value below ``Run`` in the user's registry."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence

from desktop.system.registration import RegistrationError, RegistrationState
from desktop.system.user_registry import APP, UserRegistry, user_registry

RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
APPROVED_KEY = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
"""The key in which Windows records which start-up apps the user switched off."""


class RunKey:
    """The value ``LinkDue``, a command line."""

    registrar = "registry"

    def __init__(self, command: Sequence[str], registry: UserRegistry | None = None) -> None:
        self._line = subprocess.list2cmdline(command)
        self._registry = registry or user_registry()

    def register(self) -> None:
        """Write the value and switch it on in Windows' settings. Raises RegistrationError."""
        try:
            self._registry.forget(APPROVED_KEY, APP)
            self._registry.write(RUN_KEY, APP, self._line)
        except OSError as error:
            raise RegistrationError(str(error)) from error

    def unregister(self) -> None:
        """Remove the value. Raises RegistrationError."""
        try:
            self._registry.forget(RUN_KEY, APP)
            self._registry.forget(APPROVED_KEY, APP)
        except OSError as error:
            raise RegistrationError(str(error)) from error

    def status(self) -> RegistrationState:
        """Compare the value; one that the user switched off in Windows counts as absent."""
        found = self._registry.read(RUN_KEY, APP)
        if found is None or self._is_switched_off():
            return RegistrationState.ABSENT
        return RegistrationState.CURRENT if found == self._line else RegistrationState.ELSEWHERE

    def _is_switched_off(self) -> bool:
        """Return whether the first of the value's twelve bytes is odd."""
        value = self._registry.read_bytes(APPROVED_KEY, APP)
        return bool(value) and value[0] % 2 == 1
