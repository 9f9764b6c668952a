"""Whether a number in running text is complete, or only the part before a wrong sign."""

from __future__ import annotations

import re

_DAMAGED = re.compile(
    r"[A-Za-z*_|]{1,2}(?![A-Za-z])|[A-Za-z]{1,2}\d|\*|/\d{1,6}(?![\d/-])", re.ASCII
)
"""A letter that photographed text has in place of a digit, a hidden part, a second number."""
_WRAPPED = re.compile(r"=?[ \n>]{1,4}\d{1,12}(?![\d年月/:.%-])", re.ASCII)
"""The rest of a number that a mail program or a photograph split."""


def rest_of_number(text: str, end: int, *, usual: bool) -> str:
    """Return what may belong to the number that ends at `end`; empty if it is complete.

    A line end does not continue a `usual` number, which has the digits of its kind.
    """
    rest = _DAMAGED.match(text, end) or (None if usual else _WRAPPED.match(text, end))
    return "" if rest is None else rest[0]
