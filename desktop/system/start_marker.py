"""A file in the data folder that is there from the start until the first frame is shown.

Where it is found by a later start, the one before did not get so far: it crashed, or was ended.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from desktop.base.regular_file import open_own, read_own

MARKER_NAME = "linkdue.starting"
FAILURES_BEFORE_PLAIN = 2
"""After so many starts in a row without a frame, a start without the remembered look is offered."""
_MOST = 9


def begin_start(folder: Path) -> int:
    """Count a start and return how many before it, in a row, never showed a frame.

    A folder that cannot be written counts none.
    """
    before = failed_starts(folder)
    with suppress(OSError), os.fdopen(open_own(folder / MARKER_NAME), "wb") as file:
        file.write(b"%d" % min(before + 1, _MOST))
    return before


def failed_starts(folder: Path) -> int:
    """Return how many starts in a row never showed a frame; 0 where nothing readable says so."""
    try:
        said = read_own(folder / MARKER_NAME, 2)
    except OSError:
        return 0
    return int(said) if len(said) == 1 and said.isdigit() else 0


def end_start(folder: Path) -> None:
    """Remove the marker: a frame was shown, or the user decided what to do."""
    with suppress(OSError):
        (folder / MARKER_NAME).unlink()
