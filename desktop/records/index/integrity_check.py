"""The integrity check of an open data file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from desktop.domain.book import Book
from desktop.records.file import database
from desktop.records.file.errors import DamagedRow
from desktop.records.index import order_index
from desktop.records.tables import journal, stored_records


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The result of a check of the whole file: schema version, rows by table, and problems."""

    schema: int
    rows: dict[str, int]
    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Return whether there are no problems."""
        return not self.problems


def check_file(connection: sqlite3.Connection, book: Callable[[], Book]) -> CheckReport:
    """Check every page, every reference, every record, and the order index against the rules.

    `book` returns the records that verdicts depend on; it is called after all records were read.
    """
    problems: list[str] = []
    counts: dict[str, int] = {}
    try:
        for (line,) in connection.execute("PRAGMA integrity_check"):
            if line != "ok":
                problems.append(str(line))
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        problems += [f"{row[0]} {row[1]}: no {row[2]}" for row in broken]
        counts.update(stored_records.read_through(connection))
        journal.read_through(connection)
        wrong = order_index.wrong_rows(connection, book())
        if wrong:
            problems.append(f"register: {wrong}")
    except (sqlite3.DatabaseError, DamagedRow, UnicodeDecodeError) as error:
        problems.append(str(error))
    return CheckReport(database.schema_version(connection), counts, tuple(problems))
