"""Having the system start the window at log-in: off until the user asks for it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from desktop.system.registration import Registration


def autostart(command: Sequence[str], data: Path) -> Registration:
    """Return the start of a command at log-in, its first word a whole path.

    `data` is the data folder.

    Nothing is registered or asked yet. There is one a user, whatever the command.
    """
    if sys.platform == "win32":
        from desktop.system.autostart.run_key import RunKey

        return RunKey(command)
    if sys.platform == "darwin":
        from desktop.system.schedules.launchd import LaunchAgent

        return LaunchAgent.login(command)
    from desktop.system.autostart.xdg import AutostartFile

    return AutostartFile(command, data)


def removal(program: str, data: Path) -> str:
    """Return the shell's command that removes the start of a program that is gone; empty for none.

    On Linux alone there is a schedule that can do it. `data` is the data folder.
    """
    if sys.platform in ("win32", "darwin"):
        return ""
    from desktop.system.autostart.xdg import AutostartFile

    return AutostartFile([program], data).removal
