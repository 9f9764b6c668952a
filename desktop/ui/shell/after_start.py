"""The part of the start that runs after the first frame of the window."""

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


def start_background_work(window: MainWindow, folder: Path) -> None:
    """Start the work that runs while the window exists: reminders, backups, calendar file.

    `folder` is the data folder. A step that fails is repeated at the next start.
    """
    context = window.context
    after_first_input(window, partial(_preload_writing, window))
    QTimer.singleShot(0, window, partial(_start_reminders, window, folder))
    with suppress(StorageError):
        context.workspace.orders.empty_trash()
    context.backup_worker.start()
    _check_registrations(context)
    _start_calendar_and_drill(window)


def _preload_writing(window: MainWindow) -> None:
    """Import the modules that writing needs, so that the first change does not wait for them.

    A window without input saves their seven megabytes.
    """
    Worker("preload", window).submit(lambda _token: Workspace.preload())


def _start_reminders(window: MainWindow, folder: Path) -> None:
    """Announce due reminders until the window is closed."""
    from desktop.system.notifications import notifier
    from desktop.ui.shell.reminding import Reminding

    options = [] if folder == default_data_folder() else ["--data-dir", str(folder)]
    command = persistent_command(*options, window=True)
    Reminding(window, notifier(window=command)).start()


def _check_registrations(context: Context) -> None:
    """Update registrations with the system that name a previous path of the program."""
    wanted = (SettingKey.REMIND_WHILE_CLOSED, SettingKey.START_AT_LOGIN)
    with suppress(StorageError):
        if not any(context.workspace.setting(key) for key in wanted):
            return
        for worker in context.registration_workers.values():
            worker.check()
            context.look_changed.connect(worker.check)  # the helper uses the chosen language


def _start_calendar_and_drill(window: MainWindow) -> None:
    """Write the calendar file if there is one, and offer the drill after the first order."""
    context = window.context
    with suppress(StorageError):
        if context.workspace.setting(SettingKey.CALENDAR_FOLDER):
            context.calendar_worker.write()
        if context.workspace.reminders.drill.is_to_be_offered():
            DrillOffer(window).offer_soon()
