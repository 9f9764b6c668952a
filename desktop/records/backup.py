"""Verified copies of the data file: taken, opened and checked, listed, thinned out.

Nothing carries a backup's name that was not opened and checked under another name first, and what
a backup is – its moment, its reason, what it holds – is read from the file, never from its name.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from desktop.domain.instants import format_instant, parse_instant
from desktop.records import journal, rows, stray_log
from desktop.records.database import (
    APPLICATION_ID,
    BACKUPS,
    SCHEMA_VERSION,
    DatabaseProblem,
    ProblemKind,
    acting_on,
    schema_version,
)
from desktop.records.reader import Interrupted
from desktop.records.rotation import kept
from desktop.whole_file import LEFT_BEHIND, finish, sweep_folder, unfinished

FOLDER_NAME = BACKUPS
ENDING = ".sqlite3"
_PREFIX = "linkdue-"
ORIGIN = "backup-origin"
"""The setting that names the data, so that two computers can share a place."""
MARK = "backup"
"""The setting in a copy that says when and why it was taken."""
_PAGES = 1024
"""Pages that are copied between two looks at whether to go on."""
_STEPS = 50_000
"""SQLite's own steps between two such looks, a few milliseconds."""
SPARE = 1 << 20
"""Bytes that must stay free beside a copy."""

Stop = Callable[[], bool]
"""Asked now and then from the working thread; True calls the work off with Interrupted."""


class Stopper:
    """A `Stop` that another thread pulls: also what SQLite does in one long step ends then."""

    def __init__(self) -> None:
        self._pulled = False
        self._working: set[sqlite3.Connection] = set()

    def __call__(self) -> bool:
        """Whether it was pulled."""
        return self._pulled

    def pull(self) -> None:
        """Call the work off. Any thread."""
        self._pulled = True
        for connection in tuple(self._working):
            with suppress(sqlite3.ProgrammingError):  # closed meanwhile
                connection.interrupt()

    def attach(self, connection: sqlite3.Connection) -> None:
        """From now on this connection's work is called off as well."""
        self._working.add(connection)

    def detach(self, connection: sqlite3.Connection) -> None:
        """The connection has done its work."""
        self._working.discard(connection)


class Reason(StrEnum):
    """Why a backup was taken."""

    ASKED = "asked"
    START = "start"
    CHANGES = "changes"
    MIGRATION = "migration"
    IMPORT = "import"
    RESTORE = "restore"
    MANY = "many"


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy that was opened and checked. `counts` is of records by table, without the bin.

    `origin` names the data that it is of, since many may share a folder; `entry` is the number of
    the last entry in its journal.
    """

    path: Path
    at: datetime
    reason: Reason
    size: int
    schema: int
    counts: dict[str, int]
    origin: str
    entry: int

    @property
    def newer(self) -> bool:
        """Whether a newer program took it, so that this one cannot restore it."""
        return self.schema > SCHEMA_VERSION


def never() -> bool:
    """Go on to the end."""
    return False


def take(data: Path, folder: Path, now: datetime, reason: Reason, stop: Stop = never) -> Backup:
    """Copy the data file as it is at `now` (UTC) into `folder`, check the copy, then name it.

    Others may read and write meanwhile: the copy is of one moment. Raises DatabaseProblem – then
    there is no new backup and the older ones are as they were – and Interrupted. Any thread.
    """
    with closing(hold(data)) as source:
        return take_from(source, data, free_name(folder, now), now, reason, stop)


def hold(data: Path) -> sqlite3.Connection:
    """Hold on to the file as it is now: what others write from here on, this connection does not see.

    For `take_from`, on any thread. Raises DatabaseProblem.
    """
    with acting_on(data):
        connection = open_to_read(data)
        try:
            connection.execute("BEGIN")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except BaseException:
            connection.close()
            raise
        return connection


def take_from(
    source: sqlite3.Connection,
    data: Path,
    target: Path,
    now: datetime,
    reason: Reason,
    stop: Stop = never,
) -> Backup:
    """`take` through a connection that is open already, to a file with a name of its own.

    What had that name is replaced. Ends the connection's transaction, if it is in one.
    """
    folder = target.parent
    with stopping(source, stop), acting_on(data):
        if not source.in_transaction:
            source.execute("BEGIN")  # what is counted and what is copied are of one moment
        try:
            held = held_by(source)
            size = size_of(source)
            with acting_on(folder, size + SPARE):
                make_room(folder, size + SPARE)
                with unfinished(target) as copy:
                    copy_pages(source, copy, stop)
                    _mark(copy, now, reason)
                    taken = _compare_with_source(copy, held, source, data, stop)
                    finish(copy, target)
                    return replace(taken, path=target)
        finally:
            source.execute("ROLLBACK")


def examine(path: Path, stop: Stop = never) -> Backup:
    """Open and check one copy: every page, every reference, and what it says about itself.

    Raises DatabaseProblem, FOREIGN for what is no backup of LinkDue, and Interrupted. Nothing is
    written, not even beside it.
    """
    with acting_on(path):
        size = path.stat().st_size
        with closing(open_alone(path)) as connection, stopping(connection, stop):
            check(connection, path)
            return _described(connection, path, size)


def _described(connection: sqlite3.Connection, path: Path, size: int) -> Backup:
    at, reason = _read_mark(connection, path)
    return Backup(
        path=path,
        at=at,
        reason=reason,
        size=size,
        schema=schema_version(connection),
        counts=count_records(connection),
        origin=_setting(connection, ORIGIN) or "",
        entry=journal.last_number(connection),
    )


def check(connection: sqlite3.Connection, path: Path) -> None:
    """Look a whole LinkDue file over: its mark, every page, every reference. DatabaseProblem."""
    with acting_on(path):
        application_id = connection.execute("PRAGMA application_id").fetchone()[0]
        if application_id != APPLICATION_ID or schema_version(connection) == 0:
            raise DatabaseProblem(ProblemKind.FOREIGN, path, f"application id {application_id:#x}")
        said = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if said != "ok":
            raise DatabaseProblem(ProblemKind.DAMAGED, path, str(said))
        broken = connection.execute("PRAGMA foreign_key_check").fetchone()
        if broken is not None:
            raise DatabaseProblem(ProblemKind.DAMAGED, path, f"{broken[0]}: no {broken[2]}")


def count_records(connection: sqlite3.Connection) -> dict[str, int]:
    """How many records of each table a file holds, without those in the bin; older files have fewer tables."""
    there = _tables(connection)
    counts = {}
    for table in rows.TABLES.values():
        if table in there:
            live = "WHERE deleted_at IS NULL" if table == "orders" else ""
            query = f"SELECT count(*) FROM {table} {live}"
            counts[table] = int(connection.execute(query).fetchone()[0])
    return counts


def _tables(connection: sqlite3.Connection) -> set[str]:
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {str(name) for (name,) in found}


def candidates(folder: Path) -> list[Path]:
    """The files in a folder that carry a backup's name, latest name first. DatabaseProblem."""
    with acting_on(folder):
        if not folder.is_dir():
            return []
        found = folder.glob(f"{_PREFIX}*{ENDING}")
        return sorted((path for path in found if path.is_file()), reverse=True)


def copy_into(backup: Backup, folder: Path, stop: Stop = never) -> Backup:
    """Put a backup into a second folder under its own name, checked there. As `take` raises."""
    target = folder / backup.path.name
    with acting_on(folder, backup.size + SPARE):
        make_room(folder, backup.size + SPARE)
        with unfinished(target) as copy:
            with acting_on(backup.path):
                source = open_alone(backup.path)
            with closing(source), stopping(source, stop):
                held = held_by(source)
                copy_pages(source, copy, stop)
                copied = _compare_with_source(copy, held, source, backup.path, stop)
            finish(copy, target)
            return replace(copied, path=target)


def thin_out(backups: list[Backup], now: datetime) -> list[Backup]:
    """Delete those that need not be kept at `now` (UTC); those that stay, newest first.

    One that cannot be deleted stays.
    """
    stay = kept(backups, lambda backup: backup.at, now)
    keep = {backup.path for backup in stay}
    for backup in backups:
        if backup.path not in keep:
            try:
                backup.path.unlink(missing_ok=True)
            except OSError:
                stay.append(backup)
    return sorted(stay, key=lambda backup: (backup.at, backup.path.name), reverse=True)


def sweep(folder: Path) -> None:
    """Remove what backups that were cut short left in a folder. Raises nothing."""
    sweep_folder(folder, _PREFIX, LEFT_BEHIND)


# One file


def open_to_read(path: Path) -> sqlite3.Connection:
    """A reading connection that takes the log beside the file into account, as others use it.

    DatabaseProblem for an empty file: SQLite would delete its log, which may be all there is left.
    """
    if path.stat().st_size == 0:
        raise DatabaseProblem(ProblemKind.DAMAGED, path, "empty")
    connection = _hardened(f"{path.absolute().as_uri()}?mode=ro")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        log = path.with_name(f"{path.name}-wal")
        no_shared_memory = error.sqlite_errorname.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY"))
        if no_shared_memory and not (log.exists() and log.stat().st_size):
            return open_alone(path)  # a read-only folder, where nobody can be writing
        raise
    except BaseException:
        connection.close()
        raise
    return connection


def open_alone(path: Path) -> sqlite3.Connection:
    """A reading connection to a file that nobody writes: it locks nothing and leaves nothing."""
    if not path.exists():
        raise FileNotFoundError(path)
    return _hardened(f"{path.absolute().as_uri()}?mode=ro&immutable=1")


def _hardened(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        uri, uri=True, timeout=5.0, isolation_level=None, check_same_thread=False
    )
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    return connection


def copy_pages(source: sqlite3.Connection, copy: Path, stop: Stop) -> None:
    """All pages into the empty file `copy`, which needs no log afterwards."""

    def look(_status: int, _remaining: int, _total: int) -> None:
        if stop():
            raise Interrupted

    target = sqlite3.connect(copy, isolation_level=None, check_same_thread=False)
    with closing(target), stopping(target, stop):
        target.execute("PRAGMA synchronous = OFF")  # `finish` syncs it before it gets its name
        source.backup(target, pages=_PAGES, progress=look)
        target.execute("PRAGMA locking_mode = EXCLUSIVE")  # a log needs no shared memory then
        mode = target.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
        if mode != "delete":
            raise DatabaseProblem(ProblemKind.UNVERIFIED, copy, f"journal mode {mode}")


def _mark(copy: Path, now: datetime, reason: Reason) -> None:
    mark = json.dumps({"at": format_instant(now), "reason": reason.value})
    with closing(sqlite3.connect(copy, isolation_level=None)) as made:
        made.execute("PRAGMA synchronous = OFF")
        if "settings" in _tables(made):  # without, the check will say that this is no backup
            made.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", [MARK, mark])
            made.execute(
                "DELETE FROM settings WHERE name = ?", [stray_log.SETTING]
            )  # no log is its own


def _read_mark(connection: sqlite3.Connection, path: Path) -> tuple[datetime, Reason]:
    try:
        mark = json.loads(_setting(connection, MARK) or "{}")
        return parse_instant(mark["at"]), Reason(mark["reason"])
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname != "SQLITE_ERROR":  # no such table
            raise
        raise DatabaseProblem(ProblemKind.FOREIGN, path, "no settings") from error
    except (ValueError, KeyError, TypeError) as error:
        raise DatabaseProblem(ProblemKind.FOREIGN, path, "no mark of a backup") from error


def _setting(connection: sqlite3.Connection, name: str) -> str | None:
    row = connection.execute("SELECT value FROM settings WHERE name = ?", [name]).fetchone()
    return None if row is None else str(row[0])


def unmark(connection: sqlite3.Connection) -> None:
    """Make a copy of a backup a data file again."""
    connection.execute("DELETE FROM settings WHERE name = ?", [MARK])


def _compare_with_source(
    copy: Path,
    held: dict[str, object],
    source: sqlite3.Connection,
    origin: Path,
    stop: Stop,
) -> Backup:
    """Check the finished copy; DatabaseProblem names the file that is at fault."""
    try:
        with acting_on(copy), closing(open_alone(copy)) as made, stopping(made, stop):
            check(made, copy)
            taken, found = _described(made, copy, copy.stat().st_size), held_by(made)
    except DatabaseProblem as problem:
        check(source, origin)  # a copy of a damaged file is as damaged: that is what is to be said
        raise DatabaseProblem(ProblemKind.UNVERIFIED, copy.parent, problem.detail) from problem
    different = [name for name in held.keys() | found.keys() if held.get(name) != found.get(name)]
    if different:
        raise DatabaseProblem(ProblemKind.UNVERIFIED, copy.parent, ", ".join(sorted(different)))
    return taken


def held_by(connection: sqlite3.Connection) -> dict[str, object]:
    """What a copy must agree in: schema, and how many rows every table has. Settings may differ."""
    held: dict[str, object] = {
        pragma: connection.execute(f"PRAGMA {pragma}").fetchone()[0]
        for pragma in ("user_version", "application_id", "encoding")
    }
    for name, kind, sql in connection.execute("SELECT name, type, sql FROM sqlite_master"):
        held[f"schema of {name}"] = sql
        if kind == "table" and name != "settings" and not str(sql).startswith("CREATE VIRTUAL"):
            quoted = name.replace('"', '""')
            counted = connection.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()
            held[name] = counted[0]
    return held


def size_of(connection: sqlite3.Connection) -> int:
    """How many bytes a copy takes."""
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    return int(pages * connection.execute("PRAGMA page_size").fetchone()[0])


def make_room(folder: Path, needed: int) -> None:
    """Make the folder where it is missing. DatabaseProblem where less is free than needed; OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise DatabaseProblem(ProblemKind.NO_SPACE, folder, f"{free} bytes free", needed)


def free_name(folder: Path, now: datetime) -> Path:
    """A name for the moment that no file in the folder has, also where the clock went back."""
    stem = f"{_PREFIX}{now:%Y-%m-%d-%H%M%S}Z"
    path, again = folder / f"{stem}{ENDING}", 1
    while path.exists():
        again += 1
        path = folder / f"{stem}-{again}{ENDING}"
    return path


@contextmanager
def stopping(connection: sqlite3.Connection, stop: Stop) -> Iterator[None]:
    """Long questions to this connection end with Interrupted soon after `stop` says so."""
    connection.set_progress_handler(stop, _STEPS)
    if isinstance(stop, Stopper):
        stop.attach(connection)
    try:
        yield
    except sqlite3.OperationalError as error:
        _raise_if_interrupted(error)
        raise
    finally:
        if isinstance(stop, Stopper):
            stop.detach(connection)
        connection.set_progress_handler(None, 0)


def _raise_if_interrupted(error: Exception) -> None:
    if getattr(error, "sqlite_errorname", "") == "SQLITE_INTERRUPT":
        raise Interrupted from error
