"""Text for a terminal, of which no character moves the cursor, changes colours or hides another.

Titles, names of files and what stands in a record come from elsewhere: from an import, a partner's
message, a folder. Printed as they are, they could rewrite the lines above or end a line too early.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

_JOINERS = "\u200c\u200d"
"""They join or part letters in some scripts and emoji, and do nothing else."""
_SPACES = "\t\n\v\f\r\x85\u2028\u2029"
_INSTEAD = "\N{REPLACEMENT CHARACTER}"
_BEYOND_ASCII = re.compile(r"[^ -~]")


def plain(text: str) -> str:
    """Return a text as one line in which every character is only shown.

    Line ends and tabs become spaces. Control characters, those that turn the direction of writing,
    invisible ones and halves of surrogate pairs become U+FFFD.
    """
    if text.isprintable():
        return text
    return _BEYOND_ASCII.sub(lambda found: _plain_character(found[0]), text)


def plain_json(value: Any) -> str:
    """Return a value as one line of JSON; what `plain` would replace is escaped and so kept."""
    text = json.dumps(value, ensure_ascii=False)
    if text.isprintable():
        return text
    return _BEYOND_ASCII.sub(lambda found: _escaped(found[0]), text)


def _plain_character(character: str) -> str:
    if character in _SPACES:
        return " "
    return _INSTEAD if _is_active(character) else character


def _is_active(character: str) -> bool:
    if character in _JOINERS:
        return False
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")


def _escaped(character: str) -> str:
    return json.dumps(character)[1:-1] if _is_active(character) else character
