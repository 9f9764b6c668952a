"""The process that reads spreadsheets: a hostile spreadsheet can crash it, but not the program.

The bytes come on standard input. Sheets go to standard output as lines of JSON: an object that
names the sheet, then its rows. A refusal is the only line, ``{"code": …}``.

A number cell keeps fifteen digits. A longer number has been rounded by the spreadsheet, and is
written as it shows it, ``1.00000000000000E+15``: the readers of identifiers refuse such a text.
"""

from __future__ import annotations

import io
import json
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from desktop.exchange.document.cell_formats import with_marked_amounts
from desktop.exchange.document.spreadsheet import LARGEST_MB, Sheet
from desktop.exchange.snapshot import ImportRefused

Cell = str | float | bool | datetime | date | time | timedelta

_ZIP = b"PK\x03\x04"
_USUAL_RATIO = 100
"""Limit of the compression ratio; lists of orders have ten to thirty."""
_ALWAYS_FINE = 20 << 20
"""Unpacked bytes for which the ratio does not matter."""
_MEMORY = 3 * 1024 * 1024 * 1024
"""Limit of the address space in bytes, on systems that can enforce one."""
_EXACT = 10**15
"""From here on, a number cell does not keep all digits."""


def main() -> int:
    """Write the sheets, or the refusal, to standard output; return the exit status."""
    limit_memory()
    output: list[object] = []
    try:
        for sheet in read_sheets(sys.stdin.buffer.read()):
            output += [{"sheet": sheet.name, "hidden": sheet.hidden}, *sheet.rows]
    except ImportRefused as refusal:
        output = [{"code": refusal.code, "facts": dict(refusal.facts)}]
    for line in output:
        sys.stdout.buffer.write(json.dumps(line).encode("ascii") + b"\n")
    sys.stdout.buffer.flush()
    return 0


def limit_memory() -> None:
    """Limit the memory of this process, on systems that can."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def read_sheets(data: bytes) -> list[Sheet]:
    """Return every sheet of a workbook, the hidden ones without their rows.

    Raises ImportRefused `spreadsheet-too-large`, `spreadsheet-encrypted`, `spreadsheet-broken`, and
    `empty-file` if no visible sheet has a row.
    """
    if data.startswith(_ZIP):
        _check_size(data)
        data = with_marked_amounts(data)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [_sheet(workbook, each) for each in workbook.sheets_metadata]
    except (CalamineError, ValueError, OSError, OverflowError):
        code = "spreadsheet-encrypted" if _is_encrypted(data) else "spreadsheet-broken"
        raise ImportRefused(code) from None
    if not any(sheet.rows for sheet in sheets):
        hidden = "、".join(sheet.name for sheet in sheets if sheet.hidden)
        raise ImportRefused("only-hidden-sheets" if hidden else "empty-file", {"sheets": hidden})
    return sheets


def read_rows(data: bytes) -> list[list[str]]:
    """Return the rows of the first sheet that is not empty. Raises as `read_sheets`."""
    return next(sheet.rows for sheet in read_sheets(data) if sheet.rows)


def _sheet(workbook: CalamineWorkbook, metadata: SheetMetadata) -> Sheet:
    hidden = metadata.visible is not SheetVisibleEnum.Visible
    readable = not hidden and metadata.typ is SheetTypeEnum.WorkSheet
    return Sheet(metadata.name, hidden, _rows_of(workbook, metadata.name) if readable else [])


def _is_encrypted(data: bytes) -> bool:
    """Return whether an unreadable workbook has a password; calamine reports it only for paths."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("book.xlsx", "book.xls"):
            path = Path(folder) / name
            path.write_bytes(data)
            try:
                CalamineWorkbook.from_path(path)
            except PasswordError:
                return True
            except CalamineError:
                continue
    return False


def _rows_of(workbook: CalamineWorkbook, name: str) -> list[list[str]]:
    sheet = workbook.get_sheet_by_name(name)
    rows = [_trimmed(row) for row in sheet.to_python(skip_empty_area=False)]
    while rows and not rows[-1]:
        del rows[-1]
    return rows


def _trimmed(row: Sequence[Cell]) -> list[str]:
    """Return the cells without the empty ones at the end."""
    cells = [_text(cell) for cell in row]
    while cells and not cells[-1]:
        del cells[-1]
    return cells


def _check_size(data: bytes) -> None:
    """Refuse a workbook that would be too large unpacked, or whose parts fail their checksums."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            size = sum(info.file_size for info in archive.infolist())
            if size > min(LARGEST_MB << 20, max(_ALWAYS_FINE, len(data) * _USUAL_RATIO)):
                raise ImportRefused("spreadsheet-too-large", {"largest_mb": LARGEST_MB})
            if archive.testzip() is not None:
                raise ImportRefused("spreadsheet-broken")
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError):
        raise ImportRefused("spreadsheet-broken") from None
    except RuntimeError:  # raised by zipfile for a part with a password
        raise ImportRefused("spreadsheet-encrypted") from None
    if "EncryptedPackage" in names:
        raise ImportRefused("spreadsheet-encrypted")


def _text(cell: Cell) -> str:
    match cell:
        case str():
            return cell
        case bool():
            return ""
        case datetime():
            return (cell + timedelta(milliseconds=500)).strftime("%Y-%m-%d %H:%M:%S")
        case date():
            return f"{cell:%Y-%m-%d}"  # midnight looks the same: only the day is certain
        case int() | float() if abs(cell) >= _EXACT:
            return f"{cell:.14E}"
        case float() if cell.is_integer():
            return str(int(cell))
        case float():
            return repr(round(cell, 10))
        case _:
            return str(cell)
