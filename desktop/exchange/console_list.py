"""One of the console's two lists of orders, as it is pasted: a table, a page's text, or numbers.

Whatever is read is read by the readers of order lists. A line whose number can be read counts as
listed, also where another fact of it cannot; every line and fact that cannot be read is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from desktop.base.progress import Progress
from desktop.domain import identifiers
from desktop.domain.compare import FIELDS, ConsoleList, ConsoleRow
from desktop.domain.model import Order
from desktop.domain.programme import Programme
from desktop.exchange import read
from desktop.exchange.document.encoding import LARGEST, decode, read_bytes
from desktop.exchange.document.spreadsheet import is_spreadsheet, read_sheets
from desktop.exchange.document.table import Row, Table
from desktop.exchange.document.titles import read_title
from desktop.exchange.formats.order_reader import OrderReader
from desktop.exchange.formats.row_problem import RowProblem
from desktop.exchange.options import ReadOptions
from desktop.exchange.snapshot import ImportRefused, Problem, shown

_SPOILT = re.compile(r"\d(?:\.\d+)?[eE]\+?\d\d|\d{8,}[^\W_]{1,3}|\d{21,}")
_TORN = ("\t", ",", "，", ";", "；", "|")


@dataclass(frozen=True, slots=True)
class ConsoleReading:
    """The rows of a list, and what could not be read; `unread` counts lines without a number."""

    rows: tuple[ConsoleRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    unread: int = 0


def read_list(
    source: Path | str,
    listed: ConsoleList,
    account: str,
    programme: Programme,
    known: Mapping[str, str],
    progress: Progress | None = None,
) -> ConsoleReading:
    """Return what a file or a pasted text has of a list; one without any text is an empty list.

    `account` is the UID that the list belongs to, `known` are UIDs of accounts by their names.
    Raises ImportRefused where nothing of it can be read.
    """
    if isinstance(source, Path):
        data = read_bytes(source)
        if is_spreadsheet(data):
            document = read.of_sheets(read_sheets(data, progress))
            return _read_tables(document, listed, account, programme, known, progress)
        source, _encoding = decode(data)
    if not source or source.isspace():
        return ConsoleReading()
    if len(source) > LARGEST:
        raise ImportRefused("file-too-large", {"largest_mb": LARGEST >> 20})
    lines = [(at, line.strip()) for at, line in enumerate(source.splitlines(), 1) if line.strip()]
    if _are_numbers(lines):
        return _read_numbers(lines, listed)
    document = read.open_text(source, progress)
    found = _read_tables(document, listed, account, programme, known, progress)
    spoilt = tuple(_no_number(at, line) for at, line in lines if _is_spoilt(line))
    return replace(found, problems=(*found.problems, *spoilt), unread=found.unread + len(spoilt))


# Numbers, one a line


def _are_numbers(lines: list[tuple[int, str]]) -> bool:
    """Return whether more than half of the lines are an order number, and nothing is a table."""
    if any(sign in line for _, line in lines for sign in _TORN):
        return False
    numbers = sum(_number(line) is not None for _, line in lines)
    return 2 * numbers > len(lines)


def _number(line: str) -> str | None:
    number = identifiers.clean(line)
    return number if identifiers.ORDER_NUMBER.problem(number) is None else None


def _read_numbers(lines: list[tuple[int, str]], listed: ConsoleList) -> ConsoleReading:
    rows: dict[str, ConsoleRow] = {}
    problems: list[Problem] = []
    for at, line in lines:
        number = _number(line)
        if number is not None:
            rows.setdefault(number, ConsoleRow(number, listed, at))
        elif read_title(line).fact != "number":
            problems.append(_no_number(at, line))
    return ConsoleReading(tuple(rows.values()), tuple(problems), len(problems))


def _no_number(at: int, line: str) -> Problem:
    code = identifiers.ORDER_NUMBER.problem(identifiers.clean(line)) or "not-digits"
    return Problem(at, code, {"field": "number", "value": shown(line)})


def _is_spoilt(line: str) -> bool:
    """Return whether a line was an order number before a spreadsheet or a slip spoilt it."""
    alone = not any(sign in line for sign in _TORN) and _number(line) is None
    return alone and _SPOILT.fullmatch(identifiers.clean(line)) is not None


# Tables, and texts as tables


def _read_tables(
    document: read.Document,
    listed: ConsoleList,
    account: str,
    programme: Programme,
    known: Mapping[str, str],
    progress: Progress | None,
) -> ConsoleReading:
    if document.table is None:
        raise ImportRefused("no-header")
    choices = ReadOptions(account=account)
    rows: list[ConsoleRow] = []
    problems = list(document.notes)
    unread = 0
    for each in (document.table, *document.further):
        table = _as_titled(each)
        if "number" not in table.facts.values():
            raise ImportRefused("no-header")
        reader = _ListReader(table, OrderReader(table, programme, choices, known), account, listed)
        for row in table.rows(progress):
            one, wrong = reader.read(row)
            problems += wrong
            if one is not None:
                rows.append(one)
            elif reader.of_this_account(row):
                unread += 1
    return ConsoleReading(tuple(_once(rows, problems)), tuple(problems), unread)


def _as_titled(table: Table) -> Table:
    """Return a table without the columns that only their contents name, but for the numbers."""
    kept = {
        place: fact
        for place, fact in table.facts.items()
        if fact == "number" or place not in table.guessed
    }
    return table.taken_for(kept)


class _ListReader:
    """Reads the rows of one table."""

    def __init__(
        self, table: Table, reader: OrderReader, account: str, listed: ConsoleList
    ) -> None:
        self._table = table
        self._reader = reader
        self._account = account
        self._listed = listed

    def of_this_account(self, row: Row) -> bool:
        """Return whether a row may be of the account: it names no other one."""
        return self._other_account(row) is None

    def read(self, row: Row) -> tuple[ConsoleRow | None, list[Problem]]:
        """Return what a row says, None where its number cannot be read or it is another's."""
        other = self._other_account(row)
        if other is not None:
            facts = {"account": other, "value": shown(row.cells.get("number", ""))}
            return None, [Problem(row.line, "other-account", facts)]
        try:
            number = self._reader.number(row)
        except RowProblem as problem:
            return None, [_problem(row, problem)]
        facts_read, wrong = self._reader.facts(row)
        made = ConsoleRow(number, self._listed, row.line, order=self._order(row), **facts_read)
        return made, [_problem(row, problem) for problem in wrong]

    def _order(self, row: Row) -> Order | None:
        """Return the whole order; None where the row lacks what an order must have."""
        try:
            return self._reader.order(row, self._account)
        except RowProblem:
            return None

    def _other_account(self, row: Row) -> str | None:
        """Return the UID of another account that the row names; any unknown name is this one's."""
        if row.fault:
            return None
        try:
            uid, _name = self._reader.accounts.of(row)
        except RowProblem:
            return None
        return None if uid == self._account else uid


def _problem(row: Row, problem: RowProblem) -> Problem:
    return Problem(row.line, problem.code, problem.facts)


def _once(rows: Iterable[ConsoleRow], problems: list[Problem]) -> Iterable[ConsoleRow]:
    """Return one row for each number; facts in which its lines disagree are named and left out."""
    kept: dict[str, ConsoleRow] = {}
    for row in rows:
        first = kept.setdefault(row.number, row)
        unlike = [name for name in FIELDS if getattr(first, name) != getattr(row, name)]
        if unlike:
            nothing: dict[str, Any] = dict.fromkeys(unlike)
            kept[row.number] = replace(first, order=None, **nothing)
            problems.extend(
                Problem(row.line, "lines-disagree", {"number": row.number, "field": name})
                for name in unlike
                if getattr(first, name) is not None
            )
    return kept.values()
