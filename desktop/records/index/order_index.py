"""The order index: the status of every order, kept so that SQL can sort and search by it.

Its tables `register` and `search` are derived from the records. Each transaction updates the rows
of the orders whose verdict it can have changed. If rules, products or code have changed since the
index was made (`index_stamp`), it is rebuilt on opening.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from itertools import islice
from types import MappingProxyType
from typing import Any

from desktop.base.progress import BATCH_SIZE, Progress, batches, with_progress
from desktop.domain import beijing
from desktop.domain.book import Book
from desktop.domain.journal import Change
from desktop.domain.model import Order, Project
from desktop.domain.order_status import status_facts, status_facts_of
from desktop.domain.parents import ParentChains
from desktop.domain.timestamps import parse_instant
from desktop.records.file.errors import DamagedRow
from desktop.records.index.index_rows import COLUMNS, IndexRows
from desktop.records.index.index_stamp import STAMP, stamp
from desktop.records.tables import rate_columns, stored_records

_BULK_LIMIT = 5000
"""From this number of new rows on, the indexes of `register` may be created after writing them."""


def refresh(
    connection: sqlite3.Connection,
    changes: Sequence[Change],
    book: Book,
    progress: Progress | None = None,
    added: Mapping[int, Order] | None = None,
) -> None:
    """Update the order index after `changes`, inside the open transaction.

    `added` are the new orders by their keys, which are not in `changes`. `progress` gets how many
    of the orders are done.
    """
    added = added or {}
    keys = _affected(connection, changes, added)
    with _indexes_created_last(connection, len(added), progress):
        _write(connection, sorted(keys), book, added=added, progress=progress)


def rebuild(connection: sqlite3.Connection, book: Book) -> None:
    """Rebuild the whole order index, inside the open transaction."""
    connection.execute("DELETE FROM register")
    connection.execute("DELETE FROM search")
    keys = [row[0] for row in connection.execute("SELECT id FROM orders ORDER BY id")]
    with _indexes_created_last(connection, len(keys)):
        _write(connection, keys, book, is_empty=True)
    connection.execute(
        "INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", [STAMP, stamp()]
    )


def wrong_rows(connection: sqlite3.Connection, book: Book) -> int:
    """Return how many rows of the order index differ from the records, or have no order."""
    wrong = 0
    parents, rows = ParentChains(book), IndexRows(book)
    for order, deleted in _orders(connection, "1"):
        status = status_facts(order, book, parents)
        expected = rows.row(order.key or 0, order, status, in_trash=deleted)
        kept = connection.execute(
            f"SELECT {', '.join(COLUMNS)} FROM register WHERE order_id = ?", [order.key]
        )
        wrong += kept.fetchone() != expected
    without_order = connection.execute(
        "SELECT count(*) FROM register WHERE order_id NOT IN (SELECT id FROM orders)"
    ).fetchone()[0]
    return wrong + int(without_order)


# Find the orders whose verdict a transaction can have changed


def _affected(
    connection: sqlite3.Connection, changes: Sequence[Change], added: Mapping[int, Order]
) -> set[int]:
    orders = [change for change in changes if change.table == "orders" and _is_relevant(change)]
    keys = _with_followers(connection, orders, added)
    for change in changes:
        find = _AFFECTED_BY.get(change.table)
        if find is not None and _is_relevant(change):
            keys.update(find(connection, change))
    return keys


_IRRELEVANT = {
    "accounts": {"note", "window_checked_at"},
    "projects": {
        "title",
        "partner_id",
        "copied_at",
        "requested_at",
        "answered_at",
        "created_assumed",
        "request_text",
        "note",
    },
}
"""Columns that no verdict and no search depends on."""


def _is_relevant(change: Change) -> bool:
    if change.before is None or change.after is None:
        return True
    different = _different(change.before, change.after)
    return bool(different - _IRRELEVANT.get(change.table, set()))


def _different(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    return {name for name, value in before.items() if after[name] != value}


def _with_followers(
    connection: sqlite3.Connection, changes: Sequence[Change], added: Mapping[int, Order]
) -> set[int]:
    """Return the keys of changed and new orders, and of followers of their old or new numbers.

    Each order is visited once, so that long chains and rings of parents take linear time.
    """
    keys = {*added, *(change.key for change in changes)}
    followers: list[tuple[int, str]] = []

    def add_followers(found: Iterable[tuple[int, int, str]]) -> None:
        new = {key: (account, number) for key, account, number in found if key not in keys}
        keys.update(new)
        followers.extend(new.values())

    for some_keys in batches(added):
        marks = ",".join("?" * len(some_keys))
        add_followers(
            connection.execute(
                f"{_FOLLOWERS} FROM orders AS parents CROSS JOIN orders {_OF_PARENTS} "
                f"WHERE parents.id IN ({marks})",
                some_keys,
            )
        )
    rows = (row for change in changes for row in (change.before, change.after) if row is not None)
    names = ((row["account_id"], row["number"]) for row in rows)
    while some := list(islice(names, BATCH_SIZE)) or _pop(followers, BATCH_SIZE):
        marks = ",".join(["(?, ?)"] * len(some))
        add_followers(
            connection.execute(
                f"WITH parents (account_id, number) AS (VALUES {marks}) "
                f"{_FOLLOWERS} FROM parents CROSS JOIN orders {_OF_PARENTS}",
                [value for name in some for value in name],
            )
        )
    return keys


_FOLLOWERS = "SELECT orders.id, orders.account_id, orders.number"
_OF_PARENTS = "ON orders.account_id = parents.account_id AND orders.parent = parents.number"


def _pop(names: list[tuple[int, str]], count: int) -> list[tuple[int, str]]:
    """Remove up to `count` names from the end of a list, and return them."""
    last = names[-count:]
    del names[-count:]
    return last


_RATES = {"cashback_rate", "product_rates", "later_rates", "excluded_products"}
"""Columns of a project that only the amount of cashback depends on."""


def _affected_by_project(connection: sqlite3.Connection, change: Change) -> Iterator[int]:
    """Yield the orders that name the project, their followers, and its account's without a project.

    If only rates were corrected, yield only those of them whose rate changes.
    """
    before, after = change.before, change.after
    if before is not None and after is not None:
        different = _different(before, after) - _IRRELEVANT["projects"]
        if different <= _RATES:
            yield from _affected_by_rates(connection, before, after)
            return
    for row in (change.before, change.after):
        if row is not None:
            values = {"account": row["account_id"], "number": row["number"]}
            yield from _keys(connection, _ORDERS_OF_PROJECT, values)


_ORDERS_OF_PROJECT = (
    "SELECT id FROM orders WHERE account_id = :account AND project IS NULL "
    "UNION ALL SELECT id FROM orders WHERE project = :number "
    "UNION ALL SELECT followers.id FROM orders AS roots JOIN orders AS followers "
    "ON followers.account_id = roots.account_id "
    "WHERE roots.project = :number AND followers.parent IS NOT NULL"
)


def _affected_by_rates(
    connection: sqlite3.Connection, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[int]:
    """Yield the orders of a project whose rate differs after its rates were corrected.

    Raises DamagedRow if the day of an order is not as this program writes it.
    """
    old, new = rate_columns.project_rates(before), rate_columns.project_rates(after)
    found = connection.execute(
        "SELECT id, product, coalesce(paid_at, created_at) FROM orders "
        f"WHERE id IN ({_ORDERS_OF_PROJECT})",
        {"account": after["account_id"], "number": after["number"]},
    )
    for key, product, at in found:
        try:
            day = beijing.day_of(parse_instant(at))
        except ValueError as error:
            raise DamagedRow(f"orders {key}") from error
        if _promise(old, product, day) != _promise(new, product, day):
            yield key


def _promise(project: Project, product: str | None, day: date) -> tuple[bool, Decimal | None]:
    """Return whether a project excludes a product, and its rate on a Beijing day."""
    return product in project.excluded_products, project.rate_for(product, day)


def _affected_by_account(connection: sqlite3.Connection, change: Change) -> Iterator[int]:
    return _keys(connection, "SELECT id FROM orders WHERE account_id = :id", {"id": change.key})


_AFFECTED_BY = {"projects": _affected_by_project, "accounts": _affected_by_account}


def _keys(connection: sqlite3.Connection, query: str, values: dict[str, Any]) -> Iterator[int]:
    return (row[0] for row in connection.execute(query, values))


# Write their rows


def _write(
    connection: sqlite3.Connection,
    keys: Sequence[int],
    book: Book,
    *,
    is_empty: bool = False,
    added: Mapping[int, Order] = MappingProxyType({}),
    progress: Progress | None = None,
) -> None:
    """Replace the index rows of the orders with these keys; delete those without an order.

    `added` are new orders that need not be read; `is_empty` if the index has no rows to delete.
    """
    parents, rows = ParentChains(book), IndexRows(book)
    if added:  # their keys are higher than all others: only invalid rows can be in this range
        _delete(connection, "BETWEEN ? AND ?", (min(added), max(added)))
    for some in batches(with_progress(keys, progress)):
        others = [key for key in some if key not in added]
        found = [(key, added[key], False) for key in some if key in added]
        if others:
            marks = ",".join("?" * len(others))
            if not is_empty:
                _delete(connection, f"IN ({marks})", others)
            found += [
                (order.key or 0, order, in_trash)
                for order, in_trash in _orders(connection, f"orders.id IN ({marks})", others)
            ]
        statuses = status_facts_of((order for _key, order, _in_trash in found), book, parents)
        judged = list(zip(found, statuses, strict=True))
        connection.executemany(
            f"INSERT INTO register ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})",
            [rows.row(key, order, s, in_trash=in_trash) for (key, order, in_trash), s in judged],
        )
        connection.executemany(
            "INSERT INTO search (rowid, text) VALUES (?, ?)",
            [(key, rows.search_text(order, s)) for (key, order, _in_trash), s in judged],
        )


@contextmanager
def _indexes_created_last(
    connection: sqlite3.Connection, count: int, progress: Progress | None = None
) -> Iterator[None]:
    """Drop the indexes of `register` while `count` new rows are written, then create them again.

    Sorting all rows once is faster than inserting each into thirteen indexes, unless most rows
    exist already. The open transaction includes it: a rollback restores the former indexes.
    """
    if count < _BULK_LIMIT or 2 * _count(connection) > count:
        yield
        return
    indexes = connection.execute(
        "SELECT name, sql FROM sqlite_master "
        "WHERE type = 'index' AND tbl_name = 'register' AND sql IS NOT NULL"
    ).fetchall()
    for name, _sql in indexes:
        connection.execute(f'DROP INDEX "{name}"')
    yield
    for number, (_name, sql) in enumerate(indexes):
        if progress is not None:
            progress(count * number // len(indexes), count)
        connection.execute(sql)


def _count(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM register").fetchone()[0])


def _delete(connection: sqlite3.Connection, condition: str, keys: Sequence[int]) -> None:
    for table, key in (("register", "order_id"), ("search", "rowid")):
        connection.execute(f"DELETE FROM {table} WHERE {key} {condition}", keys)


def _orders(
    connection: sqlite3.Connection, condition: str, values: Sequence[object] = ()
) -> Iterator[tuple[Order, bool]]:
    """Yield the orders that fulfil a condition, with whether they are in the trash."""
    for in_trash in (False, True):
        where = f"{condition} AND deleted_at IS {'NOT ' if in_trash else ''}NULL"
        for order in stored_records.read_orders(connection, where, values):
            yield order, in_trash
