"""The note that stays where the data was moved away from, for people and for the next start."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from desktop.base.small_json import read_text

NOTE = "LinkDue data moved.txt"
_FOLDER, _COMPUTER = "folder: ", "computer: "


class MovedNote(NamedTuple):
    """Where the data went, and on which computer that is."""

    folder: Path
    computer: str

    @property
    def here(self) -> bool:
        """Whether it went to a folder of this computer."""
        return self.computer.casefold() == _this_computer().casefold()


def leave_note(old: Path, new: Path, sentence: str) -> None:
    """Write a note into `old` that the data is in `new`; `sentence` is for people.

    Raises OSError if it cannot be written.
    """
    from desktop.base.atomic_file import write_whole

    lines = (sentence, "", f"{_FOLDER}{new}", f"{_COMPUTER}{_this_computer()}", "")
    write_whole(old / NOTE, "\n".join(lines))


def read_note(folder: Path) -> MovedNote | None:
    """Return the note in a folder; None where there is none, or nothing that can be followed."""
    lines = (read_text(folder / NOTE) or "").splitlines()
    found = {
        key: line.removeprefix(key)
        for key in (_FOLDER, _COMPUTER)
        for line in lines
        if line.startswith(key)
    }
    if _COMPUTER not in found or not found.get(_FOLDER, "").strip():
        return None
    return MovedNote(Path(found[_FOLDER].strip()), found[_COMPUTER].strip())


def followed(folder: Path, data_name: str) -> Path:
    """Return the folder to open: where a note points, if the data is there and no more here."""
    if _is_there(folder / data_name):
        return folder
    note = read_note(folder)
    if note is None or not note.here or not _is_there(note.folder / data_name):
        return folder
    return note.folder


def _this_computer() -> str:
    import socket

    return socket.gethostname()


def _is_there(path: Path) -> bool:
    """Tell whether a file is there; a name that the file system refuses belongs to none."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False
