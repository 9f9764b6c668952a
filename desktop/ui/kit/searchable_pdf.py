"""Lets a PDF that Qt wrote be searched and copied from.

A font may draw a radical (U+2F49) and its character (月) with one glyph, or a tab and a space. Of
the characters of a glyph, Qt names the first one in its table from glyphs to text, which is not the
one that was written and that people look for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

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


def paper_font(points: float) -> QFont:
    """Return the program's font at a size in points of a page whose unit is the point.

    Without features that choose other glyphs: figures of a language's own, as full Noto CJK has
    them, and ligatures have no place in Qt's table.
    Never bold either, which Qt draws twice where a font has none, and a reader then finds twice.
    """
    font = QFont(QApplication.font())
    font.clearFeatures()
    for feature in _OTHER_GLYPHS:
        font.setFeature(feature, 0)
    font.setBold(False)
    font.setPixelSize(round(points))
    return font


def searchable(pdf: bytes) -> bytes:
    """Return the PDF with the characters that people look for in its text.

    What is not as Qt writes it stays as it is.
    """
    parts, moved, end = [], [], 0
    for table in _TABLE.finditer(pdf):
        text = _RANGES.sub(_corrected, table["text"])
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


def _corrected(ranges: re.Match[bytes]) -> bytes:
    """Write ranges of glyphs with the character of each."""
    lines = [
        b"<%s> <%s> [%s]\n" % (found["first"], found["last"], b" ".join(_characters(found)))
        for found in _RANGE.finditer(ranges["lines"])
    ]
    return b"%d beginbfrange\n%sendbfrange" % (len(lines), b"".join(lines))


def _characters(found: re.Match[bytes]) -> Iterator[bytes]:
    if found["list"] is not None:
        written = re.findall(rb"<(\w+)>", found["list"])
    else:
        count = int(found["last"], 16) - int(found["first"], 16) + 1
        width, start = len(found["start"]), int(found["start"], 16)
        written = [b"%0*X" % (width, start + step) for step in range(count)]
    for code in written:
        yield b"<%s>" % (b"%04X" % _meant(int(code, 16)) if len(code) == 4 else code)  # noqa: PLR2004


def _meant(code: int) -> int:
    """Return the character that a radical or a blank stands for."""
    if code in _BLANKS:
        return ord(" ")
    if code in _RADICALS:
        plain = unicodedata.normalize("NFKC", chr(code))
        return ord(plain) if len(plain) == 1 else code
    return _MORE_RADICALS.get(code, code)
