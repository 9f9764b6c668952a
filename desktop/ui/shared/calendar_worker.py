"""Keeps a calendar file with the deadlines up to date, in a folder that the user names."""

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
    """Writes the file whole, off the window's thread; what went wrong is kept in `problem`."""

    changed = Signal()
    """The file was written, could not be, or another folder was named."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        """Read the folder. Raises StorageError."""
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
        """Keep the file in this folder from now on; None: nowhere. Raises StorageError."""
        value = "" if folder is None else str(folder)
        self._workspace.set_setting(SettingKey.CALENDAR_FOLDER, value)
        self.folder, self.written_at, self.problem = folder, None, None
        self._timer.stop()
        self.changed.emit()
        self.write()

    def write(self) -> None:
        """Write the file as the deadlines are now."""
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
        """Wait until what is being written is whole; the outcome comes from the event loop."""
        self._worker.wait()

    def renew(self) -> None:
        """Write the file soon: the records changed."""
        if self.folder is not None:
            self._timer.start()

    def finish(self) -> None:
        """Write what is still to be written before the window goes; it never waits for long."""
        if self._timer.isActive():
            self.write()
        self._worker.wait(_CLOSING_SECONDS)

    def _written(self, at: datetime) -> None:
        self.written_at, self.problem = at, None

    def _failed(self, problem: Exception) -> None:
        if not isinstance(problem, OSError | StorageError):
            raise problem
        self.problem = problem
