"""Search in a text of any length without keeping other threads, such as the window's, waiting."""

from __future__ import annotations

from collections.abc import Iterator

_BLOCK = 1 << 22
"""Characters that are looked through at a time."""


def count(text: str, character: str) -> int:
    """Return how often a character is in a text."""
    return sum(text.count(character, at, at + _BLOCK) for at in range(0, len(text), _BLOCK))


def last_of(text: str, characters: str, start: int, end: int) -> int:
    """Return where one of some characters stands last, the first that is there; else -1."""
    found = (text.rfind(character, start, end) for character in characters)
    return next((at for at in found if at >= 0), -1)


def long_stretch(text: str, longest: int, characters: str) -> int | None:
    """Return where the first stretch longer than `longest` without the characters begins."""
    start = 0
    while len(text) - start > longest:
        end = last_of(text, characters, start, start + longest + 1)
        if end < 0:
            return start
        start = end + 1
    return None


def blocks(text: str, size: int, ends: str) -> Iterator[str]:
    """Give the text in parts of about a size that end with one of the characters where they can."""
    start = 0
    while start < len(text):
        end = last_of(text, ends, start, start + size) + 1 or start + size
        yield text[start:end]
        start = end
