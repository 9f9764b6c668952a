"""Text as people paste it, turned into plain signs in time that only grows with its length."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

LONGEST_VALUE = 100
"""Characters; no moment, amount or placeholder that a person writes is longer."""

_KEPT_CONTROLS = "\t\n\r"
_LAST_OF_FIRST_PLANE = 0xFFFF


class _PlainSigns(dict[int, str]):
    """The plain form of each sign, worked out when it is first met.

    Sign by sign, because NFKC over a whole text takes quadratic time where combining marks follow
    each other. Signs beyond the first plane are not remembered, so that the table stays small.
    """

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        invisible = unicodedata.category(sign) in ("Cf", "Cc") and sign not in _KEPT_CONTROLS
        plain = "" if invisible else unicodedata.normalize("NFKC", sign)
        if code <= _LAST_OF_FIRST_PLANE:
            self[code] = plain
        return plain


_PLAIN_SIGNS: Mapping[int, str] = _PlainSigns()
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹘", "-"))
_QUOTED = re.compile(r"=?[\"'`](?P<value>[^\"'`]*)[\"'`]?")
_SPACES = re.compile(r"\s+")


def plain(text: str) -> str:
    """Return a text of any length in plain signs, in linear time.

    Full-width signs become half-width ones; what nobody sees – zero-width signs, the byte order
    mark, soft hyphens, marks of direction – is left out.
    """
    return text if text.isascii() and text.isprintable() else text.translate(_PLAIN_SIGNS)


def value_text(text: str) -> str | None:
    """Return one short value in plain signs: lower case, single spaces, every dash a hyphen.

    Without what spreadsheets put around a value – ``="…"``, ``'…``. None where the text is longer
    than any value.
    """
    short = text.strip()
    if len(short) > LONGEST_VALUE:
        return None
    value = _SPACES.sub(" ", plain(short).translate(_DASHES)).strip().lower()
    quoted = _QUOTED.fullmatch(value)
    return quoted["value"].strip() if quoted is not None else value
