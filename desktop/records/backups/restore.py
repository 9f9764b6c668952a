"""Restoring a backup: completely or not at all, and only after the present state was kept.

The content of a sound data file is replaced in one transaction of SQLite, so that a kill, a power
cut or a full disk leaves the old content, and no log of the old content can be applied to the new.
Only a file that SQLite cannot work with is set aside and replaced as a file.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

from desktop.base.atomic_file import (
    commit,
    free_names,
    link_or_copy,
    rename_new,
    sync_folder,
    temporary,
)
from desktop.base.progress import CancelToken
from desktop.base.settings import BACKUP_PREFIX, SettingKey
from desktop.base.storage import (
    EVIDENCE_FOLDER,
    SCHEMA_VERSION,
    StorageError,
    StorageErrorKind,
)
from desktop.domain.backups import Backup, BackupReason, Restored
from desktop.records.backups import evidence_copies
from desktop.records.backups.backup import examine, take_from, unmark
from desktop.records.backups.copying import SPARE, check, copy_pages, make_room, open_alone
from desktop.records.backups.exclusive import held_alone, overwrite
from desktop.records.file.connect import FRESH, cancellable, connect
from desktop.records.file.database import note_empty_on_purpose, real_file, schema_version
from desktop.records.file.errors import translate_errors
from desktop.records.file.schema import check_schema, open_foreign
from desktop.records.file.wal_owner import sign_after
from desktop.records.tables import reminders

_SET_ASIDE = (
    StorageErrorKind.DAMAGED,
    StorageErrorKind.ALTERED,
    StorageErrorKind.FOREIGN,
    StorageErrorKind.NEWER,
    StorageErrorKind.STRAY_LOG,
)
"""Errors for which the data file is set aside under another name, instead of being written."""
_LOGS = ("-wal", "-shm", "-journal")


def restore(
    source: Path,
    data: Path,
    folder: Path,
    now: datetime,
    cancel: CancelToken | None = None,
    *,
    here: bool = False,
) -> Restored:
    """Replace `data`, which nobody else may have open, by the backup `source`.

    The present state is backed up into `folder` first. The files of evidence come from the backup
    or the folder beside it; a file found in neither is missing afterwards. Settings of this
    computer are kept from the data; those of the backup are used only if it is known to be from
    `here`. Raises StorageError and Cancelled; the data is then unchanged. NEWER means that a newer
    program took the backup.
    """
    evidence = data.parent / EVIDENCE_FOLDER
    data = real_file(data)
    backup = examine(source, cancel)
    if backup.newer:
        raise StorageError(StorageErrorKind.NEWER, source, f"schema {backup.schema}")
    with translate_errors(data.parent, backup.size + SPARE):
        make_room(data.parent, backup.size + SPARE)
        with temporary(data) as fresh:
            _prepare(backup, fresh, cancel)
            # First: a kill then leaves files without records, which are swept, not the reverse.
            evidence_copies.unpack(fresh, source.parent / EVIDENCE_FOLDER, evidence, cancel)
            if not here:
                _forget_computer(fresh, keep_origin=source.parent == folder)
            try:
                with held_alone(data, cancel) as connection:
                    before = take_from(
                        connection, data, folder, now, BackupReason.RESTORE, cancel, evidence
                    )
                    _keep_present_settings(connection, fresh)
                    overwrite(connection, fresh, data)
                    return Restored(backup, before, None)
            except StorageError as problem:
                if problem.kind not in _SET_ASIDE or problem.path != data:
                    raise
            except FileNotFoundError:
                pass
            return Restored(backup, None, put_in_place(fresh, data, now))


def put_in_place(fresh: Path, data: Path, now: datetime) -> Path | None:
    """Set the data file aside, and rename `fresh` to its name.

    Returns the new path of the old file; None if there was none. Raises OSError, sqlite3.Error and
    StorageError.
    """
    _close_cleanly(fresh)
    aside = set_aside(data, now)
    commit(fresh, data)
    return aside


def _close_cleanly(fresh: Path) -> None:
    """Put a file that nobody else has open into the state of a closed data file: WAL, empty log.

    Closing a connection empties the log too, but reports no error. And if the mode were switched
    only later, a kill during the switch would leave a rollback journal that looks like a foreign
    one.
    """
    with closing(connect(fresh, FRESH)) as made:
        mode = made.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        # SQLite reports no error of switching the mode, but does report why it cannot write.
        made.execute(f"PRAGMA user_version = {schema_version(made)}")
        busy, left, _written = made.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if (mode, busy, left) != ("wal", 0, 0):
        raise StorageError(StorageErrorKind.UNVERIFIED, fresh, f"journal mode {mode}, log {left}")


def set_aside(data: Path, now: datetime) -> Path | None:
    """Link or copy an unusable file and its log to another name in the same folder.

    The file also keeps its old name, but its log does not: SQLite would apply it to the file that
    comes next under this name. Returns the new path; None if there is no file. Raises OSError.
    """
    there = [part for part in (data, *_logs_of(data)) if part.exists()]
    if not there:
        return None
    for aside in _names_aside(data, now):
        try:
            link_or_copy(there[0], _beside(aside, data, there[0]))
        except FileExistsError:
            continue
        break
    for part in there[1:]:
        link_or_copy(part, _beside(aside, data, part))
    sync_folder(data.parent)
    for part in there:
        if part != data:
            part.unlink()
    return aside


def keep_log(data: Path, now: datetime) -> Path | None:
    """Rename the logs beside a file that belong to another file; the file itself stays.

    Returns the new path of the first log; None if there is none. Raises OSError if a log cannot be
    renamed.
    """
    logs = [log for log in _logs_of(data) if log.exists()]
    if not logs:
        return None
    for aside in _names_aside(data, now):
        try:
            rename_new(logs[0], _beside(aside, data, logs[0]))
        except FileExistsError:
            continue
        break
    for log in logs[1:]:
        rename_new(log, _beside(aside, data, log))
    sync_folder(data.parent)
    return _beside(aside, data, logs[0])


def _names_aside(data: Path, now: datetime) -> Iterator[Path]:
    """Yield free paths beside the file with the time of setting it aside in their names."""
    stem = f"{data.stem}-kept-{now:%Y-%m-%d-%H%M%S}Z"
    for aside in free_names(data.parent, stem, data.suffix):
        if not any(log.exists() for log in _logs_of(aside)):
            yield aside


def _logs_of(data: Path) -> list[Path]:
    return [data.with_name(f"{data.name}{ending}") for ending in _LOGS]


def _beside(aside: Path, data: Path, part: Path) -> Path:
    """Return the path for a part of the data file (itself or a log) beside its new name."""
    return aside.with_name(aside.name + part.name.removeprefix(data.name))


def _prepare(backup: Backup, fresh: Path, cancel: CancelToken | None) -> None:
    """Write the content of the backup into `fresh`, as a data file of the present schema."""
    with open_foreign(backup.path, cancel) as source:
        copy_pages(source, fresh, cancel)
    with closing(connect(fresh, FRESH)) as made:
        check_schema(made, backup.path)
        unmark(made)
        if not backup.entry:
            note_empty_on_purpose(made)
        if schema_version(made) < SCHEMA_VERSION:
            from desktop.records.backups.upgrade import convert

            convert(made, backup.path)
    with closing(open_alone(fresh)) as made, cancellable(made, cancel):
        check(made, fresh)


_OF_COMPUTER = (
    f"(substr(name, 1, {len(BACKUP_PREFIX)}) = '{BACKUP_PREFIX}' "
    f"OR name IN {tuple(key.value for key in SettingKey if key.of_this_computer)!r})"
)


def forget_computer(connection: sqlite3.Connection, *, keep_origin: bool = False) -> None:
    """Delete the settings of one computer – backups, windows, folders – and the log of reminders.

    `keep_origin` keeps the id by which the data's backups are recognised.
    """
    kept = SettingKey.BACKUP_ORIGIN if keep_origin else ""
    connection.execute(f"DELETE FROM settings WHERE {_OF_COMPUTER} AND name <> ?", [kept])
    reminders.clear_log(connection)


def _forget_computer(fresh: Path, *, keep_origin: bool) -> None:
    with closing(connect(fresh, FRESH)) as made:
        forget_computer(made, keep_origin=keep_origin)


def _keep_present_settings(present: sqlite3.Connection, fresh: Path) -> None:
    """Copy this computer's settings and the claims of reminders to `fresh`, and sign it.

    The claims prevent that reminders are announced again; the signature fits the present log.
    """
    mine = present.execute(f"SELECT name, value FROM settings WHERE {_OF_COMPUTER}").fetchall()
    with closing(connect(fresh, FRESH)) as made:
        made.execute("BEGIN")
        forget_computer(made)
        made.executemany("INSERT INTO settings (name, value) VALUES (?, ?)", mine)
        reminders.carry_over(present, made)
        sign_after(made, present)
        made.execute("COMMIT")
