"""Types of arguments for argparse: each turns a text into a value or says what was expected."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from desktop.domain.identifiers import IdKind
from desktop.domain.money import parse_yuan
from desktop.domain.timestamps import parse_instant

_DURATION = re.compile(r"(\d{1,6})([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_MINUTES_LIMIT = 10**6
_ROW_LIMIT = 10**7


def identifier_of(kind: IdKind) -> Callable[[str], str]:
    """Return an argument type for identifiers of this kind, which returns the text unchanged."""

    def identifier(text: str) -> str:
        if kind.problem(text) is not None:
            digits = f"{kind.shortest} to {kind.longest} digits"
            raise argparse.ArgumentTypeError(f"{text!r}: expected {digits}")
        return text

    return identifier


def file_ending(endings: tuple[str, ...]) -> Callable[[str], Path]:
    """Return an argument type for paths with one of the `endings`."""

    def file(text: str) -> Path:
        path = Path(text)
        if path.suffix.lower() not in endings:
            raise argparse.ArgumentTypeError(f"{text!r}: expected {' or '.join(endings)}")
        return path

    return file


def instant(text: str) -> datetime:
    """Return an instant (UTC) like ``2026-09-30T16:00:00Z``, or raise ArgumentTypeError."""
    try:
        return parse_instant(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r}: expected 2026-09-30T16:00:00Z") from None


def yuan(text: str) -> int:
    """Return the fen of an amount in yuan. Raises ArgumentTypeError if it is invalid or zero."""
    try:
        fen = parse_yuan(text)
    except ValueError:
        fen = 0
    if not fen:
        raise argparse.ArgumentTypeError(f"{text!r}: expected an amount like 320.00")
    return fen


def row_number(text: str) -> int:
    """Return the number of a row. Raises ArgumentTypeError if it is invalid."""
    if not (text.isascii() and text.isdigit()) or not 0 < int(text) < _ROW_LIMIT:
        raise argparse.ArgumentTypeError(f"{text!r}: expected the number of a row")
    return int(text)


def month(text: str) -> str:
    """Return a month (`YYYY-MM`). Raises ArgumentTypeError if it is invalid."""
    try:
        parse_instant(f"{text}-01T00:00:00Z")
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r}: expected 2026-09") from None
    return text


def duration(text: str) -> timedelta:
    """Return a span like ``90m``, ``24h`` or ``3d``. Raises ArgumentTypeError if it is invalid."""
    match = _DURATION.fullmatch(text)
    if match is None:
        raise argparse.ArgumentTypeError(f"{text!r}: expected 90m, 24h or 3d")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def minutes(text: str) -> timedelta:
    """Return a span of whole minutes. Raises ArgumentTypeError if it is invalid."""
    if not (text.isascii() and text.isdigit()) or int(text) > _MINUTES_LIMIT:
        raise argparse.ArgumentTypeError(f"{text!r}: expected a number of minutes")
    return timedelta(minutes=int(text))
