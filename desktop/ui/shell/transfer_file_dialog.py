"""The dialog of a transfer file: its content, and what switching to it would change."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from desktop.base.storage import StorageError, StorageErrorKind
from desktop.domain.backups import Backup, TableDifference
from desktop.ui.kit.announce import announce
from desktop.ui.kit.buttons import PlainButton, PrimaryButton
from desktop.ui.kit.cards import Notice
from desktop.ui.kit.dialogs import DialogFrame
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.shared.context import Context
from desktop.ui.theme.tokens import Tone
from desktop.wording import backups
from desktop.wording.errors import database
from desktop.wording.i18n import _

_SIZE = QSize(600, 420)


class TransferFileDialog(DialogFrame):
    """Changes nothing until its button is pressed; one click undoes the switch."""

    def __init__(self, context: Context, source: Path, parent: QWidget | None = None) -> None:
        heading = _("Switch to the records from another computer")
        super().__init__(_("Open a transfer file"), _SIZE, heading, parent)
        self._context = context
        self._source = source
        self.notice = Notice(Tone.INFO, _("Checking the file…"), source.name, glyph=Glyph.CLOCK)
        self.body.addWidget(self.notice)
        self.changes = PlainLabel("")
        self.body.addWidget(self.changes)
        text = _("Your current records here are backed up first, so one click can undo this.")
        self.body.addWidget(PlainLabel(text, Role.MUTED))
        self.body.addStretch(1)
        close_button = PlainButton(_("Close"), self.reject)
        self.open_button = PrimaryButton(_("Switch to these records"), self.switch)
        self.open_button.setEnabled(False)
        self.add_buttons([], [close_button, self.open_button], self.open_button)
        context.backup_worker.examined.connect(self._show_examined)
        context.backup_worker.compared.connect(self._show_compared)
        context.backup_worker.examine(source)

    def switch(self) -> None:
        """Replace the records by those of the file; a new window opens on them."""
        if self.open_button.isEnabled():
            self.accept()
            self._context.restore_wanted.emit(self._source)

    def _show_examined(self, path: Path, answer: Backup | StorageError) -> None:
        if path != self._source:
            return
        if not isinstance(answer, StorageError) and answer.newer:
            answer = StorageError(StorageErrorKind.NEWER, path)
        if isinstance(answer, StorageError):
            self.notice.set(Tone.BAD, *database.backup_notice(answer), Glyph.CROSS)
            announce(self, self.notice.title.text())
            return
        when = backups.when(answer, self._context.workspace.clock())
        title = _("Created {when}: {counts}").format(when=when, counts=backups.counts(answer))
        self.notice.set(Tone.GOOD, title, self._source.name, Glyph.CHECK)
        self._context.backup_worker.compare(path)

    def _show_compared(
        self, path: Path, answer: Mapping[str, TableDifference] | StorageError
    ) -> None:
        if path != self._source:
            return
        if isinstance(answer, StorageError):
            self.changes.setText(" ".join(database.database(answer)))
            return
        changes = backups.list_of(backups.differences(answer))
        self.changes.setText(_("Compared with your records here:") + "\n" + changes)
        self.open_button.setEnabled(True)
        self.open_button.setFocus()
        announce(self, self.changes.text())
