"""Putting a backup in the data file's place: all of it or nothing, and never without a way back.

The content of a sound data file is replaced in one transaction of SQLite, so that a kill, a power
cut or a full disk leaves what was there, and no log of the old content can be taken for one of the
new. Only a file that SQLite cannot work with is set aside and replaced as a file.
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
    keep_new,
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
"""What a data file is kept for under another name, instead of writing into it."""
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
    """Put the backup `source` in the place of `data`, which nobody else may have open.

    A backup of the present state goes into `folder` first. The files of evidence come from the
    backup or from beside it; one that is not found there is missing afterwards. Settings of a
    computer stay those of the data; those of the backup are only taken over if it is known to be
    from `here`. Raises StorageError and Cancelled; the data is then exactly as it was. NEWER: a
    newer program took the backup.
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
            # First: a kill leaves files without records, which are swept, and not the reverse.
            evidence_copies.unpack(fresh, source.parent / EVIDENCE_FOLDER, evidence, cancel)
            if not here:
                _forget_computer(fresh, keep_origin=source.parent == folder)
            try:
                with held_alone(data, cancel) as connection:
                    before = take_from(
                        connection, data, folder, now, BackupReason.RESTORE, cancel, evidence
                    )
                    _succeed(connection, fresh)
                    overwrite(connection, fresh, data)
                    return Restored(backup, before, None)
            except StorageError as problem:
                if problem.kind not in _SET_ASIDE or problem.path != data:
                    raise
            except FileNotFoundError:
                pass
            return Restored(backup, None, put_in_place(fresh, data, now))


def put_in_place(fresh: Path, data: Path, now: datetime) -> Path | None:
    """Give `fresh` the data file's name, after what had it was set aside.

    Returns the name that is kept under; None if there was nothing. Raises OSError, sqlite3.Error
    and StorageError.
    """
    _close_cleanly(fresh)
    aside = set_aside(data, now)
    commit(fresh, data)
    return aside


def _close_cleanly(fresh: Path) -> None:
    """Leave a file that nobody else has open as the program leaves its own: WAL mode, an empty log.

    Closing empties the log as well, but says nothing if it could not; and a file whose mode must
    still be switched would have a rollback journal, like a foreign one, if the program were killed
    while it does so.
    """
    with closing(connect(fresh, FRESH)) as made:
        mode = made.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        # SQLite does not say why it could not switch, but why it cannot write.
        made.execute(f"PRAGMA user_version = {schema_version(made)}")
        busy, left, _written = made.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if (mode, busy, left) != ("wal", 0, 0):
        raise StorageError(StorageErrorKind.UNVERIFIED, fresh, f"journal mode {mode}, log {left}")


def set_aside(data: Path, now: datetime) -> Path | None:
    """Keep a file that cannot be worked with under another name beside it, with its log.

    The file itself is still there as well, but its log is not, because it would be taken for the
    log of whatever comes in its place. Returns the other name; None if there is no file. Raises
    OSError.
    """
    there = [part for part in (data, *_logs_of(data)) if part.exists()]
    if not there:
        return None
    for aside in _names_aside(data, now):
        try:
            keep_new(there[0], _beside(aside, data, there[0]))
        except FileExistsError:
            continue
        break
    for part in there[1:]:
        keep_new(part, _beside(aside, data, part))
    sync_folder(data.parent)
    for part in there:
        if part != data:
            part.unlink()
    return aside


def keep_log(data: Path, now: datetime) -> Path | None:
    """Give the logs that lie beside a file, but belong to another, names of their own.

    The file stays. Returns the name of the first log; None if there is none. Raises OSError
    if a log cannot be renamed.
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
    """Yield names beside the file that say since when it is kept, and that nothing has."""
    stem = f"{data.stem}-kept-{now:%Y-%m-%d-%H%M%S}Z"
    for aside in free_names(data.parent, stem, data.suffix):
        if not any(log.exists() for log in _logs_of(aside)):
            yield aside


def _logs_of(data: Path) -> list[Path]:
    return [data.with_name(f"{data.name}{ending}") for ending in _LOGS]


def _beside(aside: Path, data: Path, part: Path) -> Path:
    """Return the name that a part of the data file has beside the name the file is kept under."""
    return aside.with_name(aside.name + part.name.removeprefix(data.name))


def _prepare(backup: Backup, fresh: Path, cancel: CancelToken | None) -> None:
    """Make `fresh` a data file of the present schema with the content of the backup."""
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
    """Delete what belongs to one computer: settings of backups, windows and folders; what rang.

    `keep_origin` leaves the name by which the data's backups are known.
    """
    kept = SettingKey.BACKUP_ORIGIN if keep_origin else ""
    connection.execute(f"DELETE FROM settings WHERE {_OF_COMPUTER} AND name <> ?", [kept])
    reminders.forget_computer(connection)


def _forget_computer(fresh: Path, *, keep_origin: bool) -> None:
    with closing(connect(fresh, FRESH)) as made:
        forget_computer(made, keep_origin=keep_origin)


def _succeed(present: sqlite3.Connection, fresh: Path) -> None:
    """Make `fresh` the next state of the open file: what is the computer's stays, the log fits.

    So do claims of reminders: what was announced is not announced again.
    """
    mine = present.execute(f"SELECT name, value FROM settings WHERE {_OF_COMPUTER}").fetchall()
    with closing(connect(fresh, FRESH)) as made:
        made.execute("BEGIN")
        forget_computer(made)
        made.executemany("INSERT INTO settings (name, value) VALUES (?, ?)", mine)
        reminders.carry_over(present, made)
        sign_after(made, present)
        made.execute("COMMIT")
