"""Choosing the second place for backups."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.domain.backups import BackupReason
from desktop.ui.shared.context import Context
from desktop.wording.i18n import _


def choose_second_place(context: Context, window: QWidget) -> None:
    """Let the user choose a folder on another disk, or a synced one."""
    start = context.workspace.backups.second_place or Path.home()
    title = _("Choose a second place for backups")
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
            _("The backups are in this folder already."), _("Please choose another one.")
        )
        return
    if done and folder is not None:
        context.backup_worker.take(BackupReason.ASKED)
