"""SQL on the data file from outside the program, as another tool on the computer would run it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

RECORD_TABLES = (
    "accounts",
    "partners",
    "projects",
    "orders",
    "receipts",
    "cashback",
    "answers",
    "sightings",
    "comparisons",
    "partner_answers",
    "evidence",
)
"""The tables whose rows the journal follows."""


def run_sql(path: Path, statement: str, values: Iterable[object] = ()) -> list[tuple[Any, ...]]:
    """Run one statement on a separate connection, commit it, and return its rows."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        return connection.execute(statement, tuple(values)).fetchall()


def read_tables(path: Path, *tables: str) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of some tables, each table ordered by its first column."""
    with closing(sqlite3.connect(path)) as connection:
        return {
            table: connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()
            for table in tables
        }


def checkpoint(path: Path) -> None:
    """Move the contents of the write-ahead log into the file itself (checkpoint)."""
    [(busy, _frames, _moved)] = run_sql(path, "PRAGMA wal_checkpoint(TRUNCATE)")
    assert not busy
