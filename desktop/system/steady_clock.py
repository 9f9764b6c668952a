"""A clock that nobody can set, and that goes on while the computer sleeps."""

from __future__ import annotations

import sys
import time


def steady_seconds() -> float:
    """Return seconds since some moment. Linux stops its monotonic clock in sleep, but not this one.

    Windows and macOS count sleep in the clock that Python calls, or is told to call, monotonic.
    """
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    return time.monotonic()
