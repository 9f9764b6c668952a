"""What stands in the window's place: the data is open elsewhere, or cannot be opened at all."""

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
from tour.camera import Camera, put_away, settle, wait_for
from tour.records import NOW, fill

_LOST = slice(100, 40_000)
"""The bytes of the damaged file that are overwritten, after its header."""
_SHARED = {
    StorageErrorKind.LOCKED: "SQLITE_BUSY",
    StorageErrorKind.READ_ONLY: "EACCES",
    StorageErrorKind.UPDATE_FAILED: "orders: fewer rows",
}
"""Trouble that cannot be made on every computer, with what is said of it."""


def trouble_pictures(folder: Path, camera: Camera) -> Iterator[Path]:
    """On records of its own, which are damaged on the way."""
    yield camera.show(BusyWindow("", _nothing, _nothing), "busy")
    yield camera.show(BusyWindow("OFFICE-PC", _nothing, _nothing), "busy-elsewhere")
    yield camera.show(PlainStartWindow(_nothing, _nothing), "plain-start")
    restorer = Restorer()
    restorer.done.emit(None)  # else it does not let itself be closed
    yield camera.show(restorer, "restoring")
    yield camera.show(FaultDialog(""), "fault")
    for kind, detail in _SHARED.items():
        problem = StorageError(kind, folder / "data" / "linkdue.sqlite3", detail)
        yield camera.show(_recovery(problem), f"recovery-{kind.value}")
    yield from _newer(folder / "newer", camera)
    yield from _stray_log(folder, camera)
    yield from _damaged(folder / "damaged", camera)


def _newer(folder: Path, camera: Camera) -> Iterator[Path]:
    """Show a file of a later program."""
    data = _filled(folder, camera)
    with closing(sqlite3.connect(data)) as connection:
        connection.execute("PRAGMA user_version = 99")
    yield camera.show(_recovery(_trouble(folder)), "recovery-newer")


def _stray_log(folder: Path, camera: Camera) -> Iterator[Path]:
    """Somebody copied the log of one file beside another."""
    other, place = folder / "other", folder / "stray"
    workspace = Workspace.open(other, lambda: NOW)
    fill(workspace, chinese=camera.chinese)
    data = _filled(place, camera)
    shutil.copy(other / f"{data.name}-wal", place)
    workspace.close()
    yield camera.show(_recovery(_trouble(place)), "recovery-stray-log")


def _damaged(folder: Path, camera: Camera) -> Iterator[Path]:
    """Overwrite a part of the file, show what was saved and the backups, then delete the file."""
    data = _filled(folder, camera)
    content = bytearray(data.read_bytes())
    content[_LOST] = bytes(len(content[_LOST]))
    data.write_bytes(content)
    window = _recovery(_trouble(folder))
    window.show()
    yield camera.take(window, "recovery-damaged")
    yield from _backups(folder, camera)
    window.salvage()
    yield camera.take(window, "recovery-saving")
    wait_for(lambda: "use" in window.buttons)
    yield camera.take(window, "recovery-saved")
    put_away(window)
    data.unlink()
    yield camera.show(_recovery(_trouble(folder)), "recovery-gone")


def _backups(folder: Path, camera: Camera) -> Iterator[Path]:
    looking = BackupLookup(lambda: nullcontext(Recovery(folder, lambda: NOW)))
    context = RestoreContext(looking, lambda: NOW, folder, _nothing_with)
    dialog = RestoreDialog(context)
    dialog.show()
    wait_for(dialog.restore_button.isEnabled)
    yield camera.take(dialog, "recovery-restore")
    put_away(dialog)
    looking.close()


def _filled(folder: Path, camera: Camera) -> Path:
    workspace = Workspace.open(folder, lambda: NOW)
    fill(workspace, chinese=camera.chinese)
    workspace.close()
    return workspace.data_file


def _trouble(folder: Path) -> StorageError:
    """Show what a start says of the data in a folder."""
    try:
        Workspace.open(folder, lambda: NOW).close()
    except StorageError as problem:
        return problem
    raise RuntimeError(f"the data in {folder} opens")


def _recovery(problem: StorageError) -> RecoveryWindow:
    recovery = Recovery(problem.path.parent, lambda: NOW)
    return RecoveryWindow(
        problem, recovery, RecoveryActions(_nothing, _nothing, _nothing, _nothing)
    )


def _nothing() -> None:
    settle()


def _nothing_with(_path: Path) -> None:
    settle()
