"""The rows of one query, page by page.

A page starts after the last row of the previous one (keyset paging), never at an offset.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import Any

from desktop.domain.order_rows import PAGE_SIZE, Cursor
from desktop.domain.order_status import Bucket
from desktop.domain.views import Bounds, Query, Section, bounds, sections
from desktop.records.index.queries import bucket_condition, conditions, count_in
from desktop.records.tables.search_text import match

SORTED_LIMIT = 20_000
"""Up to this number, the hits of a search and a bucket's orders with unknown cashback are sorted;
more are found while walking an index."""


class Listing:
    """The rows of one query at one moment: the page after any cursor, and an index of all pages.

    A search stores its hits in a temporary table, so that a connection can have only one listing.
    """

    def __init__(self, connection: sqlite3.Connection, query: Query, now: datetime) -> None:
        self._connection = connection
        self._sections = sections(query, now)
        self._found: list[Cursor] | None = None
        self._searching = False
        self._sparse = _sparse(connection, bounds(query.view, now))
        phrases = match(query.text)
        if phrases is not None:
            self._search(phrases)

    def following(self, cursor: Cursor | None, count: int) -> list[Cursor]:
        """Return the cursors of the rows after `cursor` (None for the start), at most `count`."""
        if self._found is not None:
            start = 0 if cursor is None else self._found.index(cursor) + 1
            return self._found[start : start + count]
        found: list[Cursor] = []
        for number in range(0 if cursor is None else cursor.section, len(self._sections)):
            if len(found) < count:
                found += self._read(number, cursor, count - len(found))
            cursor = None
        return found

    def page_index(self) -> tuple[int, list[Cursor]]:
        """Return the number of rows, and the cursor of the last row of each full page."""
        if self._found is not None:
            return len(self._found), self._found[PAGE_SIZE - 1 :: PAGE_SIZE]
        count, last_rows = 0, list[Cursor]()
        for number, section in enumerate(self._sections):
            last_rows += self._last_rows(number, section, count)
            count += self._count(section)
        return count, last_rows

    def _read(self, number: int, cursor: Cursor | None, count: int) -> list[Cursor]:
        """Return the rows of a section after `cursor`, at most `count`."""
        section = self._sections[number]
        parts: list[str] = []
        values: dict[str, Any] = {"count": count, "section": number}
        if cursor is not None:
            values |= {"value": cursor.value, "key": cursor.key}
        beyond = "<" if section.descending else ">"
        for bucket in section.bounds.buckets:
            condition, bucket_values, column = self._part(section, bucket)
            after = "" if cursor is None else f"AND ({column}, order_id) {beyond} (:value, :key) "
            parts.append(
                f"SELECT * FROM (SELECT {column} AS value, order_id FROM register "
                f"WHERE {condition} {self._hit()}{after}"
                f"ORDER BY {_order(section, column)} LIMIT :count)"
            )
            values |= bucket_values
        union = f"{' UNION ALL '.join(parts)} ORDER BY {_order(section, 'value')} LIMIT :count"
        query = f"SELECT value, order_id, :section FROM ({union})"
        return [Cursor(*row) for row in self._connection.execute(query, values)]

    def _part(self, section: Section, bucket: Bucket) -> tuple[str, dict[str, Any], str]:
        """Return the condition for a bucket, its values, and the expression to sort by.

        A plus keeps SQLite from walking all of the bucket's rows for a few that match.
        """
        plus = "+" if bucket in self._sparse else ""
        condition, values = bucket_condition(section.bounds, bucket, f"{plus}deadline")
        return condition, values, f"{plus}{section.column.value}"

    def _last_rows(self, number: int, section: Section, before: int) -> list[Cursor]:
        """Return the last rows of pages in a section that comes after `before` other rows."""
        parts: list[str] = []
        values: dict[str, Any] = {"section": number, "before": before}
        for bucket in section.bounds.buckets:
            condition, bucket_values, column = self._part(section, bucket)
            parts.append(
                f"SELECT {column} AS value, order_id FROM register WHERE {condition} {self._hit()}"
            )
            values |= bucket_values
        # Without a limit SQLite would drop the order. It reads each part sorted, and merges them.
        union = f"{' UNION ALL '.join(parts)} ORDER BY {_order(section, 'value')} LIMIT -1"
        numbered = f"SELECT row_number() OVER () AS number, value, order_id FROM ({union})"
        rows_found = self._connection.execute(
            f"SELECT value, order_id, :section FROM ({numbered}) "
            f"WHERE (:before + number) % {PAGE_SIZE} = 0",
            values,
        )
        return [Cursor(*row) for row in rows_found]

    def _count(self, section: Section) -> int:
        if not self._searching:
            return count_in(self._connection, section.bounds)
        return sum(
            int(
                self._connection.execute(
                    f"SELECT count(*) FROM register WHERE {condition} {self._hit()}",
                    bucket_values,
                ).fetchone()[0]
            )
            for condition, bucket_values in conditions(section.bounds)
        )

    def _search(self, phrases: str) -> None:
        """Store the hits of a search: sort a few directly; find many later, walking an index."""
        self._connection.execute("CREATE TEMP TABLE IF NOT EXISTS hits (id INTEGER PRIMARY KEY)")
        self._connection.execute("DELETE FROM hits")
        hits = self._connection.execute(
            "INSERT INTO hits SELECT rowid FROM search WHERE search MATCH ?", [phrases]
        ).rowcount
        if hits > SORTED_LIMIT:
            self._searching = True
            return
        self._found = []
        for number, section in enumerate(self._sections):
            found: list[Cursor] = []
            for condition, values in conditions(section.bounds):
                found += [
                    Cursor(*row)
                    for row in self._connection.execute(
                        f"SELECT {section.column.value}, order_id, :section FROM hits "
                        f"CROSS JOIN register ON order_id = id WHERE {condition}",
                        values | {"section": number},
                    )
                ]
            found.sort(key=lambda cursor: (cursor.value, cursor.key), reverse=section.descending)
            self._found += found

    def _hit(self) -> str:
        return "AND EXISTS (SELECT 1 FROM hits WHERE id = order_id) " if self._searching else ""


def _order(section: Section, column: str) -> str:
    direction = "DESC" if section.descending else "ASC"
    return f"{column} {direction}, order_id {direction}"


def _sparse(connection: sqlite3.Connection, where: Bounds) -> frozenset[Bucket]:
    """Return the buckets with few orders of unknown cashback, if only such are wanted."""
    if not where.cashback_unknown:
        return frozenset()
    return frozenset(
        bucket
        for bucket in where.buckets
        if count_in(connection, where._replace(buckets=(bucket,))) <= SORTED_LIMIT
    )
