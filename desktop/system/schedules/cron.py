"""The program's lines in the user's crontab, used where no user systemd runs."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

from desktop.system.registration import MINUTES, RegistrationError, RegistrationState
from desktop.system.schedules.self_removal import PATH, SelfRemoval
from desktop.system.tools import RunTool, run_tool

_BEGIN = b"# LinkDue begin: written by the program, which looks for reminders"
_END = b"# LinkDue end"
_NO_CRONTAB = b"no crontab for"
"""A part of cron's message for a user without a crontab, with `LC_ALL=C`."""
_BUS = "DBUS_SESSION_BUS_ADDRESS"
_COMMAND_LIMIT = 990
"""Bytes of a command that every cron accepts; Debian's cuts longer ones and runs the beginning."""
_REMOVAL = (
    "[ -x {program} ] || {{ {drive_is_connected} || exit 0; {path}; export LC_ALL=C; "
    "old=$(crontab -l && echo .) && "
    'new=$(printf %s "${{old%.}}" | '
    "sed -e '/^{begin}/{{{rest}' -e '/\\n{end}$/d' -e '}}' && echo .) && "
    'printf %s "${{new%.}}" | crontab - && {write_note}; }} >/dev/null 2>&1'
)
"""Removes our lines if there are as many between the markers as we wrote. The steps are joined by
``&&``, so that a tool that fails does not empty the crontab; the dots keep trailing line breaks."""


class CrontabBlock:
    """The lines between two markers of ours; no byte of any other line is changed.

    cron passes on no variables of the user's session, so the address of the session bus, for
    notifications, is part of the line. If it changes with each log-in, the line must be registered
    again. The data folder `data` shows whether a missing program was removed or is on a drive that
    is not connected; `also` is a further shell command for when it was removed.
    """

    registrar = "cron"

    def __init__(
        self,
        command: Sequence[str],
        data: Path,
        also: str = "",
        *,
        run: RunTool = run_tool,
        variables: Mapping[str, str] = os.environ,
    ) -> None:
        self._run = run
        self._words = list(command)
        self._also = also
        self._removal = SelfRemoval(data)
        self._bus = variables.get(_BUS, "")

    @property
    def commands(self) -> list[str]:
        """The shell commands: the program's run, and the removal for when the program is gone."""
        program = shlex.quote(self._words[0])
        bus = f"{_BUS}={shlex.quote(self._bus)} " if self._bus else ""
        run = f"[ -x {program} ] && {bus}{shlex.join(self._words)} >/dev/null 2>&1"
        here = self._removal.drive_is_connected
        also = f"[ -x {program} ] || {{ {here} && {self._also}; }}" if self._also else ""
        others = [also] if also and _is_short(also) else []
        remove = _REMOVAL.format(
            program=program,
            drive_is_connected=here,
            path=PATH,
            begin=_BEGIN.decode(),
            end=_END.decode(),
            rest="$!N;" * (3 + len(others)),
            write_note=self._removal.write_note,
        )
        return [run, remove, *others] if _is_short(remove) else [run]

    @property
    def lines(self) -> list[str]:
        """The lines of the crontab; cron treats ``%`` as a line break."""
        when = f"*/{MINUTES} * * * * "
        return [when + command.replace("%", "\\%") for command in self.commands]

    def register(self) -> None:
        """Append our lines, removing earlier ones. Raises RegistrationError."""
        commands = self.commands
        if any("\n" in command for command in commands):
            raise RegistrationError("a line of a crontab cannot hold a line break")
        if not _is_short(commands[0]):
            raise RegistrationError("a line of a crontab cannot be so long")
        others, _ours = self._read()
        if others and not others.endswith(b"\n"):
            others += b"\n"
        self._write(others + b"\n".join((_BEGIN, *self._encoded, _END, b"")))
        if self.status() is not RegistrationState.CURRENT:
            raise RegistrationError("the crontab does not hold what was written to it")
        self._removal.remove_note()

    def unregister(self) -> None:
        """Remove our lines. Raises RegistrationError."""
        self._removal.remove_note()
        others, ours = self._read()
        if ours is not None:
            self._write(others)

    def status(self) -> RegistrationState:
        """Compare the lines in the crontab with ours."""
        try:
            _others, ours = self._read()
        except RegistrationError:
            return RegistrationState.ABSENT
        if ours == self._encoded:
            return RegistrationState.CURRENT
        is_absent = ours is None and not self._removal.happened
        return RegistrationState.ABSENT if is_absent else RegistrationState.ELSEWHERE

    @property
    def _encoded(self) -> list[bytes]:
        return [line.encode() for line in self.lines]

    def _read(self) -> tuple[bytes, list[bytes] | None]:
        """Return the crontab without our lines, and our lines (None if there is no marker).

        Of a block without an end marker only the begin marker is ours: the rest may be the user's.
        """
        answer = self._run(["crontab", "-l"], b"")
        if not answer.ok:
            if answer.status is not None and _NO_CRONTAB in (answer.errors + answer.output).lower():
                return b"", None
            raise RegistrationError(answer.error_text)
        others: list[bytes] = []
        ours: list[bytes] | None = None
        open_block: list[bytes] | None = None
        for line in answer.output.splitlines(keepends=True):
            bare = line.rstrip(b"\r\n")
            if bare == _BEGIN:
                others += open_block or []
                open_block, ours = [], ours or []
            elif bare == _END and open_block is not None:
                ours = [*(ours or []), *(kept.rstrip(b"\r\n") for kept in open_block)]
                open_block = None
            elif open_block is not None:
                open_block.append(line)
            else:
                others.append(line)
        return b"".join([*others, *(open_block or [])]), ours

    def _write(self, content: bytes) -> None:
        answer = self._run(["crontab", "-"], content)
        if not answer.ok:
            raise RegistrationError(answer.error_text)


def _is_short(command: str) -> bool:
    return len(command.encode()) <= _COMMAND_LIMIT
