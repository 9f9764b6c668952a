"""Waiting for a click on a notification of the scheduled helper, on Linux.

There a click does not start a program: it is only reported to the process that sent the
notification. So the helper sleeps, with the data closed, until shortly before its next run.
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from queue import Empty, SimpleQueue

from desktop import OPEN_NOTE
from desktop.base.program_command import persistent_command
from desktop.system.notifications import Notifier
from desktop.system.notifications.link import link_to
from desktop.system.registration import MINUTES

_BEFORE_NEXT_RUN = 30
"""Seconds of margin, since the scheduler may be early and exiting takes time."""


class ClickListener:
    """Listens for clicks on notifications from its creation on."""

    def __init__(self, notifier: Notifier) -> None:
        self._keys: SimpleQueue[str] = SimpleQueue()
        notifier.listen(self._keys.put, lambda _target: None)

    def wait(self, seconds: float) -> str | None:
        """Return the key of the notification that was clicked; None if none was in `seconds`."""
        with suppress(Empty):
            return self._keys.get(timeout=max(0, seconds))
        return None


def seconds_to_stay(now: datetime) -> float:
    """Return how long the helper can wait from `now` (UTC) on without delaying its next run.

    0 if neither DISPLAY nor WAYLAND_DISPLAY is set, since the window could not open.
    """
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return 0
    period = MINUTES * 60
    return max(0.0, period - now.timestamp() % period - _BEFORE_NEXT_RUN)


def open_window(folder: Path, key: str) -> None:
    """Open the window on the subject of a notification, with the data in `folder`.

    An OSError is ignored: this process has no user interface to report it in.
    """
    from desktop.system.detached_process import start_detached

    options = ("--data-dir", str(folder), OPEN_NOTE, link_to(key))
    with suppress(OSError):
        start_detached(persistent_command(*options, window=True))
