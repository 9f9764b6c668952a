"""A task of Windows' Task Scheduler, registered as XML: by default, it would not run on battery."""

from __future__ import annotations

import html
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from desktop.system.registration import MINUTES, RegistrationError, RegistrationState
from desktop.system.tools import RunTool, run_tool

NAME = "LinkDue"
"""The uninstaller deletes the task of this name."""
_VERSION = "1"
"""To be raised when the task must be registered again although the command is the same."""
_TOOL = "schtasks.exe"
_TASK = """\
<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Version>{version}</Version>
    <Description>LinkDue: show the reminders that are due</Description>
  </RegistrationInfo>
  <Triggers>
    <LogonTrigger>
      <Enabled>true</Enabled>
      <UserId>{user}</UserId>
      <Delay>PT1M</Delay>
    </LogonTrigger>
    <TimeTrigger>
      <Enabled>true</Enabled>
      <StartBoundary>2026-01-01T00:00:00</StartBoundary>
      <Repetition>
        <Interval>PT{minutes}M</Interval>
        <StopAtDurationEnd>false</StopAtDurationEnd>
      </Repetition>
    </TimeTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <UserId>{user}</UserId>
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <AllowHardTerminate>true</AllowHardTerminate>
    <StartWhenAvailable>true</StartWhenAvailable>
    <RunOnlyIfNetworkAvailable>false</RunOnlyIfNetworkAvailable>
    <IdleSettings>
      <StopOnIdleEnd>false</StopOnIdleEnd>
      <RestartOnIdle>false</RestartOnIdle>
    </IdleSettings>
    <AllowStartOnDemand>true</AllowStartOnDemand>
    <Enabled>true</Enabled>
    <Hidden>false</Hidden>
    <RunOnlyIfIdle>false</RunOnlyIfIdle>
    <WakeToRun>false</WakeToRun>
    <ExecutionTimeLimit>PT{minutes}M</ExecutionTimeLimit>
    <Priority>7</Priority>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>{program}</Command>
      <Arguments>{arguments}</Arguments>
    </Exec>
  </Actions>
</Task>
"""


class ScheduledTask:
    """The task ``LinkDue``: runs the command as the user, while the user is logged in.

    `user` is an account name in Windows' form, by default that of this process's user.
    """

    registrar = "task-scheduler"

    def __init__(
        self, command: Sequence[str], user: str | None = None, run: RunTool = run_tool
    ) -> None:
        self._run = run
        self._facts = {
            "version": _VERSION,
            "program": command[0],
            "arguments": subprocess.list2cmdline(command[1:]),
        }
        self._user = user

    @property
    def xml(self) -> str:
        """The task as XML, in the Task Scheduler's schema."""
        facts = self._facts | {
            "user": _this_user() if self._user is None else self._user,
            "minutes": str(MINUTES),
        }
        return _TASK.format(**{k: html.escape(v, quote=False) for k, v in facts.items()})

    def register(self) -> None:
        """Create the task, replacing one of the same name. Raises RegistrationError."""
        try:
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
                file = Path(folder, "task.xml")
                file.write_bytes(self.xml.encode("utf-16"))
                words = [_TOOL, "/Create", "/F", "/TN", NAME, "/XML", str(file)]
                answer = self._run(words, b"")
        except OSError as error:
            raise RegistrationError(str(error)) from error
        if not answer.ok:
            raise RegistrationError(answer.error_text)

    def unregister(self) -> None:
        """Delete the task. Raises RegistrationError."""
        if self.status() is RegistrationState.ABSENT:
            return
        answer = self._run([_TOOL, "/Delete", "/F", "/TN", NAME], b"")
        if not answer.ok:
            raise RegistrationError(answer.error_text)

    def status(self) -> RegistrationState:
        """Query the task, which starts a process, and compare its command."""
        answer = self._run([_TOOL, "/Query", "/TN", NAME, "/XML"], b"")
        if not answer.ok:
            return RegistrationState.ABSENT
        text = _decoded(answer.output)
        if _element(text.partition("<Settings>")[2], "Enabled") == "false":
            return RegistrationState.ABSENT  # switched off by hand
        names = {"version": "Version", "program": "Command", "arguments": "Arguments"}
        found = {fact: _element(text, name) for fact, name in names.items()}
        return RegistrationState.CURRENT if found == self._facts else RegistrationState.ELSEWHERE


def _element(text: str, name: str) -> str:
    match = re.search(rf"<{name}>(.*?)</{name}>", text, re.DOTALL)
    return "" if match is None else html.unescape(match[1])


def _decoded(output: bytes) -> str:
    """Decode schtasks' output: UTF-16 by its mark, else the console's encoding."""
    if output.startswith((b"\xff\xfe", b"\xfe\xff")):
        return output.decode("utf-16", "replace")
    return output.decode("oem" if sys.platform == "win32" else "utf-8", "replace")


def _this_user() -> str:
    """Return the account name of this process's user; empty if Windows does not report it."""
    if sys.platform != "win32":
        return ""
    import ctypes

    buffer = ctypes.create_unicode_buffer(512)
    length = ctypes.c_ulong(len(buffer))
    sam_compatible = 2
    found = ctypes.windll.secur32.GetUserNameExW(sam_compatible, buffer, ctypes.byref(length))
    return buffer.value if found else ""
