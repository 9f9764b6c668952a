"""The notes on the screen, recorded so that another process of ours can withdraw or replace them.

The helper shows a note and ends; later the window withdraws it when the order is handled. Each note
has a separate file in the session's folder, so that processes need no lock; without such a folder,
each process knows only its own notes.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from desktop.base.regular_file import open_own
from desktop.base.small_json import read_object

_PREFIX = "linkdue-note-"
_NOTES_LIMIT = 1000
"""Notes that are searched for one that was clicked."""


@dataclass(frozen=True, slots=True)
class ShownNote:
    """A note with its ID `number` in the service that has the bus name `owner`."""

    key: str
    owner: str
    number: int


class ShownNotes:
    """The notes on the screen; `folder` holds their files (None: keep them in memory only)."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._own: dict[str, ShownNote] = {}

    def keep(self, note: ShownNote) -> None:
        """Record a note."""
        self._own[note.key] = note
        if (file := self._file(note.key)) is not None:
            content = {"key": note.key, "owner": note.owner, "number": note.number}
            with suppress(OSError), os.fdopen(open_own(file), "wb") as written:
                written.write(json.dumps(content).encode())

    def forget(self, key: str) -> None:
        """Remove a note from the record."""
        self._own.pop(key, None)
        if (file := self._file(key)) is not None:
            with suppress(OSError):
                file.unlink()

    def find(self, key: str) -> ShownNote | None:
        """Return the note with a key; the file takes precedence: another process may write it."""
        file = self._file(key)
        kept = None if file is None else _read(file)
        return kept if kept is not None and kept.key == key else self._own.get(key)

    def by_number(self, owner: str, number: int) -> ShownNote | None:
        """Return the note with this ID in a service; None if it is not recorded."""
        for note in (*self._own.values(), *self._others()):
            if (note.owner, note.number) == (owner, number):
                return note
        return None

    def _others(self) -> list[ShownNote]:
        if self._folder is None:
            return []
        files = sorted(self._folder.glob(f"{_PREFIX}*"))[:_NOTES_LIMIT]
        return [note for file in files if (note := _read(file)) is not None]

    def _file(self, key: str) -> Path | None:
        if self._folder is None:
            return None
        return self._folder / f"{_PREFIX}{hashlib.sha256(key.encode()).hexdigest()[:32]}"


def _read(file: Path) -> ShownNote | None:
    match read_object(file):
        case {"key": str(key), "owner": str(owner), "number": int(number)}:
            return ShownNote(key, owner, number)
    return None
