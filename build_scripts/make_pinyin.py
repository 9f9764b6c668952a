#!/usr/bin/env python3
"""Make resources/pinyin_initials.txt: the pinyin initials of common Chinese characters.

    python build_scripts/make_pinyin.py

The characters are those of GB 2312 and of the first level of Big5; the readings are pypinyin's,
which follow the Unihan database. Each line is a letter and all characters that have a reading with
this initial.
"""

from __future__ import annotations

import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

from pypinyin.pinyin_dict import pinyin_dict

TARGET = Path(__file__).resolve().parents[1] / "resources" / "pinyin_initials.txt"
_CJK = range(0x4E00, 0xA000)
_BIG5_SECOND_LEVEL = 0xC9
"""The first lead byte of Big5's rarer characters."""


def main() -> int:
    """Write the table."""
    TARGET.write_text(table(), encoding="utf-8", newline="\n")
    return 0


def table() -> str:
    """Return the table as text, in a fixed order."""
    by_letter: dict[str, list[str]] = defaultdict(list)
    for code in sorted(set(pinyin_dict) & set(_CJK)):
        character = chr(code)
        if _is_common(character):
            for letter in {_initial(reading) for reading in pinyin_dict[code].split(",")}:
                by_letter[letter].append(character)
    return "".join(f"{letter}{''.join(by_letter[letter])}\n" for letter in sorted(by_letter))


def _initial(reading: str) -> str:
    return unicodedata.normalize("NFD", reading)[0]


def _is_common(character: str) -> bool:
    return _is_encodable("gb2312", character) or (
        _is_encodable("big5", character) and character.encode("big5")[0] < _BIG5_SECOND_LEVEL
    )


def _is_encodable(encoding: str, character: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
