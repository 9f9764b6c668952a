"""The order index: the status of every order, kept so that SQL can sort and search by it.

Its tables are named `register` and `search`. They hold nothing that the records do not say. Each
transaction updates them for the orders whose verdict can have changed by it; if they
were made otherwise (`index_stamp`), they are made anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from types import MappingProxyType
from typing import Any

from desktop.base.progress import BATCH_SIZE, Progress, batches, with_progress
from desktop.domain import beijing
from desktop.domain.book import Book
from desktop.domain.journal import Change
from desktop.domain.model import Order
from desktop.domain.order_status import status_facts, status_facts_of
from desktop.domain.parents import ParentChains
from desktop.domain.timestamps import parse_instant
from desktop.records.index.entries import COLUMNS, Entries
from desktop.records.index.index_stamp import STAMP, stamp
from desktop.records.tables import rate_columns, stored_records

_AT_ONCE = 5000
"""From so many orders on, the indexes of `register` may be made anew instead of row by row."""


def refresh(
    connection: sqlite3.Connection,
    changes: Sequence[Change],
    book: Book,
    progress: Progress | None = None,
    added: Mapping[int, Order] | None = None,
) -> None:
    """Bring the order index up to date with `changes`, inside the open transaction.

    `added` are new orders by their keys, as they were just written, which `changes` does not have.
    `progress` gets how many of the orders are done.
    """
    added = added or {}
    keys = _touched(connection, changes, added)
    with _sorted_at_the_end(connection, len(added), progress):
        _renew(connection, sorted(keys), book, added=added, progress=progress)


def rebuild(connection: sqlite3.Connection, book: Book) -> None:
    """Make the whole order index anew, inside the open transaction."""
    connection.execute("DELETE FROM register")
    connection.execute("DELETE FROM search")
    keys = [row[0] for row in connection.execute("SELECT id FROM orders ORDER BY id")]
    with _sorted_at_the_end(connection, len(keys)):
        _renew(connection, keys, book, fresh=True)
    connection.execute(
        "INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", [STAMP, stamp()]
    )


def wrong_rows(connection: sqlite3.Connection, book: Book) -> int:
    """Return how many orders the order index has otherwise than the records say."""
    wrong = 0
    parents, entries = ParentChains(book), Entries(book)
    for order, deleted in _orders(connection, "1"):
        status = status_facts(order, book, parents)
        expected = entries.row(order.key or 0, order, status, in_trash=deleted)
        kept = connection.execute(
            f"SELECT {', '.join(COLUMNS)} FROM register WHERE order_id = ?", [order.key]
        )
        wrong += kept.fetchone() != expected
    strangers = connection.execute(
        "SELECT count(*) FROM register WHERE order_id NOT IN (SELECT id FROM orders)"
    ).fetchone()[0]
    return wrong + int(strangers)


# Which orders a transaction can have changed the verdict of


def _touched(
    connection: sqlite3.Connection, changes: Sequence[Change], added: Mapping[int, Order]
) -> set[int]:
    orders = [change for change in changes if change.table == "orders" and _matters(change)]
    keys = _touched_orders(connection, orders, added)
    for change in changes:
        find = _DEPENDENTS.get(change.table)
        if find is not None and _matters(change):
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
"""Facts that no verdict and no search depends on."""


def _matters(change: Change) -> bool:
    if change.before is None or change.after is None:
        return True
    different = _different(change.before, change.after)
    return bool(different - _IRRELEVANT.get(change.table, set()))


def _different(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    return {name for name, value in before.items() if after[name] != value}


def _touched_orders(
    connection: sqlite3.Connection, changes: Sequence[Change], added: Mapping[int, Order]
) -> set[int]:
    """Return the changed orders and those that follow them, by the numbers before and after.

    Each order is looked at once, so that long chains and rings of parents take linear time.
    """
    keys = {*added, *(change.key for change in changes)}
    followers: list[tuple[int, str]] = []

    def follow(found: Iterable[tuple[int, int, str]]) -> None:
        new = {key: (account, number) for key, account, number in found if key not in keys}
        keys.update(new)
        followers.extend(new.values())

    for some_keys in batches(added):
        marks = ",".join("?" * len(some_keys))
        follow(
            connection.execute(
                f"{_FOLLOWERS} FROM orders AS parents CROSS JOIN orders {_OF_PARENTS} "
                f"WHERE parents.id IN ({marks})",
                some_keys,
            )
        )
    both = (row for change in changes for row in (change.before, change.after) if row is not None)
    names = ((row["account_id"], row["number"]) for row in both)
    while some := list(islice(names, BATCH_SIZE)) or _taken(followers, BATCH_SIZE):
        marks = ",".join(["(?, ?)"] * len(some))
        follow(
            connection.execute(
                f"WITH parents (account_id, number) AS (VALUES {marks}) "
                f"{_FOLLOWERS} FROM parents CROSS JOIN orders {_OF_PARENTS}",
                [value for name in some for value in name],
            )
        )
    return keys


_FOLLOWERS = "SELECT orders.id, orders.account_id, orders.number"
_OF_PARENTS = "ON orders.account_id = parents.account_id AND orders.parent = parents.number"


def _taken(names: list[tuple[int, str]], count: int) -> list[tuple[int, str]]:
    """Remove up to `count` names from the end of a list, and return them."""
    taken = names[-count:]
    del names[-count:]
    return taken


_RATES = {"cashback_rate", "product_rates", "later_rates", "excluded_products"}
"""Facts of a project that decide about nothing but the amount of cashback."""


def _of_project(connection: sqlite3.Connection, change: Change) -> Iterator[int]:
    """Yield the orders that name it, those of its account that name none, and their followers.

    Where nothing but rates was corrected, only those of them that get another rate.
    """
    before, after = change.before, change.after
    if before is not None and after is not None:
        different = _different(before, after) - _IRRELEVANT["projects"]
        if different <= _RATES:
            yield from _of_other_rate(connection, before, after)
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


def _of_other_rate(
    connection: sqlite3.Connection, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[int]:
    """Yield the orders of a project that get another rate once its rates are corrected."""
    old, new = rate_columns.project_rates(before), rate_columns.project_rates(after)
    found = connection.execute(
        "SELECT id, product, coalesce(paid_at, created_at) FROM orders "
        f"WHERE id IN ({_ORDERS_OF_PROJECT})",
        {"account": after["account_id"], "number": after["number"]},
    )
    for key, product, at in found:
        day = beijing.day_of(parse_instant(at))
        if old.rate_for(product, day) != new.rate_for(product, day):
            yield key


def _of_account(connection: sqlite3.Connection, change: Change) -> Iterator[int]:
    return _keys(connection, "SELECT id FROM orders WHERE account_id = :id", {"id": change.key})


_DEPENDENTS = {"projects": _of_project, "accounts": _of_account}


def _keys(connection: sqlite3.Connection, query: str, values: dict[str, Any]) -> Iterator[int]:
    return (row[0] for row in connection.execute(query, values))


# Writing them


def _renew(
    connection: sqlite3.Connection,
    keys: Sequence[int],
    book: Book,
    *,
    fresh: bool = False,
    added: Mapping[int, Order] = MappingProxyType({}),
    progress: Progress | None = None,
) -> None:
    """Write the orders with these keys again; a key without an order leaves the order index."""
    parents, entries = ParentChains(book), Entries(book)
    if added:  # later than all others, so that nothing but rubbish can be there
        _forget(connection, "BETWEEN ? AND ?", (min(added), max(added)))
    for some in batches(with_progress(keys, progress)):
        others = [key for key in some if key not in added]
        found = [(key, added[key], False) for key in some if key in added]
        if others:
            marks = ",".join("?" * len(others))
            if not fresh:
                _forget(connection, f"IN ({marks})", others)
            found += [
                (order.key or 0, order, in_trash)
                for order, in_trash in _orders(connection, f"orders.id IN ({marks})", others)
            ]
        stands = status_facts_of((order for _key, order, _in_trash in found), book, parents)
        both = list(zip(found, stands, strict=True))
        connection.executemany(
            f"INSERT INTO register ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})",
            [entries.row(key, order, s, in_trash=trash) for (key, order, trash), s in both],
        )
        connection.executemany(
            "INSERT INTO search (rowid, text) VALUES (?, ?)",
            [(key, entries.search_text(order, s)) for (key, order, _trash), s in both],
        )


@contextmanager
def _sorted_at_the_end(
    connection: sqlite3.Connection, count: int, progress: Progress | None = None
) -> Iterator[None]:
    """Write `count` new rows of `register` without its indexes, and make those at the end.

    To sort all rows once is faster than to put each into thirteen places, unless most of them are
    there already. It is part of the open transaction as everything else: either the indexes are
    as they were, or they hold the new rows.
    """
    if count < _AT_ONCE or 2 * _count(connection) > count:
        yield
        return
    made = connection.execute(
        "SELECT name, sql FROM sqlite_master "
        "WHERE type = 'index' AND tbl_name = 'register' AND sql IS NOT NULL"
    ).fetchall()
    for name, _sql in made:
        connection.execute(f'DROP INDEX "{name}"')
    yield
    for at, (_name, sql) in enumerate(made):
        if progress is not None:
            progress(count * at // len(made), count)
        connection.execute(sql)


def _count(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM register").fetchone()[0])


def _forget(connection: sqlite3.Connection, which: str, keys: Sequence[int]) -> None:
    for table, key in (("register", "order_id"), ("search", "rowid")):
        connection.execute(f"DELETE FROM {table} WHERE {key} {which}", keys)


def _orders(
    connection: sqlite3.Connection, condition: str, values: Sequence[object] = ()
) -> Iterator[tuple[Order, bool]]:
    """Yield the orders with whether they are in the trash."""
    for in_trash in (False, True):
        where = f"{condition} AND deleted_at IS {'NOT ' if in_trash else ''}NULL"
        for order in stored_records.read_orders(connection, where, values):
            yield order, in_trash
