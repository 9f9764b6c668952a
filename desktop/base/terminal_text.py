"""Text for a terminal, of which no character moves the cursor, changes colours or hides another.

Titles, names of files and what stands in a record come from elsewhere: from an import, a partner's
message, a folder. Printed as they are, they could rewrite the lines above or end a line too early.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from typing import Any

_JOINERS = "\u200c\u200d"
"""They join or part letters in some scripts and emoji, and do nothing else."""
_SPACES = "\t\n\v\f\r\x85\u2028\u2029"
_INSTEAD = "\N{REPLACEMENT CHARACTER}"
_ACTIVE_CATEGORIES = ("Cc", "Cf", "Cs", "Zl", "Zp")
_LAST_OF_FIRST_PLANE = 0xFFFF


class _Replacements(dict[int, str]):
    """What each character becomes, worked out when it is first met.

    Those beyond the first plane are not remembered, so that the table stays small.
    """

    def __init__(self, replace: Callable[[str], str]) -> None:
        super().__init__()
        self._replace = replace

    def __missing__(self, code: int) -> str:
        character = chr(code)
        shown = self._replace(character) if _is_active(character) else character
        if code <= _LAST_OF_FIRST_PLANE:
            self[code] = shown
        return shown


def plain(text: str) -> str:
    """Return a text as one line in which every character is only shown.

    Line ends and tabs become spaces. Control characters, those that turn the direction of writing,
    invisible ones and halves of surrogate pairs become U+FFFD.
    """
    return text if text.isprintable() else text.translate(_SHOWN)


def plain_json(value: Any) -> str:
    """Return a value as one line of JSON; what `plain` would replace is escaped and so kept."""
    text = json.dumps(value, ensure_ascii=False)
    return text if text.isprintable() else text.translate(_ESCAPED)


def _is_active(character: str) -> bool:
    return unicodedata.category(character) in _ACTIVE_CATEGORIES and character not in _JOINERS


_SHOWN = _Replacements(lambda character: " " if character in _SPACES else _INSTEAD)
_ESCAPED = _Replacements(lambda character: json.dumps(character)[1:-1])
