"""Small pictures, and files that claim to be pictures, made without a library."""

from __future__ import annotations

import struct
import zlib

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
"""The smallest content that is recognised as a PDF."""


def make_png(width: int = 3, height: int = 2, shade: int = 0) -> bytes:
    """Return a grey picture; each `shade` gives a different file."""
    rows = b"".join(b"\0" + bytes([shade % 256]) * width for _ in range(height))
    return png_of(width, height, zlib.compress(rows))


def png_of(width: int, height: int, data: bytes) -> bytes:
    """Return a PNG whose header states a size, with any `data`."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(name, content)
        for name, content in ((b"IHDR", header), (b"IDAT", data), (b"IEND", b""))
    )


def _chunk(name: bytes, content: bytes) -> bytes:
    sum_ = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + sum_


def jpeg_of(width: int, height: int, marker: int = 0xC0) -> bytes:
    """Return the header of a JPEG that states a size, after a comment."""
    comment = b"\xff\xfe" + struct.pack(">H", 6) + b"note"
    frame = struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\0"
    return b"\xff\xd8" + comment + b"\xff" + bytes([marker]) + frame + b"\xff\xda\0\x02\xff\xd9"


def webp_of(
    width: int, height: int, kind: str = "VP8X", inner: tuple[int, int] | None = None
) -> bytes:
    """Return a WebP with a chunk of one kind and a size; `inner` adds a picture of another."""
    body = _webp_chunk(kind, width, height)
    if inner is not None:
        body += _webp_chunk("VP8L", *inner)
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


def _webp_chunk(kind: str, width: int, height: int) -> bytes:
    w, h = width - 1, height - 1
    content = {
        "VP8X": b"\0\0\0\0" + w.to_bytes(3, "little") + h.to_bytes(3, "little"),
        "VP8L": b"\x2f" + struct.pack("<I", (w & 0x3FFF) | (h & 0x3FFF) << 14),
        "VP8 ": b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", width & 0x3FFF, height & 0x3FFF),
    }[kind]
    return kind.encode() + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
