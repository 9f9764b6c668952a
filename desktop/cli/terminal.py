"""All output of the verbs to the terminal; control characters in it are replaced."""

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
    """Print one JSON object as one line."""
    print(plain_json(value))


def put_table(rows: Sequence[Sequence[str]]) -> None:
    """Print aligned columns, counting two cells for each wide character."""
    shown = [[plain(cell) for cell in row] for row in rows]
    widths = [max(map(_width, column)) for column in zip(*shown, strict=True)]
    for row in shown:
        cells = [
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ]
        print("  ".join(cells).rstrip())


def plain_paths(value: Value) -> Value:
    """Return the value with the control characters in its paths replaced.

    For texts of several lines, which `plain` would join to one line.
    """
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
