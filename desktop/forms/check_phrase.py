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
from itertools import islice, pairwise

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
_SEPARATOR = re.compile(r"[^\w\n]{1,3}")
_WORD_SIGN = re.compile(r"\w")
_HAN = "\u4e00-\u9fff"
_SIGN = re.compile(f"[{_HAN}a-z0-9]")
_BEFORE = "语是为词"
"""The last signs of “暗语” and the like may touch the phrase."""
_PAIR_OF_SIGNS = re.compile(rf"(?=([{_HAN}]{{2}}))")
_LATIN_WORD = re.compile(r"([a-z]+)")


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
    found = list(_phrases(text.lower(), anywhere=True))
    return found[-1] if found else ""


def compare_phrase(reply: str, phrase: str) -> PhraseMatch:
    """Tell whether a reply holds the phrase of the request, or one that does not fit.

    Spaces and marks between the words do not count. Without a phrase to expect, none is absent.
    """
    expected = _pairs(phrase)
    if not expected:
        return PhraseMatch.ABSENT
    text = plain(reply).lower()
    if any(_stands_in(text, words) for words in zip(*expected, strict=True)):
        return PhraseMatch.FITS
    near = sum(any(word in text for word in pair) for pair in expected) >= _NEARLY
    if near or any(_phrases(text)) or _labelled(text):
        return PhraseMatch.DIFFERS
    return PhraseMatch.ABSENT


def _stands_in(text: str, words: Sequence[str]) -> bool:
    """Return whether these words stand in a row, and not within a longer word or sentence."""
    for match in re.finditer(_GAP.join(words), text):
        before, behind = text[: match.start()][-1:], text[match.end() :][:1]
        begins = before in _BEFORE or not _SIGN.match(before)
        if begins and not _SIGN.match(behind):
            return True
    return False


def _phrases(text: str, *, anywhere: bool = False) -> Iterator[str]:
    """Yield each run of four words of the list with something between them.

    Not within a longer word or sentence, unless `anywhere`.
    """
    for places in (_places(text, _PAIR_OF_SIGNS), _places(text, _LATIN_WORD)):
        for first in range(len(places) - COUNT + 1):
            run = places[first : first + COUNT]
            gaps = [text[one.end(1) : two.start(1)] for one, two in pairwise(run)]
            start, end = run[0].start(1), run[-1].end(1)
            edges = text[max(start - 1, 0) : start], text[end : end + 1]
            alone = not any(_WORD_SIGN.match(edge) for edge in edges)
            if all(map(_SEPARATOR.fullmatch, gaps)) and (anywhere or alone):
                yield " ".join(match[1] for match in run)


def _places(text: str, shape: re.Pattern[str]) -> list[re.Match[str]]:
    """Return where words of the list stand; Chinese ones may begin at any sign."""
    return [match for match in shape.finditer(text) if match[1] in _by_word()]


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
