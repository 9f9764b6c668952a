"""A click on what the scheduled helper showed, on systems that tell of it to nobody else.

On Linux the program is not started by a click: whoever sent the note must be there to hear it. So
the helper stays until the next look is near, asleep, and with the data closed.
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

_BEFORE_NEXT_LOOK = 30
"""Seconds that the scheduler may be early, or a late end may take."""


class Clicks:
    """Hears clicks from now on."""

    def __init__(self, notifier: Notifier) -> None:
        self._keys: SimpleQueue[str] = SimpleQueue()
        notifier.listen(self._keys.put, lambda _target: None)

    def wait(self, seconds: float) -> str | None:
        """Wait for a click, so long at most, and return the note's key; None without one."""
        with suppress(Empty):
            return self._keys.get(timeout=max(0, seconds))
        return None


def seconds_to_stay(now: datetime) -> float:
    """Return how long the helper can stay at `now` without a later look waiting for its end.

    None of it where the window could not be opened: nothing says where the desktop is.
    """
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return 0
    period = MINUTES * 60
    return max(0.0, period - now.timestamp() % period - _BEFORE_NEXT_LOOK)


def open_window(folder: Path, key: str) -> None:
    """Open the window on what a note was about, with the data in `folder`.

    Where it does not start, there is nobody who could be told.
    """
    from desktop.system.detached_process import start_detached

    options = ("--data-dir", str(folder), OPEN_NOTE, link_to(key))
    with suppress(OSError):
        start_detached(persistent_command(*options, window=True))
