"""Pictures of reminders: in the window, in a dialog, and in the tray."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from desktop.services.reminders import Claimed, MissedWhileClosed
from desktop.system.notifications import Note
from desktop.ui.reminders.check import Announcement
from desktop.ui.shared.context import Context
from desktop.ui.shell.main_window import MainWindow
from desktop.ui.shell.reminding import Reminding
from desktop.wording import notifications
from tour.camera import Camera, close_and_delete, settle
from tour.records import MISSED

_SIZE = QSize(1200, 760)


class _NoService:
    """A notification service that shows nothing outside the window."""

    def show(self, _note: Note) -> bool:
        return True

    def withdraw(self, _key: str) -> None: ...

    def listen(self, _clicked: object, _snoozed: object) -> None: ...

    def close(self) -> None: ...


def reminder_pictures(context: Context, camera: Camera) -> Iterator[Path]:
    """Save the pictures, using the records of the tour."""
    window = MainWindow(context)
    window.resize(_SIZE)
    window.show()
    settle()
    reminding = Reminding(window, _NoService())
    reminding.ringing.announced.emit(_announcement(context))
    settle()
    yield camera.take(window, "reminder-banner")
    if reminding.banner is None:
        raise TypeError("no reminder in the window")
    reminding.banner.closed.emit()
    reminding.ringing.missed.emit(_missed(context), False)
    settle()
    if reminding.sheet is None:
        raise TypeError("no sheet of missed orders")
    yield camera.take(reminding.sheet, "missed-sheet")
    close_and_delete(reminding.sheet)
    now = context.workspace.clock()
    found = tuple(context.workspace.reminders.statuses(now))
    reminding.tray.show_orders(Claimed(now, found))
    reminding.tray.menu.popup(window.pos())
    yield camera.take(reminding.tray.menu, "tray-menu")
    reminding.tray.menu.close()
    close_and_delete(window)
    QApplication.processEvents()


def _announcement(context: Context) -> Announcement:
    workspace = context.workspace
    now = workspace.clock()
    found = tuple(one for one in workspace.reminders.statuses(now))[:3]
    title, body = notifications.notification(found, workspace.book(), now, with_amounts=False)
    return Announcement(title, body, notifications.key(found), Claimed(now, found, found))


def _missed(context: Context) -> MissedWhileClosed:
    """Return what was missed in three days: a passed deadline, and two orders due tonight."""
    workspace = context.workspace
    now = workspace.clock()
    since = now - timedelta(days=3, hours=3, minutes=8)
    daily = workspace.daily_summary(now)
    over = next(o for o in workspace.book().orders.values() if o.number == MISSED)
    missed_by = timedelta(days=2, hours=20, minutes=48)
    past = workspace.assess(over)._replace(deadline=now - missed_by)
    return MissedWhileClosed(since, now, tuple(daily.open[:2]), (past,))
