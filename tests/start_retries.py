"""Retries for starting processes: Wine 8 sometimes fails to start one, for no apparent reason.

Only the start is repeated, and only in the suites that run under Wine; the assertions about the
started process are as strict as elsewhere.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from typing import Any

STARTS_VARIABLE = "LINKDUE_TEST_STARTS"
ATTEMPTS = 5
_SECONDS = 0.2


def retry_starts() -> None:
    """Retry process starts, if the environment of this run asks for it."""
    if sys.platform == "win32" and os.environ.get(STARTS_VARIABLE) == "patient":
        import _winapi

        _winapi.CreateProcess = with_retries(_winapi.CreateProcess)


def with_retries(start: Callable[..., Any], seconds: float = _SECONDS) -> Callable[..., Any]:
    """Return a function that tries to start up to `ATTEMPTS` times, so many seconds apart.

    It raises FileNotFoundError immediately, any other OSError after the last attempt.
    """

    def start_with_retries(*arguments: Any) -> Any:
        for _attempt in range(ATTEMPTS - 1):
            try:
                return start(*arguments)
            except FileNotFoundError:
                raise
            except OSError:
                time.sleep(seconds)
        return start(*arguments)

    return start_with_retries
