"""A window whose reminders use a fake notifier and a fake tray host."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.ui.shared.context import Context
from desktop.ui.shell.main_window import MainWindow
from desktop.ui.shell.reminding import Reminding
from desktop.ui.shell.tray import Tray
from tests.ui.reminders.fakes import FakeNotifier, FakeTrayHost


@pytest.fixture
def notifier() -> FakeNotifier:
    """Return a notification service that works until the test changes it."""
    return FakeNotifier()


@pytest.fixture
def window(qtbot: QtBot, context: Context) -> Iterator[MainWindow]:
    """Show the window in front of others."""
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window
    window.end()  # closing only hides a window that a test keeps in the tray


@pytest.fixture
def place() -> FakeTrayHost:
    """Return a desktop without a tray, until the test changes it."""
    return FakeTrayHost()


@pytest.fixture
def tray(window: MainWindow, place: FakeTrayHost) -> Tray:
    """Return the tray icon of the window."""
    return Tray(window, place.announced, place.known_to_qt)


@pytest.fixture
def reminding(window: MainWindow, notifier: FakeNotifier, tray: Tray) -> Reminding:
    """Return the reminders of the window, not started."""
    return Reminding(window, notifier, tray)
