"""The button “in 1 hour” of a notification, for which the system starts the program. No Qt."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from desktop.base.storage import FILE_NAME, StorageError
from desktop.services.later_target import LaterTarget
from desktop.services.workspace import Workspace
from desktop.system.lock_file import holder


def snooze_notification(folder: Path, target: LaterTarget) -> bool:
    """Snooze the reminder of a notification by an hour, in the data in `folder`.

    Return False if that is not possible: the caller then opens the window, which reports why. No
    data file is created, since any program can open such a link.
    """
    found = holder(folder)
    if (found is not None and found.elsewhere) or not (folder / FILE_NAME).is_file():
        return False
    try:
        with closing(Workspace.open(folder)) as workspace:
            return workspace.reminders.snooze_one_hour(target) is not None
    except StorageError:
        return False
