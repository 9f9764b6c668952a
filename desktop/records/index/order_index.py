"""The order index: the status of every order, kept so that SQL can sort and search by it.

Its tables are named `register` and `search`. They hold nothing that the records do not say. Each
transaction updates them for the orders whose verdict can have changed by it; if the rules or this
module are others than those they were made with, they are made anew.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from types import MappingProxyType
from typing import Any

from desktop.base.progress import BATCH_SIZE, Progress, batches, with_progress
from desktop.base.resources import resource
from desktop.base.settings import SettingKey
from desktop.domain import beijing, catalogue
from desktop.domain.book import Book
from desktop.domain.journal import Change
from desktop.domain.model import Account, Order
from desktop.domain.order_status import Bucket, OrderStatusFacts, status_facts, status_facts_of
from desktop.domain.parents import ParentChains
from desktop.domain.timestamps import parse_instant
from desktop.records.tables import rows
from desktop.records.tables.search_text import spread

VERSION = 3
"""Raised when the order index is to be made anew because this module makes it otherwise."""
STAMP = SettingKey.INDEX_STAMP
_SORTED_BY = 60
"""Characters of a text that it is sorted by."""
NO_DEADLINE = 2**40
"""Sorts what has no deadline last, the soonest coming first."""
NOTHING = -(2**60)
"""Sorts a missing amount or moment first, so that it is last if the largest comes first."""


def refresh(
    connection: sqlite3.Connection,
    changes: Sequence[Change],
    book: Book,
    progress: Progress | None = None,
    added: Mapping[int, Order] | None = None,
) -> None:
    """Bring the order index up to date with `changes`, inside the open transaction.

    `added` are new orders by their keys, as they were just written: they need not be read again.
    `progress` gets how many of the orders are done.
    """
    keys = _touched(connection, changes)
    _renew(connection, sorted(keys), book, added=added or {}, progress=progress)


def is_current(connection: sqlite3.Connection) -> bool:
    """Return whether the index was made with the rules, products and module as they are."""
    row = connection.execute("SELECT value FROM settings WHERE name = ?", [STAMP]).fetchone()
    return row is not None and row[0] == _stamp()


def rebuild(connection: sqlite3.Connection, book: Book) -> None:
    """Make the whole order index anew, inside the open transaction."""
    connection.execute("DELETE FROM register")
    connection.execute("DELETE FROM search")
    keys = [row[0] for row in connection.execute("SELECT id FROM orders ORDER BY id")]
    _renew(connection, keys, book, fresh=True)
    connection.execute(
        "INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", [STAMP, _stamp()]
    )


def wrong_rows(connection: sqlite3.Connection, book: Book) -> int:
    """Return how many orders the order index has otherwise than the records say."""
    wrong = 0
    cursor = connection.execute("SELECT * FROM register LIMIT 0")
    names = [column[0] for column in cursor.description]
    parents = ParentChains(book)
    for order, deleted in _orders(connection, "1"):
        status = status_facts(order, book, parents)
        expected = _row(order.key or 0, order, book, status, in_trash=deleted)
        kept = connection.execute("SELECT * FROM register WHERE order_id = ?", [order.key])
        wrong += kept.fetchone() != tuple(expected[name] for name in names)
    strangers = connection.execute(
        "SELECT count(*) FROM register WHERE order_id NOT IN (SELECT id FROM orders)"
    ).fetchone()[0]
    return wrong + int(strangers)


def _stamp() -> str:
    """Return a digest of what the order index depends on apart from the records."""
    parts = (resource(name).read_bytes() for name in ("programme.toml", catalogue.FILE))
    return f"{VERSION} {hashlib.sha256(b''.join(parts)).hexdigest()}"


# Which orders a transaction can have changed the verdict of


def _touched(connection: sqlite3.Connection, changes: Sequence[Change]) -> set[int]:
    keys = _touched_orders(connection, [c for c in changes if c.table == "orders" and _matters(c)])
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


def _touched_orders(connection: sqlite3.Connection, changes: Sequence[Change]) -> set[int]:
    """Return the changed orders and those that follow them, by the numbers before and after.

    Each order is looked at once, so that long chains and rings of parents take linear time.
    """
    keys = {change.key for change in changes}
    both = (row for change in changes for row in (change.before, change.after) if row is not None)
    names = ((row["account_id"], row["number"]) for row in both)
    followers: list[tuple[int, str]] = []
    while some := list(islice(names, BATCH_SIZE)) or _taken(followers, BATCH_SIZE):
        marks = ",".join(["(?, ?)"] * len(some))
        found = connection.execute(
            f"WITH parents (account_id, number) AS (VALUES {marks}) "
            "SELECT orders.id, orders.account_id, orders.number FROM parents CROSS JOIN orders "
            "ON orders.account_id = parents.account_id AND orders.parent = parents.number",
            [value for name in some for value in name],
        ).fetchall()
        new = {key: (account, number) for key, account, number in found if key not in keys}
        keys.update(new)
        followers.extend(new.values())
    return keys


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
    old, new = rows.project_rates(before), rows.project_rates(after)
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
    parents = ParentChains(book)
    for some in batches(with_progress(keys, progress)):
        marks = ",".join("?" * len(some))
        if not fresh:
            for table, key in (("register", "order_id"), ("search", "rowid")):
                connection.execute(
                    f"DELETE FROM {table} WHERE {key} IN ({marks})",
                    some,
                )
        found = [(key, added[key], False) for key in some if key in added]
        if len(found) < len(some):
            others = [key for key in some if key not in added]
            marks = ",".join("?" * len(others))
            found += [
                (order.key or 0, order, in_trash)
                for order, in_trash in _orders(connection, f"orders.id IN ({marks})", others)
            ]
        stands = status_facts_of((order for _key, order, _in_trash in found), book, parents)
        both = list(zip(found, stands, strict=True))
        _insert(connection, [_row(k, o, book, s, in_trash=t) for (k, o, t), s in both])
        connection.executemany(
            "INSERT INTO search (rowid, text) VALUES (?, ?)",
            [(k, _search_text(o, book, s)) for (k, o, _in_trash), s in both],
        )


def _orders(
    connection: sqlite3.Connection, condition: str, values: Sequence[object] = ()
) -> Iterator[tuple[Order, bool]]:
    """Yield the orders with whether they are in the trash."""
    for in_trash in (False, True):
        where = f"{condition} AND deleted_at IS {'NOT ' if in_trash else ''}NULL"
        for order in rows.read_orders(connection, where, values):
            yield order, in_trash


def _insert(connection: sqlite3.Connection, made: Sequence[dict[str, object]]) -> None:
    if made:
        names, marks = ", ".join(made[0]), ", ".join("?" * len(made[0]))
        connection.executemany(
            f"INSERT INTO register ({names}) VALUES ({marks})",
            [tuple(row.values()) for row in made],
        )


def _row(
    key: int, order: Order, book: Book, stands: OrderStatusFacts, *, in_trash: bool
) -> dict[str, object]:
    bucket = Bucket.BIN if in_trash else stands.bucket
    return {
        "order_id": key,
        "shelf": int(bucket),
        "verdict": stands.verdict.value,
        "deadline": NO_DEADLINE if stands.deadline is None else _seconds(stands.deadline),
        "cashback": NOTHING if stands.cashback is None else stands.cashback,
        "number": order.number,
        "title": _sortable(order.title),
        "product": _sortable(order.product),
        "account": _sortable(_label(book.accounts.get(order.account), order.account)),
        "project": _project(order, stands),
        "created_at": _seconds(order.created_at),
        "paid_at": NOTHING if order.paid_at is None else _seconds(order.paid_at),
        "amount": _amount(order),
        "associated_at": NOTHING if order.associated_at is None else _seconds(order.associated_at),
        "note": _sortable(order.note),
    }


def _search_text(order: Order, book: Book, stands: OrderStatusFacts) -> str:
    account = book.accounts.get(order.account)
    product = None if order.product is None else catalogue.product(order.product)
    return spread(
        (
            order.number,
            order.title,
            order.product,
            *(product or ())[1:],
            order.account,
            None if account is None else account.name,
            stands.project,
            order.project if order.project != stands.project else None,
            order.parent,
            order.note,
        )
    )


def _project(order: Order, stands: OrderStatusFacts) -> str:
    """Return the project that its verdict was reached with, else the one the order names."""
    return stands.project or order.project or ""


def _amount(order: Order) -> int:
    amount = order.payable if order.cash_paid is None else order.cash_paid
    return NOTHING if amount is None else amount


def _label(account: Account | None, uid: str) -> str:
    return uid if account is None or not account.name else account.name


def _sortable(text: str | None) -> str:
    return (text or "").strip().casefold()[:_SORTED_BY]


def _seconds(instant: datetime) -> int:
    return int(instant.timestamp())
