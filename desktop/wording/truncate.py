"""Texts of users, shortened to the space of a line."""

from __future__ import annotations

import re

_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
"""Characters that turn the direction of writing, so that a line reads otherwise than it is."""


def short(text: str, most: int) -> str:
    """Return at most `most` characters of a text on one line, with “…” for what is left out."""
    line = " ".join(_TURNING.sub("", text[: 4 * most]).split())
    if len(line) <= most and len(text) <= 4 * most:
        return line
    return f"{line[: most - 1]}…"
