"""Texts in cells that stay what they are: no formula, and with every space they have.

What a spreadsheet would take for a formula, or a reader would strip, gets an apostrophe in front.
"""

from __future__ import annotations

import unicodedata

_MARK = "'"


def marked(text: str) -> str:
    """The text as it is written into a cell."""
    return f"{_MARK}{text}" if _needs_mark(text) else text


def unmarked(cell: str) -> str:
    """The text that was meant by a cell; one without a mark is stripped."""
    if cell.startswith(_MARK) and _needs_mark(cell[1:]):
        return cell[1:]
    return cell.strip()


def _needs_mark(text: str) -> bool:
    bare = text.lstrip(_MARK)
    return starts_formula(bare) or bare != bare.strip()


def starts_formula(text: str) -> bool:
    """Whether a spreadsheet may take a text for a formula; full-width signs count, too."""
    first = unicodedata.normalize("NFKC", text[:1])
    return bool(first) and first[0] in "=+-@\t\r"
