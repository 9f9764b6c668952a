"""Detecting the type of pictures and PDF files by their first bytes, and the size of pictures.

Nothing is decoded: the size in a header is checked before any decoder sees the file. The content
decides; a file whose name has the ending of another type is refused.

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
"""Pixels along one side: the maximum of a JPEG, and more than a long screenshot has."""
_SEGMENT_LIMIT = 10_000
_FRAME_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""The markers of JPEG segments that hold the size of the picture."""
_MARKER_START = 0xFF
"""The first byte of every marker of a JPEG."""
_SCAN, _END = 0xDA, 0xD9
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD9)})
"""Markers without a segment."""
_LOSSLESS = 0x2F
"""The first byte of the image data of a lossless WebP."""

Size = tuple[int, int]


def check(content: bytes, name: str = "") -> MediaType:
    """Return the type of a file according to its bytes.

    `name` is the name of the file; its ending, if any, must match. Raises EvidenceRefused:
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
    """Return every width and height in pixels in a picture's headers; an empty list if broken."""
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
    for _segment in range(_SEGMENT_LIMIT):
        while content[at] == content[at + 1] == _MARKER_START:  # fill bytes
            at += 1
        marker = content[at + 1]
        if content[at] != _MARKER_START or marker in (_SCAN, _END):
            return
        at += 2
        if marker in _STANDALONE:
            continue
        (length,) = struct.unpack_from(">H", content, at)
        if marker in _FRAME_MARKERS:
            height, width = struct.unpack_from(">HH", content, at + 3)
            yield width, height
        at += max(length, 2)


def _webp(content: bytes) -> Iterator[Size]:
    """Yield the size of the canvas, and of each image and frame on it."""
    at = 12
    for _chunk in range(_SEGMENT_LIMIT):
        if at + 8 > len(content):
            return
        name, length = struct.unpack_from("<4sI", content, at)
        yield from _webp_chunk(content, name, at + 8)
        at += 8 + (16 if name == b"ANMF" else length + length % 2)


def _webp_chunk(content: bytes, name: bytes, at: int) -> Iterator[Size]:
    if name == b"VP8X":
        yield 1 + _uint24(content, at + 4), 1 + _uint24(content, at + 7)
    elif name == b"ANMF":  # the frame's own chunks are nested in it
        yield 1 + _uint24(content, at + 6), 1 + _uint24(content, at + 9)
    elif name == b"VP8L":
        signature, bits = struct.unpack_from("<BI", content, at)
        if signature == _LOSSLESS:
            yield 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    elif name == b"VP8 ":
        start, width, height = struct.unpack_from("<3sHH", content, at + 3)
        if start == b"\x9d\x01\x2a":
            yield width & 0x3FFF, height & 0x3FFF


def _uint24(content: bytes, at: int) -> int:
    return int.from_bytes(struct.unpack_from("3s", content, at)[0], "little")
