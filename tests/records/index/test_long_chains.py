"""The order index is updated in linear time, even with long chains and rings of parents."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.domain.assessment import Verdict
from desktop.domain.book import Book
from desktop.domain.journal import Change
from desktop.domain.model import Account, Billing, Order, OrderStatus
from desktop.domain.views import View
from desktop.records.index import order_index
from desktop.records.tables.stored_orders import StoredOrders
from desktop.services.workspace import Workspace
from tests.conftest import PROGRAMME, FakeClock, open_store

UID = "1000000000000001"
MANY = 1500
EACH = 20
"""The limit on statements per order, including the full-text search: a few, not thousands."""


@pytest.fixture
def ring(workspace: Workspace, clock: FakeClock) -> Workspace:
    """Fill the workspace with orders that each name the next one as their parent, in a ring."""
    with open_store(workspace) as store, store.transaction("fill") as transaction:
        transaction.save(Account(uid=UID))
        for n in range(MANY):
            transaction.save(
                Order(
                    account=UID,
                    number=str(20_000_000 + n),
                    kind="Renew",
                    billing=Billing.PREPAID,
                    status=OrderStatus.PAID,
                    created_at=clock.now - timedelta(days=1),
                    parent=str(20_000_000 + (n + 1) % MANY),
                )
            )
    return workspace


def statements(workspace: Workspace, work: Callable[[sqlite3.Connection, Book], object]) -> int:
    """Count the statements that SQLite runs during `work`."""
    asked: list[str] = []
    with closing(sqlite3.connect(workspace.data_file)) as connection:
        book = Book(PROGRAMME, orders=StoredOrders(connection, workspace.data_file))
        connection.set_trace_callback(asked.append)
        work(connection, book)
        connection.set_trace_callback(None)
        connection.rollback()
    return len(asked)


def test_a_rebuilt_index_looks_up_each_parent_once(ring: Workspace) -> None:
    """A hostile file would block the window for minutes, at each start of a new version."""
    assert statements(ring, order_index.rebuild) <= EACH * MANY
    assert statements(ring, order_index.wrong_rows) <= EACH * MANY


def test_an_action_on_a_ring_assesses_each_order_once(ring: Workspace) -> None:
    """The import of a ring of orders would freeze the program: each leads to all the others."""

    def judge_all(connection: sqlite3.Connection, book: Book) -> None:
        connection.row_factory = sqlite3.Row
        rows = [dict(row) for row in connection.execute("SELECT * FROM orders")]
        connection.row_factory = None
        changes = [Change("orders", row["id"], None, row) for row in rows]
        order_index.refresh(connection, changes, book)

    assert statements(ring, judge_all) <= EACH * MANY


def test_a_broken_ring_is_assessed_again_to_its_far_end(ring: Workspace, clock: FakeClock) -> None:
    """Orders at the far end of a chain would keep their previous verdict."""
    assert ring.count(View.CHECK) == MANY
    first = ring.book().orders[UID, "20000000"]
    with open_store(ring) as store, store.transaction("associate") as transaction:
        transaction.save(replace(first, kind="New", associated_at=clock.now))
    assert ring.count(View.CHECK) == 0
    assert ring.count(View.SETTLED) == MANY - 1
    far = ring.book().orders[UID, "20000001"]
    assert ring.assess(far).verdict is Verdict.FOLLOWS_PARENT
