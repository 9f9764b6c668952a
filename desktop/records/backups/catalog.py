"""The backups in a folder, each opened and checked before it is listed as good.

A check reads the whole file. Its result is cached in memory by the file's identity, size and times,
so that a folder of a hundred backups is not read each time. The cache is never written to disk, and
a backup is always checked again before it is restored.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from desktop.base.progress import CancelToken
from desktop.base.storage import StorageError
from desktop.domain.backups import Backup, BackupListing, BrokenBackup
from desktop.records.backups.backup import examine
from desktop.records.backups.names import candidates

_GOOD_FOR = timedelta(days=7)
_Stamp = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Checked:
    """A backup that was found good at a moment, with the stamp of its file."""

    stamp: _Stamp
    at: datetime
    backup: Backup


_checked: dict[Path, _Checked] = {}


def find(folder: Path, now: datetime, cancel: CancelToken | None = None) -> BackupListing:
    """Open and check all files with a backup's name in a folder, at `now` (UTC).

    Raises StorageError if the folder cannot be read, and Cancelled.
    """
    good: list[Backup] = []
    broken: list[BrokenBackup] = []
    for path in candidates(folder):
        try:
            good.append(_cached(path, now) or _examined(path, now, cancel))
        except StorageError as problem:
            broken.append(BrokenBackup(path, problem))
        except FileNotFoundError:
            continue  # pruned meanwhile
    good.sort(key=lambda backup: (backup.at, backup.path.name), reverse=True)
    return BackupListing(tuple(good), tuple(broken))


def _examined(path: Path, now: datetime, cancel: CancelToken | None) -> Backup:
    stamp = _stamp(path)
    _checked.pop(path, None)
    backup = examine(path, cancel)
    _checked[path] = _Checked(stamp, now, backup)
    return backup


def _cached(path: Path, now: datetime) -> Backup | None:
    """Return the result of the last check; None if it is too old, or the file has changed."""
    known = _checked.get(path)
    if known is None or known.stamp != _stamp(path):
        return None
    return known.backup if timedelta() <= now - known.at < _GOOD_FOR else None


def _stamp(path: Path) -> _Stamp:
    """Return numbers of which one changes when a file is written or replaced.

    The modification time can be set back; the time of change, which only POSIX has, cannot.
    """
    found = path.stat()
    changed = found.st_ctime_ns if os.name == "posix" else 0
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, changed
