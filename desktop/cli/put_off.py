"""The button “in 1 hour” of a notification, where the system starts the program for it. No Qt."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from desktop.base.storage import FILE_NAME, StorageError
from desktop.services.later_target import LaterTarget
from desktop.services.workspace import Workspace
from desktop.system.lock_file import holder


def put_off(folder: Path, target: LaterTarget) -> bool:
    """Put off by an hour what a notification told of, in the data in `folder`.

    False where that cannot be: the window, which is opened then, says what is wrong. Anybody can
    have the system ask for this: no data is begun for it.
    """
    found = holder(folder)
    if (found is not None and found.elsewhere) or not (folder / FILE_NAME).is_file():
        return False
    try:
        with closing(Workspace.open(folder)) as workspace:
            return workspace.reminders.put_off(target) is not None
    except StorageError:
        return False
