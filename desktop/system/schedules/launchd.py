"""A launchd agent on macOS, for the schedule and for the start at log-in."""

from __future__ import annotations

import os
import plistlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from desktop.base.atomic_file import write_whole
from desktop.base.regular_file import read_own
from desktop.system.registration import LABEL, MINUTES, RegistrationError, RegistrationState
from desktop.system.tools import RunTool, run_tool

_NOT_LOADED = (3, 113)
"""Exit statuses of ``launchctl bootout`` for an agent that is not loaded."""


class LaunchAgent:
    """A property list in the user's folder of agents, which launchd reads at log-in.

    `name` is the last part of its label. With `start_now`, registering also loads and runs it.
    """

    registrar = "launchd"

    def __init__(
        self,
        name: str,
        facts: Mapping[str, object],
        *,
        start_now: bool,
        agents: Path | None = None,
        run: RunTool = run_tool,
    ) -> None:
        self._label = f"{LABEL}.{name}"
        self._start_now = start_now
        self._run = run
        self._file = (agents or Path.home() / "Library/LaunchAgents") / f"{self._label}.plist"
        self.facts = {
            "Label": self._label,
            "AssociatedBundleIdentifiers": [LABEL],
            "LimitLoadToSessionType": "Aqua",
            "RunAtLoad": True,
            **facts,
        }
        """The property list; the associated bundle gives the entry in Login Items its name."""

    @classmethod
    def schedule(
        cls, command: Sequence[str], agents: Path | None = None, run: RunTool = run_tool
    ) -> LaunchAgent:
        """Return the agent of the schedule.

        launchd catches up on calendar times that passed during sleep, but not on intervals;
        `RunAtLoad` covers those that passed while the computer was off.
        """
        facts = {
            "ProgramArguments": list(command),
            "ProcessType": "Background",
            "StartCalendarInterval": [{"Minute": minute} for minute in range(0, 60, MINUTES)],
        }
        return cls("remind", facts, start_now=True, agents=agents, run=run)

    @classmethod
    def login(
        cls, command: Sequence[str], agents: Path | None = None, run: RunTool = run_tool
    ) -> LaunchAgent:
        """Return the agent that starts the window at log-in."""
        facts = {"ProgramArguments": list(command), "ProcessType": "Interactive"}
        return cls("login", facts, start_now=False, agents=agents, run=run)

    def register(self) -> None:
        """Write the property list and, with `start_now`, load it. Raises RegistrationError."""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._file, plistlib.dumps(self.facts))
        except OSError as error:
            raise RegistrationError(str(error)) from error
        if self._start_now:
            self._boot_out()
            answer = self._run(["launchctl", "bootstrap", _domain(), str(self._file)], b"")
            if not answer.ok:
                raise RegistrationError(answer.error_text)

    def unregister(self) -> None:
        """Remove the property list and unload it. Raises RegistrationError."""
        if not self._file.exists():
            return
        try:
            self._file.unlink()
        except OSError as error:
            raise RegistrationError(str(error)) from error
        if self._start_now:
            self._boot_out()

    def status(self) -> RegistrationState:
        """Compare the property list. Cannot see that the user switched it off in Login Items."""
        try:
            found = plistlib.loads(read_own(self._file))
        except FileNotFoundError:
            return RegistrationState.ABSENT
        except (OSError, ValueError):  # a base class of plistlib's InvalidFileException
            return RegistrationState.ELSEWHERE
        return RegistrationState.CURRENT if found == self.facts else RegistrationState.ELSEWHERE

    def _boot_out(self) -> None:
        answer = self._run(["launchctl", "bootout", f"{_domain()}/{self._label}"], b"")
        if not answer.ok and answer.status not in _NOT_LOADED:
            raise RegistrationError(answer.error_text)


def _domain() -> str:
    return f"gui/{os.getuid()}"
