"""A fake of a system facility that starts a program by itself (autostart, scheduler)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from desktop.system.registration import RegistrationError, RegistrationState


class FakeSystem:
    """Remembers one command, as the systems do; `refuses` is the error to raise instead."""

    def __init__(self, registrar: str = "systemd") -> None:
        self.registrar = registrar
        self.command: list[str] | None = None
        self.refuses: str | None = None

    def __call__(self, command: Sequence[str], _data: Path, _also: str = "") -> FakeRegistration:
        """Return the registration of a command."""
        return FakeRegistration(self, list(command))


class FakeRegistration:
    """The registration of one command with the fake system."""

    def __init__(self, system: FakeSystem, command: list[str]) -> None:
        self._system = system
        self._command = command

    @property
    def registrar(self) -> str:
        """Return the fake system's name."""
        return self._system.registrar

    def register(self) -> None:
        """Remember the command. Raises RegistrationError if the system refuses."""
        self._change(self._command)

    def unregister(self) -> None:
        """Forget the command. Raises RegistrationError if the system refuses."""
        self._change(None)

    def status(self) -> RegistrationState:
        """Compare the command with the remembered one."""
        if self._system.command is None:
            return RegistrationState.ABSENT
        same = self._system.command == self._command
        return RegistrationState.CURRENT if same else RegistrationState.ELSEWHERE

    def _change(self, command: list[str] | None) -> None:
        if self._system.refuses is not None:
            raise RegistrationError(self._system.refuses)
        self._system.command = command
