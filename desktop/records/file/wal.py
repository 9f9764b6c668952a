"""The frames of a write-ahead log, read without SQLite. See https://sqlite.org/fileformat2.html#walformat."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

HEADER_SIZE = 32
PAGE_SIZES = {1 << power for power in range(9, 17)}
_FRAME_HEADER = 24
_ORDERS = {0x377F0682: "<", 0x377F0683: ">"}
"""The order of bytes in the words that are summed, by the number a log begins with."""
_Sums = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Frame:
    """The new content of a page, by its number; `ends` says that its transaction is whole with it."""

    number: int
    ends: bool
    page: bytes


def page_size(header: bytes) -> int:
    """The size of a page, in bytes, as the beginning of a log says; 0 where it is no log's."""
    size = int.from_bytes(header[8:12], "big")
    known = len(header) >= HEADER_SIZE and int.from_bytes(header[:4], "big") in _ORDERS
    return size if known and size in PAGE_SIZES else 0


def frames(log: BinaryIO, *, summed: bool = True) -> Iterator[Frame]:
    """The frames of an open log, up to the first that SQLite would not apply; none where it is no log.

    Summing up tells those that a power cut left in pieces, and takes a fiftieth of a second a megabyte.
    Left out, they count as whole.
    """
    header = log.read(HEADER_SIZE)
    size = page_size(header)
    if not size:
        return
    order = _ORDERS[int.from_bytes(header[:4], "big")]
    sums = _add((0, 0), header[:24], order) if summed else _told(header[24:])
    if sums != _told(header[24:]):
        return
    while len(frame := log.read(_FRAME_HEADER + size)) == _FRAME_HEADER + size:
        head, page = frame[:_FRAME_HEADER], frame[_FRAME_HEADER:]
        if head[8:16] != header[16:24]:  # left over from before the log began anew
            return
        if summed:
            sums = _add(sums, head[:8] + page, order)
            if sums != _told(head[16:]):
                return
        number, ends = struct.unpack(">II", head[:8])
        yield Frame(number, bool(ends), page)


def _told(data: bytes) -> _Sums:
    first, second = struct.unpack(">II", data)
    return first, second


def _add(sums: _Sums, data: bytes, order: str) -> _Sums:
    """The running sums, gone on over `data`."""
    first, second = sums
    for one, two in struct.iter_unpack(f"{order}II", data):
        first = first + one + second & 0xFFFFFFFF
        second = second + two + first & 0xFFFFFFFF
    return first, second
