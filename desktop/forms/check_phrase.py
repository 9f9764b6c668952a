"""The check phrase: four everyday words derived from an account and the text of its request.

A partner sends it back, which shows that the reply is about this account and this request: if a
single digit differs, the words do. A hash selects the words; the list has each in Chinese and
English, so that a phrase is recognised in either language.
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
"""Words in a phrase."""
_NEAR_MATCH = 3
"""A reply with so many of the expected words has the phrase mistyped."""
_LABELLED_WORDS = 2
"""So many words of the list after the label “check phrase” are read as a phrase."""
_LABEL_RANGE = 60
"""Characters after a label in which words are searched."""
_LABELS_LIMIT = 20
"""Labels examined in one reply."""
_LABEL = re.compile(r"暗语|check ?phrase|four words|四个词")
_GAP = r"[\W_]{0,5}"
_SEPARATOR = re.compile(r"[^\w\n]{1,3}")
_WORD_CHARACTER = re.compile(r"\w")
_HAN = "\u4e00-\u9fff"
_LETTER = re.compile(f"[{_HAN}a-z0-9]")
_BEFORE = "语是为词"
"""The last characters of “暗语” and similar labels may directly precede the phrase."""
_HAN_PAIR = re.compile(rf"(?=([{_HAN}]{{2}}))")
_LATIN_WORD = re.compile(r"([a-z]+)")


class PhraseMatch(StrEnum):
    """Whether a reply contains the phrase."""

    ABSENT = "absent"
    FITS = "fits"
    DIFFERS = "differs"


def make_phrase(uid: str, request: str, language: str) -> str:
    """Return the phrase for an account and the text of its request, in ``zh_CN`` or ``en``.

    `request` is the text without the phrase.
    """
    digest = hashlib.sha256(f"{uid}\n{request}".encode()).digest()
    chosen = list(dict.fromkeys(digest))[:COUNT]  # 32 bytes contain four different ones
    return " ".join(_words()[index][language == "en"] for index in chosen)


def find_phrase(text: str) -> str:
    """Return the last phrase in the text of a request; empty if there is none."""
    found = list(_phrases(text.lower(), anywhere=True))
    return found[-1] if found else ""


def compare_phrase(reply: str, phrase: str) -> PhraseMatch:
    """Return whether a reply contains the phrase of the request, a different one, or none.

    Spaces and punctuation between the words are ignored. Without a valid `phrase`, `ABSENT`.
    """
    expected = _pairs(phrase)
    if not expected:
        return PhraseMatch.ABSENT
    text = plain(reply).lower()
    if any(_contains(text, words) for words in zip(*expected, strict=True)):
        return PhraseMatch.FITS
    near = sum(any(word in text for word in pair) for pair in expected) >= _NEAR_MATCH
    if near or any(_phrases(text)) or _labelled(text):
        return PhraseMatch.DIFFERS
    return PhraseMatch.ABSENT


def _contains(text: str, words: Sequence[str]) -> bool:
    """Return whether these words follow each other, not as part of a longer word or sentence."""
    for match in re.finditer(_GAP.join(words), text):
        before, after = text[: match.start()][-1:], text[match.end() :][:1]
        begins = before in _BEFORE or not _LETTER.match(before)
        if begins and not _LETTER.match(after):
            return True
    return False


def _phrases(text: str, *, anywhere: bool = False) -> Iterator[str]:
    """Yield each run of four words of the list with separators between them.

    Runs inside a longer word or sentence are skipped, unless `anywhere`.
    """
    for places in (_places(text, _HAN_PAIR), _places(text, _LATIN_WORD)):
        for first in range(len(places) - COUNT + 1):
            run = places[first : first + COUNT]
            gaps = [text[one.end(1) : two.start(1)] for one, two in pairwise(run)]
            start, end = run[0].start(1), run[-1].end(1)
            edges = text[max(start - 1, 0) : start], text[end : end + 1]
            alone = not any(_WORD_CHARACTER.match(edge) for edge in edges)
            if all(map(_SEPARATOR.fullmatch, gaps)) and (anywhere or alone):
                yield " ".join(match[1] for match in run)


def _places(text: str, shape: re.Pattern[str]) -> list[re.Match[str]]:
    """Return the matches of words of the list; a Chinese word may begin at any character."""
    return [match for match in shape.finditer(text) if match[1] in _by_word()]


def _labelled(text: str) -> bool:
    """Return whether words of the list follow a label such as “check phrase”."""
    known = [word for pair in _words() for word in pair]
    for match in islice(_LABEL.finditer(text), _LABELS_LIMIT):
        after = text[match.end() : match.end() + _LABEL_RANGE]
        if sum(word in after for word in known) >= _LABELLED_WORDS:
            return True
    return False


def _pairs(phrase: str) -> list[tuple[str, str]]:
    """Return the words of a phrase in both languages; empty if it is not a valid phrase."""
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
