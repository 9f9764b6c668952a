"""Python's search for reference cycles, kept away from the many objects of a large file.

To look through the rows of a large file takes a third of the time of reading it, and while it is
done no other thread, such as the window's, goes on.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    """Pause the search, and leave what exists at the end out of later searches, until `resume`."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()


def resume() -> None:
    """Search everything again: what was read is not needed any more."""
    gc.unfreeze()
