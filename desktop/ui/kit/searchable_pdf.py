"""Correction of the text in PDFs that Qt wrote, so that it can be searched and copied.

A font may draw several characters with one glyph: a radical (U+2F49) and its character (月), 戶 and
户, or a tab and a space. In the PDF's table from glyphs to text (ToUnicode), Qt enters the first
character of a glyph, which need not be the one that was written and that people search for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, partial

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QRawFont, QTextLayout
from PySide6.QtWidgets import QApplication

from desktop.base.resources import resource

_TABLE = re.compile(
    rb"<< /Length (?P<length>\d+) >>\nstream\n(?P<text>/CIDInit .*?)endstream", re.DOTALL
)
_RANGES = re.compile(rb"(?P<count>\d+) beginbfrange\n(?P<lines>.*?)endbfrange", re.DOTALL)
_RANGE = re.compile(
    rb"<(?P<first>\w{4})> <(?P<last>\w{4})> (?:<(?P<start>\w{4,8})>|\[(?P<list>[^\]]*)\])"
)
_OFFSETS = re.compile(rb"xref\n0 (?P<count>\d+) ?\n(?P<lines>(?:\d{10} \d{5} [nf] ?\r?\n)+)")
_OFFSET = re.compile(rb"\d{10}(?= \d{5} n)")
_START = re.compile(rb"startxref\n(\d+)")
BUNDLED_FONT = "fonts/NotoSansSC-Regular.otf"
"""Only in the package for Linux."""
_OTHER_GLYPHS = [QFont.Tag(name) for name in ("locl", "liga", "clig", "calt")]
_RADICALS = range(0x2F00, 0x2FE0)
"""The Kangxi radicals; NFKC maps them to their characters."""
_MORE = (
    "2E81厂 2E84乙 2E85亻 2E8A卜 2E8E兀 2E90尢 2E92巳 2E93幺 2E9F母 2EA0民 2EA7牛 2EA9王 2EAA疋 "
    "2EAC示 2EAE竹 2EB6羊 2EC1虎 2EC4西 2EC5见 2EC6角 2EC9贝 2ECB车 2ED1長 2ED3长 2ED4门 2ED7雨 "
    "2ED8青 2ED9韦 2EDA页 2EDB风 2EDC飞 2EDD食 2EE1首 2EE2马 2EE3骨 2EE4鬼 2EE5鱼 2EE6鸟 2EE7卤 "
    "2EE8麦 2EE9黄 2EEA黾 2EEB斉 2EEC齐 2EED歯 2EEE齿 2EEF竜 2EF0龙 2EF1龜 2EF2亀 2EF3龟"
)
_MORE_RADICALS = {int(pair[:4], 16): ord(pair[4]) for pair in _MORE.split(" ")}
"""Other radicals and their characters, from Unicode's property EquivalentUnifiedIdeograph."""
_BLANKS = (0x09, 0xA0)
_FIRST_PAIR = 0x10000
_END_OF_ASCII = 0x80
_ANY_SIZE = 12.0


def paper_font(points: float) -> QFont:
    """Return the program's font for PDF pages, at a size in points.

    The bundled font is preferred; the system's fonts supply what it lacks. Features that choose
    other glyphs are off, since localised figures (as in full Noto CJK) and ligatures are missing in
    Qt's table of glyphs. Never bold: where a font has no bold face Qt draws the text twice, and a
    search finds it twice.
    """
    font = QFont(QApplication.font())
    font.setFamilies([*_bundled_family(), *font.families()])
    font.clearFeatures()
    for feature in _OTHER_GLYPHS:
        font.setFeature(feature, 0)
    font.setBold(False)
    font.setPixelSize(round(points))
    return font


@cache
def _bundled_family() -> tuple[str, ...]:
    """Register the bundled font with Qt, and return its family; empty where it is not used.

    It is not registered where the window uses a font of another design, since a further font would
    change Qt's choice for the window as well.
    """
    font = resource(BUNDLED_FONT)
    if not font.is_file() or not QFontInfo(QApplication.font()).family().startswith("Noto Sans"):
        return ()
    number = QFontDatabase.addApplicationFont(str(font))
    return tuple(QFontDatabase.applicationFontFamilies(number)[:1])


def searchable(pdf: bytes, written: str = "") -> bytes:
    """Return the PDF with the usual characters in its tables from glyphs to text.

    `written` has every character that was painted, in any order. A PDF that is not as Qt writes it
    is returned unchanged.
    """
    intended = _IntendedCharacters(written)
    parts, moved, end = [], [], 0
    for table in _TABLE.finditer(pdf):
        text = _RANGES.sub(partial(_corrected, intended=intended), table["text"])
        new = b"<< /Length %d >>\nstream\n%sendstream" % (
            int(table["length"]) + len(text) - len(table["text"]),
            text,
        )
        parts += [pdf[end : table.start()], new]
        end = table.end()
        moved.append((table.start(), len(new) - (table.end() - table.start())))
    whole = b"".join([*parts, pdf[end:]])

    def after(offset: int) -> int:
        return offset + sum(more for at, more in moved if at < offset)

    offsets = _OFFSETS.search(whole)
    if offsets is None:
        return pdf
    lines = _OFFSET.sub(lambda m: b"%010d" % after(int(m[0])), offsets["lines"])
    whole = whole[: offsets.start("lines")] + lines + whole[offsets.end("lines") :]
    return _START.sub(lambda m: b"startxref\n%d" % after(int(m[1])), whole)


def _corrected(ranges: re.Match[bytes], intended: _IntendedCharacters) -> bytes:
    """Return the block of glyph ranges with the intended character of each glyph."""
    lines = [
        b"<%s> <%s> [%s]\n"
        % (found["first"], found["last"], b" ".join(_characters(found, intended)))
        for found in _RANGE.finditer(ranges["lines"])
    ]
    return b"%d beginbfrange\n%sendbfrange" % (len(lines), b"".join(lines))


def _characters(found: re.Match[bytes], intended: _IntendedCharacters) -> Iterator[bytes]:
    """Yield the characters of one range as hexadecimal strings."""
    if found["list"] is not None:
        written = re.findall(rb"<(\w+)>", found["list"])
    else:
        count = int(found["last"], 16) - int(found["first"], 16) + 1
        width, start = len(found["start"]), int(found["start"], 16)
        written = [b"%0*X" % (width, start + step) for step in range(count)]
    for code in written:
        is_pair = len(code) > 4  # noqa: PLR2004 -- of surrogates
        yield b"<%s>" % (code if is_pair else b"%04X" % intended.of(int(code, 16)))


class _IntendedCharacters:
    """Looks up which of the written characters a glyph stands for."""

    def __init__(self, written: str) -> None:
        known = sorted({each for each in written if ord(each) < _FIRST_PAIR}, key=_preference)
        text = "".join(known)
        self._fonts = _fonts_of(text) if text else []
        self._by_glyph: list[dict[int, int]] = []
        for font in self._fonts:
            glyphs = font.glyphIndexesForString(text)
            pairs = zip(glyphs, map(ord, known), strict=False)
            self._by_glyph.append({glyph: code for glyph, code in pairs if glyph})

    def of(self, code: int) -> int:
        """Return the written character that has the same glyph as the one that Qt entered."""
        for font, by_glyph in zip(self._fonts, self._by_glyph, strict=True):
            for glyph in font.glyphIndexesForString(chr(code)):
                if glyph in by_glyph:
                    return _common_form(by_glyph[glyph])
        return _common_form(code)


def _fonts_of(text: str) -> list[QRawFont]:
    """Return the fonts that paint a text, the program's own first; empty without any font."""
    layout = QTextLayout(text, paper_font(_ANY_SIZE))
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    painted = [run.rawFont() for run in layout.glyphRuns()]
    # Without a font, Qt paints boxes by one of pixel size 0, whose family name crashes Qt.
    fonts = {
        (font.familyName(), font.styleName()): font for font in painted if font.pixelSize() > 0
    }
    return list(fonts.values())


def _preference(character: str) -> tuple[bool, bool, int]:
    """Sort key of characters with the same glyph: the last one is what people search for."""
    code = ord(character)
    return code < _END_OF_ASCII, unicodedata.normalize("NFKC", character) == character, code


def _common_form(code: int) -> int:
    """Return the character for a radical, a space for a blank, and any other code unchanged."""
    if code in _BLANKS:
        return ord(" ")
    if code in _RADICALS:
        plain = unicodedata.normalize("NFKC", chr(code))
        return ord(plain) if len(plain) == 1 else code
    return _MORE_RADICALS.get(code, code)
