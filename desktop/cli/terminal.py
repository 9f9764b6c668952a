"""The only way to the terminal: whatever a verb prints goes through here as plain text."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from desktop.base.terminal_text import plain, plain_json
from desktop.domain.backups import Backup

Value = TypeVar("Value", bound=NamedTuple)


def put_line(text: str) -> None:
    """Print a text as one line."""
    print(plain(text))


def put_lines(lines: Iterable[str]) -> None:
    """Print texts, each as one line."""
    for line in lines:
        put_line(line)


def put_json(value: dict[str, Any]) -> None:
    """Print one JSON object on a line of its own."""
    print(plain_json(value))


def put_table(rows: Sequence[Sequence[str]]) -> None:
    """Print columns, set by the width that a terminal gives each character."""
    shown = [[plain(cell) for cell in row] for row in rows]
    widths = [max(map(_width, column)) for column in zip(*shown, strict=True)]
    for row in shown:
        cells = [
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ]
        print("  ".join(cells).rstrip())


def plain_paths(value: Value) -> Value:
    """Return a value whose paths are plain, for texts of several lines that name them."""
    changed: dict[str, Any] = {}
    for name, part in value._asdict().items():
        if isinstance(part, Path):
            changed[name] = Path(plain(str(part)))
        elif isinstance(part, Backup):
            changed[name] = plain_paths(part)
    return value._replace(**changed)


def put_error(text: str) -> None:
    """Print one line to standard error."""
    print(plain(text), file=sys.stderr)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
