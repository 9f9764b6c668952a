"""A timer of the user's systemd."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from pathlib import Path

from desktop.base.atomic_file import write_whole
from desktop.base.small_json import read_text
from desktop.system.registration import MINUTES, RegistrationError, RegistrationState
from desktop.system.schedules.self_removal import PATH, SelfRemoval
from desktop.system.tools import RunTool, run_tool

NAME = "linkdue-remind"
_TIMER, _SERVICE = f"{NAME}.timer", f"{NAME}.service"
_SERVICE_TEXT = """\
[Unit]
Description=LinkDue: show the reminders that are due

[Service]
Type=oneshot
ExecStart=:{command}
"""
"""The colon prevents systemd from expanding ``$``."""
_SCRIPT = """\
[ -x "$0" ] && exec "$0" "$@"
{drive_is_connected} || exit 0
{path}
systemctl --user disable --now {timer}
rm -f {files}
systemctl --user daemon-reload
{also}
{write_note}
exit 0
"""
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

    The data folder `data` shows whether a missing program was removed or is on a drive that is not
    connected. `also` is a further shell command for the removal. `units` is the folder of the
    user's units, by default systemd's.
    """

    registrar = "systemd"

    def __init__(
        self,
        command: Sequence[str],
        data: Path,
        also: str = "",
        *,
        units: Path | None = None,
        run: RunTool = run_tool,
    ) -> None:
        self._units = units or _user_units()
        self._run = run
        self._removal = SelfRemoval(data)
        script = _SCRIPT.format(
            drive_is_connected=self._removal.drive_is_connected,
            path=PATH,
            timer=_TIMER,
            files=" ".join(shlex.quote(str(path)) for path in self._files),
            also=also,
            write_note=self._removal.write_note,
        )
        self.words = ["/bin/sh", "-c", script, *command]
        """What the service runs: the command, or its own removal if the program is gone."""
        self.texts = {
            _SERVICE: _SERVICE_TEXT.format(command=" ".join(map(_quoted, self.words))),
            _TIMER: _TIMER_TEXT,
        }
        """The content of each unit's file."""

    def register(self) -> None:
        """Write both units, enable and start the timer. Raises RegistrationError."""
        try:
            self._units.mkdir(parents=True, exist_ok=True)
            for name, text in self.texts.items():
                write_whole(self._units / name, text)
        except OSError as error:
            raise RegistrationError(str(error)) from error
        self._systemctl("daemon-reload")
        self._systemctl("enable", _TIMER)
        self._systemctl("restart", _TIMER)
        self._removal.remove_note()

    def unregister(self) -> None:
        """Stop the timer and remove both units. Raises RegistrationError."""
        self._removal.remove_note()
        if not any(path.exists() for path in self._files):
            return
        stopped = self._run(["systemctl", "--user", "disable", "--now", _TIMER], b"")
        try:
            for path in self._files:
                path.unlink(missing_ok=True)
            self._enabled.unlink(missing_ok=True)
        except OSError as error:
            raise RegistrationError(str(error)) from error
        reloaded = self._run(["systemctl", "--user", "daemon-reload"], b"")
        if not stopped.ok and reloaded.ok:
            raise RegistrationError(stopped.error_text)

    def status(self) -> RegistrationState:
        """Compare the units' files; a timer that is not enabled is absent."""
        found = {name: read_text(self._units / name) for name in self.texts}
        if None in found.values() or not self._enabled.is_symlink():
            gone = self._removal.happened
            return RegistrationState.ELSEWHERE if gone else RegistrationState.ABSENT
        return RegistrationState.CURRENT if found == self.texts else RegistrationState.ELSEWHERE

    @property
    def _files(self) -> tuple[Path, ...]:
        return self._units / _SERVICE, self._units / _TIMER

    @property
    def _enabled(self) -> Path:
        return self._units / "timers.target.wants" / _TIMER

    def _systemctl(self, *words: str) -> None:
        answer = self._run(["systemctl", "--user", *words], b"")
        if not answer.ok:
            raise RegistrationError(answer.error_text)


def _user_units() -> Path:
    configuration = os.environ.get("XDG_CONFIG_HOME", "")
    base = Path(configuration) if configuration.startswith("/") else Path.home() / ".config"
    return base / "systemd" / "user"


def _quoted(word: str) -> str:
    """Return a word quoted for ExecStart; see systemd.service(5), “Command lines”."""
    for plain, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("%", "%%")):
        word = word.replace(plain, escaped)
    return f'"{word}"'
