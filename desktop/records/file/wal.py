"""The frames of a write-ahead log, read without SQLite.

See https://sqlite.org/fileformat2.html#walformat: section 4.1 for the headers and their offsets,
4.2 for the checksums.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

HEADER_SIZE = 32
"""Bytes of the log's header."""
PAGE_SIZES = {1 << power for power in range(9, 17)}
_MAGIC = slice(0, 4)
_PAGE_SIZE = slice(8, 12)
_SALTS, _FRAME_SALTS = slice(16, 24), slice(8, 16)
"""Random numbers that change each time the log is restarted; a frame repeats those of its log."""
_CHECKSUM, _FRAME_CHECKSUM = slice(24, 32), slice(16, 24)
_FRAME_HEADER_SIZE = 24
_BYTE_ORDERS = {0x377F0682: "<", 0x377F0683: ">"}
"""The byte order of the checksums' words, by the log's magic number."""
_Sums = tuple[int, int]


class Frame(NamedTuple):
    """The new content of page `number`; `ends` is True for the last frame of a transaction."""

    number: int
    ends: bool
    page: bytes


def page_size(header: bytes) -> int:
    """Return the page size in bytes from the header of a log; 0 if it is no log."""
    size = int.from_bytes(header[_PAGE_SIZE], "big")
    known = len(header) >= HEADER_SIZE and int.from_bytes(header[_MAGIC], "big") in _BYTE_ORDERS
    return size if known and size in PAGE_SIZES else 0


def frames(log: BinaryIO, *, checksummed: bool = True) -> Iterator[Frame]:
    """Yield the frames of an open log, up to the first that SQLite would not apply.

    The checksums detect frames torn by a power cut; computing them takes 20 ms a megabyte. Without
    `checksummed`, every frame counts as whole. A file that is no log yields nothing.
    """
    header = log.read(HEADER_SIZE)
    size = page_size(header)
    if not size:
        return
    order = _BYTE_ORDERS[int.from_bytes(header[_MAGIC], "big")]
    stored = _stored_sums(header[_CHECKSUM])
    sums = _add((0, 0), header[: _CHECKSUM.start], order) if checksummed else stored
    if sums != stored:
        return
    length = _FRAME_HEADER_SIZE + size
    while len(frame := log.read(length)) == length:
        head, page = frame[:_FRAME_HEADER_SIZE], frame[_FRAME_HEADER_SIZE:]
        if head[_FRAME_SALTS] != header[_SALTS]:  # left over from before the log was restarted
            return
        if checksummed:
            sums = _add(sums, head[: _FRAME_SALTS.start] + page, order)
            if sums != _stored_sums(head[_FRAME_CHECKSUM]):
                return
        number, ends = struct.unpack(">II", head[: _FRAME_SALTS.start])
        yield Frame(number, bool(ends), page)


def _stored_sums(data: bytes) -> _Sums:
    first, second = struct.unpack(">II", data)
    return first, second


def _add(sums: _Sums, data: bytes, order: str) -> _Sums:
    """Return the running sums, continued over `data`."""
    first, second = sums
    for one, two in struct.iter_unpack(f"{order}II", data):
        first = first + one + second & 0xFFFFFFFF
        second = second + two + first & 0xFFFFFFFF
    return first, second
