"""Splitting the lines of a delimited text into cells, even if quotation marks are not escaped.

A mark that opens a cell and is closed before a delimiter is a quote (RFC 4180); any other is a
character like any other, as the inch in ``15" 屏``. Some programs escape marks with a backslash.
Each line is read in the way that yields as many cells as there are titles. If none does, this line
is reported as broken, and no other line is affected.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

from desktop.base.progress import Progress
from desktop.exchange.document import chunks
from desktop.exchange.snapshot import ImportRefused

LONGEST_LINE = 1_000_000
"""Characters; no line and no cell of a list of orders is longer."""
LINE_ENDS = "\n\r"
"""Old Macs end lines with CR alone."""
_REPORT_EVERY = 1000
"""Lines between two calls of `progress`."""
BLOCK = 1 << 20
"""Characters that are split into lines at a time."""
_AVERAGE_LINE_LIMIT = 2000
"""Characters; the average line of a list of orders is shorter."""
_ORDER_NUMBER = re.compile(r"(?<!\d)\d{8,20}(?!\d)")

csv.field_size_limit(LONGEST_LINE)


class DelimitedLines:
    """An iterable of the cells of each line; `line_num` is the number of the last line read.

    `width` is the number of titles; None if they are not known. `broken` holds the numbers of the
    lines that could not be read in any way.
    """

    def __init__(
        self,
        text: str,
        delimiter: str,
        width: int | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.line_num = 0
        self.broken: set[int] = set()
        self._text = text
        self._delimiter = delimiter
        self._width = width
        self._progress = progress
        self._pushed_back: list[str] = []
        self._raw = _raw_lines(text)

    def __iter__(self) -> Iterator[Sequence[str]]:
        delimiter = self._delimiter
        while (line := self._next_line()) is not None:
            self.line_num += 1
            if self._progress is not None and self.line_num % _REPORT_EVERY == 0:
                self._progress(0, 0)
            if '"' in line:
                yield self._quoted(line)
            else:
                bare = line.rstrip(LINE_ENDS)
                yield bare.split(delimiter) if bare else ()

    def _next_line(self) -> str | None:
        return self._pushed_back.pop() if self._pushed_back else next(self._raw, None)

    def _quoted(self, line: str) -> Sequence[str]:
        """Return the cells of the record that begins with `line`, which has a quotation mark."""
        cells = self._strict(line)
        if cells is not None and self._fits(cells):
            return cells
        others = [self._escaped(line), self._spaced(line)]
        exact = next((c for c in others if c is not None and len(c) == self._width), None)
        if exact is not None:
            return exact
        if cells is None:
            multiline = self._multiline(line)
            if multiline is not None:
                return multiline
        one_line = (self._lenient(line), self._literal(line))
        exact = next((c for c in one_line if len(c) == self._width), None)
        if exact is not None:
            return exact
        if cells is not None:
            return cells
        if self._width is not None:
            self.broken.add(self.line_num)
        return one_line[1]

    def _fits(self, cells: Sequence[str]) -> bool:
        return self._width is None or len(cells) <= self._width

    def _strict(self, record: str, **dialect: object) -> list[str] | None:
        """Return the cells of one record by RFC 4180; None if it breaks its rules."""
        reader = csv.reader(
            (record,),
            delimiter=self._delimiter,
            strict=True,
            **dialect,  # type: ignore[arg-type]
        )
        try:
            cells = next(reader, None)
            return cells if cells is not None and next(reader, None) is None else None
        except csv.Error:
            return None

    def _escaped(self, line: str) -> list[str] | None:
        if '\\"' not in line:
            return None
        cells = self._strict(line.replace('\\"', '""'))
        return cells if cells is not None else self._strict(line, escapechar="\\")

    def _spaced(self, line: str) -> list[str] | None:
        return self._strict(line, skipinitialspace=True)

    def _multiline(self, line: str) -> Sequence[str] | None:
        """Return the cells of a record that spans lines; None if its mark opens no cell.

        Raises ImportRefused `broken-table` if a cell is far too long.
        """
        first = self.line_num
        following: list[str] = []
        record = line
        size = len(line)
        cells = None
        while cells is None and (more := self._next_line()) is not None:
            following.append(more)
            size += len(more)
            if size > LONGEST_LINE:
                if size > _AVERAGE_LINE_LIMIT * len(following):
                    raise ImportRefused("broken-table", {"line": first})
                break
            if '"' in more:
                record = "".join((line, *following))
                cells = self._strict(record)
                if cells is None and not _is_unclosed(record, self._delimiter):
                    break
        stray = self._is_row(line) and any(map(self._is_row, following))
        if cells is not None and self._fits(cells) and not stray:
            self.line_num += len(following)
            return cells
        self._pushed_back += reversed(following)
        return None

    def _is_row(self, line: str) -> bool:
        """Return whether a line is a complete row if no mark in it is a quote."""
        cells = self._literal(line)
        return len(cells) == self._width and _ORDER_NUMBER.search(line) is not None

    def _lenient(self, line: str) -> list[str]:
        """Return the cells if a mark closes a cell only before a delimiter."""
        cells: list[str] = []
        rest = line.rstrip(LINE_ENDS)
        while rest:
            bare = rest.lstrip(" ")
            end = bare.find(f'"{self._delimiter}', 1) if bare.startswith('"') else -1
            if end < 0 and bare.startswith('"') and bare.endswith('"') and len(bare) > 1:
                cells.append(bare[1:-1])
                return cells
            if end > 0:
                cells.append(bare[1:end].replace('""', '"'))
                rest = bare[end + 2 :]
                continue
            cell, found, rest = rest.partition(self._delimiter)
            cells.append(cell)
            if found and not rest:
                cells.append("")
        return cells

    def _literal(self, line: str) -> list[str]:
        """Return the cells if no mark is a quote, without marks around a whole cell."""
        cells = line.rstrip(LINE_ENDS).split(self._delimiter)
        return [_without_marks(cell) for cell in cells]


def _without_marks(cell: str) -> str:
    bare = cell.strip()
    whole = len(bare) > 1 and bare[0] == bare[-1] == '"'
    return bare[1:-1] if whole else cell


def _is_unclosed(record: str, delimiter: str) -> bool:
    """Return whether only a closing quote is missing at the end of a record."""
    reader = csv.reader((record + '"',), delimiter=delimiter, strict=True)
    try:
        return next(reader, None) is not None and next(reader, None) is None
    except csv.Error:
        return False


def _raw_lines(text: str) -> Iterator[str]:
    """Yield the lines with their ends, without NUL; a block at a time, to save memory."""
    for block in chunks.blocks(text, BLOCK, LINE_ENDS):
        yield from io.StringIO(block.replace("\0", ""), newline="")
