"""A context without a window, for screens on their own."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop.desk import Desk
from desktop.ui.context import Context
from desktop.ui.kit.ticker import Ticker


@pytest.fixture
def context(qtbot: QtBot, desk: Desk) -> Context:
    """What a screen is given, on the test's desk and clock."""
    return Context(desk, Ticker(desk.clock))
