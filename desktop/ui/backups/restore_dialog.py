"""The dialog to restore a backup: content of each, and what restoring it would change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.base.storage import StorageError, StorageErrorKind
from desktop.domain.backups import Backup, BackupListing, TableDifference
from desktop.services.clock import Clock
from desktop.ui.kit.announce import announce
from desktop.ui.kit.buttons import LinkButton, PlainButton, PrimaryButton
from desktop.ui.kit.labels import PlainLabel, Role, capital
from desktop.ui.kit.list_table import ListTable
from desktop.ui.shared.backup_lookup import BackupLookup
from desktop.ui.shared.context import Context
from desktop.ui.shared.list_dialog import ListDialog
from desktop.ui.theme.tokens import Tone
from desktop.wording import amounts
from desktop.wording import backups as backup_words
from desktop.wording.errors import database
from desktop.wording.i18n import _, ngettext, pgettext

_SIZE = QSize(760, 580)


@dataclass(frozen=True, slots=True)
class RestoreContext:
    """What the dialog needs, whether the data is open or cannot be opened.

    `place` is the first folder of the file dialog, `restore` is called with the chosen backup.
    """

    backups: BackupLookup
    clock: Clock
    place: Path
    restore: Callable[[Path], object]


class RestoreDialog(ListDialog):
    """Lists backups that were opened and checked; names damaged files, without offering them."""

    def __init__(self, context: RestoreContext, parent: QWidget | None = None) -> None:
        text = _("Your current records are backed up first, so one click can undo the restore.")
        title = _("Restore a backup")
        titles = (_("When"), pgettext("column", "Contents"), _("Size"), _("Reason"))
        table = ListTable(_("Backups"), titles, figures=[_("Size")])
        super().__init__(_SIZE, title, title, text, table, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self._lookup = context.backups
        self.backups: list[Backup] = []
        self._elsewhere: list[Backup] = []
        table.itemSelectionChanged.connect(self._compare_chosen)
        self.heading = PlainLabel(_("Looking for backups…"), Role.STRONG)
        self.changes = PlainLabel("")
        self.body.addWidget(self.heading)
        self.body.addWidget(self.changes)
        self.file_button = LinkButton(_("Choose a backup file…"), self.choose_file)
        self.restore_button = PrimaryButton(_("Restore this backup"), self.restore)
        self.restore_button.setEnabled(False)
        close_button = PlainButton(_("Close"), self.reject)
        right = [close_button, self.restore_button]
        self.add_buttons([self.file_button], right, self.restore_button)
        self._lookup.found.connect(self._show_found)
        self._lookup.compared.connect(self._show_compared)
        self._lookup.examined.connect(self._add_elsewhere)
        self._lookup.list()

    @classmethod
    def in_window(cls, context: Context, parent: QWidget | None = None) -> RestoreDialog:
        """Make the dialog for a window that has the data open."""
        workspace = context.workspace
        place = workspace.backups.second_place or Path.home()
        restore_context = RestoreContext(
            context.backup_worker, workspace.clock, place, context.restore_wanted.emit
        )
        return cls(restore_context, parent)

    def restore(self) -> None:
        """Restore the selected backup; a new window opens on its records."""
        backup = self.chosen()
        if backup is not None and self.restore_button.isEnabled():
            self.accept()
            self._context.restore(backup.path)

    def chosen(self) -> Backup | None:
        """Return the selected backup, or None."""
        return self.chosen_of(self.backups)

    def choose_file(self) -> None:
        """Ask for a backup file, such as one in the second location or from another computer."""
        name, _filter = QFileDialog.getOpenFileName(
            self,
            _("Choose a backup file…"),
            str(self._context.place),
            f"{_('Backups')} (*.sqlite3)",
        )
        if name:
            self._lookup.examine(Path(name))

    # The list

    def _show_found(self, found: BackupListing) -> None:
        self._show_list([*self._elsewhere, *found.good])
        broken = len(found.broken)
        if not broken:
            self.notice.hide()
        else:
            text = ngettext(
                "{count} damaged file is not listed",
                "{count} damaged files are not listed",
                broken,
            )
            names = "\n".join(one.path.name for one in found.broken)
            self.show_notice(Tone.AMBER, text.format(count=broken), names)

    def _add_elsewhere(self, _path: Path, answer: Backup | StorageError) -> None:
        if isinstance(answer, StorageError):
            self.show_notice(Tone.BAD, *database.backup_notice(answer))
            announce(self, self.notice.title.text())
            return
        self._elsewhere = [answer]
        self._show_list([answer, *(one for one in self.backups if one.path != answer.path)])
        self.table.choose(0)

    def _show_list(self, backups: list[Backup]) -> None:
        chosen = self.chosen()
        self.backups = backups
        now = self._context.clock()
        self.table.setRowCount(len(backups))
        for row, backup in enumerate(backups):
            cells = (
                capital(backup_words.when(backup, now)),
                backup_words.counts(backup),
                amounts.size(backup.size),
                capital(backup_words.reason(backup.reason)),
            )
            self.table.show_row(row, cells, [backup_words.details(backup)] * len(cells))
        if not backups:
            self.heading.setText(_("No backup yet"))
            self.changes.setText(
                _("If there is a backup somewhere else, use “Choose a backup file…”.")
            )
            return
        same = [row for row, one in enumerate(backups) if chosen and one.path == chosen.path]
        self.table.choose(same[0] if same else 0)
        self.table.setFocus()

    def _compare_chosen(self) -> None:
        backup = self.chosen()
        self.restore_button.setEnabled(False)
        if backup is not None and backup.newer:
            newer = StorageError(StorageErrorKind.NEWER, backup.path)
            self.heading.setText(" ".join(database.backup(newer)))
            self.changes.setText("")
        elif backup is not None:
            self.heading.setText(_("Comparing with your records…"))
            self.changes.setText("")
            self._lookup.compare(backup.path)

    def _show_compared(
        self, path: Path, answer: Mapping[str, TableDifference] | StorageError | None
    ) -> None:
        backup = self.chosen()
        if backup is None or backup.path != path:
            return
        if isinstance(answer, StorageError):
            self.heading.setText(" ".join(database.database(answer)))
            return
        if answer is None:
            self.heading.setText(_("The current data can't be read, so it can't be compared."))
            self.changes.setText(_("It is kept in the data folder."))
            self.restore_button.setEnabled(True)
            return
        self.heading.setText(backup_words.restoring(backup, self._context.clock()))
        self.changes.setText(backup_words.list_of(backup_words.differences(answer)))
        self.restore_button.setEnabled(True)
        announce(self, self.changes.text())
