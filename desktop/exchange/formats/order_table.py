"""Reading orders from a table: an order list or a bill, exported or copied from a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from desktop.base.progress import Progress
from desktop.domain import identifiers, money
from desktop.domain.model import (
    Account,
    Order,
)
from desktop.domain.programme import Programme
from desktop.exchange.document.order_words import (
    folded_word,
)
from desktop.exchange.document.table import Row, Table
from desktop.exchange.document.titles import AMOUNTS
from desktop.exchange.formats.order_reader import OrderReader
from desktop.exchange.formats.row_problem import RowProblem
from desktop.exchange.options import ReadOptions
from desktop.exchange.snapshot import (
    Addition,
    Facts,
    ImportRefused,
    Problem,
    ReadOrder,
    Snapshot,
    no_rows,
    shown,
)

_NOT_SPENDING = (
    "退",
    "refund",
    "佣金",
    "commission",
    "抹零",
    "rounding",
    "后付费",
    "按量",
    "payasyougo",
    "pay-as-you-go",
    "调账",
    "adjust",
    "抵扣",
    "coverage",
    "税",
    "tax",
)
"""Parts of words for lines of a bill that are not spending on an order: usage, refunds, fixes."""
_SHARED = ("account", "number", "kind", "billing", "status", "created_at", "paid_at", "parent")
"""Fields in which the lines of one order must agree, unlike products and amounts."""
_LARGEST = money.parse_yuan("999999999999.99")


def read(
    table: Table,
    programme: Programme,
    choices: ReadOptions,
    known: Mapping[str, str],
    progress: Progress | None = None,
) -> Snapshot:
    """Return the orders of a table.

    An order belongs to the UID in its account column, else to the account of that name in `known`
    (UIDs by name); only rows without a name belong to the chosen account. Unreadable rows become
    problems. A table without times of creation is treated as a bill: it only adds facts to recorded
    orders. `progress` is called with the rows read so far.

    Raises ImportRefused `no-header`, `no-creation`, `kind-needed`, `account-needed`,
    `account-misfit` or `no-rows`.
    """
    facts = table.facts.values()
    if "number" not in facts:
        raise ImportRefused("no-header")
    uid = choices.account
    if uid is not None and (wrong := identifiers.ACCOUNT_UID.problem(uid)):
        raise ImportRefused("account-misfit", {"account": shown(uid), "problem": wrong})
    reader = OrderReader(table, programme, choices, known)
    if "created_at" not in facts:
        if "bill" not in facts and ("status" in facts or table.guessed):
            raise ImportRefused("no-creation", {"unused": shown("、".join(table.unused))})
        return _additions(table, reader, progress)
    if "kind" in facts or choices.kind is not None:
        return _order_list(table, reader, progress)
    # Ask for the kind only if it is the only thing missing: any other error is raised first.
    answered = OrderReader(table, programme, replace(choices, kind="New"), known)
    _order_list(table, answered, progress)
    raise ImportRefused("kind-needed")


def _order_list(table: Table, reader: OrderReader, progress: Progress | None) -> Snapshot:
    found: list[ReadOrder] = []
    problems: list[Problem] = []
    names: dict[str, str] = {}
    rows = 0
    for row in reader.rows(progress):
        rows += 1
        try:
            uid, name = reader.accounts.of(row)
            order = reader.order(row, uid)
        except RowProblem as problem:
            problems.append(Problem(row.line, problem.code, problem.facts))
            continue
        names.setdefault(uid, name)
        found.append(ReadOrder(row.line, order, sheet=table.sheet))
    if not found and not (problems and reader.interactive):
        raise _refusal(rows, problems)
    orders, combined = _combine_lines(found)
    accounts = tuple(Account(uid=uid, name=name) for uid, name in names.items())
    notes = (
        *_notes(table),
        *reader.accounts.notes(),
        *reader.notes(),
        *reader.accounts.new_accounts(names),
        *combined,
    )
    return Snapshot(accounts=accounts, orders=orders, problems=tuple(problems), notes=notes)


def _additions(table: Table, reader: OrderReader, progress: Progress | None) -> Snapshot:
    """Return the facts that a bill adds to orders, the lines of one order added up."""
    found: dict[tuple[str, str], Addition] = {}
    problems: list[Problem] = []
    others = rows = 0
    for row in reader.rows(progress):
        rows += 1
        if not row.fault and not _is_of_order(row):
            others += 1
            continue
        try:
            addition = reader.addition(row)
        except RowProblem as problem:
            problems.append(Problem(row.line, problem.code, problem.facts))
            continue
        name = addition.account, addition.number
        found[name] = addition.with_part(found.get(name))
    if not found:
        if others and not problems:
            raise ImportRefused("bill-without-order-lines", {"count": others})
        if not problems or not reader.interactive:
            raise _refusal(rows, problems)
    if others:
        problems.append(Problem(0, "lines-of-no-order", {"count": others}))
    notes = (*_notes(table), *reader.accounts.notes(), *reader.notes())
    return Snapshot(additions=tuple(found.values()), problems=tuple(problems), notes=notes)


def _is_of_order(row: Row) -> bool:
    """Return whether a line of a bill is spending on an order.

    Upgraded bills name the fee and the transaction, and leave the order number empty for usage,
    rounding and commission.
    """
    cell = row.cells.get("bill")
    if cell is None:
        return True
    words = folded_word(cell) + folded_word(row.cells.get("kind", ""))
    if any(word in words for word in _NOT_SPENDING):
        return False
    return "number" in row.cells or "预付费订单" in words


def _refusal(rows: int, problems: list[Problem]) -> ImportRefused:
    """Return the error for a table without a readable row.

    It asks for the account if a row names an unknown one, else it names the first problem.
    """
    unknown = next((p for p in problems if p.code == "account-unknown"), None)
    if unknown is not None:
        return ImportRefused("account-needed", {"account": unknown.facts["value"]})
    return no_rows(rows, problems)


def _notes(table: Table) -> Iterator[Problem]:
    """Yield the remarks on the whole table."""
    sheet = {"sheet": table.sheet} if table.sheet else {}
    if table.unused:
        yield Problem(0, "columns-unused", {"columns": "、".join(table.unused), **sheet})
    if table.guessed:
        columns = "、".join(table.titles[place] for place in sorted(table.guessed))
        yield Problem(0, "columns-guessed", {"columns": columns, **sheet})
    if table.skipped:
        yield Problem(0, "lines-skipped", {"count": table.skipped, **sheet})


@dataclass(slots=True)
class _Lines:
    """The lines of one order: the first, and the order that each line describes."""

    first: ReadOrder
    orders: list[Order]


def _combine_lines(found: list[ReadOrder]) -> tuple[tuple[ReadOrder, ...], list[Problem]]:
    """Return the orders with their lines combined, and remarks on those with several lines.

    Lines that agree in all but product and amounts are parts of an order and are added up; a
    repeated line counts once. Others stay separate, so that merging reports what differs.
    """
    if len({read.order.name for read in found}) == len(found):
        return tuple(found), []
    groups: dict[tuple[object, ...], _Lines] = {}
    for read in found:
        shared = tuple(getattr(read.order, field) for field in _SHARED)
        groups.setdefault(shared, _Lines(read, [])).orders.append(read.order)
    notes: list[Problem] = []
    orders = tuple(_add_up(lines, notes) for lines in groups.values())
    return orders, notes


def _add_up(lines: _Lines, notes: list[Problem]) -> ReadOrder:
    """Return the order with the sums of its lines; an amount that one of them lacks is unknown."""
    first, parts = lines.first, list(dict.fromkeys(lines.orders))
    number = first.order.number
    if len(lines.orders) > len(parts):
        repeated: Facts = {"number": number, "count": len(lines.orders)}
        notes.append(Problem(first.row, "line-repeated", repeated))
    if len(parts) == 1:
        return first
    sums: dict[str, Any] = {}
    for field in AMOUNTS:
        amounts = [getattr(part, field) for part in parts]
        total = None if None in amounts else sum(amounts)
        sums[field] = None if total is not None and abs(total) > _LARGEST else total
    added: Facts = {"number": number, "count": len(parts)}
    notes.append(Problem(first.row, "parts-added", added))
    return replace(first, order=replace(first.order, **sums))
