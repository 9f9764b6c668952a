"""Text as a table: its delimiter and its header told from what is in it, and the rows below.

Lines before the header are skipped, columns nobody knows are left alone. The rows are read as they
are: what a cell means is said by `order_table`.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal

from desktop.base.progress import Progress, with_progress
from desktop.exchange.document import chunks, column_guess
from desktop.exchange.snapshot import ImportRefused

Line = tuple[int, Sequence[str]]
"""The number of a line, counted from 1, and its cells."""

_DELIMITERS = (",", "\t", ";", "，", "|")
_HEADER_WITHIN = 30
"""Lines that a title or a note before the header may take."""
_HEAD = 100_000
"""Characters among which the header is looked for."""
_LONGEST_LINE = 1_000_000
"""Characters; a line longer than this is no row of orders."""
_TEXTS = ("title", "product", "kind", "note")
"""Facts that are texts of the user's: what is spaces around them is said by `marked_text`."""
_ASKED_EVERY = 1000
"""Lines."""
_MOST_LINES = 1_048_576
"""As many as a spreadsheet has. More would take more memory than small computers have."""
_BLOCK = 1 << 20
"""Characters of a text that are taken into the reader at a time."""
_LINE_ENDS = "\n\r"
"""Old Macs end lines with CR alone."""
_FEWEST = 2
"""Columns that must be known for a line to be a header, the order number among them."""

HEADERS: Mapping[str, tuple[str, ...]] = {
    "account": (
        "资源购买账号",
        "资源购买账户",
        "账号ID",
        "账号",
        "Resource Purchase Account",
        "Account",
    ),
    "number": ("订单号", "订单编号", "订单ID", "订单号/账单号", "Order ID", "Order number"),
    "title": (
        "产品明细",
        "商品名称",
        "商品",
        "产品名称",
        "产品",
        "Commodity Name",
        "Product Name",
    ),
    "product": ("产品Code", "商品Code", "产品代码", "Product Code"),
    "kind": ("订单类型", "类型", "消费类型", "Order Type"),
    "status": ("订单状态", "状态", "支付状态", "Order Status"),
    "created_at": ("创建时间", "下单时间", "订单创建时间", "Created At"),
    "paid_at": (
        "支付/开通时间",
        "支付时间",
        "付款时间",
        "开通时间",
        "消费时间",
        "Paid/Activated At",
    ),
    "payable": ("应付金额", "含税应付金额", "应付金额(含税)", "Tax-inclusive Payable Amount"),
    "cash_paid": ("实付金额", "现金支付", "AmountDue", "Cash Paid"),
    "parent": ("关联订单号", "关联订单", "原订单号", "Parent order"),
    "project": ("项目编号", "商机ID", "Project number"),
    "billing": ("付费方式", "Billing"),
    "window": ("关联时限", "Association window"),
    "associated_at": ("关联时间", "Associated At"),
    "note": ("备注", "Note"),
    "bill": ("账单类型", "Bill Type"),
}
"""What a column may be called, for each fact of an order; the first of two that are there counts."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row with the number of its line, counted from 1, and by fact those cells that are not empty."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table's titles, the fact that a column is taken for by its place from 0, and the lines below.

    Where the table has no titles, they are letters as in a spreadsheet.
    """

    titles: tuple[str, ...]
    facts: Mapping[int, str]
    lines: Sequence[Line]

    @property
    def columns(self) -> Mapping[str, str]:
        """The fact each known column is taken for, by its title."""
        return {self.titles[place].strip(): fact for place, fact in self.facts.items()}

    def rows(self, progress: Progress | None = None) -> Iterator[Row]:
        """The lines that have something in them, as facts; `progress` is told how far they are read."""
        texts = [(place, fact) for place, fact in self.facts.items() if fact in _TEXTS]
        others = [(place, fact) for place, fact in self.facts.items() if fact not in _TEXTS]
        for line, cells in with_progress(self.lines, progress):
            width = len(cells)
            found = {
                fact: cells[place].strip()
                for place, fact in others
                if place < width and cells[place]
            }
            for place, fact in texts:
                if place < width and cells[place]:
                    found[fact] = cells[place]
            if any(found.values()) or any(cell.strip() for cell in cells):
                yield Row(line, found)

    def taken_for(self, facts: Mapping[int, str]) -> Table:
        """The same table with its columns taken for other facts; an empty one leaves a column alone."""
        return replace(self, facts={place: fact for place, fact in facts.items() if fact})

    def examples(self, place: int, most: int = 3) -> list[str]:
        """The first texts of a column."""
        texts = (
            cells[place].strip() for _, cells in self.lines[:_HEADER_WITHIN] if place < len(cells)
        )
        return list(islice(filter(None, texts), most))


def find_table(text: str, progress: Progress | None = None) -> Table | None:
    """The table in a text, with a header of orders or, without one, with a column of order numbers.

    None where there is none. `progress` is asked now and then, with nothing to tell. Raises ImportRefused:
    `line-too-long`, `too-many-rows`, `broken-table`.
    """
    _refuse_monsters(text)
    delimiter = _best_delimiter(text)
    if delimiter is not None:
        lines = _Lines(text, delimiter, progress)
        return of_rows((lines.line_num, cells) for cells in lines)
    delimiter = _delimiter_of_numbers(text)
    if delimiter is None:
        return None
    lines = _Lines(text, delimiter, progress)
    return _without_header([(lines.line_num, cells) for cells in lines])


def find_regular_table(text: str) -> Table | None:
    """The table in a text whose lines have as many cells each; None where they have not."""
    for delimiter in _DELIMITERS:
        head = list(islice(_Lines(text[:_HEAD], delimiter), _HEADER_WITHIN))
        widths = {len(cells) for cells in head[:-1] if cells}
        if len(head) >= _FEWEST and len(widths) == 1 and max(widths) > _FEWEST:
            lines = _Lines(text, delimiter)
            return _without_header([(lines.line_num, cells) for cells in lines])
    return None


def of_rows(rows: Iterable[Line]) -> Table:
    """The table in numbered rows of cells. ImportRefused `no-header`: it is no table."""
    rest = iter(rows)
    head = list(islice(rest, _HEADER_WITHIN))
    found = _best_header(cells for _line, cells in head)
    if found is None:
        return _without_header([*head, *rest])
    at, names = found
    return Table(tuple(head[at][1]), names, [*head[at + 1 :], *rest])


def _without_header(lines: list[Line]) -> Table:
    """A table whose columns are told from what is in them, as far as they can be.

    ImportRefused `no-header`: it is no table. A first row in which no column fits what is below it is its titles, in words of its own.
    """
    width = max((len(cells) for _, cells in lines), default=0)
    facts = column_guess.facts([cells for _, cells in lines[:_HEADER_WITHIN]])
    if width < _FEWEST:
        raise ImportRefused("no-header")
    titled = column_guess.is_title(lines[0][1], facts)
    titles = [cell.strip() for cell in lines[0][1]] if titled else []
    titles += [_letter(place) for place in range(len(titles), width)]
    return Table(tuple(titles), facts, lines[1:] if titled else lines)


def _letter(place: int) -> str:
    """``A`` to ``Z``, then ``AA``, as spreadsheets name columns."""
    more, rest = divmod(place, 26)
    return (_letter(more - 1) if more else "") + chr(ord("A") + rest)


def _delimiter_of_numbers(text: str) -> str | None:
    """The delimiter that leaves order numbers alone in their cells; None without any."""
    head = text[:_HEAD]
    for delimiter in _DELIMITERS:
        cells = list(islice(_Lines(head, delimiter), _HEADER_WITHIN))
        wide = max(map(len, cells), default=0) >= _FEWEST
        if wide and "number" in column_guess.facts(cells).values():
            return delimiter
    return None


def _refuse_monsters(text: str) -> None:
    start = chunks.long_stretch(text, _LONGEST_LINE, _LINE_ENDS)
    if start is not None:
        raise ImportRefused("line-too-long", {"line": chunks.count(text[:start], "\n") + 1})
    if max(chunks.count(text, end) for end in _LINE_ENDS) > _MOST_LINES:
        raise ImportRefused("too-many-rows", {"most": _MOST_LINES})


def _best_delimiter(text: str) -> str | None:
    """The delimiter with which one of the first lines knows the most columns."""
    head = text[:_HEAD]
    found = {
        delimiter: len(best[1])
        for delimiter in _DELIMITERS
        if (best := _best_header(islice(_Lines(head, delimiter), _HEADER_WITHIN))) is not None
    }
    return max(found, key=lambda delimiter: found[delimiter], default=None)


def _best_header(rows: Iterable[Sequence[str]]) -> tuple[int, Mapping[int, str]] | None:
    """The number (from 0) of the row that knows the most columns, and its facts by place."""
    best: tuple[int, Mapping[int, str]] | None = None
    for number, cells in enumerate(rows):
        names = _facts(cells)
        known = len(names) >= _FEWEST and "number" in names.values()
        if known and (best is None or len(names) > len(best[1])):
            best = number, names
    return best


def _facts(cells: Sequence[str]) -> dict[int, str]:
    """Which fact each cell of a header names; of two for one fact, the better name."""
    folded = [_normalized_title(cell) for cell in cells]
    names: dict[int, str] = {}
    for fact, titles in HEADERS.items():
        for title in titles:
            if _normalized_title(title) in folded:
                names[folded.index(_normalized_title(title))] = fact
                break
    return names


csv.field_size_limit(_LONGEST_LINE)


class _Lines:
    """The lines of a text as `csv` reads them, with the number of the line it has come to."""

    def __init__(self, text: str, delimiter: str, progress: Progress | None = None) -> None:
        self._progress = progress
        self._unquote = chunks.count(text, '"') % 2 == 1  # one is missing: none of them is a quote
        quoting: Literal[0, 3] = csv.QUOTE_NONE if self._unquote else csv.QUOTE_MINIMAL
        self._reader = csv.reader(_raw_lines(text), delimiter=delimiter, quoting=quoting)

    @property
    def line_num(self) -> int:
        return self._reader.line_num

    def __iter__(self) -> Iterator[list[str]]:
        try:
            for cells in self._reader:
                if self._progress is not None and self._reader.line_num % _ASKED_EVERY == 0:
                    self._progress(0, 0)
                yield [cell.strip().strip('"') for cell in cells] if self._unquote else cells
        except csv.Error as error:
            raise ImportRefused("broken-table", {"line": self._reader.line_num}) from error


def _raw_lines(text: str) -> Iterator[str]:
    """The lines with their ends and without NUL, a block at a time: of all, it would be four copies."""
    for block in chunks.blocks(text, _BLOCK, _LINE_ENDS):
        yield from io.StringIO(block.replace("\0", ""), newline="")


def _normalized_title(title: str) -> str:
    """A title without the differences that programs make: case, width, spaces, quotes."""
    plain = unicodedata.normalize("NFKC", title).strip("\ufeff\"' \t")
    return "".join(plain.split()).casefold()
