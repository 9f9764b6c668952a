"""A backup worker, and orders enough to back up."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.services.workspace import Workspace
from desktop.ui.shared.backup_worker import BackupWorker
from desktop.ui.shared.context import Context
from tests.builders import fill_with_orders


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
    """Wait until nothing is being done."""
    qtbot.waitUntil(lambda: not backup_worker.status.busy, timeout=10_000)
