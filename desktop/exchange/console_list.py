"""Reading one of the console's two lists of orders: a table, a page's text, or mere numbers.

The readers of order lists read it. A line with a readable order number counts as listed, even if
other facts of it are unreadable; every unreadable line and fact is reported as a problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
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

_DAMAGED_NUMBER = re.compile(r"\d(?:\.\d+)?[eE]\+?\d\d|\d{8,}[^\W_]{1,3}|\d{21,}")
_SEPARATORS = re.compile(r"[\s,，;；、|]+")
_DELIMITERS = ("\t", ",", "，", ";", "；", "|")


@dataclass(frozen=True, slots=True)
class ConsoleReading:
    """The rows of a list and the problems in it.

    `unread` counts the lines without a readable order number.
    """

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
    """Return the rows of a list in a file or a pasted text; a blank text is an empty list.

    `listed` is which list it is, `account` the UID of its account; `known` maps the names of
    accounts to UIDs.
    Raises ImportRefused if nothing of it can be read.
    """
    if isinstance(source, Path):
        data = read_bytes(source)
        if is_spreadsheet(data):
            document = read.open_sheets(read_sheets(data, progress))
            return _read_tables(document, listed, account, programme, known, progress)
        source, _encoding = decode(data)
    if not source or source.isspace():
        return ConsoleReading()
    if len(source) > LARGEST:
        raise ImportRefused("file-too-large", {"largest_mb": LARGEST >> 20})
    lines = [(at, line.strip()) for at, line in enumerate(source.splitlines(), 1) if line.strip()]
    if _are_numbers(lines):
        return _read_numbers(lines, listed)
    several = [(at, word) for at, line in lines for word in _SEPARATORS.split(line) if word]
    if all(identifiers.ORDER_NUMBER.usual.fullmatch(word) for _, word in several):
        return _read_numbers(several, listed)
    document = read.open_text(source, progress)
    found = _read_tables(document, listed, account, programme, known, progress)
    damaged = tuple(_number_problem(at, line) for at, line in lines if _is_damaged_number(line))
    return replace(found, problems=(*found.problems, *damaged), unread=found.unread + len(damaged))


# Numbers, one a line


def _are_numbers(lines: list[tuple[int, str]]) -> bool:
    """Return whether more than half of the lines are order numbers, and none has a delimiter."""
    if any(delimiter in line for _, line in lines for delimiter in _DELIMITERS):
        return False
    numbers = sum(_number(line) is not None for _, line in lines)
    return 2 * numbers > len(lines)


def _number(line: str) -> str | None:
    number = identifiers.clean(line)
    return number if identifiers.ORDER_NUMBER.problem(number) is None else None


def _read_numbers(lines: list[tuple[int, str]], listed: ConsoleList) -> ConsoleReading:
    rows: dict[str, ConsoleRow] = {}
    problems: list[Problem] = []
    halves = _halves(lines)
    for at, line in lines:
        number = _number(line)
        if at in halves:
            problems.append(Problem(at, "wrong-length", {"field": "number", "value": shown(line)}))
        elif number is not None:
            rows.setdefault(number, ConsoleRow(number, listed, at))
        elif read_title(line).fact != "number":
            problems.append(_number_problem(at, line))
    return ConsoleReading(tuple(rows.values()), tuple(problems), len(problems))


def _halves(lines: list[tuple[int, str]]) -> set[int]:
    """Return the lines that are halves of usual numbers, parted by a line end."""
    found: set[int] = set()
    for (first, line), (second, following) in pairwise(lines):
        whole = line + following
        if first != second and identifiers.ORDER_NUMBER.usual.fullmatch(whole) is not None:
            found |= {first, second}
    return found


def _number_problem(at: int, line: str) -> Problem:
    code = identifiers.ORDER_NUMBER.problem(identifiers.clean(line)) or "not-digits"
    return Problem(at, code, {"field": "number", "value": shown(line)})


def _is_damaged_number(line: str) -> bool:
    """Return whether a line looks like an order number that a spreadsheet or a slip damaged."""
    alone = not any(delimiter in line for delimiter in _DELIMITERS) and _number(line) is None
    return alone and _DAMAGED_NUMBER.fullmatch(identifiers.clean(line)) is not None


# Tables, including those found in running text


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
        table = _without_guesses(each)
        if "number" not in table.facts.values():
            raise ImportRefused("no-header")
        reader = _ListReader(table, OrderReader(table, programme, choices, known), account, listed)
        for row in table.rows(progress):
            listed_row, row_problems = reader.read(row)
            problems += row_problems
            if listed_row is not None:
                rows.append(listed_row)
            elif reader.is_of_this_account(row):
                unread += 1
    return ConsoleReading(tuple(_merge_duplicates(rows, problems)), tuple(problems), unread)


def _without_guesses(table: Table) -> Table:
    """Return the table without guessed facts, except for the order number."""
    kept = {
        place: fact
        for place, fact in table.facts.items()
        if fact == "number" or place not in table.guessed
    }
    return table.with_facts(kept)


class _ListReader:
    """Reads the rows of one table."""

    def __init__(
        self, table: Table, reader: OrderReader, account: str, listed: ConsoleList
    ) -> None:
        self._table = table
        self._reader = reader
        self._account = account
        self._listed = listed

    def is_of_this_account(self, row: Row) -> bool:
        """Return whether a row may belong to the account: it names no other account."""
        return self._other_account(row) is None

    def read(self, row: Row) -> tuple[ConsoleRow | None, list[Problem]]:
        """Return a row and its problems; None if it has no readable number or another account."""
        other = self._other_account(row)
        if other is not None:
            value = shown(row.cells.get("number", ""))
            return None, [Problem(row.line, "other-account", {"account": other, "value": value})]
        try:
            number = self._reader.number(row)
        except RowProblem as problem:
            return None, [_problem(row, problem)]
        facts, problems = self._reader.facts(row)
        result = ConsoleRow(number, self._listed, row.line, order=self._order(row), **facts)
        return result, [_problem(row, problem) for problem in problems]

    def _order(self, row: Row) -> Order | None:
        """Return the complete order; None if the row lacks a required fact."""
        try:
            return self._reader.order(row, self._account)
        except RowProblem:
            return None

    def _other_account(self, row: Row) -> str | None:
        """Return the UID of another account that the row names; unknown names count as this one."""
        if row.fault:
            return None
        try:
            uid, _name = self._reader.accounts.of(row)
        except RowProblem:
            return None
        return None if uid == self._account else uid


def _problem(row: Row, problem: RowProblem) -> Problem:
    return Problem(row.line, problem.code, problem.facts)


def _merge_duplicates(rows: Iterable[ConsoleRow], problems: list[Problem]) -> Iterable[ConsoleRow]:
    """Return one row for each number, without the facts in which its lines disagree.

    Adds each such fact to `problems`.
    """
    kept: dict[str, ConsoleRow] = {}
    for row in rows:
        first = kept.setdefault(row.number, row)
        differing = [name for name in FIELDS if getattr(first, name) != getattr(row, name)]
        if differing:
            cleared: dict[str, Any] = dict.fromkeys(differing)
            kept[row.number] = replace(first, order=None, **cleared)
            problems.extend(
                Problem(row.line, "lines-disagree", {"number": row.number, "field": name})
                for name in differing
                if getattr(first, name) is not None
            )
    return kept.values()
