"""A file in the data folder that exists from the start until the first frame is shown.

If a later start finds it, the earlier start crashed or was ended before it showed a frame.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from desktop.base.regular_file import open_own, read_own

MARKER_NAME = "linkdue.starting"
FAILURES_BEFORE_PLAIN = 2
"""After this many failed starts in a row, a start with the default appearance is offered."""
_COUNT_LIMIT = 9


def begin_start(folder: Path) -> int:
    """Count a start; return how many starts in a row before it never showed a frame.

    If the folder cannot be written, the start is not counted.
    """
    before = failed_starts(folder)
    with suppress(OSError), os.fdopen(open_own(folder / MARKER_NAME), "wb") as file:
        file.write(b"%d" % min(before + 1, _COUNT_LIMIT))
    return before


def failed_starts(folder: Path) -> int:
    """Return how many starts in a row never showed a frame; 0 if the marker is unreadable."""
    try:
        text = read_own(folder / MARKER_NAME, 2)
    except OSError:
        return 0
    return int(text) if len(text) == 1 and text.isdigit() else 0


def end_start(folder: Path) -> None:
    """Remove the marker, after the first frame or the user's decision."""
    with suppress(OSError):
        (folder / MARKER_NAME).unlink()
