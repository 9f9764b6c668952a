"""Putting a backup in the data file's place, all of it or nothing, and never without a way back.

The content of a sound data file is replaced in one transaction of SQLite, so that a kill, a power
cut or a full disk leaves what was there, and no log of the old content can be taken for one of the
new. Only a file that SQLite cannot work with is set aside and replaced as a file.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from desktop.base.atomic_file import commit, sync_folder, temporary
from desktop.base.settings import BACKUP_PREFIX
from desktop.base.storage import SCHEMA_VERSION, StorageError, StorageErrorKind
from desktop.domain.backups import Backup, BackupReason, Restored
from desktop.records.backups.backup import examine, free_name, take_from, unmark
from desktop.records.backups.cancellation import Stop, never, stopping
from desktop.records.backups.copying import (
    SPARE,
    check,
    copy_pages,
    held_by,
    make_room,
    open_alone,
    open_to_read,
)
from desktop.records.file.database import schema_version
from desktop.records.file.errors import translate_errors
from desktop.records.file.schema import check_schema
from desktop.records.file.wal_owner import refuse_foreign_wal, sign_after

OWN_SETTINGS = BACKUP_PREFIX
"""Settings under this name are about backups; a restore leaves them as they are."""
_PATIENCE = 5.0
"""Seconds for which another connection may hold the file."""
_OTHERS_WORK = (
    StorageErrorKind.DAMAGED,
    StorageErrorKind.FOREIGN,
    StorageErrorKind.NEWER,
    StorageErrorKind.STRAY_LOG,
)
_LOGS = ("-wal", "-shm", "-journal")


def restore(source: Path, data: Path, folder: Path, now: datetime, stop: Stop = never) -> Restored:
    """Put the backup `source` in the place of `data`, which nobody else may have open.

    A backup of the present state goes into `folder` first. Raises StorageError and Cancelled;
    the data is then exactly as it was. NEWER: a newer program took the backup.
    """
    backup = examine(source, stop)
    if backup.newer:
        raise StorageError(StorageErrorKind.NEWER, source, f"schema {backup.schema}")
    with translate_errors(data.parent, backup.size + SPARE):
        make_room(data.parent, backup.size + SPARE)
        with temporary(data) as fresh:
            _prepare(backup, fresh, stop)
            try:
                with held_alone(data, stop) as connection:
                    before = take_from(
                        connection, data, free_name(folder, now), now, BackupReason.RESTORE, stop
                    )
                    _succeed(connection, fresh)
                    overwrite(connection, fresh, data)
                    return Restored(backup, before, None)
            except StorageError as problem:
                if problem.kind not in _OTHERS_WORK or problem.path != data:
                    raise
            except FileNotFoundError:
                pass
            return Restored(backup, None, put_in_place(fresh, data, now))


def overwrite(connection: sqlite3.Connection, fresh: Path, data: Path) -> None:
    """Replace the content of the file that `connection` holds alone by that of `fresh`, a sound one.

    One transaction, durable when this returns. Raises StorageError; the content is then as it
    was, but for UNVERIFIED: what was written could not be read again.
    """
    with translate_errors(data, fresh.stat().st_size), closing(open_alone(fresh)) as source:
        source.backup(connection)
        with suppress(sqlite3.Error):  # it is done; this only makes the log short
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        if held_by(connection) != held_by(source):
            raise StorageError(StorageErrorKind.UNVERIFIED, data, "rows")


def put_in_place(fresh: Path, data: Path, now: datetime) -> Path | None:
    """Give `fresh` the data file's name; what had it is set aside, and where to (None: nothing had).

    Raises OSError, sqlite3.Error and StorageError.
    """
    _round_off(fresh)
    aside = set_aside(data, now)
    commit(fresh, data)
    return aside


def _round_off(fresh: Path) -> None:
    """Have a file that nobody else has open as the program leaves its own: WAL mode, an empty log.

    Closing empties the log as well, but says nothing where it could not; and a file whose mode must still
    be switched would have a rollback journal, like a stranger's, if the program were killed over that.
    """
    with closing(sqlite3.connect(fresh, isolation_level=None)) as made:
        mode = made.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        # SQLite does not say why it could not switch, but why it cannot write.
        made.execute(f"PRAGMA user_version = {schema_version(made)}")
        busy, left, _written = made.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if (mode, busy, left) != ("wal", 0, 0):
        raise StorageError(StorageErrorKind.UNVERIFIED, fresh, f"journal mode {mode}, log {left}")


def set_aside(data: Path, now: datetime) -> Path | None:
    """Keep a file that cannot be worked with under another name beside it, with its log.

    The file itself is still there as well, but its log is not, because it would be taken for the
    log of whatever comes in its place. Raises OSError.
    """
    there = [part for part in (data, *map(data.with_name, _log_names(data))) if part.exists()]
    if not there:
        return None
    aside = _free_name(data, now)
    for part in there:
        _keep(part, aside.with_name(aside.name + part.name.removeprefix(data.name)))
    sync_folder(data.parent)
    for part in there:
        if part != data:
            part.unlink()
    return aside


def keep_log(data: Path, now: datetime) -> Path | None:
    """Give the logs that lie beside a file, but belong to another, names of their own.

    The file stays; the name of the first of them is returned, None where there is none. OSError.
    """
    kept: list[Path] = []
    aside = _free_name(data, now)
    for ending in _LOGS:
        log = data.with_name(f"{data.name}{ending}")
        if log.exists():
            kept.append(log.rename(aside.with_name(f"{aside.name}{ending}")))
    sync_folder(data.parent)
    return kept[0] if kept else None


def _free_name(data: Path, now: datetime) -> Path:
    """A name beside the file that says since when it is kept, and that nothing has."""
    stem, again = f"{data.stem}-kept-{now:%Y-%m-%d-%H%M%S}Z", 1
    aside = data.with_name(f"{stem}{data.suffix}")
    while any(aside.with_name(aside.name + ending).exists() for ending in ("", *_LOGS)):
        again += 1
        aside = data.with_name(f"{stem}-{again}{data.suffix}")
    return aside


def _log_names(data: Path) -> Iterator[str]:
    return (f"{data.name}{ending}" for ending in _LOGS)


def _keep(part: Path, name: Path) -> None:
    """A second name where the file system has such, else a copy."""
    try:
        os.link(part, name)
    except OSError:
        with temporary(name) as copy:
            shutil.copyfile(part, copy)
            commit(copy, name)


def _prepare(backup: Backup, fresh: Path, stop: Stop) -> None:
    """Make `fresh` a data file of the present schema with the content of the backup."""
    with closing(open_alone(backup.path)) as source, stopping(source, stop):
        copy_pages(source, fresh, stop)
    with closing(sqlite3.connect(fresh, isolation_level=None)) as made:
        made.execute("PRAGMA trusted_schema = OFF")
        check_schema(made, backup.path)
        unmark(made)
        if schema_version(made) < SCHEMA_VERSION:
            from desktop.records.backups.upgrade import convert

            convert(made, backup.path)
    with closing(open_alone(fresh)) as made, stopping(made, stop):
        check(made, fresh)


@contextmanager
def held_alone(data: Path, stop: Stop = never) -> Iterator[sqlite3.Connection]:
    """A connection beside which no other has the file open. FileNotFoundError; StorageError."""
    if not data.exists():
        raise FileNotFoundError(data)
    with translate_errors(data):
        refuse_foreign_wal(data)
        with closing(open_to_read(data)) as looking, stopping(looking, stop):
            # Before SQLite may mend, with its log, what is to be kept as it is.
            check(looking, data)
            if schema_version(looking) > SCHEMA_VERSION:
                raise StorageError(StorageErrorKind.NEWER, data, "schema")
        connection = sqlite3.connect(
            f"{data.absolute().as_uri()}?mode=rw",
            uri=True,
            timeout=_PATIENCE,
            isolation_level=None,
            check_same_thread=False,
        )
        with closing(connection):
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("COMMIT")
            yield connection


def _succeed(present: sqlite3.Connection, fresh: Path) -> None:
    """Make `fresh` the next state of the file that is open: settings of backups stay, and the log fits."""
    mine = present.execute(
        "SELECT name, value FROM settings WHERE substr(name, 1, ?) = ?",
        [len(OWN_SETTINGS), OWN_SETTINGS],
    ).fetchall()
    with closing(sqlite3.connect(fresh, isolation_level=None)) as made:
        made.execute("BEGIN")
        made.execute(
            "DELETE FROM settings WHERE substr(name, 1, ?) = ?", [len(OWN_SETTINGS), OWN_SETTINGS]
        )
        made.executemany("INSERT INTO settings (name, value) VALUES (?, ?)", mine)
        sign_after(made, present)
        made.execute("COMMIT")
