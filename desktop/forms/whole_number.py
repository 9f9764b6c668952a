"""Whether a number in running text is complete, or only the part before a wrong sign."""

from __future__ import annotations

import re

_DAMAGED = re.compile(
    r"[A-Za-z]{1,2}(?![A-Za-z])|[A-Za-z]{1,2}\d|\*{1,4}(?=\d)|/\d{1,6}(?![\d/-])", re.ASCII
)
"""A letter that photographed text has in place of a digit, a hidden part, a second number."""
_CUT = re.compile(r"[*_|]|=?[ \n>]{1,4}\d{1,12}(?![\d年月/:.%-])", re.ASCII)
"""The rest of a number that a mail program or a photograph split, or that is hidden."""


def rest_of_number(text: str, end: int, *, usual: bool) -> str:
    """Return what may belong to the number that ends at `end`; empty if it is complete.

    A line end or a mark does not continue a `usual` number, which has the digits of its kind: it
    may be a cell of a table, or bold as ``**202502230421**``.
    """
    rest = _DAMAGED.match(text, end) or (None if usual else _CUT.match(text, end))
    return "" if rest is None else rest[0]
