"""An agent of macOS's launchd: for the schedule, and for the start at log-in."""

from __future__ import annotations

import os
import plistlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from desktop.base.atomic_file import write_whole
from desktop.base.regular_file import read_own
from desktop.system.registration import LABEL, MINUTES, NotRegistered, RegistrationState
from desktop.system.tools import RunTool, run_tool

_NOT_LOADED = (3, 113)
"""What ``launchctl bootout`` answers where it knows no such agent."""


class LaunchAgent:
    """A property list in the user's folder of agents, which launchd reads at log-in.

    `name` ends its label. `start_now` has launchd load it at once, which runs it.
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

        launchd makes up for moments in a calendar that were slept through, and for no intervals;
        what passed while the computer was off, `RunAtLoad` makes up for.
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
        """Write the property list and, if it is to start now, load it. Raises NotRegistered."""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._file, plistlib.dumps(self.facts))
        except OSError as error:
            raise NotRegistered(str(error)) from error
        if self._start_now:
            self._boot_out()
            answer = self._run(["launchctl", "bootstrap", _domain(), str(self._file)], b"")
            if not answer.ok:
                raise NotRegistered(answer.complaint)

    def unregister(self) -> None:
        """Remove the property list and unload it. Raises NotRegistered."""
        if not self._file.exists():
            return
        try:
            self._file.unlink()
        except OSError as error:
            raise NotRegistered(str(error)) from error
        if self._start_now:
            self._boot_out()

    def status(self) -> RegistrationState:
        """Compare the property list. What the user switched off in Login Items is not seen."""
        try:
            found = plistlib.loads(read_own(self._file))
        except FileNotFoundError:
            return RegistrationState.ABSENT
        except (OSError, ValueError):  # plistlib's InvalidFileException is one
            return RegistrationState.ELSEWHERE
        return RegistrationState.CURRENT if found == self.facts else RegistrationState.ELSEWHERE

    def _boot_out(self) -> None:
        answer = self._run(["launchctl", "bootout", f"{_domain()}/{self._label}"], b"")
        if not answer.ok and answer.status not in _NOT_LOADED:
            raise NotRegistered(answer.complaint)


def _domain() -> str:
    return f"gui/{os.getuid()}"
