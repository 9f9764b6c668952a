"""Reads records from their tables. A row has the keys of account and partner, a record names."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from typing import TypeVar, cast

from desktop.base.progress import batches
from desktop.domain.journal import Record
from desktop.domain.model import (
    Account,
    Cashback,
    ChecklistAnswer,
    Comparison,
    Evidence,
    EvidenceSubject,
    Order,
    Partner,
    PartnerAnswer,
    Project,
    Receipt,
    Sighting,
)
from desktop.domain.timestamps import format_instant
from desktop.records.file.errors import DamagedRow
from desktop.records.tables.record_rows import READERS, Row

R = TypeVar("R", bound=Record)
"""One kind of record."""

TABLES: Mapping[type, str] = {
    Account: "accounts",
    Partner: "partners",
    Project: "projects",
    Order: "orders",
    Receipt: "receipts",
    Cashback: "cashback",
    Sighting: "sightings",
    PartnerAnswer: "partner_answers",
    Evidence: "evidence",
    ChecklistAnswer: "answers",
    Comparison: "comparisons",
}

_SELECTS: Mapping[str, str] = {
    "accounts": "SELECT * FROM accounts",
    "partners": "SELECT * FROM partners",
    "projects": (
        "SELECT projects.*, accounts.uid AS account, partners.name AS partner FROM projects "
        "JOIN accounts ON accounts.id = account_id LEFT JOIN partners ON partners.id = partner_id"
    ),
    "orders": (
        "SELECT orders.*, accounts.uid AS account FROM orders "
        "JOIN accounts ON accounts.id = account_id WHERE deleted_at IS NULL"
    ),
    "receipts": "SELECT * FROM receipts",
    "cashback": (
        "SELECT cashback.*, accounts.uid AS account FROM cashback "
        "JOIN accounts ON accounts.id = account_id"
    ),
    "sightings": (
        "SELECT sightings.*, accounts.uid AS account FROM sightings "
        "JOIN accounts ON accounts.id = account_id"
    ),
    "comparisons": (
        "SELECT comparisons.*, accounts.uid AS account FROM comparisons "
        "JOIN accounts ON accounts.id = account_id"
    ),
    "partner_answers": (
        "SELECT partner_answers.*, accounts.uid AS account FROM partner_answers "
        "JOIN accounts ON accounts.id = account_id"
    ),
    "evidence": (
        "SELECT evidence.*, accounts.uid AS account FROM evidence "
        "LEFT JOIN accounts ON accounts.id = account_id"
    ),
    "answers": (
        "SELECT answers.*, accounts.uid AS account FROM answers "
        "JOIN accounts ON accounts.id = account_id"
    ),
}


def read_all(connection: sqlite3.Connection, kind: type[R]) -> Iterator[R]:
    """Return every record of a kind, in the order they were first recorded; none from the trash.

    Raises DamagedRow if a row is not what this program writes.
    """
    table = TABLES[kind]
    return _each(connection.execute(f"{_SELECTS[table]} ORDER BY {table}.id"), kind)


def read_through(connection: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    """Read every record of every table, and yield the tables with how many each holds.

    Raises DamagedRow as `read_all` does.
    """
    for kind, table in TABLES.items():
        records: Iterator[Record] = read_all(connection, kind)
        yield table, sum(1 for _record in records)


def read_one(connection: sqlite3.Connection, kind: type[R], key: int) -> R | None:
    """Return the record with a key; None if there is none, or it is in the trash.

    Raises DamagedRow as `read_all` does.
    """
    table = TABLES[kind]
    within = "AND" if table == "orders" else "WHERE"
    cursor = connection.execute(f"{_SELECTS[table]} {within} {table}.id = ?", [key])
    return next(_each(cursor, kind), None)


def read_sightings(
    connection: sqlite3.Connection, uid: str, number: str | None = None
) -> Iterator[Sighting]:
    """Return the sightings of an account, or of one order of it, first to last.

    Raises DamagedRow as `read_all` does.
    """
    where, values = "WHERE accounts.uid = ?", [uid]
    if number is not None:
        where, values = f"{where} AND order_number = ?", [uid, number]
    query = f"{_SELECTS['sightings']} {where} ORDER BY sightings.id"
    return _each(connection.execute(query, values), Sighting)


def read_answer(connection: sqlite3.Connection, account: str, number: str) -> PartnerAnswer | None:
    """Return what a partner said of an order last; None for nothing.

    Raises DamagedRow as `read_all` does.
    """
    cursor = connection.execute(
        f"{_SELECTS['partner_answers']} WHERE accounts.uid = ? AND order_number = ?",
        [account, number],
    )
    return next(_each(cursor, PartnerAnswer), None)


def read_keys(
    connection: sqlite3.Connection, kind: type[R], column: str, keys: Iterable[int]
) -> Iterator[R]:
    """Return the records of a kind whose column is one of the keys, some at a time.

    Raises DamagedRow as `read_all` does. Not for orders.
    """
    table = TABLES[kind]
    for some in batches(keys):
        within = f"{table}.{column} IN ({','.join('?' * len(some))})"
        cursor = connection.execute(f"{_SELECTS[table]} WHERE {within} ORDER BY {table}.id", some)
        yield from _each(cursor, kind)


def read_orders(
    connection: sqlite3.Connection, condition: str, values: Sequence[object]
) -> Iterator[Order]:
    """Return the orders that fulfil a condition on the columns of `orders` and `accounts`, by key.

    Also those in the trash, unless the condition says otherwise. Raises DamagedRow as `read_all`
    does.
    """
    cursor = connection.execute(
        "SELECT orders.*, accounts.uid AS account FROM orders "
        f"JOIN accounts ON accounts.id = account_id WHERE {condition} ORDER BY orders.id",
        values,
    )
    return _each(cursor, Order)


def read_evidence(connection: sqlite3.Connection, subject: EvidenceSubject) -> Iterator[Evidence]:
    """Return the evidence for a subject, first to last. Raises DamagedRow as `read_all` does."""
    cursor = connection.execute(
        f"{_SELECTS['evidence']} WHERE kind = ? AND subject_key = ? "
        "AND order_number IS ? AND uid IS ? ORDER BY evidence.id",
        [subject.kind.value, subject.key, subject.order or None, subject.account or None],
    )
    return _each(cursor, Evidence)


def read_voided_evidence(
    connection: sqlite3.Connection, before: datetime, limit: int
) -> Iterator[Evidence]:
    """Return evidence that was voided before a moment (UTC).

    Raises DamagedRow as `read_all` does.
    """
    cursor = connection.execute(
        f"{_SELECTS['evidence']} WHERE voided_at < ? ORDER BY evidence.id LIMIT ?",
        [format_instant(before), limit],
    )
    return _each(cursor, Evidence)


def _each(cursor: sqlite3.Cursor, kind: type[R]) -> Iterator[R]:
    """Yield the rows as records.

    The cursor is closed also if a row cannot be read: the exception lives on, and the cursor in its
    traceback would keep the file open.
    """
    cursor.row_factory = sqlite3.Row
    with closing(cursor):
        for row in cursor:
            yield cast("R", _read(TABLES[kind], row))


def _read(table: str, row: Row) -> Record:
    try:
        return READERS[table](row)
    except (ValueError, ArithmeticError, AttributeError, TypeError, RecursionError) as error:
        raise DamagedRow(f"{table} {row['id']}: {type(error).__name__}") from error


def is_record(table: str, row: Row) -> bool:
    """Return whether a row, with the names of account and partner, is as this program writes."""
    try:
        _read(table, row)
    except DamagedRow:
        return False
    return True
