"""Queries of the order index: SQL finds, counts, sorts and pages orders.

No query applies the rules: a view at a moment is a range of stored instants
(`desktop.domain.views.bounds`). A page starts after the last row of the previous one (keyset
paging), never at an offset.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from desktop.domain.assessment import Verdict
from desktop.domain.daily_summary import Stake
from desktop.domain.order_rows import PAGE_SIZE, Cursor, OrderRow
from desktop.domain.order_status import Bucket, OrderStatusFacts
from desktop.domain.timestamps import format_instant, parse_instant
from desktop.domain.views import Bounds, Query, Section, View, bounds, sections
from desktop.records.file.errors import DamagedRow
from desktop.records.index.index_rows import NO_CASHBACK, NO_DEADLINE, NO_VALUE
from desktop.records.tables import stored_records
from desktop.records.tables.search_text import match

SORTED_LIMIT = 20_000
"""Up to this number, the hits of a search and a bucket's orders with unknown cashback are sorted;
more are found while walking an index."""

_STAKE = (
    f"count(*), coalesce(sum(cashback) FILTER (WHERE cashback > {NO_CASHBACK}), 0), "
    f"count(*) FILTER (WHERE cashback = {NO_VALUE})"
)
"""The columns of a `Stake`."""
_PARTS_OF_ALL = (
    View.TO_ASSOCIATE,
    View.MISSED,
    View.CHECK,
    View.WAITING,
    View.ASSOCIATED,
    View.SETTLED,
)


def counts(connection: sqlite3.Connection, now: datetime) -> dict[View, int]:
    """Return how many orders each view holds at `now` (UTC)."""
    views: list[View] = [view for view in View if view is not View.ALL]
    found: dict[View, int] = {view: count(connection, now, view) for view in views}
    return found | {View.ALL: sum(found[view] for view in _PARTS_OF_ALL)}


def count(
    connection: sqlite3.Connection, now: datetime, view: View, account: str | None = None
) -> int:
    """Return how many orders a view holds at `now` (UTC); `account` (a UID) narrows it."""
    return _count(connection, bounds(view, now), account)


def _count(connection: sqlite3.Connection, where: Bounds, account: str | None = None) -> int:
    total = 0
    for condition, values in _conditions(where):
        row = connection.execute(
            f"SELECT count(*) FROM register WHERE {condition} {_narrowed(account)}",
            values | {"uid": account},
        )
        total += int(row.fetchone()[0])
    return total


def stake(connection: sqlite3.Connection, now: datetime, until: datetime) -> Stake:
    """Return what is at risk for open orders due after `now` and not after `until` (UTC)."""
    ((condition, values),) = _conditions(Bounds((Bucket.DATED,), after=now, until=until))
    orders, cashback, unknown = connection.execute(
        f"SELECT {_STAKE} FROM register WHERE {condition}", values
    ).fetchone()
    return Stake(int(orders), int(cashback), int(unknown))


def first_deadline(connection: sqlite3.Connection, after: datetime) -> datetime | None:
    """Return the first deadline (UTC) after a moment; None if there is none."""
    ((condition, values),) = _conditions(Bounds((Bucket.DATED,), after=after))
    row = connection.execute(f"SELECT min(deadline) FROM register WHERE {condition}", values)
    (at,) = row.fetchone()
    return None if at is None else _instant(at)


def deadlines(
    connection: sqlite3.Connection, now: datetime, until: datetime
) -> list[tuple[datetime, Stake]]:
    """Return every deadline after `now` and not after `until` (UTC), with what is at risk."""
    ((condition, values),) = _conditions(Bounds((Bucket.DATED,), after=now, until=until))
    found = connection.execute(
        f"SELECT deadline, {_STAKE} FROM register WHERE {condition} "
        "GROUP BY deadline ORDER BY deadline",
        values,
    )
    return [(_instant(at), Stake(*numbers)) for at, *numbers in found]


_LATEST_FIRST = {
    View.CHECK: "created_at DESC, cashback DESC",
    View.WAITING: "created_at DESC, cashback DESC",
    View.MISSED: "deadline DESC, cashback DESC",
    View.ASSOCIATED: "associated_at DESC, cashback DESC",
    View.SETTLED: "created_at DESC, cashback DESC",
}
_SOONEST_FIRST = "deadline, cashback DESC, account, number"


def first_keys(
    connection: sqlite3.Connection, now: datetime, view: View, limit: int, account: str | None
) -> list[int]:
    """Return the keys of a view's first orders, by deadline, then by descending cashback.

    In views without a countdown, the latest come first. `account` is a UID that narrows the view.
    """
    order = _LATEST_FIRST.get(view, _SOONEST_FIRST)
    ((condition, values),) = _conditions(bounds(view, now))
    rows_found = connection.execute(
        f"SELECT order_id FROM register WHERE {condition} {_narrowed(account)}"
        f"ORDER BY {order} LIMIT :limit",
        values | {"limit": limit, "uid": account},
    )
    return [row[0] for row in rows_found]


def open_keys(
    connection: sqlite3.Connection,
    now: datetime,
    until: datetime | None,
    account: str | None = None,
) -> list[int]:
    """Return the keys of the orders due after `now` and not after `until` (UTC), by deadline.

    `account` is the UID of the account whose orders are wanted; None for all.
    """
    ((condition, values),) = _conditions(Bounds((Bucket.DATED,), after=now, until=until))
    found = connection.execute(
        f"SELECT order_id FROM register WHERE {condition} {_narrowed(account)}"
        "ORDER BY deadline, order_id",
        values | {"uid": account},
    )
    return [row[0] for row in found]


def open_accounts(connection: sqlite3.Connection, now: datetime, limit: int) -> dict[str, str]:
    """Return the accounts (UIDs) of the `limit` most urgent orders open at `now` (UTC).

    Each with the stored text of the time at which its first such order was created.
    """
    ((condition, values),) = _conditions(Bounds((Bucket.DATED,), after=now))
    found = connection.execute(
        "SELECT uid, min(orders.created_at) FROM (SELECT order_id FROM register "
        f"WHERE {condition} ORDER BY deadline, order_id LIMIT :limit) "
        "JOIN orders ON orders.id = order_id JOIN accounts ON accounts.id = account_id "
        "GROUP BY uid",
        values | {"limit": limit},
    )
    return dict(found.fetchall())


def trash_keys(connection: sqlite3.Connection, before: datetime, limit: int) -> list[int]:
    """Return the keys of orders that were moved to the trash before a moment (UTC)."""
    ((condition, values),) = _conditions(Bounds((Bucket.TRASH,)))
    found = connection.execute(
        f"SELECT order_id FROM register JOIN orders ON id = order_id "
        f"WHERE {condition} AND deleted_at < :before LIMIT :limit",
        values | {"before": format_instant(before), "limit": limit},
    )
    return [row[0] for row in found]


def _narrowed(account: str | None) -> str:
    """Return a further condition that an order belongs to the account `:uid`; empty for all."""
    if account is None:
        return ""
    return (
        "AND (SELECT account_id FROM orders WHERE id = order_id) = "
        "(SELECT id FROM accounts WHERE uid = :uid) "
    )


def order_rows(connection: sqlite3.Connection, keys: Sequence[int]) -> list[OrderRow]:
    """Return the orders with these keys, in this order; missing ones are left out.

    Raises DamagedRow if a row is not as this program writes it.
    """
    if not keys:
        return []
    marks = ",".join("?" * len(keys))
    statuses = {
        row[0]: (status_from_row(row[1:5]), row[5])
        for row in connection.execute(
            "SELECT order_id, verdict, deadline, register.project, cashback, deleted_at "
            f"FROM register JOIN orders ON orders.id = order_id WHERE order_id IN ({marks})",
            keys,
        )
    }
    orders = {
        o.key: o for o in stored_records.read_orders(connection, f"orders.id IN ({marks})", keys)
    }
    return [
        OrderRow(orders[key], statuses[key][0], _moment(statuses[key][1]))
        for key in keys
        if key in orders and key in statuses
    ]


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

    def first(self, count: int) -> list[Cursor]:
        """Return the cursors of the first rows."""
        return self.following(None, count)

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
        condition, values = _condition(section.bounds, bucket, f"{plus}deadline")
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
            return _count(self._connection, section.bounds)
        return sum(
            int(
                self._connection.execute(
                    f"SELECT count(*) FROM register WHERE {condition} {self._hit()}",
                    bucket_values,
                ).fetchone()[0]
            )
            for condition, bucket_values in _conditions(section.bounds)
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
            for condition, values in _conditions(section.bounds):
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
        if _count(connection, where._replace(buckets=(bucket,))) <= SORTED_LIMIT
    )


def _conditions(where: Bounds) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield a condition for each bucket, so that an index returns the bucket's rows sorted."""
    for bucket in where.buckets:
        yield _condition(where, bucket)


def _condition(
    where: Bounds, bucket: Bucket, deadline: str = "deadline"
) -> tuple[str, dict[str, Any]]:
    """Return the condition for one bucket and its values; `deadline` as an SQL expression."""
    name = f"shelf{int(bucket)}"
    condition, values = f"shelf = :{name}", {name: int(bucket)}
    dated = bucket is Bucket.DATED
    if where.after is not None and dated:
        condition += f" AND {deadline} > :after"
        values["after"] = int(where.after.timestamp())
    if where.until is not None and dated:
        condition += f" AND {deadline} <= :until"
        values["until"] = int(where.until.timestamp())
    if where.cashback_unknown:
        condition += f" AND cashback = {NO_VALUE}"
    return condition, values


def status_from_row(row: Sequence[Any]) -> OrderStatusFacts:
    """Parse the status in a row of the order index. Raises DamagedRow if a value is invalid."""
    verdict, deadline, project, cashback = row
    if not isinstance(project, str | None) or not isinstance(cashback, int):
        raise DamagedRow("register")
    known_verdict = _verdict(verdict)
    return OrderStatusFacts(
        verdict=known_verdict,
        deadline=None if deadline == NO_DEADLINE else _instant(deadline),
        project=project or None,
        cashback=cashback if cashback > NO_CASHBACK else None,
        without_cashback=cashback == NO_CASHBACK and known_verdict is not Verdict.NOT_NEEDED,
    )


def _verdict(text: str) -> Verdict:
    try:
        return Verdict(text)
    except ValueError as error:
        raise DamagedRow("register") from error


def _instant(seconds: int) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (TypeError, ValueError, OverflowError, OSError) as error:
        raise DamagedRow("register") from error


def _moment(text: str | None) -> datetime | None:
    try:
        return None if text is None else parse_instant(text)
    except (TypeError, ValueError) as error:
        raise DamagedRow("orders") from error
