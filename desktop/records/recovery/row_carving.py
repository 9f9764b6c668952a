"""Finds the rows a damaged file still holds, and their tables, whatever became of its B-trees.

The rows show which table a page belongs to: no two of LinkDue's tables have rows of the same shape,
but for drafts and settings. What the file says about its B-trees only decides between two versions
of a row.
"""

from __future__ import annotations

import json
import re
import sqlite3
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from desktop.base.progress import Progress, with_progress
from desktop.records.recovery.sqlite_pages import (
    INTERIOR,
    LEAF,
    BadBytes,
    RawFile,
    RawRow,
    Value,
)
from desktop.records.tables.journal import RECORDED

Row = dict[str, Any]
Key = int | str

TABLES = (*RECORDED, "journal", "changes", "drafts", "settings")
_LARGEST_KEY = 1 << 40
_MIGRATED_AT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:")


@dataclass(frozen=True, slots=True)
class CarvedColumn:
    """A column as SQLite knows it. The key of a table of records is stored in no column."""

    name: str
    kind: str
    required: bool
    is_key: bool
    default: int | str | None = None
    """What rows have that were written before there was the column."""

    def takes(self, value: Value) -> bool:
        """Return whether this can stand in the column, as it is stored."""
        if self.is_key and self.kind == "INTEGER":
            return value is None
        if value is None:
            return not self.required
        return isinstance(value, str if self.kind == "TEXT" else int)


@dataclass(slots=True)
class CarvedRows:
    """Rows by table and key; those that the file's B-trees lead to come before others.

    `unreadable` counts the rows that are there but cannot be read.
    """

    live: dict[str, dict[Key, Row]] = field(default_factory=lambda: {name: {} for name in TABLES})
    strays: dict[str, dict[Key, Row]] = field(default_factory=lambda: {name: {} for name in TABLES})
    unreadable: int = 0


def shapes(connection: sqlite3.Connection) -> dict[str, list[CarvedColumn]]:
    """Return the columns of each table of a file with the present schema."""
    found = {}
    for table in TABLES:
        info = connection.execute(f"PRAGMA table_info({table})").fetchall()
        found[table] = [
            CarvedColumn(
                name,
                kind,
                bool(required or key),
                bool(key),
                None if default is None else _default(kind, str(default).strip("'")),
            )
            for _, name, kind, required, default, key in info
        ]
    return found


def _default(kind: str, text: str) -> int | str:
    return text if kind == "TEXT" else int(text)


def find(
    raw: RawFile, shapes: Mapping[str, Sequence[CarvedColumn]], progress: Progress | None
) -> CarvedRows:
    """Return every row that can be read, from all pages in use; `progress` counts pages."""
    found = CarvedRows()
    owners = _owners(raw)
    free = raw.free_pages() - owners.keys()
    for number in with_progress(range(1, raw.count + 1), progress):
        if number not in free:
            with suppress(BadBytes):
                _take_page(raw, number, owners.get(number), shapes, found)
    return found


def _take_page(
    raw: RawFile,
    number: int,
    owner: str | None,
    shapes: Mapping[str, Sequence[CarvedColumn]],
    found: CarvedRows,
) -> None:
    read = list(raw.rows(number))
    sound = [row for row in read if row is not None and 0 < row.key < _LARGEST_KEY]
    ordered = _ascending(sound)
    taken = 0
    for raw_row in ordered:
        table = _table_of(raw_row, owner, shapes)
        if table is not None:
            row = _row(raw_row, shapes[table])
            key = next(iter(row.values()))
            (found.live if owner == table else found.strays)[table].setdefault(key, row)
            taken += 1
    if owner in shapes or taken:
        found.unreadable += len(read) - taken


def _ascending(found: Sequence[RawRow]) -> list[RawRow]:
    """Return the longest run of rows with ascending keys, as in every sound page."""
    tails: list[int] = []
    at: list[int] = []
    for row in found:
        index = bisect_left(tails, row.key)
        tails[index : index + 1] = [row.key]
        at.append(index)
    kept: list[RawRow] = []
    wanted = len(tails) - 1
    for row, index in zip(reversed(found), reversed(at), strict=True):
        if index == wanted and (not kept or row.key < kept[-1].key):
            kept.append(row)
            wanted -= 1
    return kept[::-1]


def _owners(raw: RawFile) -> dict[int, str]:
    """Return the leaf pages that the B-trees lead to, with their table; none that two lead to."""
    owners: dict[int, str] = {}
    claimed: set[int] = set()
    for page in _leaf_pages(raw, 1):
        for row in _quietly(raw, page):
            if row is None or len(row.values) != 5 or row.values[0] != "table":  # noqa: PLR2004
                continue
            name, root = row.values[1], row.values[3]
            if isinstance(name, str) and isinstance(root, int):
                pages = _leaf_pages(raw, root)
                for twice in claimed & pages:
                    owners.pop(twice, None)
                owners |= dict.fromkeys(pages - claimed, name)
                claimed |= pages
    return owners


def _quietly(raw: RawFile, page: int) -> list[RawRow | None]:
    with suppress(BadBytes):
        return list(raw.rows(page))
    return []


def _leaf_pages(raw: RawFile, root: int) -> set[int]:
    """Return the leaf pages of a table's B-tree, as far as it can be followed."""
    leaves: set[int] = set()
    seen: set[int] = set()
    ahead = [root]
    while ahead:
        number = ahead.pop()
        if number in seen:
            continue
        seen.add(number)
        with suppress(BadBytes):
            kind = raw.kind(number)
            if kind == LEAF:
                leaves.add(number)
            elif kind == INTERIOR:
                ahead += raw.children(number)
    return leaves


def _table_of(
    row: RawRow, owner: str | None, shapes: Mapping[str, Sequence[CarvedColumn]]
) -> str | None:
    if owner is not None and owner in shapes and fits(row.values, shapes[owner]):
        return owner
    fitting = [table for table, columns in shapes.items() if fits(row.values, columns)]
    if fitting == ["drafts", "settings"]:
        return fitting[not is_object(row.values[1])]
    if fitting == ["partners"] and _is_migration(row.values):
        return None
    return fitting[0] if fitting else None


def fits(values: Sequence[Value], columns: Sequence[CarvedColumn]) -> bool:
    """Return whether a stored row can be one of a table.

    It may have been written before the table got its last columns, of which the first has a
    default then.
    """
    missing = columns[len(values) :]
    return (
        len(values) <= len(columns)
        and (not missing or missing[0].default is not None)
        and not any(column.required and column.default is None for column in missing)
        and all(column.takes(value) for column, value in zip(columns, values, strict=False))
    )


def filled(row: Row, columns: Sequence[CarvedColumn]) -> Row:
    """Return a row with the columns that its table got after it was written."""
    later = (column for column in columns if column.name not in row)
    return row | {column.name: column.default for column in later}


def _row(raw_row: RawRow, columns: Sequence[CarvedColumn]) -> Row:
    row = {column.name: value for column, value in zip(columns, raw_row.values, strict=False)}
    if columns[0].kind == "INTEGER":
        row[columns[0].name] = raw_row.key
    return filled(row, columns)


def _is_migration(values: Sequence[Value]) -> bool:
    """Return whether this is no partner, but sqlite-utils' note of a migration."""
    return values[1] == "linkdue" and bool(_MIGRATED_AT.match(str(values[3])))


def is_object(text: Value) -> bool:
    """Return whether a stored text is a JSON object."""
    try:
        return isinstance(json.loads(str(text)), dict)
    except (ValueError, RecursionError):
        return False
