"""Starting a program that goes on after this process has ended."""

from __future__ import annotations

import os
from collections.abc import Sequence

from desktop.system.tools import RunTool, run_tool

_IN_A_UNIT = "INVOCATION_ID"
"""systemd sets it for what it runs as a unit, and ends all of a unit together."""


def start_apart(command: Sequence[str], run: RunTool = run_tool) -> None:
    """Start a command, its first word a whole path, and do not wait for it. Raises OSError.

    Not for Windows.

    Under systemd it gets a unit of its own, with the variables of the session.
    """
    if _IN_A_UNIT in os.environ:
        words = [word.replace("$", "$$") for word in command]  # else it names a variable
        if run(["systemd-run", "--user", "--collect", "--quiet", "--", *words], b"").ok:
            return
    nothing = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_RDWR, 0) for stream in range(3)]
    os.posix_spawn(command[0], list(command), os.environ, file_actions=nothing, setsid=True)
