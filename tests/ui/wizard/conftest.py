"""A wizard on the screen, and a fake browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from desktop.forms.wizard_steps import Step
from desktop.ui.shared.context import Context
from desktop.ui.wizard.wizard import JourneyWizard
from tests.ui.wizard.wizard_user import Open, WizardUser


class Browser(QObject):
    """Stands in for the user's browser and remembers the addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    @Slot(QUrl)
    def open(self, address: QUrl) -> None:
        """Remember an address instead of opening it."""
        self.shown.append(address.toString())


@pytest.fixture(autouse=True)
def browser() -> Iterator[Browser]:
    """Catch every address that would open in the user's browser."""
    stand_in = Browser()
    QDesktopServices.setUrlHandler("https", stand_in, "open")
    yield stand_in
    QDesktopServices.unsetUrlHandler("https")


@pytest.fixture
def open_wizard(context: Context, qtbot: QtBot) -> Open:
    """Return a function that opens the wizard and waits until it has the focus."""

    def opened(
        uid: str | None = None, step: Step | None = None, other: Context | None = None
    ) -> WizardUser:
        wizard = JourneyWizard(other or context, uid, step)
        qtbot.addWidget(wizard)
        wizard.show()
        wizard.activateWindow()
        qtbot.waitUntil(wizard.isActiveWindow, timeout=2000)
        return WizardUser(qtbot, wizard)

    return opened
