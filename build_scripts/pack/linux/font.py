"""The Chinese font in the Linux package, for systems without one.

It is Noto Sans SC with the characters of GB 2312 and those of LinkDue's own texts, a fifth of the
complete font. Names with rarer characters need a font of the system.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib.metadata import distribution, version
from pathlib import Path

import pylopdf_fonts_zh_cn
from fontTools import subset

from pack.layout import ROOT, WORK, generated

FOLDER = generated("linux") / "fonts"
FONT = FOLDER / "NotoSansSC-Regular.otf"
LICENCE = FOLDER / "NotoSansSC-OFL.txt"
_STAMP = WORK / "font.stamp"
_PACKAGE = "pylopdf-fonts-zh-cn"
_TEXTS = ("i18n/*.po", "help/*.txt", "templates/*.txt", "*.csv", "*.toml")
_COPYRIGHT = 0
"""The id of the copyright in a font's name table."""
_FAMILY = (1, 4, 6, 16)
"""The ids of the font's names: family, full name, PostScript name, typographic family."""
_FIRST_BYTE, _LAST_BYTE = 0xA1, 0xFE
"""The range of both bytes of GB 2312."""
_DROPPED_TABLES = ["VORG", "vhea", "vmtx", "GPOS", "GSUB", "GDEF", "BASE", "DSIG"]
"""Tables for vertical writing and for typography that the program does not use."""


def make_font() -> None:
    """Write the font and its licence, unless neither font nor texts have changed."""
    characters = required_characters()
    stamp = f"{version(_PACKAGE)} {hashlib.sha256(characters.encode()).hexdigest()}"
    if FONT.exists() and _STAMP.exists() and _STAMP.read_text("utf-8") == stamp:
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    copyright_ = write_subset(characters, FONT)
    LICENCE.write_text(f"{copyright_}\n\n{licence()}", encoding="utf-8")
    _STAMP.write_text(stamp, encoding="utf-8")


def required_characters() -> str:
    """Return Latin, GB 2312, and every character of the program's own texts, sorted."""
    return "".join(sorted(set(own_characters()) | set(gb2312())))


def own_characters() -> str:
    """Return Latin and every character of the program's own texts, sorted."""
    latin = {
        chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2060))
    }
    return "".join(sorted(latin | set(_own_texts())))


def gb2312(rows: Iterable[int] = range(_FIRST_BYTE, _LAST_BYTE + 1)) -> Iterable[str]:
    """Yield the characters of GB 2312 whose first byte is one of `rows`."""
    for first in rows:
        for second in range(_FIRST_BYTE, _LAST_BYTE + 1):
            yield from bytes((first, second)).decode("gb2312", errors="ignore")


def _own_texts() -> Iterable[str]:
    for pattern in _TEXTS:
        for file in (ROOT / "resources").glob(pattern):
            yield from (c for c in file.read_text("utf-8") if c.isprintable())


def write_subset(characters: str, target: Path, family: str = "") -> str:
    """Write a font with these characters, renamed to `family` if given; return its copyright."""
    options = subset.Options(
        layout_features=[], hinting=False, notdef_outline=True, recalc_timestamp=False
    )
    options.drop_tables += _DROPPED_TABLES
    font = subset.load_font(str(pylopdf_fonts_zh_cn.sans_path()), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(font)
    if family:
        for record in font["name"].names:
            if record.nameID in _FAMILY:
                record.string = family
    subset.save_font(font, str(target), options)
    return str(font["name"].getDebugName(_COPYRIGHT))


def licence() -> str:
    """Return the text of the SIL Open Font License from the font's package."""
    files = distribution(_PACKAGE).files or ()
    [found] = [file for file in files if file.name == "LICENSE"]
    return found.read_text(encoding="utf-8")
