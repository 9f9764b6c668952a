"""Starting a program that outlives this process."""

from __future__ import annotations

import os
from collections.abc import Sequence

from desktop.system.tools import RunTool, run_tool

_UNIT_VARIABLE = "INVOCATION_ID"
"""Set by systemd in the processes of a unit, which it ends together."""


def start_detached(command: Sequence[str], run: RunTool = run_tool) -> None:
    """Start a command, its first word an absolute path, without waiting. Raises OSError.

    Under systemd it runs in a separate unit, with the session's variables. Not for Windows.
    """
    if _UNIT_VARIABLE in os.environ:
        words = [word.replace("$", "$$") for word in command]  # systemd expands variables
        if run(["systemd-run", "--user", "--collect", "--quiet", "--", *words], b"").ok:
            return
    to_null = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_RDWR, 0) for stream in range(3)]
    os.posix_spawn(command[0], list(command), os.environ, file_actions=to_null, setsid=True)
