"""Normalisation of pasted text to plain characters, in linear time."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

LONGEST_VALUE = 100
"""Characters; no written moment, amount or placeholder is longer."""

_KEPT_CONTROLS = "\t\n\r"
_LAST_OF_FIRST_PLANE = 0xFFFF


class _PlainCharacters(dict[int, str]):
    """The plain form of each character, computed on first use.

    Character by character, because NFKC of a whole text takes quadratic time for a run of combining
    marks. Characters beyond the first plane are not cached, so that the table stays small.
    """

    def __missing__(self, code: int) -> str:
        character = chr(code)
        control = unicodedata.category(character) in ("Cf", "Cc")
        invisible = control and character not in _KEPT_CONTROLS
        plain = "" if invisible else _normalised(character)
        if code <= _LAST_OF_FIRST_PLANE:
            self[code] = plain
        return plain


def _normalised(character: str) -> str:
    """Return the NFKC form of a character, unless it would turn a mark into a digit.

    ``2040①`` and ``2040²`` have a footnote: they are not 20401 and 20402.
    """
    if character.isnumeric() and not character.isdecimal():
        return character
    return unicodedata.normalize("NFKC", character)


_PLAIN: Mapping[int, str] = _PlainCharacters()
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹘", "-"))
_QUOTED = re.compile(r"=?[\"'`](?P<value>[^\"'`]*)[\"'`]?")
_SPACES = re.compile(r"\s+")


def plain(text: str) -> str:
    """Return a text of any length in plain characters, in linear time.

    Full-width characters become half-width; circled and raised digits stay. Invisible ones are
    removed: zero-width characters, the byte order mark, soft hyphens, direction marks.
    """
    return text if text.isascii() and text.isprintable() else text.translate(_PLAIN)


def value_text(text: str) -> str | None:
    """Return one short value in plain characters: lower case, single spaces, dashes as hyphens.

    The quotes that spreadsheets put around a value – ``="…"``, ``'…`` – are removed. None if the
    text is longer than `LONGEST_VALUE`.
    """
    short = text.strip()
    if len(short) > LONGEST_VALUE:
        return None
    value = _SPACES.sub(" ", plain(short).translate(_DASHES)).strip().lower()
    quoted = _QUOTED.fullmatch(value)
    return quoted["value"].strip() if quoted is not None else value
