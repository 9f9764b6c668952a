"""The only way to the terminal: whatever a verb prints goes through here as plain text."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from desktop.base.terminal_text import plain, plain_json

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Record = TypeVar("Record", bound="DataclassInstance")


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


def plain_paths(record: Record) -> Record:
    """Return a record whose paths are plain, for texts of several lines that name them."""
    changed: dict[str, Any] = {}
    for field in fields(record):
        value = getattr(record, field.name)
        if isinstance(value, Path):
            changed[field.name] = Path(plain(str(value)))
        elif is_dataclass(value) and not isinstance(value, type):
            changed[field.name] = plain_paths(value)
    return replace(record, **changed)


def put_error(text: str) -> None:
    """Print one line to standard error."""
    print(plain(text), file=sys.stderr)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
