"""The program's own small notes – JSON objects, short texts – read without trusting them.

Anyone can write to the folders they lie in. A reader learns what a note says, or that there is none
it can use; no note raises an exception, whatever it holds and whatever lies in its place.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from desktop.base.regular_file import read_up_to

NOTE_LIMIT = 1 << 20
"""Bytes of the longest note that is read."""


def parse_object(text: object, limit: int = NOTE_LIMIT) -> dict[str, Any] | None:
    """Return the JSON object that a text is.

    None if it is none, has more than `limit` characters, or is nested too deeply.
    """
    if not isinstance(text, str) or len(text) > limit:
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError, MemoryError):
        return None
    return found if isinstance(found, dict) else None


def read_object(path: Path) -> dict[str, Any] | None:
    """Return the JSON object in a file; None if there is no such file or no object in it."""
    return parse_object(read_text(path))


def read_text(path: Path, errors: str = "strict") -> str | None:
    """Return the text of a small UTF-8 file; None if there is none that can be read.

    Also None for a link, a FIFO, a device, a folder, and for more than `NOTE_LIMIT` bytes.
    `errors` is that of `bytes.decode`.
    """
    try:
        return read_up_to(path, NOTE_LIMIT, follow_links=False).decode("utf-8", errors)
    except (OSError, ValueError):
        return None
