"""The banner and the sheet of reminders, each made as the window makes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from PySide6.QtWidgets import QWidget

from desktop.self_check.fixture import ORDER, UID, Fixture
from desktop.services.reminders import Claimed, MissedWhileClosed
from desktop.ui.reminders.banner import ReminderBanner
from desktop.ui.reminders.check import Announcement
from desktop.ui.reminders.missed_sheet import MissedSheet
from desktop.ui.shared.context import Context
from desktop.ui.shell.main_window import MainWindow
from desktop.wording import notifications


def reminders(fixture: Fixture, window: MainWindow) -> Iterator[Callable[[], QWidget]]:
    """Yield, for each screen, the function that makes it."""
    context = window.context
    yield lambda: ReminderBanner(context, announcement(context))
    yield lambda: _sheet(fixture, window)


def announcement(context: Context) -> Announcement:
    """Return an announcement of all open orders, whether they are due or not."""
    workspace = context.workspace
    now = workspace.clock()
    found = tuple(workspace.reminders.statuses(now))
    title, body = notifications.notification(found, workspace.book(), now, with_amounts=False)
    return Announcement(title, body, notifications.key(found), Claimed(now, found, found))


def _sheet(fixture: Fixture, window: MainWindow) -> QWidget:
    """Return the sheet of missed orders, with one order in both of its lists."""
    workspace = fixture.workspace
    now = workspace.clock()
    found = [workspace.assess(workspace.book().orders[UID, ORDER], now)]
    missed = MissedWhileClosed(now - timedelta(days=1), now, tuple(found), ())
    return MissedSheet(window.context, missed, found, asleep=False, parent=window)
