"""A schedule that removes itself after the program was uninstalled.

Uninstalling a package removes its files, but not the registrations in users' folders. So the
scheduled command first checks whether the program exists, and otherwise removes the schedule. If
the parent of the data folder is missing as well, the drive is probably not connected, and nothing
is removed. While the program is being replaced by another version, it is also missing for a moment:
so the removal leaves a note in the data folder, and the next start registers again.
"""

from __future__ import annotations

import shlex
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from desktop.system.tools import SYSTEM_FOLDERS

SCHEDULE_NOTE, LOGIN_NOTE = "schedule-removed", "login-removed"
"""The files in the data folder that record what was removed."""


@dataclass(frozen=True, slots=True)
class SelfRemoval:
    """The note `name` in the data folder `data`, and the shell code that writes it."""

    data: Path
    name: str = SCHEDULE_NOTE

    @property
    def happened(self) -> bool:
        """Whether the schedule removed itself since it was registered."""
        return self._file.exists()

    def remove_note(self) -> None:
        """Remove the note, once the schedule is registered again or not wanted any more."""
        with suppress(OSError):
            self._file.unlink(missing_ok=True)

    @property
    def drive_is_connected(self) -> str:
        """The shell's test whether the parent of the data folder can be reached."""
        return f"[ -d {shlex.quote(str(self.data.parent))} ]"

    @property
    def write_note(self) -> str:
        """The shell command that writes the note, unless the data was deleted as well."""
        return f"[ -d {_word(self.data)} ] && touch {_word(self._file)}"

    @property
    def _file(self) -> Path:
        return self.data / self.name


PATH = f"PATH={':'.join(SYSTEM_FOLDERS)}"
"""The shell command that limits the search for tools to the system's folders."""


def _word(path: Path) -> str:
    return shlex.quote(str(path))
