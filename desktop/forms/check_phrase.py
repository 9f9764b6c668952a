"""Four everyday words over an account and its request, which a careful partner sends back.

They show that a reply is about this account and this request: another one, or one in which a single
digit differs, has other words. The words are picked by a hash; each stands in the list in Chinese
and English, so that a phrase is known in either.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cache
from itertools import islice

from desktop.base.resources import resource
from desktop.forms.plain_text import plain

WORDS_FILE = "check_words.txt"
COUNT = 4
"""Words of a phrase."""
_NEARLY = 3
"""So many of its words in a reply are the phrase, mistyped."""
_LEAST = 2
"""So many words of the list behind “check phrase” are a phrase."""
_BEHIND_LABEL = 60
"""Characters."""
_MOST_LABELS = 20
"""Looked behind in one reply."""
_LABEL = re.compile(r"暗语|check ?phrase|four words|四个词")
_GAP = r"[\W_]{0,5}"
_SEPARATOR = r"[^\w\n]{1,3}"
_HAN = "\u4e00-\u9fff"


class PhraseMatch(StrEnum):
    """What a reply says of the phrase."""

    ABSENT = "absent"
    FITS = "fits"
    DIFFERS = "differs"


def make_phrase(uid: str, request: str, language: str) -> str:
    """Return the phrase over an account and the text of its request, in ``zh_CN`` or ``en``.

    `request` is the text without the phrase.
    """
    digest = hashlib.sha256(f"{uid}\n{request}".encode()).digest()
    chosen = list(dict.fromkeys(digest))[:COUNT]  # 32 bytes hold four that differ
    return " ".join(_words()[index][language == "en"] for index in chosen)


def phrase_in(text: str) -> str:
    """Return the phrase that stands in the text of a request; empty where there is none."""
    found = list(_phrases(text.lower(), edge=""))
    return found[-1] if found else ""


def compare_phrase(reply: str, phrase: str) -> PhraseMatch:
    """Tell whether a reply holds the phrase of the request, or one that does not fit.

    Spaces and marks between the words do not count. Without a phrase to expect, none is absent.
    """
    expected = _pairs(phrase)
    if not expected:
        return PhraseMatch.ABSENT
    text = plain(reply).lower()
    if any(_pattern(words).search(text) for words in zip(*expected, strict=True)):
        return PhraseMatch.FITS
    near = sum(any(word in text for word in pair) for pair in expected) >= _NEARLY
    if near or any(_phrases(text)) or _labelled(text):
        return PhraseMatch.DIFFERS
    return PhraseMatch.ABSENT


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    """Return what finds these words in a row, and not within a longer word or sentence."""
    inner = _GAP.join(map(re.escape, words))
    if words[0].isascii():
        return re.compile(rf"(?<![a-z0-9]){inner}(?![a-z0-9])")
    return re.compile(rf"(?:(?<![{_HAN}a-z0-9])|(?<=[语是为词])){inner}(?![{_HAN}a-z0-9])")


def _phrases(text: str, edge: str = r"(?<!\w)") -> Iterator[str]:
    """Yield each run of four words of the list with something between them, `edge` before it."""
    for words in zip(*_words(), strict=True):
        word = f"(?:{'|'.join(sorted(words, key=len, reverse=True))})"
        run = rf"{edge}{word}(?:{_SEPARATOR}{word}){{{COUNT - 1}}}(?!\w)"
        for match in re.finditer(run, text):
            yield " ".join(re.findall(word, match[0]))


def _labelled(text: str) -> bool:
    """Return whether words of the list stand behind the name of the phrase."""
    known = [word for pair in _words() for word in pair]
    for match in islice(_LABEL.finditer(text), _MOST_LABELS):
        behind = text[match.end() : match.end() + _BEHIND_LABEL]
        if sum(word in behind for word in known) >= _LEAST:
            return True
    return False


def _pairs(phrase: str) -> list[tuple[str, str]]:
    """Return the words of a phrase in both languages; none where it is no phrase."""
    found = [_by_word().get(word) for word in phrase.split()]
    pairs = [pair for pair in found if pair is not None]
    return pairs if len(pairs) == len(found) == COUNT else []


@cache
def _by_word() -> dict[str, tuple[str, str]]:
    return {word: pair for pair in _words() for word in pair}


@cache
def _words() -> tuple[tuple[str, str], ...]:
    """Return the 256 words, each in Chinese and English."""
    lines = resource(WORDS_FILE).read_text(encoding="utf-8").splitlines()
    return tuple((chinese, english) for chinese, english in map(str.split, lines))
