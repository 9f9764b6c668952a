"""Validation of account UIDs, order numbers and project numbers.

Source: the identifiers section of the rules (every realistic official example). They are text,
never numbers: a spreadsheet turns an order number into ``2.36414E+14``, which is refused, not
guessed.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_SPACES = re.compile(r"\s")
_SEVERAL = re.compile(r"\d+(?:\s+\d+)+", re.ASCII)
_GROUPED = re.compile(r"\d{3,11}(?:\s+\d{3,11})+", re.ASCII)
"""Groups of digits of one number; a number of twelve digits or more is complete."""
_REVERSED = "\u202e"
"""The sign after which a text is shown from right to left: other digits than those in the file."""
_QUOTED = re.compile(r"^=?[\"'](.*?)[\"']?$")
_LONGEST = 200
"""Characters; no identifier is longer, even with what a spreadsheet puts around it."""
_SCIENTIFIC = re.compile(r"^\d+(\.\d+)?[eE]\+?\d+$")


class IdKind(NamedTuple):
    """One kind of identifier: the accepted number of digits, and the pattern of usual ones."""

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
        """Return whether an accepted `value` differs in form from all known examples."""
        return self.usual.fullmatch(value) is None


ACCOUNT_UID = IdKind(5, 20, re.compile(r"\d{16}"))
ORDER_NUMBER = IdKind(8, 20, re.compile(r"\d{15}"))
PROJECT_NUMBER = IdKind(6, 20, re.compile(r"20\d{10}"))


def clean(text: str) -> str:
    """Return the identifier without spaces, quotes and ``="…"``, with all digits in ASCII.

    A text with circled or raised digits stays as it is, and so is refused: they mark a footnote. So
    does one of several numbers, such as a row's and an order's: only groups of digits are joined.
    """
    if (text.isascii() and text.isdigit()) or len(text) > _LONGEST:
        return text  # normalising a long run of combining marks would take minutes
    if any(character.isnumeric() and not character.isdecimal() for character in text):
        return text
    text = unicodedata.normalize("NFKC", text).strip()
    if _SEVERAL.fullmatch(text) is None or _GROUPED.fullmatch(text) is not None:
        text = _SPACES.sub("", text)
    text = "".join(each for each in text if each == _REVERSED or unicodedata.category(each) != "Cf")
    return _QUOTED.sub(r"\1", text)
