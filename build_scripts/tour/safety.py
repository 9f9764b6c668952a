"""Pictures of history, conflicts, backups, moving data, and warnings about clock and folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from desktop.services.backups import restore_backup
from desktop.services.workspace import Workspace
from desktop.ui.backups.restore_dialog import RestoreDialog
from desktop.ui.kit.cards import CardColumn
from desktop.ui.kit.ticker import Ticker
from desktop.ui.orders.order_dialog import OrderDialog
from desktop.ui.settings.page import SettingsPage
from desktop.ui.shared.context import Context
from desktop.ui.shell.history_dialog import HistoryDialog
from desktop.ui.shell.main_window import MainWindow
from desktop.ui.shell.transfer_file_dialog import TransferFileDialog
from desktop.wording import backups
from tour.camera import Camera, close_and_delete, settle
from tour.records import ACCOUNT, MISSED, NOW, ORDER, clock_before


def safety_pictures(context: Context, folder: Path, camera: Camera) -> Iterator[Path]:
    """Save the pictures, using the records of the tour, and undo every change."""
    window = _window(context)
    yield from _history(window, camera)
    yield from _conflict(window, camera)
    yield from _backups(window, camera)
    yield from _moving(window, folder, camera)
    close_and_delete(window)
    yield from _warnings(context.workspace, folder, camera)


def _window(context: Context) -> MainWindow:
    window = MainWindow(context)
    window.resize(1200, 760)
    window.show()
    context.backup_worker.list()
    settle()
    return window


def _history(window: MainWindow, camera: Camera) -> Iterator[Path]:
    """Delete an order, undo it, and save the notice and the history."""
    workspace = window.context.workspace
    workspace.delete_order(workspace.book().orders[ACCOUNT, MISSED])
    window.undo()
    yield camera.take(window, "undone")
    yield camera.show(HistoryDialog(window.context, window), "history")


def _conflict(window: MainWindow, camera: Camera) -> Iterator[Path]:
    """Save the form of an order that another program has changed meanwhile."""
    workspace = window.context.workspace
    expected = workspace.book().orders[ACCOUNT, ORDER]
    dialog = OrderDialog(window.context, expected, parent=window)
    dialog.show()
    dialog.form.restore({"note": "先问财务" if camera.chinese else "Ask accounting first"})
    note = "第二台服务器" if camera.chinese else "The second server"
    workspace.save_order(replace(expected, payable=198000, note=note))
    dialog.save()
    yield camera.take(dialog, "changed-elsewhere")
    close_and_delete(dialog)
    workspace.undo()


def _backups(window: MainWindow, camera: Camera) -> Iterator[Path]:
    """Save the backups' card in the settings, and the list of backups to restore."""
    window.show_page("settings:data")
    page = window.pages["settings"]
    if not isinstance(page, SettingsPage):
        raise TypeError("not the settings")
    _scroll_to(page, page.backups)
    yield camera.take(window, "settings-backups")
    yield camera.show(RestoreDialog.in_window(window.context, window), "restore")


def _moving(window: MainWindow, folder: Path, camera: Camera) -> Iterator[Path]:
    """Save the pictures of writing a transfer file and of restoring it on another computer."""
    transfer_file = folder / "LinkDue-2026-11-30.linkdue"
    page = window.pages["settings"]
    if not isinstance(page, SettingsPage):
        raise TypeError("not the settings")
    with patch.object(QFileDialog, "getSaveFileName", return_value=(str(transfer_file), "")):
        page.transfer_file.pack()
    page.show_part("computer")
    _scroll_to(page, page.transfer_file)
    yield camera.take(window, "move-out")
    there = folder / "there"
    workspace = Workspace.open(there, lambda: NOW)
    other = _window(Context(workspace, Ticker(workspace.clock)))
    yield camera.show(TransferFileDialog(other.context, transfer_file, other), "move-in")
    close_and_delete(other)
    workspace.close()
    restored = restore_backup(transfer_file, there, NOW)
    workspace = Workspace.open(there, lambda: NOW)
    other = _window(Context(workspace, Ticker(workspace.clock)))
    title = backups.restored_title(restored, NOW)
    other.notices.show_restored(title, backups.restored_text(restored), lambda: None)
    settle()
    yield camera.take(other, "moved-in")
    close_and_delete(other)
    workspace.close()


def _warnings(workspace: Workspace, folder: Path, camera: Camera) -> Iterator[Path]:
    """Save the warnings about a clock that was set back, and about data in a synced folder."""
    late = Workspace.open(workspace.folder, clock_before(days=1))
    window = _window(Context(late, Ticker(late.clock)))
    yield camera.take(window, "clock")
    close_and_delete(window)
    late.close()
    workspace.pack(folder / "copy.linkdue")
    synced = folder / "Dropbox" / "LinkDue"
    shutil.rmtree(synced, ignore_errors=True)
    restore_backup(folder / "copy.linkdue", synced, NOW)
    there = Workspace.open(synced, lambda: NOW)
    window = _window(Context(there, Ticker(there.clock)))
    yield camera.take(window, "place-home")
    window.show_page("settings")
    yield camera.take(window, "place-settings")
    close_and_delete(window)
    there.close()


def _scroll_to(page: CardColumn, card: QWidget) -> None:
    QApplication.processEvents()
    page.verticalScrollBar().setValue(card.y() - 20)
