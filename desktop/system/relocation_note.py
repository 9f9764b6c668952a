"""The note left in a folder whose data was moved, for people and for the next start."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from desktop.base.small_json import read_text

NOTE = "LinkDue data moved.txt"
_FOLDER, _COMPUTER = "folder: ", "computer: "


class RelocationNote(NamedTuple):
    """The folder that the data was moved to, and its computer."""

    folder: Path
    computer: str

    @property
    def here(self) -> bool:
        """Whether the folder is on this computer."""
        return self.computer.casefold() == _this_computer().casefold()


def write_note(old: Path, new: Path, sentence: str) -> None:
    """Write a note into `old` that the data was moved to `new`; people read `sentence`.

    Raises OSError if it cannot be written.
    """
    from desktop.base.atomic_file import write_whole

    lines = (sentence, "", f"{_FOLDER}{new}", f"{_COMPUTER}{_this_computer()}", "")
    write_whole(old / NOTE, "\n".join(lines))


def read_note(folder: Path) -> RelocationNote | None:
    """Return the note in a folder; None if there is none, or it is incomplete."""
    lines = (read_text(folder / NOTE) or "").splitlines()
    values = {
        key: line.removeprefix(key)
        for key in (_FOLDER, _COMPUTER)
        for line in lines
        if line.startswith(key)
    }
    if _COMPUTER not in values or not values.get(_FOLDER, "").strip():
        return None
    return RelocationNote(Path(values[_FOLDER].strip()), values[_COMPUTER].strip())


def resolve_folder(folder: Path, data_name: str) -> Path:
    """Return the folder to open: the one in its note if the data is there and not here."""
    if _exists(folder / data_name):
        return folder
    note = read_note(folder)
    if note is None or not note.here or not _exists(note.folder / data_name):
        return folder
    return note.folder


def _this_computer() -> str:
    import socket

    return socket.gethostname()


def _exists(path: Path) -> bool:
    """Return whether a file exists; False for a name that the file system refuses."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False
