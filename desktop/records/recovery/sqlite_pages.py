"""Reads the rows of a damaged SQLite file page by page, without SQLite, which refuses such files.

It supports only what LinkDue's own tables need: pages of ordinary tables, texts in UTF-8, overflow
pages, and the log beside the file. Nothing in the file is trusted: every number is checked against
the file's size, and cycles in chains of pages are detected. Sections are those of
https://sqlite.org/fileformat2.html.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from desktop.base.regular_file import open_regular
from desktop.records.file import wal

LEAF, INTERIOR = 0x0D, 0x05
"""Types of pages in a table's B-tree. Section 1.6, "B-tree Pages"."""
_DEFAULT_SIZE = 4096
"""Bytes of a page in the files that LinkDue creates."""
_LARGEST_SIZE = 1 << 16
_FILE_HEADER = 100
"""Bytes of the file's header, at the start of page 1. Section 1.3, "The Database Header"."""
_INTEGER_SIZES = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
"""Bytes of an integer by its serial type. Section 2.1, "Record Format"."""
_REAL, _ZERO, _ONE, _FIRST_BLOB = 7, 8, 9, 12
"""The other serial types; from 12 on, even ones are blobs and odd ones texts."""
_EXAMINED = 1 << 21
"""Bytes at the start of the file that are examined to find the page size."""
_TREE_PAGES = (b"\x02", b"\x05", b"\x0a", b"\x0d")
"""The first bytes of B-tree pages, of tables and of indexes. Section 1.6."""

Value = int | float | str | bytes | None


class BadBytes(ValueError):
    """Bytes that do not follow SQLite's file format."""


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row: its rowid as `key`, and its stored columns, in which an integer key is None."""

    page: int
    key: int
    values: tuple[Value, ...]


class RawFile:
    """The pages of a file, replaced by those in its log where it has newer ones.

    No connection of this process may have the file open: closing it would drop SQLite's locks.
    """

    def __init__(self, path: Path, *, with_log: bool = True) -> None:
        """Read file and log into memory. Raises OSError if they cannot be read."""
        self._data = _content(path)
        log = path.with_name(f"{path.name}-wal")
        log_bytes = b""
        if with_log:
            with suppress(FileNotFoundError):
                log_bytes = _content(log)
        self.page_size = self._find_page_size(log_bytes)
        self._newer = _committed_pages(log_bytes, self.page_size)
        self.count = max(-(-len(self._data) // self.page_size), *self._newer, 0)

    def page(self, number: int) -> bytes:
        """Return a page; the first is 1. Raises BadBytes if it is missing or incomplete."""
        if number in self._newer:
            return self._newer[number]
        start = (number - 1) * self.page_size
        page = self._data[start : start + self.page_size] if number > 0 else b""
        if len(page) < self.page_size:
            raise BadBytes(f"page {number}")
        return page

    def kind(self, number: int) -> int:
        """Return the type of a B-tree page. Raises BadBytes if there is no such page."""
        return self.page(number)[self._header_offset(number)]

    def children(self, number: int) -> list[int]:
        """Return the numbers of the child pages of a table's interior page, in order.

        Raises BadBytes if the page is no interior page.
        """
        page = self.page(number)
        at = self._header_offset(number)
        children = [
            int.from_bytes(page[cell : cell + 4], "big") for cell in self._cells(number, INTERIOR)
        ]
        return [*children, int.from_bytes(page[at + 8 : at + 12], "big")]

    def rows(self, number: int) -> Iterator[RawRow | None]:
        """Yield the rows of a table's leaf page; None for each that cannot be read.

        Raises BadBytes if the page is no leaf page.
        """
        page = self.page(number)
        for cell in self._cells(number, LEAF):
            try:
                yield self._row(number, page, cell)
            except (BadBytes, UnicodeDecodeError, IndexError, struct.error):
                yield None

    def free_pages(self) -> set[int]:
        """Return the numbers of the unused pages; an empty set if the list of them is damaged.

        Section 1.5, "The Freelist"; its first page and length are at offset 32 of the file.
        """
        free: set[int] = set()
        try:
            first = self.page(1)
            trunk, length = struct.unpack(">II", first[32:40])
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
        return free if len(free) == length else set()

    # Inside a page

    @staticmethod
    def _header_offset(number: int) -> int:
        return _FILE_HEADER if number == 1 else 0

    def _cells(self, number: int, kind: int) -> list[int]:
        """Return the offsets of the cells in a page. Section 1.6.

        Raises BadBytes if the page is missing or of another kind.
        """
        page, at = self.page(number), self._header_offset(number)
        if page[at] != kind:
            raise BadBytes(f"page {number} is of kind {page[at]}")
        count = int.from_bytes(page[at + 3 : at + 5], "big")
        first = at + (12 if kind == INTERIOR else 8)
        if first + 2 * count > self.page_size:
            raise BadBytes(f"page {number} has {count} cells")
        return list(struct.unpack(f">{count}H", page[first : first + 2 * count]))

    def _row(self, number: int, page: bytes, at: int) -> RawRow:
        length, at = _varint(page, at)
        key, at = _varint(page, at)
        key = key - (1 << 64) if key >> 63 else key
        return RawRow(number, key, _record(self._payload(page, at, length)))

    def _payload(self, page: bytes, at: int, length: int) -> bytes:
        """Return a row's bytes, from its page and its overflow pages.

        Section 1.6 defines how many are on the page itself, section 1.7 the overflow pages. Raises
        BadBytes if some are missing.
        """
        if length > len(self._data) + self.page_size * len(self._newer):
            raise BadBytes("a row longer than the file")
        largest, smallest = self.page_size - 35, (self.page_size - 12) * 32 // 255 - 23
        here = length
        if length > largest:
            here = smallest + (length - smallest) % (self.page_size - 4)
            here = here if here <= largest else smallest
        if at + here + (4 if here < length else 0) > self.page_size:
            raise BadBytes("a row beyond the end of its page")
        parts, got = [page[at : at + here]], here
        following = int.from_bytes(page[at + here : at + here + 4], "big")
        seen: set[int] = set()
        while got < length:
            if following in seen:
                raise BadBytes("a cycle of overflow pages")
            seen.add(following)
            more = self.page(following)
            following = int.from_bytes(more[:4], "big")
            parts.append(more[4 : 4 + length - got])
            got += len(parts[-1])
        return b"".join(parts)

    def _find_page_size(self, log: bytes) -> int:
        """Return the page size with which the file contains the most recognisable pages.

        Candidates are the sizes in the headers of file (section 1.3.2) and log, and the default.
        """
        stated = int.from_bytes(self._data[16:18], "big")
        stated = _LARGEST_SIZE if stated == 1 else stated
        sizes = wal.PAGE_SIZES & {stated, int.from_bytes(log[8:12], "big"), _DEFAULT_SIZE}
        return max(sizes, key=lambda size: (self._resemblance(size), size == _DEFAULT_SIZE))

    def _resemblance(self, size: int) -> float:
        """Rate a page size: high if most pages near the start look like pages of a B-tree."""
        starts = range(0, min(len(self._data), _EXAMINED), size)
        found = 0
        for start in starts:
            at = start + (_FILE_HEADER if start == 0 else 0)
            head = self._data[at : at + 8]
            count = int.from_bytes(head[3:5], "big")
            found += head[:1] in _TREE_PAGES and head[7:] < b"\x3d" and 2 * count < size
        return found * found / max(1, len(starts))


def _content(path: Path) -> bytes:
    with open_regular(path) as file:
        return file.read()


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """Return a number of up to nine bytes (section 1.6, "varint"), and the offset of its end.

    Raises IndexError if the data ends before.
    """
    value = 0
    for offset in range(8):
        byte = data[at + offset]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:  # noqa: PLR2004 - the last byte has its first bit clear
            return value, at + offset + 1
    return value << 8 | data[at + 8], at + 9


def _record(data: bytes) -> tuple[Value, ...]:
    """Return the columns of a row (section 2.1).

    Raises BadBytes, UnicodeDecodeError or IndexError if `data` is no record.
    """
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
        raise BadBytes("a row whose length does not match its header")
    return tuple(values)


def _value(data: bytes, at: int, kind: int) -> tuple[Value, int]:
    if kind == 0:
        return None, 0
    if kind in (_ZERO, _ONE):
        return kind - _ZERO, 0
    if kind == _REAL:
        return struct.unpack(">d", data[at : at + 8])[0], 8
    size = _INTEGER_SIZES.get(kind, (kind - _FIRST_BLOB) // 2)
    part = data[at : at + size]
    if len(part) != size or size < 0:
        raise BadBytes("a value longer than its row")
    if kind in _INTEGER_SIZES:
        return int.from_bytes(part, "big", signed=True), size
    return part.decode() if kind % 2 else part, size


def _committed_pages(log: bytes, size: int) -> dict[int, bytes]:
    """Return the pages of the complete transactions in a log; none if it is no log.

    The pages of the last transaction count only if its final frame is there.
    """
    if wal.page_size(log) != size:
        return {}
    committed: dict[int, bytes] = {}
    pending: dict[int, bytes] = {}
    for frame in wal.frames(BytesIO(log)):
        pending[frame.number] = frame.page
        if frame.ends:
            committed |= pending
            pending = {}
    return committed
