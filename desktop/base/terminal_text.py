"""Text that is safe to print: no character moves the cursor, changes colours or hides others.

Titles, file names and values of records come from untrusted sources: an import, a partner's
message, a folder. Printed unescaped, they could overwrite the lines above or break a line.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from typing import Any

_JOINERS = "\u200c\u200d"
"""Zero-width (non-)joiners, which some scripts and emoji need and which are harmless."""
_SPACES = "\t\n\v\f\r\x85\u2028\u2029"
_INSTEAD = "\N{REPLACEMENT CHARACTER}"
_ACTIVE_CATEGORIES = ("Cc", "Cf", "Cs", "Zl", "Zp")
_LAST_OF_FIRST_PLANE = 0xFFFF


class _Replacements(dict[int, str]):
    """The replacement of each character, computed when it is first looked up.

    Characters beyond the first plane are not cached, so that the table stays small.
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
    """Return a text as one line without control characters.

    Line breaks and tabs become spaces. Control, bidirectional and invisible characters and lone
    surrogates become U+FFFD.
    """
    return text if text.isprintable() else text.translate(_SHOWN)


def plain_json(value: Any) -> str:
    """Return a value as one line of JSON; what `plain` would replace is escaped instead."""
    text = json.dumps(value, ensure_ascii=False)
    return text if text.isprintable() else text.translate(_ESCAPED)


def _is_active(character: str) -> bool:
    return unicodedata.category(character) in _ACTIVE_CATEGORIES and character not in _JOINERS


_SHOWN = _Replacements(lambda character: " " if character in _SPACES else _INSTEAD)
_ESCAPED = _Replacements(lambda character: json.dumps(character)[1:-1])
