"""A keeper at work, and orders enough to back up."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.services.workspace import Desk
from desktop.ui.shared.backup_worker import Keeper
from desktop.ui.shared.context import Context
from tests.records.making import fill


@pytest.fixture
def orders(desk: Desk) -> Desk:
    """The desk with five orders."""
    fill(desk, 5)
    return desk


@pytest.fixture
def keeper(context: Context) -> Iterator[Keeper]:
    """The window's keeper, not started."""
    yield context.keeper
    context.keeper.close()


def idle(qtbot: QtBot, keeper: Keeper) -> None:
    """Wait until nothing is being done."""
    qtbot.waitUntil(lambda: not keeper.standing.busy, timeout=10_000)
