"""A table that is no list of orders: found by the titles that its reader knows.

Lines before the titles are skipped: bills of WeChat and Alipay begin with a block about the period.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from desktop.base.progress import Progress
from desktop.exchange.document.delimited import DelimitedLines
from desktop.exchange.document.encoding import decode
from desktop.exchange.document.spreadsheet import is_spreadsheet, read_sheets
from desktop.exchange.document.table import Line, Table, column_letter, refuse_monsters
from desktop.exchange.snapshot import ImportRefused

Recognise = Callable[[Sequence[str]], Mapping[int, str]]
"""Returns the fact that each cell of a line of titles names, by its place; empty for none."""
_DELIMITERS = (",", "\t", ";", "，", "|")
_HEAD_LINES, _HEAD = 60, 100_000
"""Lines and characters among which the titles are looked for."""
_FEWEST = 3
"""Columns of a table whose titles are not known."""


@dataclass(frozen=True, slots=True)
class Titled:
    """A table, and the texts before its titles in one; `known` where its titles are."""

    table: Table
    before: str
    known: bool


def read_titled(
    data: bytes,
    recognise: Recognise,
    encoding: str | None = None,
    progress: Progress | None = None,
) -> Titled:
    """Return the table in a file's bytes, by the line that `recognise` knows most titles of.

    Where it knows none, the most regular table there is, whose columns mean nothing yet. Raises
    ImportRefused as the readers of orders do, `no-table` where there is none.
    """
    if is_spreadsheet(data):
        sheets = [sheet for sheet in read_sheets(data, progress) if not sheet.hidden]
        tables = [_of_lines(list(enumerate(sheet.rows, 1)), recognise) for sheet in sheets]
    else:
        text, _encoding = decode(data, encoding)
        refuse_monsters(text)
        tables = [_of_text(text, recognise, progress)]
    found = [table for table in tables if table is not None]
    best = max(found, key=lambda one: (one.known, len(one.table.facts)), default=None)
    if best is None:
        raise ImportRefused("no-table")
    return best


def _of_text(text: str, recognise: Recognise, progress: Progress | None) -> Titled | None:
    """Return the table of the delimiter that makes most known titles of one line."""
    best: tuple[int, str, int] | None = None
    for delimiter in _DELIMITERS:
        head = _head(text, delimiter)
        known, width = max(((len(recognise(cells)), len(cells)) for cells in head), default=(0, 0))
        if known and (best is None or known > best[0]):
            best = known, delimiter, width
    if best is None:
        widths = {each: _usual_width(text, each) for each in _DELIMITERS}
        delimiter = max(widths, key=lambda each: widths[each])
        best = 0, delimiter, widths[delimiter]
    lines = DelimitedLines(text, best[1], best[2], progress)
    numbered = [(lines.line_num, cells) for cells in lines]
    found = _of_lines(numbered, recognise)
    if found is None:
        return None
    return replace(found, table=replace(found.table, broken=frozenset(lines.broken)))


def _of_lines(lines: Sequence[Line], recognise: Recognise) -> Titled | None:
    found: list[tuple[int, int, Mapping[int, str]]] = []
    for at, (_line, cells) in enumerate(islice(lines, _HEAD_LINES)):
        facts = recognise(cells)
        if facts:
            found.append((len(facts), -at, facts))
    if not found:
        return _unknown(lines)
    _count, at, facts = max(found, key=lambda each: each[:2])
    titles = tuple(cell.strip() for cell in lines[-at][1])
    return Titled(Table(titles, facts, lines[-at + 1 :]), _said(lines[:-at]), known=True)


def _unknown(lines: Sequence[Line]) -> Titled | None:
    """Return the lines of the usual width as a table, the first of them its titles."""
    widths = [len(cells) for _line, cells in islice(lines, _HEAD_LINES)]
    width = max(widths, key=widths.count, default=0)
    if width < _FEWEST:
        return None
    first = widths.index(width)
    titles = tuple(
        cell.strip() or column_letter(place) for place, cell in enumerate(lines[first][1])
    )
    return Titled(Table(titles, {}, lines[first + 1 :]), _said(lines[:first]), known=False)


def _said(lines: Iterable[Line]) -> str:
    return "\n".join(cell.strip() for _line, cells in lines for cell in cells if cell.strip())


def _head(text: str, delimiter: str) -> list[Sequence[str]]:
    return list(islice(DelimitedLines(text[:_HEAD], delimiter), _HEAD_LINES))


def _usual_width(text: str, delimiter: str) -> int:
    widths = [len(cells) for cells in _head(text, delimiter) if cells]
    return max(widths, key=widths.count, default=0)
