"""The recorded orders are read on demand, and an error of the file is reported as one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from decimal import Decimal

import pytest

from desktop.base.storage import StorageError, StorageErrorKind
from desktop.records.tables.stored_orders import StoredOrders
from desktop.services.workspace import Workspace
from tests.builders import PROJECT_NUMBER, UID, fill_workspace
from tests.sql import run_sql

READING: dict[str, Callable[[StoredOrders], object]] = {
    "one": lambda orders: orders[UID, "236414227150922"],
    "names": list,
    "values": lambda orders: list(orders.values()),
    "length": len,
    "any": bool,
    "numbered": lambda orders: orders.numbered("236414227150922"),
    "of an account": lambda orders: list(orders.of_account(UID)),
    "several": lambda orders: orders.several([(UID, "236414227150922")]),
    "any of an account": lambda orders: orders.has_any(UID),
}
"""Every way to read orders."""


@pytest.mark.parametrize("way", READING)
def test_an_unreadable_file_is_reported_in_every_way_of_reading(
    workspace: Workspace, way: str
) -> None:
    """A disk that fails during an export must be named, not be an error of the program."""
    fill_workspace(workspace)
    with closing(sqlite3.connect(workspace.data_file)) as connection:
        orders = StoredOrders(connection, workspace.data_file)
        assert READING[way](orders)
        connection.set_authorizer(lambda *_: sqlite3.SQLITE_DENY)
        with pytest.raises(StorageError):
            READING[way](orders)


def test_a_damaged_order_is_reported_when_the_rates_of_its_project_change(
    workspace: Workspace,
) -> None:
    """The window must offer the recovery, not stop with an error."""
    fill_workspace(workspace, cashback_rate=Decimal("0.05"))
    [project] = workspace.book().projects
    run_sql(
        workspace.data_file, "UPDATE orders SET paid_at = 'damaged', project = ?", [PROJECT_NUMBER]
    )
    with pytest.raises(StorageError) as caught:
        workspace.save_project(replace(project, cashback_rate=Decimal("0.08")), project)
    assert caught.value.kind is StorageErrorKind.DAMAGED
    assert workspace.book().projects == (project,)
