"""What a start still has to do once the window is there: none of it is seen in the first frame."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer

from desktop.base.program_command import persistent_command
from desktop.base.settings import SettingKey
from desktop.base.storage import StorageError
from desktop.services.workspace import Workspace
from desktop.system.paths import default_data_folder
from desktop.ui.kit.first_input import after_first_input
from desktop.ui.kit.worker import Worker
from desktop.ui.shared.context import Context
from desktop.ui.shell.drill_offer import DrillOffer
from desktop.ui.shell.main_window import MainWindow


def look_after(window: MainWindow, folder: Path) -> None:
    """Begin what goes on as long as the window is there.

    `folder` is the one with the data. Where something fails, a later start does it.
    """
    context = window.context
    after_first_input(window, partial(_load_what_writes, window))
    QTimer.singleShot(0, window, partial(_ring, window, folder))
    with suppress(StorageError):
        context.workspace.orders.empty_trash()
    context.backup_worker.start()
    _check_system(context)
    _look_after_reminders(window)


def _load_what_writes(window: MainWindow) -> None:
    """Spare the first change the wait; a window left alone does without seven megabytes."""
    Worker("preload", window).submit(lambda _token: Workspace.preload())


def _ring(window: MainWindow, folder: Path) -> None:
    """Announce what is due from now on, as long as the window is there."""
    from desktop.system.notifications import notifier
    from desktop.ui.shell.reminding import Reminding

    elsewhere = [] if folder == default_data_folder() else ["--data-dir", str(folder)]
    command = persistent_command(*elsewhere, window=True)
    Reminding(window, notifier(window=command)).start()


def _check_system(context: Context) -> None:
    """Register anew what the system keeps for where the program was before."""
    wanted = (SettingKey.REMIND_WHILE_CLOSED, SettingKey.START_AT_LOGIN)
    with suppress(StorageError):
        if not any(context.workspace.setting(key) for key in wanted):
            return
        for worker in context.registration_workers.values():
            worker.check()
            context.look_changed.connect(worker.check)  # the helper speaks the language chosen


def _look_after_reminders(window: MainWindow) -> None:
    """Keep the calendar file up to date, and offer the trial after the first order."""
    context = window.context
    with suppress(StorageError):
        if context.workspace.setting(SettingKey.CALENDAR_FOLDER):
            context.calendar_worker.write()
        if context.workspace.reminders.drill.is_to_be_offered():
            DrillOffer(window).look()
