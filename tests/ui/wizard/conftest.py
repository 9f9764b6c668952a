"""A wizard that can be typed into, and hands to use it."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop.forms.wizard_steps import Step
from desktop.ui.shared.context import Context
from desktop.ui.wizard.wizard import JourneyWizard
from tests.ui.wizard.hands import Hands, Open


@pytest.fixture
def open_wizard(context: Context, qtbot: QtBot) -> Open:
    """Return a function that opens the wizard and waits until it has the keyboard."""

    def opened(
        uid: str | None = None, step: Step | None = None, other: Context | None = None
    ) -> Hands:
        wizard = JourneyWizard(other or context, uid, step)
        qtbot.addWidget(wizard)
        wizard.show()
        wizard.activateWindow()
        qtbot.waitUntil(wizard.isActiveWindow, timeout=2000)
        return Hands(qtbot, wizard)

    return opened
