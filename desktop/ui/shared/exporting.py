"""Export of all records to a file of an open format, off the window's thread."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from desktop.base.progress import CancelToken
from desktop.base.storage import StorageError
from desktop.exchange.snapshot import ExportRefused
from desktop.ui.kit.save_dialog import choose_place
from desktop.ui.kit.worker import Worker
from desktop.ui.shared.context import Context
from desktop.wording import calendar, imports
from desktop.wording.errors import database, files
from desktop.wording.i18n import _, language

_LONG_MS = 500
"""Milliseconds after which a message says that the file is being written."""


class RecordsExporter(QObject):
    """Writes all records, or their deadlines, in the format that the file's ending names.

    There can be very many: a separate thread and workspace are used.
    """

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.context = context
        self._window = parent
        self._worker = Worker("exporter", self, daemon=False)
        self._taking_long = QTimer(self, singleShot=True, interval=_LONG_MS)
        self._taking_long.timeout.connect(lambda: context.message.emit(_("Writing the file…")))

    def formats(self) -> dict[str, str]:
        """Return the formats with their endings, the default first."""
        return {
            _("All data, for importing again (*.json)"): ".json",
            _("Spreadsheet (*.xlsx)"): ".xlsx",
            _("CSV table (*.csv)"): ".csv",
            _("Calendar with the deadlines (*.ics)"): ".ics",
        }

    def usual_name(self) -> str:
        """Return the file name that the dialog suggests."""
        return _("linkdue.json")

    def choose(self) -> None:
        """Ask for a file name, and write the file."""
        formats = self.formats()
        chosen, kind = choose_place(
            self._window.window(), _("Export"), self.usual_name(), ";;".join(formats)
        )
        if not chosen:
            return
        path = Path(chosen)
        if path.suffix.lower() not in formats.values():
            path = path.with_name(path.name + formats.get(kind, next(iter(formats.values()))))
        self.write(path)

    def write(self, path: Path) -> None:
        """Write the file in the format of its ending, after one that is being written."""
        self.finish()
        self._taking_long.start()
        titles = language()

        def export(_token: CancelToken) -> int:
            with closing(self.context.workspace.another()) as workspace:
                return workspace.files.export(path, titles, calendar.describe)

        self._worker.submit(export, partial(self.report_written, path), failed=self.fail)

    def finish(self) -> None:
        """Wait until a file that is being written is complete."""
        self._worker.wait()

    def report_written(self, path: Path, count: int) -> None:
        """Announce where the file is, and how many orders are in it."""
        self._taking_long.stop()
        self.context.saved.emit(imports.written(path.name, count), path)

    def fail(self, problem: Exception) -> None:
        """Announce why nothing was written. Raises an error that is none of the expected."""
        self._taking_long.stop()
        if isinstance(problem, OSError):
            self.context.failed.emit(_("Nothing was exported."), files.file(problem))
        elif isinstance(problem, ExportRefused):
            self.context.failed.emit(_("Nothing was exported."), files.unwritable(problem))
        elif isinstance(problem, StorageError):
            self.context.failed.emit(*database.database(problem))
        else:
            raise problem
