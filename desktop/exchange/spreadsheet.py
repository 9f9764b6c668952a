"""Spreadsheets – XLSX, XLS – as rows of texts.

They are read in a process of its own (`spreadsheet_child`): a sheet that claims billions of cells, or
any other fault of the reading library, ends that one and not the program.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from desktop.exchange.snapshot import Unreadable

FLAG = "--read-spreadsheet"
"""With this as its only argument, the program reads a spreadsheet and ends."""
_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_SECONDS = 120


def is_spreadsheet(data: bytes) -> bool:
    """Whether a file begins as one of them."""
    return data.startswith(_STARTS)


def read_rows(data: bytes) -> list[list[str]]:
    """The rows of the first sheet that has any.

    Raises Unreadable: `spreadsheet-too-large`, `spreadsheet-encrypted`, `spreadsheet-broken`,
    `empty-file`.
    """
    program = (
        [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "desktop"]
    )
    hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            [*program, FLAG],
            input=data,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            env=os.environ | {"PYTHONPATH": _python_path()},
            creationflags=hidden,
        )
    except (subprocess.TimeoutExpired, OSError):
        raise Unreadable("spreadsheet-broken") from None
    if done.returncode:
        raise Unreadable("spreadsheet-too-large", {"largest_mb": 300})
    answer = json.loads(done.stdout)
    if isinstance(answer, dict):
        raise Unreadable(answer["code"], answer["facts"])
    return [[str(cell) for cell in row] for row in answer]


def _python_path() -> str:
    """Where the child finds this program, from whatever folder it is started."""
    return os.pathsep.join(filter(None, (str(Path(__file__).parents[2]), os.getenv("PYTHONPATH"))))
