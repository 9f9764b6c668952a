"""Moving the data: into one file for another computer, or out of a synced folder."""

from __future__ import annotations

from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from desktop.base.atomic_file import commit, free_names, rename_new, temporary
from desktop.base.regular_file import refuse_special
from desktop.base.storage import (
    BACKUP_FOLDER,
    DATA_FILE_ENDING,
    FILE_NAME,
    StorageError,
    StorageErrorKind,
)
from desktop.domain.backups import Backup, BackupReason
from desktop.forms.request_template import copy_templates
from desktop.records.backups.backup import examine, take
from desktop.records.backups.compare import compare
from desktop.records.backups.copying import make_room
from desktop.records.backups.restore import forget_computer, restore
from desktop.records.file.connect import FRESH, connect
from desktop.records.file.errors import translate_errors
from desktop.services.backups import BackupService
from desktop.system.relocation_note import write_note

_LOGS = ("-wal", "-shm")


class FolderTaken(Exception):
    """The target `folder` of a move already holds data."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self.folder = folder


def pack(backups: BackupService, target: Path) -> Backup:
    """Write everything into one transfer file for another computer, replacing a file of that name.

    The file is opened and checked under a temporary name first. Raises StorageError if that fails;
    an existing file is then unchanged.
    """
    with translate_errors(target):
        refuse_special(target)
        make_room(target.parent, 0)
        with temporary(target) as fresh:
            fresh.unlink()
            backups.take_to(fresh)
            _forget_computer(fresh)
            packed = examine(fresh)
            commit(fresh, target)
    return packed._replace(path=target)


def _forget_computer(fresh: Path) -> None:
    """Delete the settings of this computer, such as window positions and folders."""
    with closing(connect(fresh, FRESH)) as connection:
        forget_computer(connection)


def relocate(old: Path, new: Path, sentence: str, now: datetime) -> Path:
    """Move the data of the folder `old` to `new`, and return the new path of the old file.

    The user's request templates are copied, as far as they can be read. No connection may have the
    data open. The copy is compared before anything is renamed, nothing is deleted, and a note with
    `sentence` stays in `old`. Raises FolderTaken if there is data in `new`, and StorageError if it
    cannot be moved; `old` is then unchanged.
    """
    data = new / FILE_NAME
    if data.exists():
        raise FolderTaken(new)
    backup = take(old / FILE_NAME, old / BACKUP_FOLDER, now, BackupReason.ASKED)
    restore(backup.path, data, new / BACKUP_FOLDER, now, here=True)
    if compare(backup.path, data):
        raise StorageError(StorageErrorKind.UNVERIFIED, new, "differences")
    copy_templates(old, new)
    with translate_errors(old):
        write_note(old, new, sentence)  # first: without it, the next start would make a new file
        return _set_aside(old, now)


def _set_aside(old: Path, now: datetime) -> Path:
    """Rename the data file and its log to the first free name; return that name."""
    for kept in free_names(old, f"linkdue-moved-{now:%Y-%m-%d}", DATA_FILE_ENDING):
        with suppress(FileExistsError):
            rename_new(old / FILE_NAME, kept)
            break
    for part in _LOGS:
        log = old / f"{FILE_NAME}{part}"
        if log.exists():
            log.rename(kept.with_name(kept.name + part))
    return kept
