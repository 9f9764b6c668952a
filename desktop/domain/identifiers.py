"""Account UIDs, order numbers and project numbers: what is accepted, and what is merely unusual.

Source: the identifiers section of the rules (every realistic official example). They are text,
never numbers: a spreadsheet turns an order number into ``2.36414E+14``, which is refused, not
guessed.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_INVISIBLE = re.compile(r"[\s\u200b\ufeff]")
_QUOTED = re.compile(r"^=?[\"'](.*?)[\"']?$")
_LONGEST = 200
"""Characters; no identifier is longer, whatever a spreadsheet has put around it."""
_SCIENTIFIC = re.compile(r"^\d+(\.\d+)?[eE]\+?\d+$")


class IdKind(NamedTuple):
    """One kind of identifier: how many digits are accepted, and the pattern of the usual ones."""

    shortest: int
    longest: int
    usual: re.Pattern[str]

    def problem(self, value: str) -> str | None:
        """Return a code for what is wrong with `value`, or None.

        The codes are empty, scientific, not-digits and wrong-length.
        """
        if value.isdigit() and value.isascii():
            return None if self.shortest <= len(value) <= self.longest else "wrong-length"
        if not value:
            return "empty"
        if _SCIENTIFIC.match(value):
            return "scientific"
        return "not-digits"

    def unusual(self, value: str) -> bool:
        """Return whether an accepted `value` looks unlike every example seen."""
        return self.usual.fullmatch(value) is None


ACCOUNT_UID = IdKind(5, 20, re.compile(r"\d{16}"))
ORDER_NUMBER = IdKind(8, 20, re.compile(r"\d{15}"))
PROJECT_NUMBER = IdKind(6, 20, re.compile(r"20\d{10}"))


def clean(text: str) -> str:
    """Return what the user meant by an identifier.

    Spaces, quotes and ``="…"`` are left out, and digits of other scripts become ASCII.
    """
    if (text.isascii() and text.isdigit()) or len(text) > _LONGEST:
        return text  # normalising a long run of combining marks would take minutes
    text = unicodedata.normalize("NFKC", text)
    text = _INVISIBLE.sub("", text)
    return _QUOTED.sub(r"\1", text)
