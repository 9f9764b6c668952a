"""Lets a PDF that Qt wrote be searched and copied from.

A font may draw a radical (U+2F49) and its character (月) with one glyph, 戶 and 户, or a tab and a
space. Of the characters of a glyph, Qt names the first one in its table from glyphs to text, which
need not be the one that was written and that people look for.
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
CARRIED_FONT = "fonts/NotoSansSC-Regular.otf"
"""The package for Linux carries it."""
_OTHER_GLYPHS = [QFont.Tag(name) for name in ("locl", "liga", "clig", "calt")]
_RADICALS = range(0x2F00, 0x2FE0)
"""Those of the Kangxi dictionary, of which Unicode says which character they are."""
_MORE = (
    "2E81厂 2E84乙 2E85亻 2E8A卜 2E8E兀 2E90尢 2E92巳 2E93幺 2E9F母 2EA0民 2EA7牛 2EA9王 2EAA疋 "
    "2EAC示 2EAE竹 2EB6羊 2EC1虎 2EC4西 2EC5见 2EC6角 2EC9贝 2ECB车 2ED1長 2ED3长 2ED4门 2ED7雨 "
    "2ED8青 2ED9韦 2EDA页 2EDB风 2EDC飞 2EDD食 2EE1首 2EE2马 2EE3骨 2EE4鬼 2EE5鱼 2EE6鸟 2EE7卤 "
    "2EE8麦 2EE9黄 2EEA黾 2EEB斉 2EEC齐 2EED歯 2EEE齿 2EEF竜 2EF0龙 2EF1龜 2EF2亀 2EF3龟"
)
_MORE_RADICALS = {int(pair[:4], 16): ord(pair[4]) for pair in _MORE.split(" ")}
"""Of these, it says so in a list of its own (EquivalentUnifiedIdeograph)."""
_BLANKS = (0x09, 0xA0)
_FIRST_PAIR = 0x10000
_END_OF_ASCII = 0x80
_ANY_SIZE = 12.0


def paper_font(points: float) -> QFont:
    """Return the program's font at a size in points of a page whose unit is the point.

    The one that the package carries, where it does; what that lacks is taken from the system's.
    Without features that choose other glyphs: figures of a language's own, as full Noto CJK has
    them, and ligatures have no place in Qt's table.
    Never bold either, which Qt draws twice where a font has none, and a reader then finds twice.
    """
    font = QFont(QApplication.font())
    font.setFamilies([*_carried(), *font.families()])
    font.clearFeatures()
    for feature in _OTHER_GLYPHS:
        font.setFeature(feature, 0)
    font.setBold(False)
    font.setPixelSize(round(points))
    return font


@cache
def _carried() -> tuple[str, ...]:
    """Return the family of the font that the package carries, for Qt to know from now on.

    It is left alone where the window is drawn with a font of another design: to know one more
    would change that.
    """
    font = resource(CARRIED_FONT)
    if not font.is_file() or not QFontInfo(QApplication.font()).family().startswith("Noto Sans"):
        return ()
    number = QFontDatabase.addApplicationFont(str(font))
    return tuple(QFontDatabase.applicationFontFamilies(number)[:1])


def searchable(pdf: bytes, written: str = "") -> bytes:
    """Return the PDF with the characters in its text that people look for.

    `written` is the text that was painted, or at least each of its characters. What is not as Qt
    writes it stays as it is.
    """
    meant = _Meant(written)
    parts, moved, end = [], [], 0
    for table in _TABLE.finditer(pdf):
        text = _RANGES.sub(partial(_corrected, meant=meant), table["text"])
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


def _corrected(ranges: re.Match[bytes], meant: _Meant) -> bytes:
    """Write ranges of glyphs with the character of each."""
    lines = [
        b"<%s> <%s> [%s]\n" % (found["first"], found["last"], b" ".join(_characters(found, meant)))
        for found in _RANGE.finditer(ranges["lines"])
    ]
    return b"%d beginbfrange\n%sendbfrange" % (len(lines), b"".join(lines))


def _characters(found: re.Match[bytes], meant: _Meant) -> Iterator[bytes]:
    if found["list"] is not None:
        written = re.findall(rb"<(\w+)>", found["list"])
    else:
        count = int(found["last"], 16) - int(found["first"], 16) + 1
        width, start = len(found["start"]), int(found["start"], 16)
        written = [b"%0*X" % (width, start + step) for step in range(count)]
    for code in written:
        is_pair = len(code) > 4  # noqa: PLR2004 -- of surrogates
        yield b"<%s>" % (code if is_pair else b"%04X" % meant.of(int(code, 16)))


class _Meant:
    """Knows which of the characters that were written a glyph stands for."""

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
        """Return the character that was written, for one that Qt names."""
        for font, by_glyph in zip(self._fonts, self._by_glyph, strict=True):
            for glyph in font.glyphIndexesForString(chr(code)):
                if glyph in by_glyph:
                    return _usual(by_glyph[glyph])
        return _usual(code)


def _fonts_of(text: str) -> list[QRawFont]:
    """Return the fonts that paint a text, the program's own first; none where there is none."""
    layout = QTextLayout(text, paper_font(_ANY_SIZE))
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    painted = [run.rawFont() for run in layout.glyphRuns()]
    # Without a font, Qt paints boxes: they have no size, and to ask for their name is a crash.
    fonts = {
        (font.familyName(), font.styleName()): font for font in painted if font.pixelSize() > 0
    }
    return list(fonts.values())


def _preference(character: str) -> tuple[bool, bool, int]:
    """Sort characters that look alike: the last one is what people look for."""
    code = ord(character)
    return code < _END_OF_ASCII, unicodedata.normalize("NFKC", character) == character, code


def _usual(code: int) -> int:
    """Return the character that a radical or a blank stands for."""
    if code in _BLANKS:
        return ord(" ")
    if code in _RADICALS:
        plain = unicodedata.normalize("NFKC", chr(code))
        return ord(plain) if len(plain) == 1 else code
    return _MORE_RADICALS.get(code, code)
