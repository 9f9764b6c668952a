"""The backups of a folder: each opened and checked, and the check remembered for a while.

A check reads the whole file. It is remembered by the file's size and its time of change, for a week;
a backup that is to be restored is checked anew in any case.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from desktop.base.atomic_file import write_whole
from desktop.base.storage import StorageError
from desktop.domain.backups import Backup, BackupListing, BackupReason, BrokenBackup
from desktop.domain.timestamps import format_instant, parse_instant
from desktop.records.backups.backup import candidates, examine
from desktop.records.backups.cancellation import Stop, never

FILE_NAME = ".checked.json"
_GOOD_FOR = timedelta(days=7)


def find(folder: Path, now: datetime, stop: Stop = never) -> BackupListing:
    """Open and check what carries a backup's name in a folder, at `now` (UTC).

    StorageError where the folder cannot be read; Cancelled.
    """
    remembered, fresh = _read(folder), {}
    good: list[Backup] = []
    broken: list[BrokenBackup] = []
    for path in candidates(folder):
        try:
            stamp = _stamp(path)
            note = remembered.get(path.name, {})
            backup = _recalled(path, note, stamp, now)
            if backup is None:
                backup = examine(path, stop)
                note = _note(backup, stamp, now)
            fresh[path.name] = note
            good.append(backup)
        except StorageError as problem:
            broken.append(BrokenBackup(path, problem))
        except FileNotFoundError:
            continue  # thinned out meanwhile
    if fresh != remembered:
        with suppress(OSError):  # it is checked again next time
            write_whole(folder / FILE_NAME, json.dumps(fresh))
    good.sort(key=lambda backup: (backup.at, backup.path.name), reverse=True)
    return BackupListing(tuple(good), tuple(broken))


def _stamp(path: Path) -> list[int]:
    found = path.stat()
    return [found.st_size, found.st_mtime_ns]


def _note(backup: Backup, stamp: list[int], now: datetime) -> dict[str, Any]:
    facts = asdict(backup) | {"at": format_instant(backup.at)}
    del facts["path"]
    return {"stamp": stamp, "checked": format_instant(now), "backup": facts}


def _recalled(path: Path, note: dict[str, Any], stamp: list[int], now: datetime) -> Backup | None:
    """The backup as it was checked; None where that is too long ago, or the file is another."""
    with suppress(KeyError, TypeError, ValueError):
        age = now - parse_instant(note["checked"])
        if note["stamp"] == stamp and timedelta() <= age < _GOOD_FOR:
            facts = note["backup"]
            at, reason = parse_instant(facts["at"]), BackupReason(facts["reason"])
            return Backup(**(facts | {"path": path, "at": at, "reason": reason}))
    return None


def _read(folder: Path) -> dict[str, dict[str, Any]]:
    try:
        found = json.loads((folder / FILE_NAME).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
