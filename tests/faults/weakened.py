"""The program with one of its protections disabled: the tests must notice each.

Each function is called in a separate process, before the data is opened.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlite_utils import Database

from desktop.records.file.identity import FileIdentity
from desktop.records.index import order_index
from desktop.records.tables import journal
from desktop.services import files


def _nothing() -> None:
    """Leave the program as it is."""


def _replace_sql(wanted: dict[str, str]) -> Callable[[], None]:
    """Replace SQL statements of the program by others before SQLite gets them."""

    class Connection(sqlite3.Connection):
        def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
            return super().execute(wanted.get(sql, sql), *values)

    def weaken() -> None:
        FileIdentity.check_log = FileIdentity.check  # type: ignore[method-assign]  # there may be no log
        vars(sqlite3)["connect"] = partial(sqlite3.connect, factory=Connection)

    return weaken


def _two_transactions(module: ModuleType, part: str) -> Callable[[], None]:
    """Commit before this part of an action, which then has a separate transaction."""

    def weaken() -> None:
        whole = vars(module)[part]

        def apart(first: Any, *rest: Any, **named: Any) -> object:
            connection = first.conn if isinstance(first, Database) else first
            connection.execute("COMMIT")
            connection.execute("BEGIN IMMEDIATE")
            return whole(first, *rest, **named)

        vars(module)[part] = apart

    return weaken


def _write_in_place() -> None:
    """Make exports overwrite the existing file in place."""

    def write(path: Path, content: str | bytes) -> None:
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    vars(files)["write_whole"] = write


def _write_unsynced() -> None:
    """Rename exports before they are synced to the disk."""

    def write(path: Path, content: str | bytes) -> None:
        part = path.with_name(f".linkdue-{path.name}.part")
        part.write_bytes(content.encode() if isinstance(content, str) else content)
        part.replace(path)

    vars(files)["write_whole"] = write


_AFTER_JOURNAL_MODE = "PRAGMA fullfsync = ON"

WEAKENED: dict[str, Callable[[], None]] = {
    "": _nothing,
    "synchronous off": _replace_sql({"PRAGMA synchronous = FULL": "PRAGMA synchronous = OFF"}),
    "synchronous normal": _replace_sql(
        {"PRAGMA synchronous = FULL": "PRAGMA synchronous = NORMAL"}
    ),
    "journal in memory": _replace_sql({_AFTER_JOURNAL_MODE: "PRAGMA journal_mode = MEMORY"}),
    "journal off": _replace_sql({_AFTER_JOURNAL_MODE: "PRAGMA journal_mode = OFF"}),
    "journal apart": _two_transactions(journal, "append"),
    "order index apart": _two_transactions(order_index, "refresh"),
    "export in place": _write_in_place,
    "export not synced": _write_unsynced,
}
