"""Reads receipts by page and by amount: there can be a hundred thousand."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from desktop.domain.money_records import Cashback
from desktop.domain.receipts import MatchedReceipt, receipt_of, with_parts
from desktop.domain.timestamps import format_instant
from desktop.records.tables import stored_records
from desktop.records.tables.record_tables import CASHBACK, RECEIPTS

_ALONE = "receipt_id IS NULL AND NOT undone"
"""Parts that are complete receipts; see `matched_receipts`."""


def latest(connection: sqlite3.Connection, first: int, count: int) -> list[MatchedReceipt]:
    """Return `count` receipts with their parts from position `first` on, the latest first.

    Raises DamagedRow if a row is not as this program writes it.
    """
    # Both halves are read along their indexes, so that only the rows up to the page are read.
    found = connection.execute(
        "SELECT 0 AS part, id, received_at FROM receipts UNION ALL "
        f"SELECT 1, id, received_at FROM cashback WHERE {_ALONE} "
        "ORDER BY received_at DESC, part, id DESC LIMIT ? OFFSET ?",
        [count, first],
    ).fetchall()
    return _read(connection, [(bool(is_part), key) for is_part, key, _at in found])


def of_amount(
    connection: sqlite3.Connection, amount: int, first: datetime, last: datetime
) -> list[MatchedReceipt]:
    """Return the receipts of `amount` fen received between two moments (UTC), both included."""
    values = [amount, format_instant(first), format_instant(last)]
    between = "amount = ? AND received_at BETWEEN ? AND ?"
    found = connection.execute(
        f"SELECT 0, id FROM receipts WHERE {between} UNION ALL "
        f"SELECT 1, id FROM cashback WHERE {_ALONE} AND {between}",
        [*values, *values],
    ).fetchall()
    return _read(connection, [(bool(is_part), key) for is_part, key in found])


def months(connection: sqlite3.Connection) -> frozenset[str]:
    """Return the Beijing months (`YYYY-MM`) that have a receipt."""
    month = "strftime('%Y-%m', received_at, '+8 hours')"
    found = connection.execute(
        f"SELECT {month} FROM receipts UNION SELECT {month} FROM cashback WHERE {_ALONE}"
    )
    return frozenset(key for (key,) in found if key is not None)


def _read(
    connection: sqlite3.Connection, wanted: Sequence[tuple[bool, int]]
) -> list[MatchedReceipt]:
    """Return the receipts with these keys, in this order; True marks a part without a receipt."""
    keys = [key for is_part, key in wanted if not is_part]
    receipts = {
        receipt.key: receipt
        for receipt in stored_records.read_keys(connection, RECEIPTS, "id", keys)
    }
    parts: dict[int | None, list[Cashback]] = defaultdict(list)
    for part in _parts(connection, "receipt_id", keys):
        parts[part.receipt].append(part)
    alone = {
        part.key: part
        for part in _parts(connection, "id", [key for is_part, key in wanted if is_part])
    }
    matched = []
    for is_part, key in wanted:
        if is_part:
            matched.append(receipt_of(alone[key]))
        else:
            matched.append(with_parts(receipts[key], parts[key]))
    return matched


def _parts(connection: sqlite3.Connection, column: str, keys: list[int]) -> Iterator[Cashback]:
    return stored_records.read_keys(connection, CASHBACK, column, keys)
