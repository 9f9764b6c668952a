"""Starting processes again where that fails: Wine 8 now and then starts none, for no reason.

Only the start is repeated, and only in the suites that run under Wine; what a test says of the
process that was started stays as strict as it is.
"""

from __future__ import annotations

import os
import sys
import time
from typing import Any

STARTS_VARIABLE = "LINKDUE_TEST_STARTS"
_TIMES = 5
_SECONDS = 0.2


def be_patient() -> None:
    """Let processes be started again, if this run was asked for patience."""
    if sys.platform == "win32" and os.environ.get(STARTS_VARIABLE) == "patient":
        import _winapi

        start = _winapi.CreateProcess

        def start_patiently(*arguments: Any) -> Any:
            for _turn in range(_TIMES):
                try:
                    return start(*arguments)
                except FileNotFoundError:
                    raise
                except OSError:
                    time.sleep(_SECONDS)
            return start(*arguments)

        _winapi.CreateProcess = start_patiently
