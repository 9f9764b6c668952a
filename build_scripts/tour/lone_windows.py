"""Pictures of the windows that replace the main window when the data cannot be opened."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, nullcontext
from pathlib import Path

from desktop.base.storage import StorageError, StorageErrorKind
from desktop.services.recovery import Recovery
from desktop.services.workspace import Workspace
from desktop.ui.backups.restore_dialog import RestoreContext, RestoreDialog
from desktop.ui.backups.restorer import Restorer
from desktop.ui.shared.backup_lookup import BackupLookup
from desktop.ui.shell.busy_window import BusyWindow
from desktop.ui.shell.faults import FaultDialog
from desktop.ui.shell.plain_start_window import PlainStartWindow
from desktop.ui.shell.recovery_window import RecoveryActions, RecoveryWindow
from tour.camera import Camera, close_and_delete, settle, wait_for
from tour.records import NOW, fill

_OVERWRITTEN = slice(100, 40_000)
"""The bytes of the damaged file that are overwritten, after its header."""
_SIMULATED = {
    StorageErrorKind.LOCKED: "SQLITE_BUSY",
    StorageErrorKind.READ_ONLY: "EACCES",
    StorageErrorKind.UPDATE_FAILED: "orders: fewer rows",
}
"""Errors that cannot be caused on every computer, with their detail texts."""


def lone_window_pictures(folder: Path, camera: Camera) -> Iterator[Path]:
    """Save the lone windows, using new data that is then damaged."""
    yield camera.show(BusyWindow("", _do_nothing, _do_nothing), "busy")
    yield camera.show(BusyWindow("OFFICE-PC", _do_nothing, _do_nothing), "busy-elsewhere")
    yield camera.show(PlainStartWindow(_do_nothing, _do_nothing), "plain-start")
    restorer = Restorer()
    restorer.done.emit(None)  # it cannot be closed before
    yield camera.show(restorer, "restoring")
    yield camera.show(FaultDialog(""), "fault")
    for kind, detail in _SIMULATED.items():
        problem = StorageError(kind, folder / "data" / "linkdue.sqlite3", detail)
        yield camera.show(_recovery(problem), f"recovery-{kind.value}")
    yield from _newer(folder / "newer", camera)
    yield from _foreign_log(folder, camera)
    yield from _damaged(folder / "damaged", camera)


def _newer(folder: Path, camera: Camera) -> Iterator[Path]:
    """Save the window for a data file of a newer version."""
    data = _filled(folder, camera)
    with closing(sqlite3.connect(data)) as connection:
        connection.execute("PRAGMA user_version = 99")
    yield camera.show(_recovery(_opening_error(folder)), "recovery-newer")


def _foreign_log(folder: Path, camera: Camera) -> Iterator[Path]:
    """Save the window for a data file beside the log of another file."""
    other, place = folder / "other", folder / "stray"
    workspace = Workspace.open(other, lambda: NOW)
    fill(workspace, chinese=camera.chinese)
    data = _filled(place, camera)
    shutil.copy(other / f"{data.name}-wal", place)
    workspace.close()
    yield camera.show(_recovery(_opening_error(place)), "recovery-stray-log")


def _damaged(folder: Path, camera: Camera) -> Iterator[Path]:
    """Save the windows for a damaged file, its salvage and its backups, then for a missing file."""
    data = _filled(folder, camera)
    content = bytearray(data.read_bytes())
    content[_OVERWRITTEN] = bytes(len(content[_OVERWRITTEN]))
    data.write_bytes(content)
    window = _recovery(_opening_error(folder))
    window.show()
    yield camera.take(window, "recovery-damaged")
    yield from _backups(folder, camera)
    window.salvage()
    yield camera.take(window, "recovery-saving")
    wait_for(lambda: "use" in window.buttons)
    yield camera.take(window, "recovery-saved")
    close_and_delete(window)
    data.unlink()
    yield camera.show(_recovery(_opening_error(folder)), "recovery-gone")


def _backups(folder: Path, camera: Camera) -> Iterator[Path]:
    lookup = BackupLookup(lambda: nullcontext(Recovery(folder, lambda: NOW)))
    context = RestoreContext(lookup, lambda: NOW, folder, _do_nothing_with)
    dialog = RestoreDialog(context)
    dialog.show()
    wait_for(dialog.restore_button.isEnabled)
    yield camera.take(dialog, "recovery-restore")
    close_and_delete(dialog)
    lookup.close()


def _filled(folder: Path, camera: Camera) -> Path:
    workspace = Workspace.open(folder, lambda: NOW)
    fill(workspace, chinese=camera.chinese)
    workspace.close()
    return workspace.data_file


def _opening_error(folder: Path) -> StorageError:
    """Return the error that opening the data in a folder raises."""
    try:
        Workspace.open(folder, lambda: NOW).close()
    except StorageError as problem:
        return problem
    raise RuntimeError(f"the data in {folder} can be opened")


def _recovery(problem: StorageError) -> RecoveryWindow:
    recovery = Recovery(problem.path.parent, lambda: NOW)
    return RecoveryWindow(
        problem, recovery, RecoveryActions(_do_nothing, _do_nothing, _do_nothing, _do_nothing)
    )


def _do_nothing() -> None:
    settle()


def _do_nothing_with(_path: Path) -> None:
    settle()
