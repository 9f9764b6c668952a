"""Prepares text for the full-text search, with every character as a separate word.

FTS5 knows no word boundaries in Chinese. With the characters separated by spaces, any part of a
text is a phrase: “测试” is found inside “测试服务器” as “715” is inside a number; ``%`` and ``_``
are ordinary characters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

TOKENIZER = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Co Cf Cn'"
"""Every visible character is part of a word; only the spaces between them separate."""
FIELD_LIMIT = 2000
"""Characters of a field that are indexed; a longer note is found by its beginning only."""
_BETWEEN = "\ue000"
"""Separates two fields, so that no phrase matches across them."""


def spread(fields: Iterable[str | None]) -> str:
    """Return the fields of one order as text for FTS5, with their characters separated."""
    return joined([" ".join(_characters(text[:FIELD_LIMIT])) for text in fields if text])


def joined(spread_fields: Iterable[str]) -> str:
    """Join the results of `spread` for parts of one order."""
    return f" {_BETWEEN} ".join(spread_fields)


def match(text: str) -> str | None:
    """Return the FTS5 query for what a user typed: each part between spaces must be found.

    None if nothing was typed.
    """
    parts = (" ".join(_characters(part)) for part in text[:FIELD_LIMIT].split())
    phrases = [f'"{_quoted(part)}"' for part in parts if part]
    return " AND ".join(phrases) or None


def _characters(text: str) -> Iterable[str]:
    """Return the characters to index: casefolded, full width as half width, without spaces."""
    folded = text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()
    if folded.isprintable():  # nearly always; then only spaces must be removed
        return folded.replace(" ", "")
    return (c for c in folded if not c.isspace() and unicodedata.category(c) not in ("Cc", "Cs"))


def _quoted(text: str) -> str:
    return text.replace('"', '""')
