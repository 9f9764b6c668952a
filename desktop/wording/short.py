"""A user's text in the room that a line has."""

from __future__ import annotations


def short(text: str, most: int) -> str:
    """At most so many characters of a text, on one line; “…” stands for what is left out."""
    line = " ".join(text[: 4 * most].split())
    if len(line) <= most and len(text) <= 4 * most:
        return line
    return f"{line[: most - 1]}…"
