"""A wizard on a desk on an empty folder, and hands to use it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.desk import Desk
from desktop.journey.steps import Step
from desktop.ui.context import Context
from desktop.ui.kit.ticker import Ticker
from desktop.ui.wizard.wizard import JourneyWizard
from tests.ui.wizard.hands import Hands, Open


@pytest.fixture
def context(desk: Desk, qtbot: QtBot) -> Iterator[Context]:
    """What the window would give the wizard."""
    ticker = Ticker(desk.clock)
    yield Context(desk, ticker)
    ticker.set_active(active=False)


@pytest.fixture
def open_wizard(context: Context, qtbot: QtBot) -> Open:
    """Opens the wizard and waits until it can be typed into."""

    def opened(
        uid: str | None = None, step: Step | None = None, other: Context | None = None
    ) -> Hands:
        wizard = JourneyWizard(other or context, uid, step)
        qtbot.addWidget(wizard)
        wizard.show()
        wizard.activateWindow()
        qtbot.waitUntil(lambda: wizard.isActiveWindow(), timeout=2000)
        return Hands(qtbot, wizard)

    return opened
