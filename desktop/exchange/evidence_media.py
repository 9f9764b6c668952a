"""Tells pictures and PDF files apart by their first bytes, and how many pixels a picture claims.

Nothing is decoded: what a header says is bounded before any decoder sees the file. Names are not
believed, and one that says something else than the content is a reason to refuse the file.

Sources: PNG (W3C, 5.2 and 11.2.1), JPEG (ITU T.81, annex B), WebP (RFC 9649), PDF (ISO 32000,
7.5.2).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import PurePath

from desktop.domain.evidence import PIXEL_LIMIT, SIZE_LIMIT, EvidenceRefused
from desktop.domain.evidence_records import MediaType

_ENDINGS = {
    ".png": MediaType.PNG,
    ".jpg": MediaType.JPEG,
    ".jpeg": MediaType.JPEG,
    ".jfif": MediaType.JPEG,
    ".webp": MediaType.WEBP,
    ".pdf": MediaType.PDF,
}
_PNG = b"\x89PNG\r\n\x1a\n"
_SIDE_LIMIT = 65_500
"""Pixels of one side: what a JPEG can have at most, and more than a long screenshot has."""
_MOST_SEGMENTS = 10_000
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""The markers of a JPEG that say how large the picture is."""
_MARK = 0xFF
"""Begins every marker of a JPEG."""
_SCAN, _END = 0xDA, 0xD9
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
"""Markers that nothing belongs to."""
_LOSSLESS = 0x2F
"""Begins the picture of a lossless WebP."""

Size = tuple[int, int]


def check(content: bytes, name: str = "") -> MediaType:
    """Return what kind of file this is, as its bytes say.

    `name` is what it was called; a name without an ending says nothing. Raises EvidenceRefused:
    `empty`, `too-large`, `kind`, `ending`, `broken`, `too-many-pixels`.
    """
    if not content:
        raise EvidenceRefused("empty")
    if len(content) > SIZE_LIMIT:
        raise EvidenceRefused("too-large", largest_mb=SIZE_LIMIT >> 20)
    kind = _kind(content)
    ending = PurePath(name).suffix.lower()
    if kind is None:
        raise EvidenceRefused("kind")
    if ending and _ENDINGS.get(ending) is not kind:
        raise EvidenceRefused("ending", ending=ending, kind=kind)
    if kind is not MediaType.PDF:
        sizes = picture_sizes(content, kind)
        if not sizes:
            raise EvidenceRefused("broken")
        for width, height in sizes:
            if not (0 < width <= _SIDE_LIMIT and 0 < height <= _SIDE_LIMIT):
                raise EvidenceRefused("too-many-pixels" if width and height else "broken")
            if width * height > PIXEL_LIMIT:
                raise EvidenceRefused("too-many-pixels")
    return kind


def _kind(content: bytes) -> MediaType | None:
    if content.startswith(_PNG):
        return MediaType.PNG
    if content.startswith(b"\xff\xd8\xff"):
        return MediaType.JPEG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return MediaType.WEBP
    if content.startswith((b"%PDF-1.", b"%PDF-2.")):
        return MediaType.PDF
    return None


def picture_sizes(content: bytes, kind: MediaType) -> list[Size]:
    """Return every width and height in pixels that a picture's headers claim; none if broken."""
    reader = {MediaType.PNG: _png, MediaType.JPEG: _jpeg, MediaType.WEBP: _webp}[kind]
    try:
        return list(reader(content))
    except (struct.error, IndexError):
        return []


def _png(content: bytes) -> Iterator[Size]:
    length, name, width, height = struct.unpack_from(">I4sII", content, len(_PNG))
    if (length, name) == (13, b"IHDR"):
        yield width, height


def _jpeg(content: bytes) -> Iterator[Size]:
    """Yield the sizes of all frames before the first scan."""
    at = 2
    for _segment in range(_MOST_SEGMENTS):
        while content[at] == content[at + 1] == _MARK:  # fill bytes
            at += 1
        marker = content[at + 1]
        if content[at] != _MARK or marker in (_SCAN, _END):
            return
        at += 2
        if marker in _ALONE:
            continue
        (length,) = struct.unpack_from(">H", content, at)
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", content, at + 3)
            yield width, height
        at += max(length, 2)


def _webp(content: bytes) -> Iterator[Size]:
    """Yield the size of the canvas and of each picture and frame on it."""
    at = 12
    for _chunk in range(_MOST_SEGMENTS):
        if at + 8 > len(content):
            return
        name, length = struct.unpack_from("<4sI", content, at)
        yield from _webp_chunk(content, name, at + 8)
        at += 8 + (16 if name == b"ANMF" else length + length % 2)


def _webp_chunk(content: bytes, name: bytes, at: int) -> Iterator[Size]:
    if name == b"VP8X":
        yield 1 + _three(content, at + 4), 1 + _three(content, at + 7)
    elif name == b"ANMF":  # the chunks of the frame follow within
        yield 1 + _three(content, at + 6), 1 + _three(content, at + 9)
    elif name == b"VP8L":
        signature, bits = struct.unpack_from("<BI", content, at)
        if signature == _LOSSLESS:
            yield 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    elif name == b"VP8 ":
        start, width, height = struct.unpack_from("<3sHH", content, at + 3)
        if start == b"\x9d\x01\x2a":
            yield width & 0x3FFF, height & 0x3FFF


def _three(content: bytes, at: int) -> int:
    return int.from_bytes(struct.unpack_from("3s", content, at)[0], "little")
