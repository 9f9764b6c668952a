"""Finding a table other than a list of orders by the titles that its reader knows.

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
from desktop.exchange.document.stated_above import stated_above
from desktop.exchange.document.table import Line, Table, check_size, column_letter
from desktop.exchange.snapshot import ImportRefused

Recognise = Callable[[Sequence[str]], Mapping[int, str]]
"""Returns the facts that the cells of a line name as titles, by position; empty if none."""
_DELIMITERS = (",", "\t", ";", "，", "|")
_HEAD_LINES, _HEAD = 60, 100_000
"""Lines and characters that are searched for the titles."""
_MIN_COLUMNS = 3
"""A table without known titles has at least so many columns."""


@dataclass(frozen=True, slots=True)
class TitledTable:
    """A table, the text of the lines before its titles, and whether the titles are known."""

    table: Table
    before: str
    known: bool


def read_titled(
    data: bytes,
    recognise: Recognise,
    encoding: str | None = None,
    progress: Progress | None = None,
) -> TitledTable:
    """Return the table in a file, below the line in which `recognise` knows the most titles.

    If it knows none, return the most regular table, without facts for its columns. Raises
    ImportRefused as the readers of orders do, and `no-table` if there is none.
    """
    if is_spreadsheet(data):
        sheets = [sheet for sheet in read_sheets(data, progress) if not sheet.hidden]
        tables = [_of_lines(list(enumerate(sheet.rows, 1)), recognise) for sheet in sheets]
    else:
        text, _encoding = decode(data, encoding)
        check_size(text)
        tables = [_of_text(text, recognise, progress)]
    found = [table for table in tables if table is not None]
    best = max(found, key=lambda one: (one.known, len(one.table.facts)), default=None)
    if best is None:
        raise ImportRefused("no-table")
    return best


def _of_text(text: str, recognise: Recognise, progress: Progress | None) -> TitledTable | None:
    """Return the table with the delimiter that yields the most known titles in a line."""
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


def _of_lines(lines: Sequence[Line], recognise: Recognise) -> TitledTable | None:
    found: list[tuple[int, int, Mapping[int, str]]] = []
    for at, (_line, cells) in enumerate(islice(lines, _HEAD_LINES)):
        facts = recognise(cells)
        if facts:
            found.append((len(facts), -at, facts))
    if not found:
        return _with_unknown_titles(lines)
    _count, at, facts = max(found, key=lambda each: each[:2])
    titles = tuple(cell.strip() for cell in lines[-at][1])
    headers = {
        line: recognise(cells) for line, cells in lines[-at + 1 :] if not _has_first_digit(cells)
    }
    misplaced: set[int] = set()
    current = facts
    for line, _cells in lines[-at + 1 :]:
        current = headers.get(line) or current
        if current != facts:
            misplaced.add(line)
    table = Table(
        titles,
        facts,
        [line for line in lines[-at + 1 :] if not headers.get(line[0])],
        misplaced=frozenset(misplaced),
        stated=stated_above(cells for _line, cells in lines[:-at]),
    )
    return TitledTable(table, _text_of(lines[:-at]), known=True)


def _has_first_digit(cells: Sequence[str]) -> bool:
    """Return whether a cell begins with a digit, which no title does."""
    return any("0" <= cell[:1] <= "9" for cell in cells)


def _with_unknown_titles(lines: Sequence[Line]) -> TitledTable | None:
    """Return the lines as a table whose titles are the first line of the usual width."""
    widths = [len(cells) for _line, cells in islice(lines, _HEAD_LINES)]
    width = max(widths, key=widths.count, default=0)
    if width < _MIN_COLUMNS:
        return None
    first = widths.index(width)
    titles = tuple(
        cell.strip() or column_letter(place) for place, cell in enumerate(lines[first][1])
    )
    return TitledTable(Table(titles, {}, lines[first + 1 :]), _text_of(lines[:first]), known=False)


def _text_of(lines: Iterable[Line]) -> str:
    return "\n".join(cell.strip() for _line, cells in lines for cell in cells if cell.strip())


def _head(text: str, delimiter: str) -> list[Sequence[str]]:
    return list(islice(DelimitedLines(text[:_HEAD], delimiter), _HEAD_LINES))


def _usual_width(text: str, delimiter: str) -> int:
    widths = [len(cells) for cells in _head(text, delimiter) if cells]
    return max(widths, key=widths.count, default=0)
