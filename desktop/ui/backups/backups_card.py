"""Backups in the settings: on or off, the last one, the second place, and the way to restore."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QWidget

from desktop.domain.backups import BackupReason
from desktop.ui.kit.buttons import LinkButton, PlainButton
from desktop.ui.kit.cards import Card, Hairline, Notice
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role, breakable
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.shared.context import Context
from desktop.ui.theme.tokens import Tone
from desktop.wording import backups
from desktop.wording.errors import database
from desktop.wording.i18n import _


class BackupsCard(Card):
    """Renews itself whenever the backups stand otherwise."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._backup_worker = context.backup_worker
        self.body.addWidget(PlainLabel(_("Backups"), Role.HEADING))
        text = _(
            "Every backup is opened and checked before it counts. LinkDue backs up every day, "
            "half an hour after changes, and before anything big."
        )
        self.body.addWidget(PlainLabel(text, Role.MUTED))
        self.switch = QCheckBox(_("Back up automatically"))
        self.switch.clicked.connect(self._switch)
        self.body.addWidget(self.switch)
        self.last = PlainLabel("", Role.STRONG)
        self.details = PlainLabel("", Role.SMALL)
        self.body.addWidget(self.last)
        self.body.addWidget(self.details)
        self.notice = Notice(Tone.AMBER, "", glyph=Glyph.EXCLAMATION)
        self.body.addWidget(self.notice)
        self.body.addWidget(self._buttons())
        self.body.addWidget(Hairline())
        self._add_second_place()
        context.backup_worker.changed.connect(self.refresh)
        context.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show how the backups stand."""
        status = self._backup_worker.status
        now = self._context.workspace.clock()
        self.switch.setChecked(status.on)
        self.last.setText(_("Backing up…") if status.busy else backups.last(status.last, now))
        self.details.setVisible(status.last is not None)
        if status.last is not None:
            self.details.setText(backups.details(status.last))
        problem = status.problem or status.second_problem
        self.notice.setVisible(problem is not None)
        if problem is not None:
            cause, cure = database.backup_notice(problem)
            self.notice.set(Tone.AMBER, cause, cure, Glyph.EXCLAMATION)
        self.now_button.setEnabled(not status.busy)
        place = self._context.workspace.backups.second_place
        self.place.setText(
            _("No second location yet. If this disk fails, the backups on it are lost too.")
            if place is None
            else breakable(place)
        )
        self.forget_button.setVisible(place is not None)

    def _choose_place(self) -> None:
        choose_second_place(self._context, self.window())

    def _switch(self) -> None:
        on = self.switch.isChecked()
        self._context.run_action("", lambda: self._context.workspace.backups.switch(on))
        self.refresh()

    def _buttons(self) -> QWidget:
        row = QHBoxLayout()
        self.now_button = PlainButton(
            _("Back up now"), lambda: self._backup_worker.take(BackupReason.ASKED)
        )
        self.restore_button = PlainButton(_("Restore a backup…"), self.show_backups)
        row.addWidget(self.now_button)
        row.addWidget(self.restore_button)
        row.addStretch(1)
        return ResponsiveRow([row], comfort=0)

    def _add_second_place(self) -> None:
        self.body.addWidget(PlainLabel(_("Second backup location"), Role.STRONG))
        self.place = PlainLabel("")
        self.body.addWidget(self.place)
        row = QHBoxLayout()
        self.place_button = PlainButton(_("Choose a second location…"), self._choose_place)
        self.forget_button = LinkButton(
            _("Stop using the second location"), lambda: keep_second_place(self._context, None)
        )
        row.addWidget(self.place_button)
        row.addWidget(self.forget_button)
        row.addStretch(1)
        self.body.addLayout(row)

    def show_backups(self) -> None:
        """List the backups, to restore one."""
        from desktop.ui.backups.restore_dialog import RestoreDialog

        RestoreDialog.in_window(self._context, self.window()).open()


def choose_second_place(context: Context, window: QWidget) -> None:
    """Ask for a second place for backups: a folder on another disk, or a synced one."""
    start = context.workspace.backups.second_place or Path.home()
    title = _("Choose a second backup location")
    chosen = QFileDialog.getExistingDirectory(window, title, str(start))
    if chosen:
        keep_second_place(context, Path(chosen))


def keep_second_place(context: Context, folder: Path | None) -> None:
    """Copy backups there from now on, the first at once; None: nowhere any more."""

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
