"""Reading the program's own small files – JSON objects, short texts – as untrusted input.

Others may be able to write to their folders. The functions return None for anything unusable, and
raise no exception, whatever the file contains or is.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from desktop.base.regular_file import read_up_to

SIZE_LIMIT = 1 << 20
"""Bytes; longer files are not read."""


def parse_object(text: object, limit: int = SIZE_LIMIT) -> dict[str, Any] | None:
    """Return the JSON object in a text.

    None if it is not one, has more than `limit` characters, or is nested too deeply.
    """
    if not isinstance(text, str) or len(text) > limit:
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError, MemoryError):
        return None
    return found if isinstance(found, dict) else None


def read_object(path: Path) -> dict[str, Any] | None:
    """Return the JSON object in a file; None if the file is unreadable or holds no object."""
    return parse_object(read_text(path))


def read_text(path: Path, errors: str = "strict") -> str | None:
    """Return the text of a small UTF-8 file; None if it cannot be read.

    Also None for a link, a FIFO, a device, a folder, and for more than `SIZE_LIMIT` bytes.
    `errors` is passed to `bytes.decode`.
    """
    try:
        return read_up_to(path, SIZE_LIMIT, follow_links=False).decode("utf-8", errors)
    except (OSError, ValueError):
        return None
