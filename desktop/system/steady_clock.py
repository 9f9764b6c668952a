"""A monotonic clock that keeps running while the computer sleeps."""

from __future__ import annotations

import sys
import time


def steady_seconds() -> float:
    """Return seconds since an unspecified moment, including the time asleep.

    Linux's CLOCK_MONOTONIC stops in sleep, so CLOCK_BOOTTIME is used. On macOS, CLOCK_MONOTONIC
    includes sleep; on Windows, `time.monotonic` does.
    """
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    return time.monotonic()
