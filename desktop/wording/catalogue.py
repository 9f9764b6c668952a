"""A compiled catalogue whose texts are decoded where they are wanted.

`gettext` would decode all of them first, of which a start shows some seventy. The format:
https://www.gnu.org/software/gettext/manual/html_node/MO-Files.html
"""

from __future__ import annotations

import gettext
import struct
from functools import cache
from pathlib import Path

_MAGIC = 0x950412DE
_HEAD = struct.Struct("<5I")
"""The magic number, the version, how many texts, where the sources and the translations stand."""
_CONTEXT, _PLURAL = "\x04", "\x00"
"""What stands between a context and its text, and between the forms of a counted one."""


class Catalogue(gettext.NullTranslations):
    """Translations into a language in which a counted text has one form, as in Chinese."""

    def __init__(self, path: Path) -> None:
        """Open a catalogue. Raises OSError if it cannot be read, ValueError if it is none."""
        super().__init__()
        self._data = path.read_bytes()
        if len(self._data) < _HEAD.size:
            raise ValueError("no catalogue")
        magic, _version, count, sources, texts = _HEAD.unpack_from(self._data)
        if magic != _MAGIC:
            raise ValueError("no catalogue of this kind of machine")
        self._places = dict(zip(self._table(sources, count), range(count), strict=True))
        self._texts = struct.unpack_from(f"<{2 * count}I", self._data, texts)
        self._find = cache(self._look_up)

    def gettext(self, message: str) -> str:
        """Return the translation of a text, or the text."""
        found = self._find(message)
        return message if found is None else found

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the translation of a counted text, or its form for the number."""
        found = self._find(f"{msgid1}{_PLURAL}{msgid2}")
        return (msgid1 if n == 1 else msgid2) if found is None else found

    def pgettext(self, context: str, message: str) -> str:
        """Return the translation of a text that has several meanings, or the text."""
        found = self._find(f"{context}{_CONTEXT}{message}")
        return message if found is None else found

    def _look_up(self, source: str) -> str | None:
        number = self._places.get(source.encode())
        if number is None:
            return None
        length, start = self._texts[2 * number : 2 * number + 2]
        return self._data[start : start + length].decode().split(_PLURAL)[0]

    def _table(self, at: int, count: int) -> list[bytes]:
        """Return all sources as they stand in the file, for each its length and its place."""
        table = struct.unpack_from(f"<{2 * count}I", self._data, at)
        places = zip(table[::2], table[1::2], strict=True)
        return [self._data[start : start + length] for length, start in places]
