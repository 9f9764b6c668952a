"""Starting processes again where that fails: Wine 8 now and then starts none, for no reason.

Only the start is repeated, and only in the suites that run under Wine; what a test says of the
process that was started stays as strict as it is.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from typing import Any

STARTS_VARIABLE = "LINKDUE_TEST_STARTS"
TIMES = 5
_SECONDS = 0.2


def be_patient() -> None:
    """Let processes be started again, if this run was asked for patience."""
    if sys.platform == "win32" and os.environ.get(STARTS_VARIABLE) == "patient":
        import _winapi

        _winapi.CreateProcess = patiently(_winapi.CreateProcess)


def patiently(start: Callable[..., Any], seconds: float = _SECONDS) -> Callable[..., Any]:
    """Return a function that starts up to `TIMES` times, so many seconds apart.

    It raises FileNotFoundError at once, any other OSError after the last time.
    """

    def start_patiently(*arguments: Any) -> Any:
        for _turn in range(TIMES - 1):
            try:
                return start(*arguments)
            except FileNotFoundError:
                raise
            except OSError:
                time.sleep(seconds)
        return start(*arguments)

    return start_patiently
