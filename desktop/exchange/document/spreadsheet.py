"""Reading spreadsheets – XLSX, XLS, ODS – as sheets of rows of texts.

A separate process reads them (`spreadsheet_process`): a sheet that claims billions of cells, or a
crash of the reading library, ends that process and not the program.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from desktop import READ_SPREADSHEET
from desktop.base.program_command import child_command
from desktop.base.progress import Progress
from desktop.exchange.snapshot import ImportRefused

LARGEST_MB = 300
"""Size limit of an unpacked workbook, in megabytes."""
_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_TIMEOUT_SECONDS = 60
POLL_SECONDS = 0.1
"""Time between two checks of the reading process."""
_REPORT_EVERY = 1000


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook with its rows; a hidden sheet has none."""

    name: str
    hidden: bool = False
    rows: list[list[str]] = field(default_factory=list)


def is_spreadsheet(data: bytes) -> bool:
    """Return whether a file begins like a spreadsheet: as a ZIP or an OLE file."""
    return data.startswith(_STARTS)


def read_sheets(data: bytes, progress: Progress | None = None) -> list[Sheet]:
    """Return every sheet of a workbook; an exception from `progress` ends the reading process.

    Raises ImportRefused `spreadsheet-too-large`, `spreadsheet-encrypted`, `spreadsheet-broken` or
    `empty-file`.
    """
    try:
        status, output = _run_reader(data, progress)
    except OSError:
        raise ImportRefused("spreadsheet-broken") from None
    if status:
        raise ImportRefused("spreadsheet-too-large", {"largest_mb": LARGEST_MB})
    sheets: list[Sheet] = []
    for answer in _parsed_lines(output, progress):
        if isinstance(answer, list):
            sheets[-1].rows.append(answer)
        elif "code" in answer:
            raise ImportRefused(answer["code"], answer["facts"])
        else:
            sheets.append(Sheet(answer["sheet"], answer["hidden"]))
    return sheets


def read_rows(data: bytes, progress: Progress | None = None) -> list[list[str]]:
    """Return the rows of the first sheet that is not empty. Raises as `read_sheets`."""
    return next(sheet.rows for sheet in read_sheets(data, progress) if sheet.rows)


def _parsed_lines(output: bytes, progress: Progress | None) -> Iterator[Any]:
    for number, line in enumerate(output.splitlines()):
        if progress is not None and number % _REPORT_EVERY == 0:
            progress(0, 0)
        yield json.loads(line)


def _run_reader(data: bytes, progress: Progress | None) -> tuple[int, bytes]:
    """Return exit status and output of the reading process; status 1 after a timeout."""
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        tempfile.TemporaryFile() as input_file,
    ):
        input_file.write(data)
        input_file.seek(0)
        with subprocess.Popen(  # noqa: S603 - our own program
            child_command(READ_SPREADSHEET),
            stdin=input_file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        ) as child:
            try:
                return _wait_for(child, progress)
            finally:
                child.kill()


def _wait_for(child: subprocess.Popen[bytes], progress: Progress | None) -> tuple[int, bytes]:
    for _ in range(int(_TIMEOUT_SECONDS / POLL_SECONDS)):
        with suppress(subprocess.TimeoutExpired):
            output, _nothing = child.communicate(timeout=POLL_SECONDS)
            return child.returncode, output
        if progress is not None:
            progress(0, 0)
    return 1, b""
