"""Keeps a calendar file with the deadlines up to date, in a folder that the user chose."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.base.progress import CancelToken
from desktop.base.settings import SettingKey
from desktop.base.storage import StorageError
from desktop.forms.stored_settings import stored_folder
from desktop.services.workspace import Workspace
from desktop.ui.kit.worker import Worker
from desktop.wording.i18n import language

CALENDAR_FILE = "LinkDue.ics"
_AFTER_MS = 1000
"""Changes come in groups: the file is written after the last of them."""
_CLOSING_SECONDS = 2.0


class CalendarWorker(QObject):
    """Writes the file off the window's thread; `problem` is the error of the last try."""

    changed = Signal()
    """The file was written, writing it failed, or another folder was chosen."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        """Read the folder from the settings. Raises StorageError."""
        super().__init__(parent)
        self._workspace = workspace
        self._worker = Worker("calendar-file", self, daemon=False)
        self._worker.ended.connect(self.changed)
        self._timer = QTimer(self, singleShot=True, interval=_AFTER_MS)
        self._timer.timeout.connect(self.write)
        self.folder = stored_folder(workspace.setting(SettingKey.CALENDAR_FOLDER))
        self.written_at: datetime | None = None
        self.problem: OSError | StorageError | None = None

    def choose(self, folder: Path | None) -> None:
        """Keep the file in this folder, or in none. Raises StorageError."""
        value = "" if folder is None else str(folder)
        self._workspace.set_setting(SettingKey.CALENDAR_FOLDER, value)
        self.folder, self.written_at, self.problem = folder, None, None
        self._timer.stop()
        self.changed.emit()
        self.write()

    def write(self) -> None:
        """Write the file with the current deadlines."""
        self._timer.stop()
        if self.folder is None:
            return
        path, titles = self.folder / CALENDAR_FILE, language()
        workspace = self._workspace

        def export(_token: CancelToken) -> datetime:
            from desktop.wording import calendar

            with closing(workspace.another()) as own:
                own.files.export(path, titles, calendar.describe)
            return workspace.clock()

        self._worker.submit(export, self._written, failed=self._failed)

    def wait(self) -> None:
        """Wait until the file is written; the result arrives through the event loop."""
        self._worker.wait()

    def write_soon(self) -> None:
        """Write the file after the current series of changes."""
        if self.folder is not None:
            self._timer.start()

    def finish(self) -> None:
        """Write pending changes before the window closes; wait at most `_CLOSING_SECONDS`."""
        if self._timer.isActive():
            self.write()
        self._worker.wait(_CLOSING_SECONDS)

    def _written(self, at: datetime) -> None:
        self.written_at, self.problem = at, None

    def _failed(self, problem: Exception) -> None:
        if not isinstance(problem, OSError | StorageError):
            raise problem
        self.problem = problem
