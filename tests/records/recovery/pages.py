"""Page numbers of a database file by their use, as SQLite's `dbstat` reports it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest


def pages_where(path: Path, condition: str, *values: str) -> list[int]:
    """Return the numbers of the pages whose `dbstat` row fulfils the SQL `condition`.

    Skips the test where SQLite was built without `dbstat`, as Python's is on Windows.
    """
    with closing(sqlite3.connect(path)) as connection:
        try:
            found = connection.execute(f"SELECT pageno FROM dbstat WHERE {condition}", values)
        except sqlite3.OperationalError as error:
            assert "dbstat" in str(error)
            pytest.skip("this build of SQLite has no dbstat")
        return [number for (number,) in found]
