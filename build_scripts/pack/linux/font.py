"""The Chinese font of the Linux package: bare systems have none.

It is Noto Sans SC with the characters of GB 2312 and those that LinkDue's own texts use; a fifth of
the whole. Names with rarer characters need a font of the system's.
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
"""The number of that line in a font's table of names."""
_FAMILY = (1, 4, 6, 16)
"""Those that say what the font is called: family, full name, name for PostScript."""
_FROM, _TO = 0xA1, 0xFF
"""The bytes that GB 2312 is made of."""
_DROPPED_TABLES = ["VORG", "vhea", "vmtx", "GPOS", "GSUB", "GDEF", "BASE", "DSIG"]
"""For vertical writing, and for typography that forms and lists do not use."""


def make_font() -> None:
    """Write the font and its licence; at once where neither font nor texts changed."""
    characters = wanted_characters()
    mark = f"{version(_PACKAGE)} {hashlib.sha256(characters.encode()).hexdigest()}"
    if FONT.exists() and _STAMP.exists() and _STAMP.read_text("utf-8") == mark:
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    copyright_ = write_subset(characters, FONT)
    LICENCE.write_text(f"{copyright_}\n\n{licence()}", encoding="utf-8")
    _STAMP.write_text(mark, encoding="utf-8")


def wanted_characters() -> str:
    """Latin, GB 2312, and every character of the program's own texts; sorted."""
    return "".join(sorted(set(own_characters()) | set(gb2312())))


def own_characters() -> str:
    """Latin, and every character of the program's own texts; sorted."""
    latin = {
        chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2060))
    }
    return "".join(sorted(latin | set(_own_texts())))


def gb2312(rows: Iterable[int] = range(_FROM, _TO)) -> Iterable[str]:
    """Yield the characters of GB 2312 whose first byte is one of `rows`."""
    for first in rows:
        for second in range(_FROM, _TO):
            yield from bytes((first, second)).decode("gb2312", errors="ignore")


def _own_texts() -> Iterable[str]:
    for pattern in _TEXTS:
        for file in (ROOT / "resources").glob(pattern):
            yield from (c for c in file.read_text("utf-8") if c.isprintable())


def write_subset(characters: str, target: Path, family: str = "") -> str:
    """Write a font with these characters, under another name if given; return its copyright."""
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
    """Return the text of the SIL Open Font License, as the font's package has it."""
    files = distribution(_PACKAGE).files or ()
    [found] = [file for file in files if file.name == "LICENSE"]
    return found.read_text(encoding="utf-8")
