"""How much a thread itself works: a busy machine does not make it more, as it does time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def little_work(seconds: float) -> Iterator[None]:
    """Fail if this thread uses more than so many seconds of a processor in the block."""
    begun = time.thread_time()
    yield
    assert time.thread_time() - begun < seconds
