"""Lines of our own in the user's crontab, where no systemd runs for the user."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping, Sequence

from desktop.system.registration import MINUTES, NotRegistered, RegistrationState
from desktop.system.tools import RunTool, run_tool

_BEGIN = b"# LinkDue begin: written by the program, which looks for reminders"
_END = b"# LinkDue end"
_NONE_YET = b"no crontab for"
"""What cron says of a user who has none, in the language that tools are asked to speak."""
_BUS = "DBUS_SESSION_BUS_ADDRESS"


class CrontabBlock:
    """The lines between two marks of ours; no byte of any other line is changed.

    cron tells what it runs nothing of the user's session, so where notifications are sent to is
    part of the line. Where that changes with each log-in, the line must be registered again.
    """

    keeper = "cron"

    def __init__(
        self,
        command: Sequence[str],
        run: RunTool = run_tool,
        variables: Mapping[str, str] = os.environ,
    ) -> None:
        self._run = run
        self._words = list(command)
        self._bus = variables.get(_BUS, "")

    @property
    def line(self) -> str:
        """The line of the crontab; cron gives it to a shell, and takes ``%`` for a line's end."""
        program = shlex.quote(self._words[0])
        bus = f"{_BUS}={shlex.quote(self._bus)} " if self._bus else ""
        command = f"test -x {program} && {bus}{shlex.join(self._words)} >/dev/null 2>&1"
        return f"*/{MINUTES} * * * * " + command.replace("%", "\\%")

    def register(self) -> None:
        """Put our lines in the place of those before, or at the end. Raises NotRegistered."""
        if "\n" in self.line:
            raise NotRegistered("a line of a crontab cannot hold a line break")
        others, _ours = self._read()
        if others and not others.endswith(b"\n"):
            others += b"\n"
        self._write(others + b"\n".join((_BEGIN, self.line.encode(), _END, b"")))
        if self.status() is not RegistrationState.CURRENT:
            raise NotRegistered("the crontab does not hold what was written to it")

    def unregister(self) -> None:
        """Take our lines out. Raises NotRegistered."""
        others, ours = self._read()
        if ours is not None:
            self._write(others)

    def status(self) -> RegistrationState:
        """Compare our lines."""
        try:
            _others, ours = self._read()
        except NotRegistered:
            return RegistrationState.ABSENT
        if ours is None:
            return RegistrationState.ABSENT
        return (
            RegistrationState.CURRENT
            if ours == [self.line.encode()]
            else RegistrationState.ELSEWHERE
        )

    def _read(self) -> tuple[bytes, list[bytes] | None]:
        """Return the crontab without our lines, and these; None where there are none of ours.

        Without its end, a block is no more than its first mark: what follows may be the user's.
        """
        answer = self._run(["crontab", "-l"], b"")
        if not answer.ok:
            if answer.status is not None and _NONE_YET in (answer.errors + answer.output).lower():
                return b"", None
            raise NotRegistered(answer.complaint)
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
            raise NotRegistered(answer.complaint)
