"""Search for actions, pages and records by a few typed letters, also by initials of pinyin.

A Chinese character matches the initial of any of its readings, so that `yfwq` finds 云服务器 and
`cq` as well as `zq` finds 重庆. Digits match anywhere in a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar

from desktop.base.resources import resource

TABLE = "pinyin_initials.txt"
LONGEST_QUERY = 64
"""The maximum number of characters of a query that are used."""
_LONGEST_TEXT = 200
_SPACING = " ·-–()（）"
_START, _WORD, _INSIDE = 0, 1, 2
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Searchable(Generic[T]):
    """A search target with its title and other words that find it."""

    title: str
    words: str
    target: T


def search(query: str, things: Iterable[Searchable[T]], limit: int) -> list[Searchable[T]]:
    """Return at most `limit` things that match every word of `query`, the best first.

    Matches at the start of the title rank before those at the start of a word, and these before
    those inside a word. Equal ones keep the order of `things`. An empty query matches everything.
    """
    parts = query[:LONGEST_QUERY].casefold().split()
    found: list[tuple[int, int, Searchable[T]]] = []
    for at, thing in enumerate(things):
        rank = _rank(parts, thing)
        if rank is not None:
            found.append((rank, at, thing))
    found.sort(key=lambda one: one[:2])
    return [thing for _rank_, _at, thing in found[:limit]]


def matches(query: str, text: str) -> bool:
    """Return whether `text` contains every word of `query`, as letters, digits or initials."""
    parts = query[:LONGEST_QUERY].casefold().split()
    return _rank(parts, Searchable(text, "", None)) is not None


def _rank(parts: list[str], thing: Searchable[T]) -> int | None:
    """Return the rank of a match, 0 being best; None if a part is in neither text."""
    worst = _START
    for part in parts:
        in_title = _place(part, thing.title)
        place = in_title if in_title is not None else _place(part, thing.words)
        if place is None:
            return None
        worst = max(worst, place if in_title is not None else place + _INSIDE)
    return worst


def _place(part: str, text: str) -> int | None:
    """Return the best match of a part: at the start of the text, of a word, or inside a word."""
    letters = list(text[:_LONGEST_TEXT].casefold())
    best: int | None = None
    for start in range(len(letters)):
        if _matches_at(part, letters, start):
            if start == 0:
                return _START
            place = _WORD if _begins_word(letters, start) else _INSIDE
            best = place if best is None else min(best, place)
    return best


def _matches_at(part: str, letters: list[str], start: int) -> bool:
    at = start
    for wanted in part:
        # a space in the text need not be typed
        while start < at < len(letters) and letters[at] in _SPACING and letters[at] != wanted:
            at += 1
        if at >= len(letters) or (letters[at] != wanted and wanted not in _initials(letters[at])):
            return False
        at += 1
    return True


def _begins_word(letters: list[str], at: int) -> bool:
    before = letters[at - 1]
    return not before.isalnum() or before.isascii() != letters[at].isascii()


def _initials(character: str) -> str:
    return "" if character.isascii() else _table().get(character, "")


@cache
def _table() -> Mapping[str, str]:
    """Return the initials of each character; empty if the table is missing."""
    initials: dict[str, str] = {}
    try:
        lines = resource(TABLE).read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    for line in lines:
        for character in line[1:]:
            initials[character] = initials.get(character, "") + line[0]
    return initials
