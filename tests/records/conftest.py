"""Fixtures for tests of the data file."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest

from desktop.records.file import database


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> list[sqlite3.Connection]:
    """Collect the connections that the program opens from now on to write to a data file."""
    opened: list[sqlite3.Connection] = []
    open_connection = database.open_connection

    def open_and_collect(*arguments: Any, **options: Any) -> sqlite3.Connection:
        opened.append(open_connection(*arguments, **options))
        return opened[-1]

    monkeypatch.setattr(database, "open_connection", open_and_collect)
    return opened
