"""Having the system start the helper that looks for reminders while the program is closed.

It runs every ten minutes, and soon after the user has logged in: a reminder is due from its moment
on and not only at it, so nothing is lost by being late, and ten minutes are little beside the hours
that a deadline is announced before.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from desktop.system.registration import Registration
from desktop.system.tools import system_tool


def schedule(command: Sequence[str], data: Path, also: str = "") -> Registration | None:
    """Return the schedule of a command, its first word a whole path, with this system's scheduler.

    `data` is the data folder. Where the program was removed, the schedules of Linux take themselves
    back, and do what `also` says to the shell.

    None where there is none: on Linux neither a systemd of the user's own nor cron. Nothing is
    registered or asked yet. There is one schedule a user, whatever the command.
    """
    if sys.platform == "win32":
        from desktop.system.schedules.task_scheduler import ScheduledTask

        return ScheduledTask(command)
    if sys.platform == "darwin":
        from desktop.system.schedules.launchd import LaunchAgent

        return LaunchAgent.schedule(command)
    if has_user_systemd():
        from desktop.system.schedules.systemd import UserTimer

        return UserTimer(command, data, also)
    if system_tool("crontab") is not None:
        from desktop.system.schedules.cron import CrontabBlock

        return CrontabBlock(command, data, also)
    return None


def has_user_systemd() -> bool:
    """Tell whether a systemd runs for this user, which ``systemctl --user`` can reach."""
    if system_tool("systemctl") is None:
        return False
    given = os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}"
    return Path(given, "systemd", "private").exists()
