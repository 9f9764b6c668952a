"""Looking through a text of any length without keeping other threads, such as the window's, waiting."""

from __future__ import annotations

from collections.abc import Iterator

_BLOCK = 1 << 22
"""Characters that are looked through at a time."""


def count(text: str, character: str) -> int:
    """How often a character is in a text."""
    return sum(text.count(character, at, at + _BLOCK) for at in range(0, len(text), _BLOCK))


def last_of(text: str, characters: str, start: int, end: int) -> int:
    """Where the first of some characters that is in a part of the text stands last there; -1: nowhere."""
    found = (text.rfind(character, start, end) for character in characters)
    return next((at for at in found if at >= 0), -1)


def long_stretch(text: str, longest: int, characters: str) -> int | None:
    """Where the first stretch of more than `longest` without one of the characters begins, if any."""
    start = 0
    while len(text) - start > longest:
        end = last_of(text, characters, start, start + longest + 1)
        if end < 0:
            return start
        start = end + 1
    return None


def blocks(text: str, size: int, ends: str) -> Iterator[str]:
    """The text in parts of about a size, each ending with one of the characters where one is within it."""
    start = 0
    while start < len(text):
        end = last_of(text, ends, start, start + size) + 1 or start + size
        yield text[start:end]
        start = end
