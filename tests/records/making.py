"""Records for tests of the data file, quickly made."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.domain.model import Account, Billing, Order, OrderStatus
from desktop.services.workspace import Workspace
from tests.conftest import open_store

UID = "1000000000000001"


def pages_where(path: Path, condition: str, *values: str) -> list[int]:
    """The numbers of the pages that SQLite tells by what stands on them; some builds cannot, as Python's on Windows."""
    with closing(sqlite3.connect(path)) as connection:
        try:
            found = connection.execute(f"SELECT pageno FROM dbstat WHERE {condition}", values)
        except sqlite3.OperationalError as error:
            assert "dbstat" in str(error)
            pytest.skip("this build of SQLite cannot tell what stands on which page")
        return [number for (number,) in found]


def fill(workspace: Workspace, orders: int, first: int = 1) -> list[Order]:
    """An account, where there is none, and numbered orders."""
    if UID not in workspace.book().accounts:
        workspace.save_account(Account(uid=UID))
    made = [
        Order(
            account=UID,
            number=str(236414227150000 + number),
            kind="New",
            billing=Billing.PREPAID,
            status=OrderStatus.PAID,
            created_at=datetime(2026, 9, 1, tzinfo=UTC),
            paid_at=datetime(2026, 9, 1, 1, tzinfo=UTC),
        )
        for number in range(first, first + orders)
    ]
    with open_store(workspace) as store, store.transaction("add") as transaction:
        transaction.add_orders(made)
    return list(workspace.book().orders.values())
