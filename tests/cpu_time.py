"""Limits on a thread's own processor time, which does not depend on the load of the machine."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def max_cpu_time(seconds: float) -> Iterator[None]:
    """Fail if this thread uses more than so many seconds of processor time in the block."""
    begun = time.thread_time()
    yield
    assert time.thread_time() - begun < seconds
