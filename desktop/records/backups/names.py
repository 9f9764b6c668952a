"""The names of backups. A file gets such a name only after it was opened and checked."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from desktop.base.storage import DATA_FILE_ENDING
from desktop.records.file.errors import translate_errors

PREFIX, ENDING = "linkdue-", DATA_FILE_ENDING
_MOMENT = "%Y-%m-%d-%H%M%SZ"
_MOMENT_LENGTH = len("2026-09-30-160000Z")


def stem(now: datetime) -> str:
    """Return the name, without its ending, of a backup taken at `now` (UTC)."""
    return f"{PREFIX}{now:{_MOMENT}}"


def candidates(folder: Path) -> list[Path]:
    """Return the files in a folder that have a backup's name, latest name first.

    Raises StorageError if the folder cannot be read.
    """
    with translate_errors(folder):
        if not folder.is_dir():
            return []
        found = folder.glob(f"{PREFIX}*{ENDING}")
        return sorted((path for path in found if path.is_file()), reverse=True)


def latest_at(folder: Path, now: datetime) -> datetime | None:
    """Return the moment (UTC) in the name of the latest backup in a folder, not after `now`.

    No file is opened. Raises StorageError if the folder cannot be read.
    """
    for path in candidates(folder):
        at = _moment(path)
        if at is not None and at <= now:
            return at
    return None


def _moment(path: Path) -> datetime | None:
    text = path.name.removeprefix(PREFIX)[:_MOMENT_LENGTH]
    try:
        return datetime.strptime(text, _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None
