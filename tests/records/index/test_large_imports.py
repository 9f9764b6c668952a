"""Many new orders at once: the order index is built at the end, completely or not at all."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from desktop.base.progress import Cancelled
from desktop.domain.journal import ActionName
from desktop.domain.model import Order
from desktop.domain.views import OrderColumn, Query, View
from desktop.records.file.schema import fingerprint
from desktop.records.index.index_reader import IndexReader
from desktop.services.workspace import Workspace
from tests.builders import CREATED_AT, make_account, make_active_project, make_paid_order
from tests.conftest import open_store

MANY = 5000
"""From this many orders on, the indexes are built at the end."""


@pytest.fixture
def orders(workspace: Workspace) -> list[Order]:
    """Record an account and a project; return this many orders that are not recorded yet."""
    workspace.save_account(make_account())
    workspace.save_project(make_active_project())
    paid_at = CREATED_AT + timedelta(hours=1)
    return [
        make_paid_order(paid_at, number=str(236414227150000 + n), payable=n * 100)
        for n in range(MANY)
    ]


def schema(workspace: Workspace) -> str:
    """Return the schema of the data file, including its indexes."""
    with closing(sqlite3.connect(workspace.data_file)) as connection:
        return fingerprint(connection)


def test_an_index_made_at_the_end_is_the_index_and_can_be_undone(
    workspace: Workspace, orders: list[Order]
) -> None:
    """A first import would leave orders that no view, sorting or check can find."""
    before = schema(workspace)
    with open_store(workspace) as store, store.transaction(ActionName.IMPORT) as transaction:
        transaction.add_orders(orders)
    assert schema(workspace) == before
    assert workspace.check().ok
    assert workspace.count(View.ALL) == MANY
    workspace.undo()
    assert workspace.count(View.ALL) == 0
    assert workspace.check().ok
    workspace.redo()
    assert workspace.count(View.ALL) == MANY
    assert schema(workspace) == before


@pytest.mark.parametrize("step", ["writing", "judging", "indexes", "journal"])
def test_a_cancelled_import_changes_neither_records_nor_indexes(
    workspace: Workspace, orders: list[Order], step: str
) -> None:
    """Cancel would leave half an import, or an order index without its database indexes."""
    to_come = ["writing", "judging", "indexes", "journal"]

    def call_off(done: int, _count: int) -> None:
        if done == 0 and to_come.pop(0) == step:
            raise Cancelled

    def import_orders() -> None:
        with (
            open_store(workspace) as store,
            store.transaction(ActionName.IMPORT, progress=call_off) as transaction,
        ):
            transaction.add_orders(orders, call_off)

    before = schema(workspace)
    with pytest.raises(Cancelled):
        import_orders()
    assert schema(workspace) == before
    assert workspace.count(View.ALL) == 0
    assert workspace.check().ok


def test_a_connection_that_was_open_before_reads_on(
    workspace: Workspace, orders: list[Order]
) -> None:
    """The list in the window would fail once another process has imported a file."""
    query = Query(View.ALL, column=OrderColumn.AMOUNT, descending=True)
    with closing(IndexReader(workspace.data_file)) as reader:
        assert reader.counts(workspace.clock())[View.ALL] == 0
        with open_store(workspace) as store, store.transaction(ActionName.IMPORT) as transaction:
            transaction.add_orders(orders)
        assert reader.counts(workspace.clock())[View.ALL] == MANY
        [first] = reader.listing(query, workspace.clock()).following(None, 1)
        assert reader.order_rows([first.key])[0].order.number == orders[-1].number
