"""Reading orders from the JSON of Alibaba Cloud's order queries.

``QueryOrders`` and ``GetOrders`` return one row for each order, ``GetOrderDetail`` one for each of
its parts; all are of one account, which they do not name. In a partner's ``GetCustomerOrderList``,
each row names its account.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from desktop.domain import identifiers, money
from desktop.domain.model import Account, Order
from desktop.domain.programme import Programme
from desktop.exchange.formats.alibaba_body import bodies, missing_pages
from desktop.exchange.formats.alibaba_order import read_order, sub_order
from desktop.exchange.formats.partner_order import is_partner_row, read_partner_order
from desktop.exchange.formats.row_problem import RowProblem
from desktop.exchange.options import ReadOptions
from desktop.exchange.snapshot import ImportRefused, Problem, ReadOrder, Snapshot, no_rows, shown

_SHARED = ("kind", "billing", "status", "created_at", "paid_at", "parent")
"""Fields in which the parts of one order must agree, unlike products and amounts."""
_LARGEST = money.parse_yuan("999999999999.99")


@dataclass(frozen=True, slots=True)
class _Part:
    """A row that is an order or a part of one; `order` is None if the row cannot be read."""

    row: int
    number: str
    sub: str
    order: Order | None
    assumed: frozenset[str] = frozenset()


def read(data: object, programme: Programme, choices: ReadOptions) -> Snapshot:
    """Return the orders in parsed JSON; those that name no account belong to the chosen one.

    Unreadable rows and missing pages (row 0) become problems. Raises
    ImportRefused: `api-error`, `not-known-json`, `account-needed`, `account-misfit`, `no-rows`.
    """
    found = list(bodies(data))
    rows = [row for body in found for row in body.rows]
    named = bool(rows) and all(map(is_partner_row, rows))
    uid = "" if named else _checked_account(choices.account)
    problems = list(missing_pages(found))
    parts = list(_parts(rows, uid, programme, choices, problems))
    orders = list(_orders(parts, problems))
    if not orders:
        raise no_rows(len(rows), problems)
    accounts = dict.fromkeys(read.order.account for read in orders)
    return Snapshot(
        accounts=tuple(Account(uid=account) for account in accounts),
        orders=tuple(sorted(orders, key=lambda read: read.row)),
        problems=tuple(sorted(problems, key=lambda problem: problem.row)),
    )


def _checked_account(account: str | None) -> str:
    if account is None:
        raise ImportRefused("account-needed")
    problem = identifiers.ACCOUNT_UID.problem(account)
    if problem is not None:
        raise ImportRefused("account-misfit", {"account": shown(account), "problem": problem})
    return account


def _parts(
    rows: Iterable[object],
    account: str,
    programme: Programme,
    choices: ReadOptions,
    problems: list[Problem],
) -> Iterator[_Part]:
    for row, fields in enumerate(rows, 1):
        if not isinstance(fields, dict):
            problems.append(Problem(row, "not-an-order", {"value": shown(fields)}))
            continue
        partner, assumed = is_partner_row(fields), frozenset[str]()
        try:
            if partner:
                order, assumed = read_partner_order(fields, choices)
            else:
                order = read_order(fields, account, programme)
        except RowProblem as problem:
            problems.append(Problem(row, problem.code, problem.facts))
            yield _Part(row, str(fields.get("OrderId")).strip(), sub_order(fields), None)
        else:
            yield _Part(row, order.number, sub_order(fields), order, assumed)


def _orders(parts: Iterable[_Part], problems: list[Problem]) -> Iterator[ReadOrder]:
    """Yield the orders of complete rows, then those whose parts are combined by number."""
    by_number: dict[str, list[_Part]] = {}
    for part in parts:
        if part.sub:
            by_number.setdefault(part.number, []).append(part)
        elif part.order is not None:
            yield ReadOrder(part.row, part.order, part.assumed)
    for parts_of_one in by_number.values():
        yield from _combine_parts(parts_of_one, problems)


def _combine_parts(parts: list[_Part], problems: list[Problem]) -> Iterator[ReadOrder]:
    """Yield the order that `parts` make up: the first one with the sum of the amounts.

    If an amount is missing or a part is unreadable, the sum is unknown.
    """
    by_sub_order = {part.sub: part for part in reversed(parts)}
    readable = [(p.row, p.order) for p in reversed(by_sub_order.values()) if p.order is not None]
    if not readable:
        return
    row, first = readable[0]
    for other_row, other in readable[1:]:
        problems.extend(_differences(first, other, other_row))
    amounts: list[Any] = [order.payable for _, order in readable]
    known = len(readable) == len(by_sub_order) and None not in amounts
    total = sum(amounts) if known else None
    if total is not None and abs(total) > _LARGEST:
        facts = {"number": first.number, "field": "PretaxAmount"}
        problems.append(Problem(row, "not-money", facts))
        total = None
    yield ReadOrder(row, replace(first, payable=total))


def _differences(first: Order, other: Order, row: int) -> Iterator[Problem]:
    for name in _SHARED:
        if getattr(first, name) != getattr(other, name):
            yield Problem(row, "parts-differ", {"number": first.number, "field": name})
