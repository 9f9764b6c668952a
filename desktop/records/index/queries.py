"""Queries of the order index: SQL finds and counts orders, and adds up what is at stake.

No query applies the rules: a view at a moment is a range of stored instants
(`desktop.domain.views.bounds`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from desktop.domain.assessment import Verdict
from desktop.domain.daily_summary import Stake
from desktop.domain.order_rows import OrderRow
from desktop.domain.order_status import Bucket, OrderStatusFacts
from desktop.domain.timestamps import format_instant, parse_instant
from desktop.domain.views import Bounds, View, bounds
from desktop.records.file.errors import DamagedRow
from desktop.records.index.index_rows import NO_CASHBACK, NO_DEADLINE, NO_VALUE
from desktop.records.tables import stored_records

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
    return count_in(connection, bounds(view, now), account)


def count_in(connection: sqlite3.Connection, where: Bounds, account: str | None = None) -> int:
    """Return how many orders are within bounds; `account` (a UID) narrows it."""
    total = 0
    for condition, values in conditions(where):
        row = connection.execute(
            f"SELECT count(*) FROM register WHERE {condition} {_narrowed(account)}",
            values | {"uid": account},
        )
        total += int(row.fetchone()[0])
    return total


def stake(connection: sqlite3.Connection, now: datetime, until: datetime) -> Stake:
    """Return the stake of open orders due after `now` and not after `until` (UTC)."""
    ((condition, values),) = conditions(Bounds((Bucket.DATED,), after=now, until=until))
    orders, cashback, unknown = connection.execute(
        f"SELECT {_STAKE} FROM register WHERE {condition}", values
    ).fetchone()
    return Stake(int(orders), int(cashback), int(unknown))


def first_deadline(connection: sqlite3.Connection, after: datetime) -> datetime | None:
    """Return the first deadline (UTC) after a moment; None if there is none."""
    ((condition, values),) = conditions(Bounds((Bucket.DATED,), after=after))
    row = connection.execute(f"SELECT min(deadline) FROM register WHERE {condition}", values)
    (at,) = row.fetchone()
    return None if at is None else _instant(at)


def deadlines(
    connection: sqlite3.Connection, now: datetime, until: datetime
) -> list[tuple[datetime, Stake]]:
    """Return every deadline after `now` and not after `until` (UTC), with its stake."""
    ((condition, values),) = conditions(Bounds((Bucket.DATED,), after=now, until=until))
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
    ((condition, values),) = conditions(bounds(view, now))
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
    ((condition, values),) = conditions(Bounds((Bucket.DATED,), after=now, until=until))
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
    ((condition, values),) = conditions(Bounds((Bucket.DATED,), after=now))
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
    ((condition, values),) = conditions(Bounds((Bucket.TRASH,)))
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


def conditions(where: Bounds) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield a condition for each bucket, so that an index returns the bucket's rows sorted."""
    for bucket in where.buckets:
        yield bucket_condition(where, bucket)


def bucket_condition(
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
