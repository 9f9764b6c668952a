"""A check that the journal and the tables agree."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.sql import RECORD_TABLES


class Ledger:
    """The records according to the journal, replayed one action after the other."""

    def __init__(self) -> None:
        self.last = 0
        self.rows: dict[tuple[str, int], Any] = {}

    def follow_file(self, path: Path) -> list[tuple[str, str]]:
        """Call `follow` with a separate connection to the data file at `path`."""
        with closing(sqlite3.connect(path)) as connection:
            return self.follow(connection)

    def follow(self, connection: sqlite3.Connection) -> list[tuple[str, str]]:
        """Replay the new entries of the journal; return their actions and subjects.

        Raises AssertionError if the tables disagree.
        """
        actions = []
        for number, act, subject in connection.execute(
            "SELECT id, act, subject FROM journal WHERE id > ? ORDER BY id", [self.last]
        ).fetchall():
            self.last = number
            actions.append((act, subject))
            for table, key, *sides in connection.execute(
                "SELECT record, record_id, before, after FROM changes WHERE entry_id = ? "
                "ORDER BY id",
                [number],
            ):
                before, after = (None if side is None else json.loads(side) for side in sides)
                assert self.rows.get((table, key)) == before
                self.rows[table, key] = after
        status = {place: row for place, row in self.rows.items() if row is not None}
        there = _rows(connection)
        assert status.keys() == there.keys()
        for place, row in status.items():  # a migration may have added columns
            assert row.items() <= there[place].items(), place
        return actions


def _rows(connection: sqlite3.Connection) -> dict[tuple[str, int], Any]:
    """Return every row of the records."""
    found = {}
    for table in RECORD_TABLES:
        cursor = connection.execute(f"SELECT * FROM {table}")
        names = [column[0] for column in cursor.description]
        for row in cursor:
            values = dict(zip(names, row, strict=True))
            found[table, values["id"]] = values
    return found
