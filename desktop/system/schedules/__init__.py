"""Scheduled runs of the helper that checks for reminders while the program is closed.

It runs every ten minutes, and soon after log-in. A reminder stays due after its moment, so a late
run loses none, and ten minutes matter little when deadlines are announced hours before.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from desktop.system.registration import Registration
from desktop.system.tools import system_tool


def schedule(command: Sequence[str], data: Path, also: str = "") -> Registration | None:
    """Return the schedule of a command, its first word an absolute path.

    If the program was removed, the schedules of Linux remove themselves and run the shell command
    `also`; `data` is the data folder. None if the system has no scheduler: on Linux neither a user
    systemd nor cron. Nothing is registered or queried yet. There is one schedule for each user,
    whatever the command.
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
    """Return whether a user systemd runs that ``systemctl --user`` can reach."""
    if system_tool("systemctl") is None:
        return False
    given = os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}"
    return Path(given, "systemd", "private").exists()
