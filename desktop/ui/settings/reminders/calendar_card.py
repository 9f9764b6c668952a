"""The card of the calendar file: its folder, and whether it is up to date."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.base.storage import StorageError
from desktop.ui.kit.buttons import LinkButton, PlainButton
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import breakable
from desktop.ui.kit.setting_rows import RowsCard, SettingRow
from desktop.ui.shared.calendar_worker import CALENDAR_FILE
from desktop.ui.shared.context import Context
from desktop.ui.theme.tokens import ROW_BUTTON_HEIGHT, Tone
from desktop.wording import moments
from desktop.wording.errors import database, files
from desktop.wording.i18n import _


class CalendarCard(RowsCard):
    """A single row; its second line shows the path, or the error."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        self._context = context
        self._worker = context.calendar_worker
        self.choose_button = PlainButton(
            _("Choose a folder…"), self._choose, glyph=Glyph.CALENDAR, height=ROW_BUTTON_HEIGHT
        )
        self.stop_button = LinkButton(
            _("Stop"), self._stop, name=_("Stop keeping the calendar file")
        )
        self.row = SettingRow(
            _("In your calendar as well"), "", (self.stop_button, self.choose_button)
        )
        super().__init__((self.row,), parent)
        self._worker.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the path of the file, and when it was written or why not."""
        worker = self._worker
        if worker.folder is None and self.stop_button.hasFocus():
            self.choose_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.stop_button.setVisible(worker.folder is not None)
        if worker.folder is None:
            self.row.set_text(
                _("A file with all deadlines, kept up to date in a folder you choose.")
            )
        elif worker.problem is not None:
            self.row.set_text(_problem(worker.problem), Tone.AMBER)
        else:
            self.row.set_text(self._where(worker.folder))

    def _where(self, folder: Path) -> str:
        path, at = breakable(folder / CALENDAR_FILE), self._worker.written_at
        if at is None:
            return path
        now = self._context.workspace.clock()
        when = moments.moment(at.replace(second=0, microsecond=0), now)
        return _("{path}, written {when}").format(path=path, when=when)

    def _choose(self) -> None:
        start = self._worker.folder or Path.home()
        title = _("Choose a folder for the calendar file")
        chosen = QFileDialog.getExistingDirectory(self.window(), title, str(start))
        if chosen:
            self._set_folder(Path(chosen))

    def _stop(self) -> None:
        self._set_folder(None)
        self._context.message.emit(_("The calendar file stays as it is from now on"))

    def _set_folder(self, folder: Path | None) -> None:
        try:
            self._worker.choose(folder)
        except StorageError as problem:
            self._context.report(problem)


def _problem(problem: OSError | StorageError) -> str:
    if isinstance(problem, StorageError):
        return _("The calendar file couldn't be written. {cause}").format(
            cause=database.notice(problem)[0]
        )
    return _("The calendar file couldn't be written. {cause}").format(cause=files.file(problem))
