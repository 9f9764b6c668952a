"""Parts of a window on the test's workspace and clock, without the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.domain.model import Account, Order, Window
from desktop.services.workspace import Workspace
from desktop.ui.kit.ticker import Ticker
from desktop.ui.shared.backup_worker import BackupWorker
from desktop.ui.shared.context import Context
from desktop.ui.theme.theme import Scheme, Theme
from tests.builders import fill_with_orders, make_account, make_active_project, make_paid_order

PROJECT = "202608200001"

LogOrder = Callable[..., Order]


@pytest.fixture(scope="session", autouse=True)
def _look(qapp: QApplication) -> Theme:
    """Apply the program's theme, so that sizes and focus are the user's."""
    return Theme(qapp, Scheme.LIGHT)


@pytest.fixture
def context(qtbot: QtBot, workspace: Workspace) -> Iterator[Context]:
    """Return the context that the window passes to each screen."""
    context = Context(workspace, Ticker(workspace.clock))
    yield context
    context.ticker.set_active(False)


@pytest.fixture
def account(workspace: Workspace) -> Account:
    """Record an account with the window “month”, and a project created 20 days ago at 5 %."""
    now: datetime = workspace.clock()
    account = workspace.save_account(
        make_account(name="Example", window=Window.MONTH, window_checked_at=now)
    )
    workspace.save_project(
        make_active_project(
            number=PROJECT, created_at=now - timedelta(days=20), cashback_rate=Decimal("0.05")
        )
    )
    return account


@pytest.fixture
def log_order(workspace: Workspace, account: Account) -> LogOrder:
    """Return a function that logs a paid order of the account, an hour old; accepts any field."""
    count = iter(range(1, 10_000))

    def log(**facts: object) -> Order:
        now: datetime = workspace.clock()
        order: dict[str, object] = {
            "account": account.uid,
            "number": f"23641422715{next(count):04}",
            "created_at": now - timedelta(hours=2),
            "product": "ecs",
            "payable": 204000,
        }
        paid_at = now - timedelta(hours=1)
        return workspace.save_order(make_paid_order(paid_at, **(order | facts)))

    return log


@pytest.fixture
def orders(workspace: Workspace) -> Workspace:
    """Record five orders in the workspace."""
    fill_with_orders(workspace, 5)
    return workspace


@pytest.fixture
def backup_worker(context: Context) -> Iterator[BackupWorker]:
    """Return the window's backup worker, not started."""
    yield context.backup_worker
    context.backup_worker.close()


def idle(qtbot: QtBot, backup_worker: BackupWorker) -> None:
    """Return a function that waits until the backup worker is idle."""
    qtbot.waitUntil(lambda: not backup_worker.status.busy, timeout=10_000)
