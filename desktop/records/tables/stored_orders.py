"""The recorded orders as a mapping that reads them from the file on demand."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from desktop.base.progress import batches
from desktop.domain.book import Book, Orders
from desktop.domain.model import Order, OrderName
from desktop.domain.programme import Programme
from desktop.records.file.errors import translate_errors
from desktop.records.tables import record_tables, stored_records

_LIVE = "deleted_at IS NULL"


def rule_book(connection: sqlite3.Connection, path: Path, programme: Programme) -> Book:
    """Return a book of the records that verdicts depend on: accounts, projects and orders.

    Raises StorageError if they cannot be read.
    """
    with translate_errors(path):
        return Book(
            programme,
            accounts=list(stored_records.read_all(connection, record_tables.ACCOUNTS)),
            projects=list(stored_records.read_all(connection, record_tables.PROJECTS)),
            orders=StoredOrders(connection, path),
        )


class StoredOrders(Orders):
    """A mapping of the recorded orders that are not in the trash, read on each access.

    Methods raise StorageError if the file cannot be read.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    def __getitem__(self, name: OrderName) -> Order:
        found = self._find("orders.number = ? AND accounts.uid = ?", name[1], name[0])
        order = next(found, None)
        if order is None:
            raise KeyError(name)
        return order

    def __iter__(self) -> Iterator[OrderName]:
        query = (
            "SELECT uid, number FROM orders JOIN accounts ON accounts.id = account_id "
            f"WHERE {_LIVE} ORDER BY orders.id"
        )
        with translate_errors(self._path):
            return iter(self._connection.execute(query).fetchall())

    def __len__(self) -> int:
        return self._number(f"SELECT count(*) FROM orders WHERE {_LIVE}")

    def __bool__(self) -> bool:
        return bool(self._number(f"SELECT EXISTS (SELECT 1 FROM orders WHERE {_LIVE})"))

    def values(self) -> _Values:  # type: ignore[override]
        """Return all orders, read one by one on each iteration."""
        return _Values(self._all)

    def numbered(self, number: str) -> list[Order]:
        """Return every account's order with this number."""
        return list(self._find("orders.number = ?", number))

    def of_account(self, uid: str) -> Iterator[Order]:
        """Return the orders of an account, in the order they were recorded."""
        return self._find("accounts.uid = ?", uid)

    def several(self, names: Iterable[OrderName]) -> dict[OrderName, Order]:
        """Return the orders with these names that exist, read in batches."""
        wanted = dict.fromkeys(names)
        numbers = dict.fromkeys(number for _, number in wanted)
        found: dict[OrderName, Order] = {}
        for some in batches(numbers):
            marks = ",".join("?" * len(some))
            for order in self._find(f"orders.number IN ({marks})", *some):
                if order.name in wanted:
                    found[order.name] = order
        return found

    def has_any(self, uid: str) -> bool:
        """Return whether the account has an order."""
        query = (
            "SELECT EXISTS (SELECT 1 FROM orders WHERE account_id = "
            f"(SELECT id FROM accounts WHERE uid = ?) AND {_LIVE})"
        )
        return bool(self._number(query, uid))

    def _number(self, query: str, *values: str) -> int:
        with translate_errors(self._path):
            return int(self._connection.execute(query, values).fetchone()[0])

    def _all(self) -> Iterator[Order]:
        return self._guarded(
            lambda: stored_records.read_all(self._connection, record_tables.ORDERS)
        )

    def _find(self, condition: str, *values: str) -> Iterator[Order]:
        wanted = f"{condition} AND {_LIVE}"
        return self._guarded(lambda: stored_records.read_orders(self._connection, wanted, values))

    def _guarded(self, read: Callable[[], Iterator[Order]]) -> Iterator[Order]:
        with translate_errors(self._path):
            yield from read()


class _Values:
    """All orders, read again on each iteration."""

    def __init__(self, read: Callable[[], Iterator[Order]]) -> None:
        self._read = read

    def __iter__(self) -> Iterator[Order]:
        return self._read()
