"""Reads records from their tables.

Rows refer to account and partner by key; records name them by UID and name.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar, cast

from desktop.base.progress import batches
from desktop.domain.timestamps import format_instant
from desktop.records.file.errors import DamagedRow
from desktop.records.tables.record_tables import (
    EVIDENCE,
    ORDERS,
    PARTNER_ANSWERS,
    SIGHTINGS,
    TABLES,
    RecordTable,
)
from desktop.records.tables.row_readers import READERS, Row

if TYPE_CHECKING:
    from desktop.domain.console_records import Sighting
    from desktop.domain.evidence_records import Evidence, EvidenceSubject
    from desktop.domain.model import Order
    from desktop.domain.money_records import PartnerAnswer
    from desktop.domain.record import Record

R = TypeVar("R")
"""One kind of record."""


def read_all(connection: sqlite3.Connection, table: RecordTable[R]) -> Iterator[R]:
    """Return every record of a table that is not in the trash, in the order of recording.

    Raises DamagedRow if a row is not as this program writes it.
    """
    return _each(connection.execute(f"{table.query} ORDER BY {table.name}.id"), table)


def read_through(connection: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    """Read every record of every table; yield each table with its number of records.

    Raises DamagedRow as `read_all` does.
    """
    for table in TABLES:
        yield table.name, sum(1 for _record in read_all(connection, table))


def read_one(connection: sqlite3.Connection, table: RecordTable[R], key: int) -> R | None:
    """Return the record with a key; None if there is none, or it is in the trash.

    Raises DamagedRow as `read_all` does.
    """
    query = f"{table.query} {table.where} {table.name}.id = ?"
    return next(_each(connection.execute(query, [key]), table), None)


def read_sightings(
    connection: sqlite3.Connection, uid: str, number: str | None = None
) -> Iterator[Sighting]:
    """Return the sightings of an account, or of one of its orders, first to last.

    Raises DamagedRow as `read_all` does.
    """
    where, values = "WHERE accounts.uid = ?", [uid]
    if number is not None:
        where, values = f"{where} AND order_number = ?", [uid, number]
    query = f"{SIGHTINGS.query} {where} ORDER BY sightings.id"
    return _each(connection.execute(query, values), SIGHTINGS)


def read_answer(connection: sqlite3.Connection, account: str, number: str) -> PartnerAnswer | None:
    """Return the claim for an order with its partner's last answer; None without one.

    Raises DamagedRow as `read_all` does.
    """
    cursor = connection.execute(
        f"{PARTNER_ANSWERS.query} WHERE accounts.uid = ? AND order_number = ?",
        [account, number],
    )
    return next(_each(cursor, PARTNER_ANSWERS), None)


def read_keys(
    connection: sqlite3.Connection, table: RecordTable[R], column: str, keys: Iterable[int]
) -> Iterator[R]:
    """Return the records of a table whose `column` is one of the keys, read in batches.

    Raises DamagedRow as `read_all` does.
    """
    for some in batches(keys):
        within = f"{table.name}.{column} IN ({','.join('?' * len(some))})"
        query = f"{table.query} {table.where} {within} ORDER BY {table.name}.id"
        yield from _each(connection.execute(query, some), table)


def read_orders(
    connection: sqlite3.Connection, condition: str, values: Sequence[object]
) -> Iterator[Order]:
    """Return the orders that fulfil a condition on the columns of `orders` and `accounts`, by key.

    Includes those in the trash, unless the condition excludes them. Raises DamagedRow as `read_all`
    does.
    """
    cursor = connection.execute(
        "SELECT orders.*, accounts.uid AS account FROM orders "
        f"JOIN accounts ON accounts.id = account_id WHERE {condition} ORDER BY orders.id",
        values,
    )
    return _each(cursor, ORDERS)


def read_evidence(connection: sqlite3.Connection, subject: EvidenceSubject) -> Iterator[Evidence]:
    """Return the evidence for a subject, first to last. Raises DamagedRow as `read_all` does."""
    cursor = connection.execute(
        f"{EVIDENCE.query} WHERE kind = ? AND subject_key = ? "
        "AND order_number IS ? AND uid IS ? ORDER BY evidence.id",
        [subject.kind.value, subject.key, subject.order or None, subject.account or None],
    )
    return _each(cursor, EVIDENCE)


def read_voided_evidence(
    connection: sqlite3.Connection, before: datetime, limit: int
) -> Iterator[Evidence]:
    """Return evidence that was voided before a moment (UTC).

    Raises DamagedRow as `read_all` does.
    """
    cursor = connection.execute(
        f"{EVIDENCE.query} WHERE voided_at < ? ORDER BY evidence.id LIMIT ?",
        [format_instant(before), limit],
    )
    return _each(cursor, EVIDENCE)


def _each(cursor: sqlite3.Cursor, table: RecordTable[R]) -> Iterator[R]:
    """Yield the rows as records.

    Close the cursor even if a row cannot be read: through the traceback of a stored exception, it
    would keep the file open.
    """
    cursor.row_factory = sqlite3.Row
    with closing(cursor):
        for row in cursor:
            yield cast("R", _read(table.name, row))


def _read(table: str, row: Row) -> Record:
    try:
        return _reader(table)(row)
    except (ValueError, ArithmeticError, AttributeError, TypeError, RecursionError) as error:
        raise DamagedRow(f"{table} {row['id']}: {type(error).__name__}") from error


def _reader(table: str) -> Callable[[Row], Record]:
    if table in READERS:
        return READERS[table]
    from desktop.records.tables import other_row_readers

    return other_row_readers.READERS[table]


def is_record(table: str, row: Row) -> bool:
    """Return whether a row, with the names of account and partner, can be read as a record."""
    try:
        _read(table, row)
    except DamagedRow:
        return False
    return True
