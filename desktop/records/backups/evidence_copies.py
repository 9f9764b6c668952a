"""The files of evidence that belong to a copy of the data file.

All backups in a folder share one folder of evidence, so that each file is stored once. A copy that
must be complete by itself – a transfer file, or one in a place of the user's choice – has the files
in the table `evidence_files`, which is empty in all other files.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from desktop.base.progress import CancelToken
from desktop.base.storage import EVIDENCE_FOLDER, StorageError, StorageErrorKind
from desktop.domain.backups import Backup
from desktop.domain.evidence import SIZE_LIMIT, EvidenceUnreadable, FileState
from desktop.records.backups.copying import SPARE, check_pages, make_room, open_alone
from desktop.records.evidence.files import EvidenceFiles, NamedFile
from desktop.records.file.connect import FRESH, connect
from desktop.records.file.errors import DamagedRow, translate_errors
from desktop.records.file.schema import open_foreign
from desktop.records.tables import record_tables, stored_records


@dataclass(frozen=True, slots=True)
class _Named:
    """A file of evidence that the records of a copy name."""

    sha256: str
    size: int
    file_name: str


def carry(copy: Path, source: Path, target: Path, cancel: CancelToken | None = None) -> None:
    """Copy the files that the records of `copy` name from one folder into another.

    Files that are not as recorded in the source folder are skipped; a check reports them. Raises
    StorageError and Cancelled.
    """
    here, there = EvidenceFiles(source), EvidenceFiles(target)
    missing = []
    for named in _named_by(copy):
        if there.is_present(named):
            there.touch(named)
        else:
            missing.append(named)
    if not missing:
        return
    needed = sum(named.size for named in missing) + SPARE
    with translate_errors(target.parent, needed):
        make_room(target.parent, needed)
        for named in missing:
            _check(cancel)
            with suppress(EvidenceUnreadable):
                there.put(here.read(named), named.file_name)


def bundle(copy: Path, source: Path) -> None:
    """Store the files that the records of `copy` name inside `copy`, and check it.

    Raises StorageError if one cannot be read or written.
    """
    files, named = EvidenceFiles(source), _named_by(copy)
    if not named:
        return
    needed = sum(one.size for one in named) + SPARE
    with translate_errors(copy.parent, needed):
        make_room(copy.parent, needed)
        with closing(connect(copy, FRESH)) as made:
            made.execute("BEGIN")
            for one in named:
                with suppress(EvidenceUnreadable):
                    content = files.read(one)
                    made.execute(
                        "INSERT INTO evidence_files VALUES (?, ?)", [one.file_name, content]
                    )
            made.execute("COMMIT")
        with closing(open_alone(copy)) as made:
            check_pages(made, copy)
            there = {str(name) for (name,) in made.execute("SELECT name FROM evidence_files")}
            for one in named:
                if one.file_name in there and _bundled(made, one) is None:
                    raise StorageError(StorageErrorKind.UNVERIFIED, copy.parent, "evidence")


def unpack(fresh: Path, beside: Path, target: Path, cancel: CancelToken | None = None) -> None:
    """Move the files that the records of `fresh` name into `target`, and out of `fresh` itself.

    They are taken from `fresh`, or else from the folder `beside` the backup. Nothing in `fresh` is
    trusted: names are built from digests, and digests compared. Raises StorageError if a file
    cannot be copied, and Cancelled.
    """
    other, files = EvidenceFiles(beside), EvidenceFiles(target)
    for named in _named_by(fresh):
        _check(cancel)
        if files.state(named, cancel) is FileState.SOUND:
            files.touch(named)
            continue
        with closing(open_alone(fresh)) as made:
            content = _bundled(made, named)
        if content is None:
            try:
                content = other.read(named)
            except EvidenceUnreadable:
                continue
        with translate_errors(target.parent, named.size + SPARE):
            files.put(content, named.file_name)
    with closing(connect(fresh, FRESH)) as made:
        if made.execute("SELECT EXISTS (SELECT 1 FROM evidence_files)").fetchone()[0]:
            made.execute("DELETE FROM evidence_files")
            made.execute("VACUUM")


def prune(folder: Path, stay: Iterable[Backup], known: Iterable[str]) -> None:
    """Delete files beside backups that are named neither by a remaining backup nor by the data.

    `known` are the digests that the data names. If a backup cannot be read, nothing is deleted.
    Raises nothing but Cancelled.
    """
    files, digests = EvidenceFiles(folder / EVIDENCE_FOLDER), set(known)
    if all(name[:64] in digests for name in files.names()):
        return
    with suppress(StorageError):
        for backup in stay:
            with translate_errors(backup.path), open_foreign(backup.path) as connection:
                digests.update(named.sha256 for named in _named(connection))
        files.sweep(digests)


def _named_by(copy: Path) -> list[_Named]:
    with translate_errors(copy), closing(open_alone(copy)) as connection:
        return _named(connection)


def _named(connection: sqlite3.Connection) -> list[_Named]:
    """Return the files that records name, each once; none for a schema without evidence.

    Records that cannot be read are skipped.
    """
    tables = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'evidence'")
    if not tables.fetchone()[0]:
        return []
    found: dict[str, _Named] = {}
    for (key,) in connection.execute("SELECT id FROM evidence ORDER BY id").fetchall():
        with suppress(DamagedRow):
            piece = stored_records.read_one(connection, record_tables.EVIDENCE, key)
            if piece is not None and piece.size <= SIZE_LIMIT:
                found[piece.file_name] = _Named(piece.sha256, piece.size, piece.file_name)
    return list(found.values())


def _bundled(connection: sqlite3.Connection, named: NamedFile) -> bytes | None:
    """Return the content of a file stored inside a copy; None if it is missing or differs."""
    row = connection.execute(
        "SELECT content FROM evidence_files WHERE name = ? AND length(content) = ?",
        [named.file_name, named.size],
    ).fetchone()
    content = None if row is None else bytes(row[0])
    if content is None or hashlib.sha256(content).hexdigest() != named.sha256:
        return None
    return content


def _check(cancel: CancelToken | None) -> None:
    if cancel is not None:
        cancel.check()
