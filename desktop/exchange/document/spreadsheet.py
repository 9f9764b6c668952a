"""Spreadsheets – XLSX, XLS – as rows of texts.

They are read in a process of its own (`spreadsheet_child`): a sheet that claims billions of cells, or
any other fault of the reading library, ends that one and not the program.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from desktop import READ_SPREADSHEET
from desktop.base.progress import Progress
from desktop.exchange.snapshot import ImportRefused

"""With this as its only argument, the program reads a spreadsheet and ends."""
LARGEST_MB = 300
"""Megabytes that a workbook may be unpacked."""
_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_SECONDS = 60
POLL_SECONDS = 0.1
"""Seconds."""
_ROWS_BETWEEN = 1000


def is_spreadsheet(data: bytes) -> bool:
    """Whether a file begins as one of them."""
    return data.startswith(_STARTS)


def read_rows(data: bytes, progress: Progress | None = None) -> list[list[str]]:
    """The rows of the first sheet that has any; what `progress` raises ends the reading process.

    Raises ImportRefused: `spreadsheet-too-large`, `spreadsheet-encrypted`, `spreadsheet-broken`,
    `empty-file`.
    """
    try:
        status, output = _child(data, progress)
    except OSError:
        raise ImportRefused("spreadsheet-broken") from None
    if status:
        raise ImportRefused("spreadsheet-too-large", {"largest_mb": LARGEST_MB})
    return list(_rows(output, progress))


def _rows(output: bytes, progress: Progress | None) -> Iterator[list[str]]:
    for number, line in enumerate(output.splitlines()):
        if progress is not None and number % _ROWS_BETWEEN == 0:
            progress(0, 0)
        answer = json.loads(line)
        if isinstance(answer, dict):
            raise ImportRefused(answer["code"], answer["facts"])
        yield answer


def _child(data: bytes, progress: Progress | None) -> tuple[int, bytes]:
    """Exit status and output of the process that reads; one that takes too long has failed."""
    program = (
        [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "desktop"]
    )
    with tempfile.TemporaryFile() as given:
        given.write(data)
        given.seek(0)
        with subprocess.Popen(  # noqa: S603 - our own program
            [*program, READ_SPREADSHEET],
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": _python_path()},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        ) as child:
            try:
                return _answer(child, progress)
            finally:
                child.kill()


def _answer(child: subprocess.Popen[bytes], progress: Progress | None) -> tuple[int, bytes]:
    for _ in range(int(_SECONDS / POLL_SECONDS)):
        with suppress(subprocess.TimeoutExpired):
            output, _nothing = child.communicate(timeout=POLL_SECONDS)
            return child.returncode, output
        if progress is not None:
            progress(0, 0)
    return 1, b""


def _python_path() -> str:
    """Where the child finds this program, from whatever folder it is started."""
    return os.pathsep.join(filter(None, (str(Path(__file__).parents[3]), os.getenv("PYTHONPATH"))))
