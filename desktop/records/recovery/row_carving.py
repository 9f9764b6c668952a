"""Finds the readable rows of a damaged file and their tables, even if its B-trees are broken.

The shape of a row – its columns and their types – shows its table: only drafts and settings have
the same. The B-trees only decide which of two versions of a row comes first.
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
    """A column of a table's schema. An integer key is the rowid, stored outside the columns."""

    name: str
    kind: str
    required: bool
    is_key: bool
    default: int | str | None = None
    """The value in rows that were written before the column was added."""

    def accepts(self, value: Value) -> bool:
        """Return whether the column can store this value; None for an integer key."""
        if self.is_key and self.kind == "INTEGER":
            return value is None
        if value is None:
            return not self.required
        return isinstance(value, str if self.kind == "TEXT" else int)


Shapes = Mapping[str, Sequence[CarvedColumn]]
"""The columns of each table."""


@dataclass(slots=True)
class CarvedRows:
    """Rows by table and key.

    The B-tree of their table leads to the pages of `live` rows, but not to those of `strays`.
    `unreadable` counts the rows that exist but cannot be read.
    """

    live: dict[str, dict[Key, Row]] = field(default_factory=lambda: {name: {} for name in TABLES})
    strays: dict[str, dict[Key, Row]] = field(default_factory=lambda: {name: {} for name in TABLES})
    unreadable: int = 0


def read_shapes(connection: sqlite3.Connection) -> Shapes:
    """Return the columns of each table, from a file with the present schema."""
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


def carve(raw: RawFile, shapes: Shapes, progress: Progress | None) -> CarvedRows:
    """Return every readable row of the pages in use; `progress` counts pages."""
    found = CarvedRows()
    owners = _owners_of_pages(raw)
    free = raw.free_pages() - owners.keys()
    for number in with_progress(range(1, raw.count + 1), progress):
        if number not in free:
            with suppress(BadBytes):
                _carve_page(raw, number, owners.get(number), shapes, found)
    return found


def _carve_page(
    raw: RawFile,
    number: int,
    owner: str | None,
    shapes: Shapes,
    found: CarvedRows,
) -> None:
    """Add the rows of a leaf page to `found`; `owner` is the table whose B-tree has it."""
    read = list(raw.rows(number))
    plausible = [row for row in read if row is not None and 0 < row.key < _LARGEST_KEY]
    recognised = 0
    for raw_row in _longest_ascending(plausible):
        table = _table_of(raw_row, owner, shapes)
        if table is not None:
            row = _row(raw_row, shapes[table])
            key = next(iter(row.values()))
            (found.live if owner == table else found.strays)[table].setdefault(key, row)
            recognised += 1
    if owner in shapes or recognised:
        found.unreadable += len(read) - recognised


def _longest_ascending(rows: Sequence[RawRow]) -> list[RawRow]:
    """Return the longest subsequence with ascending keys: in a sound page, all rows ascend."""
    tails: list[int] = []
    positions: list[int] = []
    for row in rows:
        index = bisect_left(tails, row.key)
        tails[index : index + 1] = [row.key]
        positions.append(index)
    kept: list[RawRow] = []
    wanted = len(tails) - 1
    for row, index in zip(reversed(rows), reversed(positions), strict=True):
        if index == wanted and (not kept or row.key < kept[-1].key):
            kept.append(row)
            wanted -= 1
    return kept[::-1]


def _owners_of_pages(raw: RawFile) -> dict[int, str]:
    """Return the leaf pages of the B-trees, with their table; without pages claimed by several."""
    owners: dict[int, str] = {}
    claimed: set[int] = set()
    for page in _leaf_pages(raw, 1):
        for row in _rows_of(raw, page):
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


def _rows_of(raw: RawFile, page: int) -> list[RawRow | None]:
    with suppress(BadBytes):
        return list(raw.rows(page))
    return []


def _leaf_pages(raw: RawFile, root: int) -> set[int]:
    """Return the leaf pages of a table's B-tree, as far as it can be followed."""
    leaves: set[int] = set()
    seen: set[int] = set()
    pending = [root]
    while pending:
        number = pending.pop()
        if number in seen:
            continue
        seen.add(number)
        with suppress(BadBytes):
            kind = raw.kind(number)
            if kind == LEAF:
                leaves.add(number)
            elif kind == INTERIOR:
                pending += raw.children(number)
    return leaves


def _table_of(row: RawRow, owner: str | None, shapes: Shapes) -> str | None:
    if owner is not None and owner in shapes and fits(row.values, shapes[owner]):
        return owner
    fitting = [table for table, columns in shapes.items() if fits(row.values, columns)]
    if fitting == ["drafts", "settings"]:
        return fitting[not is_json_object(row.values[1])]
    if fitting == ["partners"] and _is_migration(row.values):
        return None
    return fitting[0] if fitting else None


def fits(values: Sequence[Value], columns: Sequence[CarvedColumn]) -> bool:
    """Return whether a stored row can belong to the table with these columns.

    A row that was written before the table's last columns were added is shorter; the first of them
    must have a default.
    """
    missing = columns[len(values) :]
    return (
        len(values) <= len(columns)
        and (not missing or missing[0].default is not None)
        and not any(column.required and column.default is None for column in missing)
        and all(column.accepts(value) for column, value in zip(columns, values, strict=False))
    )


def with_defaults(row: Row, columns: Sequence[CarvedColumn]) -> Row:
    """Return a row with the defaults of the columns that were added after it was written."""
    added = (column for column in columns if column.name not in row)
    return row | {column.name: column.default for column in added}


def _row(raw_row: RawRow, columns: Sequence[CarvedColumn]) -> Row:
    row = {column.name: value for column, value in zip(columns, raw_row.values, strict=False)}
    if columns[0].kind == "INTEGER":
        row[columns[0].name] = raw_row.key
    return with_defaults(row, columns)


def _is_migration(values: Sequence[Value]) -> bool:
    """Return whether a row shaped like a partner is sqlite-utils' record of a migration."""
    return values[1] == "linkdue" and bool(_MIGRATED_AT.match(str(values[3])))


def is_json_object(text: Value) -> bool:
    """Return whether a stored text is a JSON object."""
    try:
        return isinstance(json.loads(str(text)), dict)
    except (ValueError, RecursionError):
        return False
