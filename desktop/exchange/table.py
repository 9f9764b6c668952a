"""Text as a table: its delimiter and its header told from what is in it, and the rows below.

Lines before the header are skipped, columns nobody knows are left alone. The rows are read as they
are: what a cell means is said by `order_table`.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Literal

from desktop.exchange.snapshot import Unreadable

_DELIMITERS = (",", "\t", ";", "，", "|")
_HEADER_WITHIN = 30
"""Lines that a title or a note before the header may take."""
_HEAD = 100_000
"""Characters among which the header is looked for."""
_LONGEST_LINE = 1_000_000
"""Characters; a line longer than this is no row of orders."""
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
}
"""What a column may be called, for each fact of an order; the first of two that are there counts."""

OWN_TITLES: Mapping[str, tuple[str, str]] = {
    "account": ("账号ID", "Account"),
    "number": ("订单号", "Order ID"),
    "title": ("商品名称", "Commodity Name"),
    "product": ("产品Code", "Product Code"),
    "kind": ("订单类型", "Order Type"),
    "billing": ("付费方式", "Billing"),
    "status": ("订单状态", "Order Status"),
    "created_at": ("创建时间", "Created At"),
    "paid_at": ("支付时间", "Paid/Activated At"),
    "payable": ("应付金额", "Tax-inclusive Payable Amount"),
    "cash_paid": ("实付金额", "Cash Paid"),
    "parent": ("关联订单号", "Parent order"),
    "project": ("项目编号", "Project number"),
    "window": ("关联时限", "Association window"),
    "associated_at": ("关联时间", "Associated At"),
    "note": ("备注", "Note"),
}
"""The titles of LinkDue's own tables, in Chinese and English."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row with the number of its line, counted from 1, and its cells by fact."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table's columns – the fact each was taken for, by the header as it is written – and its rows."""

    columns: Mapping[str, str]
    rows: tuple[Row, ...]


def looks_like_table(text: str) -> bool:
    """Whether a header of orders is among the first lines. Unreadable as `read_table`."""
    _refuse_long_lines(text)
    return _best_delimiter(text) is not None


def read_table(text: str) -> Table:
    """The table in a text. Unreadable: `no-header`, `line-too-long`, `broken-table`."""
    delimiter = _best_delimiter(text)
    if delimiter is None:
        raise Unreadable("no-header")
    lines = _Lines(text, delimiter)
    return of_rows((lines.line_num, cells) for cells in lines)


def of_rows(rows: Iterable[tuple[int, Sequence[str]]]) -> Table:
    """The table in numbered rows of cells. Unreadable: `no-header`."""
    rest = iter(rows)
    head = list(islice(rest, _HEADER_WITHIN))
    found = _best_header(cells for _line, cells in head)
    if found is None:
        raise Unreadable("no-header")
    at, names = found
    header = head[at][1]
    below = chain(head[at + 1 :], rest)
    return Table(
        {header[place].strip(): fact for place, fact in names.items()}, tuple(_rows(below, names))
    )


def _refuse_long_lines(text: str) -> None:
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if end - start > _LONGEST_LINE:
            raise Unreadable("line-too-long", {"line": text.count("\n", 0, start) + 1})
        start = end + 1


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
    folded = [_folded(cell) for cell in cells]
    names: dict[int, str] = {}
    for fact, titles in HEADERS.items():
        for title in titles:
            if _folded(title) in folded:
                names[folded.index(_folded(title))] = fact
                break
    return names


def _rows(rows: Iterable[tuple[int, Sequence[str]]], names: Mapping[int, str]) -> Iterator[Row]:
    for line, cells in rows:
        if any(cell.strip() for cell in cells):
            found = {
                fact: cells[place].strip() for place, fact in names.items() if place < len(cells)
            }
            yield Row(line, found)


class _Lines:
    """The lines of a text as `csv` reads them, with the number of the line it has come to."""

    def __init__(self, text: str, delimiter: str) -> None:
        self._unquote = text.count('"') % 2 == 1  # one is missing: none of them is a quote
        lines = io.StringIO(text.replace("\0", ""), newline="")
        quoting: Literal[0, 3] = csv.QUOTE_NONE if self._unquote else csv.QUOTE_MINIMAL
        self._reader = csv.reader(lines, delimiter=delimiter, quoting=quoting)

    @property
    def line_num(self) -> int:
        return self._reader.line_num

    def __iter__(self) -> Iterator[list[str]]:
        try:
            for cells in self._reader:
                yield [cell.strip().strip('"') for cell in cells] if self._unquote else cells
        except csv.Error as error:
            raise Unreadable("broken-table", {"line": self._reader.line_num}) from error


def _folded(title: str) -> str:
    """A title without the differences that programs make: case, width, spaces, quotes."""
    plain = unicodedata.normalize("NFKC", title).strip("\ufeff\"' \t")
    return "".join(plain.split()).casefold()
