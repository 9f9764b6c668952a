"""A timer of the user's own systemd."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from desktop.base.atomic_file import write_whole
from desktop.base.small_json import read_text
from desktop.system.registration import MINUTES, NotRegistered, RegistrationState
from desktop.system.tools import RunTool, run_tool

NAME = "linkdue-remind"
_TIMER = f"{NAME}.timer"
_SERVICE_TEXT = """\
[Unit]
Description=LinkDue: show the reminders that are due
ConditionFileIsExecutable={program}

[Service]
Type=oneshot
ExecStart=:{command}
"""
"""The condition leaves a removed program in peace; the colon keeps ``$`` from being a variable."""
_TIMER_TEXT = f"""\
[Unit]
Description=LinkDue: look for reminders

[Timer]
OnStartupSec=1min
OnCalendar=*:0/{MINUTES}
Persistent=true
AccuracySec=30s

[Install]
WantedBy=timers.target
"""


class UserTimer:
    """The units ``linkdue-remind``: a service that runs the command, and its timer.

    `units` is the folder of the user's units, where it is not the usual one.
    """

    keeper = "systemd"

    def __init__(
        self, command: Sequence[str], units: Path | None = None, run: RunTool = run_tool
    ) -> None:
        self._units = units or _user_units()
        self._run = run
        self.texts = {
            f"{NAME}.service": _SERVICE_TEXT.format(
                program=command[0].replace("%", "%%"),
                command=" ".join(map(_quoted, _callable(command))),
            ),
            _TIMER: _TIMER_TEXT,
        }
        """What each unit's file holds."""

    def register(self) -> None:
        """Write both units and start the timer, now and at each log-in. Raises NotRegistered."""
        try:
            self._units.mkdir(parents=True, exist_ok=True)
            for name, text in self.texts.items():
                write_whole(self._units / name, text)
        except OSError as error:
            raise NotRegistered(str(error)) from error
        self._must("daemon-reload")
        self._must("enable", _TIMER)
        self._must("restart", _TIMER)

    def unregister(self) -> None:
        """Stop the timer and remove both units. Raises NotRegistered."""
        if not any((self._units / name).exists() for name in self.texts):
            return
        stopped = self._run(["systemctl", "--user", "disable", "--now", _TIMER], b"")
        try:
            for name in self.texts:
                (self._units / name).unlink(missing_ok=True)
            self._enabled.unlink(missing_ok=True)
        except OSError as error:
            raise NotRegistered(str(error)) from error
        reloaded = self._run(["systemctl", "--user", "daemon-reload"], b"")
        if not stopped.ok and reloaded.ok:
            raise NotRegistered(stopped.complaint)

    def status(self) -> RegistrationState:
        """Compare the units' files; a timer that is not enabled, by whomever, is absent."""
        found = {name: read_text(self._units / name) for name in self.texts}
        if None in found.values() or not self._enabled.is_symlink():
            return RegistrationState.ABSENT
        return RegistrationState.CURRENT if found == self.texts else RegistrationState.ELSEWHERE

    @property
    def _enabled(self) -> Path:
        return self._units / "timers.target.wants" / _TIMER

    def _must(self, *words: str) -> None:
        answer = self._run(["systemctl", "--user", *words], b"")
        if not answer.ok:
            raise NotRegistered(answer.complaint)


def _user_units() -> Path:
    configuration = os.environ.get("XDG_CONFIG_HOME", "")
    base = Path(configuration) if configuration.startswith("/") else Path.home() / ".config"
    return base / "systemd" / "user"


def _callable(command: Sequence[str]) -> Sequence[str]:
    """Return a command whose first word systemd takes: it refuses programs with quotes in a name.

    Such a program is called through ``env``, unless that would take its name for a variable.
    """
    is_refused = not set(command[0]).isdisjoint("\"'\\") and "=" not in command[0]
    return ["/usr/bin/env", *command] if is_refused else command


def _quoted(word: str) -> str:
    """Return a word as ExecStart takes it; see systemd.service(5), “Command lines”."""
    for plain, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("%", "%%")):
        word = word.replace(plain, escaped)
    return f'"{word}"'
