"""The backups in the settings: last backup, on or off, second location, and restoring."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.backups import BackupReason
from desktop.ui.kit.buttons import LinkButton, PrimaryButton
from desktop.ui.kit.cards import Card, Notice
from desktop.ui.kit.glyphs import Disc, Glyph
from desktop.ui.kit.labels import PlainLabel, Role, breakable
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.kit.setting_rows import RowsCard, SettingRow, SwitchRow, row_button
from desktop.ui.shared.context import Context
from desktop.ui.theme.tokens import L, M, Tone
from desktop.wording import backups
from desktop.wording.errors import database
from desktop.wording.i18n import _

_DISC = 48
_COMFORT = 18
"""Width in characters that the texts need beside the button."""


class BackupsCard(QWidget):
    """The health of the backups, and below it their settings; refreshes itself."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._backup_worker = context.backup_worker
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(L)
        self.notice = Notice(Tone.AMBER, "", glyph=Glyph.EXCLAMATION)
        column.addWidget(self._health())
        column.addWidget(self.notice)
        column.addWidget(self._rows())
        context.backup_worker.changed.connect(self.refresh)
        context.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the current health and settings of the backups."""
        status = self._backup_worker.status
        now = self._context.workspace.clock()
        self.automatic.set_on(status.on)
        self.last.setText(_("Backing up…") if status.busy else backups.last(status.last, now))
        self.details.setText(
            _("With the first order, backups begin by themselves.")
            if status.last is None
            else backups.details(status.last)
        )
        problem = status.problem or status.second_problem
        healthy = status.last is not None and not status.needs_attention
        self._disc.set(
            Glyph.CHECK if healthy else Glyph.EXCLAMATION, Tone.GOOD if healthy else Tone.AMBER
        )
        self.notice.setVisible(problem is not None)
        if problem is not None:
            cause, cure = database.backup_notice(problem)
            self.notice.set(Tone.AMBER, cause, cure, Glyph.EXCLAMATION)
        self.now_button.setEnabled(not status.busy)
        place = self._context.workspace.backups.second_place
        self.second.set_text(
            _("None yet: if this disk fails, its backups are lost too.")
            if place is None
            else breakable(place)
        )
        self.forget_button.setVisible(place is not None)

    def _choose_place(self) -> None:
        choose_second_place(self._context, self.window())

    def _switch(self, on: bool) -> None:
        self._context.run_action("", lambda: self._context.workspace.backups.switch(on))
        self.refresh()

    def _health(self) -> Card:
        card = Card()
        self._disc = Disc(Glyph.NONE, Tone.NEUTRAL, _DISC)
        self.last = PlainLabel("", Role.HEADING)
        self.details = PlainLabel("", Role.SMALL)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.last)
        words.addWidget(self.details)
        words.addStretch(1)
        self.now_button = PrimaryButton(
            _("Back up now"), lambda: self._backup_worker.take(BackupReason.ASKED)
        )
        side = QVBoxLayout()
        side.addStretch(1)
        side.addWidget(self.now_button, 0, Qt.AlignmentFlag.AlignLeft)
        side.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(L)
        row.addWidget(self._disc, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(ResponsiveRow([words, side], 0, M, comfort=_COMFORT), 1)
        card.body.addLayout(row)
        return card

    def _rows(self) -> RowsCard:
        self.automatic = SwitchRow(
            _("Back up automatically"),
            _("Every day, half an hour after changes, and before anything big."),
            self._switch,
        )
        self.switch = self.automatic.switch
        self.place_button = row_button(
            _("Choose a location…"),
            self._choose_place,
            glyph=Glyph.FOLDER,
            name=_("Choose a location… for a second backup"),
        )
        self.forget_button = LinkButton(
            _("Stop using the second location"), lambda: set_second_place(self._context, None)
        )
        self.second = SettingRow(
            _("Second backup location"), "", (self.forget_button, self.place_button)
        )
        self.place = self.second.text
        self.restore_button = row_button(
            _("Restore a backup…"), self.show_backups, glyph=Glyph.UNDO
        )
        earlier = SettingRow(
            _("Go back to an earlier state"),
            _("Your records of today are backed up first."),
            (self.restore_button,),
        )
        return RowsCard([self.automatic, self.second, earlier])

    def show_backups(self) -> None:
        """Open the dialog to restore a backup."""
        from desktop.ui.backups.restore_dialog import RestoreDialog

        RestoreDialog.in_window(self._context, self.window()).open()


def choose_second_place(context: Context, window: QWidget) -> None:
    """Ask for a second location for backups, such as a folder on another disk or a synced one."""
    start = context.workspace.backups.second_place or Path.home()
    title = _("Choose a second backup location")
    chosen = QFileDialog.getExistingDirectory(window, title, str(start))
    if chosen:
        set_second_place(context, Path(chosen))


def set_second_place(context: Context, folder: Path | None) -> None:
    """Copy future backups to this folder, and take one now; None stops copying."""

    def keep() -> bool:
        context.workspace.backups.choose_second_place(folder)
        return True

    try:
        done = context.run_action("", keep)
    except ValueError:
        context.failed.emit(
            _("The backups are already in this folder."), _("Please choose another one.")
        )
        return
    if done and folder is not None:
        context.backup_worker.take(BackupReason.ASKED)
