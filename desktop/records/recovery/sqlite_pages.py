"""The rows of a damaged SQLite file, read page by page without SQLite, which refuses such files whole.

Only what LinkDue's own tables need: pages of ordinary tables, texts in UTF-8, overflowing rows, and the
log beside the file. Nothing in the file is trusted: every number is checked against the file's size,
and no chain of pages is followed in circles. See https://sqlite.org/fileformat2.html.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from desktop.records.file import wal

LEAF, INTERIOR = 0x0D, 0x05
_USUAL_SIZE = 4096
"""Bytes of a page, as in every file that LinkDue makes."""
_LARGEST_SIZE = 1 << 16
_FILE_HEADER = 100
_NUMBERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
"""Bytes of an integer by its serial type."""
_REAL, _ZERO, _ONE, _FIRST_BLOB = 7, 8, 9, 12
_LOOKED_AT = 1 << 21
"""Bytes looked at to find out how long a page is."""
_TREE_PAGES = (b"\x02", b"\x05", b"\x0a", b"\x0d")

Value = int | float | str | bytes | None


class BadBytes(ValueError):
    """What stands there is no such thing."""


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row: its key and its columns as they are stored, where an integer key is None."""

    page: int
    key: int
    values: tuple[Value, ...]


class RawFile:
    """The pages of a file with its log laid over. No connection of this process may have it open."""

    def __init__(self, path: Path, *, with_log: bool = True) -> None:
        """Raises OSError."""
        self._data = path.read_bytes()
        log = path.with_name(f"{path.name}-wal")
        written = log.read_bytes() if with_log and log.exists() else b""
        self.page_size = self._find_page_size(written)
        self._newer = _committed_pages(written, self.page_size)
        self.count = max(-(-len(self._data) // self.page_size), *self._newer, 0)

    def page(self, number: int) -> bytes:
        """The page with this number, from 1; BadBytes where there is none that is whole."""
        if number in self._newer:
            return self._newer[number]
        start = (number - 1) * self.page_size
        page = self._data[start : start + self.page_size] if number > 0 else b""
        if len(page) < self.page_size:
            raise BadBytes(f"page {number}")
        return page

    def kind(self, number: int) -> int:
        """The type of a page of a tree; BadBytes where there is no page."""
        return self.page(number)[self._start(number)]

    def children(self, number: int) -> list[int]:
        """The pages below an inner page of a table, in order. BadBytes."""
        page = self.page(number)
        at = self._start(number)
        below = [
            int.from_bytes(page[cell : cell + 4], "big") for cell in self._cells(number, INTERIOR)
        ]
        return [*below, int.from_bytes(page[at + 8 : at + 12], "big")]

    def rows(self, number: int) -> Iterator[RawRow | None]:
        """The rows of an outer page of a table; None for each that cannot be read. BadBytes."""
        page = self.page(number)
        for cell in self._cells(number, LEAF):
            try:
                yield self._row(number, page, cell)
            except (BadBytes, UnicodeDecodeError, IndexError, struct.error):
                yield None

    def free_pages(self) -> set[int]:
        """The pages that the file says are not in use; none where what it says does not add up."""
        free: set[int] = set()
        try:
            first = self.page(1)
            trunk, said = struct.unpack(">II", first[32:40])
            while trunk:
                page = self.page(trunk)
                following, count = struct.unpack(">II", page[:8])
                leaves = struct.unpack(f">{count}I", page[8 : 8 + 4 * count])
                if trunk in free or not free.isdisjoint(leaves):
                    return set()
                free |= {trunk, *leaves}
                trunk = following
        except (BadBytes, struct.error):
            return set()
        return free if len(free) == said else set()

    # Inside a page

    @staticmethod
    def _start(number: int) -> int:
        return _FILE_HEADER if number == 1 else 0

    def _cells(self, number: int, kind: int) -> list[int]:
        """Where the cells of a page start. BadBytes where it is of another kind, or no page."""
        page, at = self.page(number), self._start(number)
        if page[at] != kind:
            raise BadBytes(f"page {number} is of kind {page[at]}")
        count = int.from_bytes(page[at + 3 : at + 5], "big")
        first = at + (12 if kind == INTERIOR else 8)
        if first + 2 * count > self.page_size:
            raise BadBytes(f"page {number} has {count} cells")
        places = struct.unpack(f">{count}H", page[first : first + 2 * count])
        return list(places)

    def _row(self, number: int, page: bytes, at: int) -> RawRow:
        length, at = _varint(page, at)
        key, at = _varint(page, at)
        key = key - (1 << 64) if key >> 63 else key
        return RawRow(number, key, _record(self._payload(page, at, length)))

    def _payload(self, page: bytes, at: int, length: int) -> bytes:
        """A row's bytes, from its page and those it overflows to."""
        if length > len(self._data) + self.page_size * len(self._newer):
            raise BadBytes("longer than the file")
        most, least = self.page_size - 35, (self.page_size - 12) * 32 // 255 - 23
        here = length
        if length > most:
            here = least + (length - least) % (self.page_size - 4)
            here = here if here <= most else least
        if at + here + (4 if here < length else 0) > self.page_size:
            raise BadBytes("over the end of the page")
        parts, got = [page[at : at + here]], here
        following = int.from_bytes(page[at + here : at + here + 4], "big")
        seen: set[int] = set()
        while got < length:
            if following in seen:
                raise BadBytes("in circles")
            seen.add(following)
            more = self.page(following)
            following = int.from_bytes(more[:4], "big")
            parts.append(more[4 : 4 + length - got])
            got += len(parts[-1])
        return b"".join(parts)

    def _find_page_size(self, log: bytes) -> int:
        """Of what file and log say, and the usual, the size by which the file looks like pages."""
        said = int.from_bytes(self._data[16:18], "big")
        said = _LARGEST_SIZE if said == 1 else said
        sizes = wal.PAGE_SIZES & {said, int.from_bytes(log[8:12], "big"), _USUAL_SIZE}
        return max(sizes, key=lambda size: (self._likeness(size), size == _USUAL_SIZE))

    def _likeness(self, size: int) -> float:
        """How many places near the start look like a page of a tree, and how few do not."""
        places = range(0, min(len(self._data), _LOOKED_AT), size)
        found = 0
        for start in places:
            at = start + (_FILE_HEADER if start == 0 else 0)
            head = self._data[at : at + 8]
            count = int.from_bytes(head[3:5], "big")
            found += head[:1] in _TREE_PAGES and head[7:] < b"\x3d" and 2 * count < size
        return found * found / max(1, len(places))


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """A number of up to nine bytes, and where it ends. IndexError beyond the data."""
    value = 0
    for place in range(8):
        byte = data[at + place]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:  # noqa: PLR2004 - the last byte has its first bit clear
            return value, at + place + 1
    return value << 8 | data[at + 8], at + 9


def _record(data: bytes) -> tuple[Value, ...]:
    """The columns of a row. Raises BadBytes, UnicodeDecodeError and IndexError."""
    end, at = _varint(data, 0)
    body = end
    values: list[Value] = []
    if end > len(data):
        raise BadBytes("a header longer than its row")
    while at < end:
        kind, at = _varint(data, at)
        value, size = _value(data, body, kind)
        values.append(value)
        body += size
    if at != end or body != len(data):
        raise BadBytes("a row that does not fill its place")
    return tuple(values)


def _value(data: bytes, at: int, kind: int) -> tuple[Value, int]:
    if kind == 0:
        return None, 0
    if kind in (_ZERO, _ONE):
        return kind - _ZERO, 0
    if kind == _REAL:
        return struct.unpack(">d", data[at : at + 8])[0], 8
    size = _NUMBERS.get(kind, (kind - _FIRST_BLOB) // 2)
    part = data[at : at + size]
    if len(part) != size or size < 0:
        raise BadBytes("a value longer than its row")
    if kind in _NUMBERS:
        return int.from_bytes(part, "big", signed=True), size
    return part.decode() if kind % 2 else part, size


def _committed_pages(log: bytes, size: int) -> dict[int, bytes]:
    """The pages of the transactions in a log that are whole; none where it is no log."""
    if wal.page_size(log) != size:
        return {}
    done: dict[int, bytes] = {}
    begun: dict[int, bytes] = {}
    for frame in wal.frames(BytesIO(log)):
        begun[frame.number] = frame.page
        if frame.ends:
            done |= begun
            begun = {}
    return done
