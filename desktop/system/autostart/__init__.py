"""The start of the window at log-in, which is off until the user switches it on."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from desktop.system.registration import Registration


def autostart(command: Sequence[str], data: Path) -> Registration:
    """Return the registration that starts a command at log-in, its first word an absolute path.

    `data` is the data folder. Nothing is registered or queried yet. There is one registration for
    each user, whatever the command.
    """
    if sys.platform == "win32":
        from desktop.system.autostart.run_key import RunKey

        return RunKey(command)
    if sys.platform == "darwin":
        from desktop.system.schedules.launchd import LaunchAgent

        return LaunchAgent.login(command)
    from desktop.system.autostart.xdg import AutostartFile

    return AutostartFile(command, data)


def removal_command(program: str, data: Path) -> str:
    """Return the shell command that removes the start at log-in of a program that is gone.

    Empty except on Linux, where the schedule runs it. `data` is the data folder.
    """
    if sys.platform in ("win32", "darwin"):
        return ""
    from desktop.system.autostart.xdg import AutostartFile

    return AutostartFile([program], data).removal_command
