"""Searching long texts in chunks, so that other threads, such as the window's, can run between."""

from __future__ import annotations

from collections.abc import Iterator

_BLOCK = 1 << 22
"""Characters that one call of a string method searches while it holds the GIL."""


def count(text: str, character: str) -> int:
    """Return how often a character occurs in a text."""
    return sum(text.count(character, at, at + _BLOCK) for at in range(0, len(text), _BLOCK))


def last_position(text: str, characters: str, start: int, end: int) -> int:
    """Return the last position of the first of the characters that occurs at all, else -1."""
    found = (text.rfind(character, start, end) for character in characters)
    return next((at for at in found if at >= 0), -1)


def find_long_run(text: str, longest: int, characters: str) -> int | None:
    """Return the start of a run longer than `longest` without the characters; None if none."""
    start = 0
    while len(text) - start > longest:
        end = last_position(text, characters, start, start + longest + 1)
        if end < 0:
            return start
        start = end + 1
    return None


def blocks(text: str, size: int, ends: str) -> Iterator[str]:
    """Yield the text in parts of at most `size`, each ending with one of `ends` if possible."""
    start = 0
    while start < len(text):
        end = last_position(text, ends, start, start + size) + 1 or start + size
        yield text[start:end]
        start = end
