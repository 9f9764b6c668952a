"""How a schedule takes itself back once the program that it starts was removed.

Packages remove files and know nothing of what is registered in the folders of users. So what the
scheduler runs looks first whether the program is there, and else removes the schedule. A program on
a drive that is not plugged in was not removed: its data are gone as well, with the folder that they
lie in. A program that is only being replaced by another version is gone for a moment, too:
therefore a note is left with the data, by which the next start of the program registers it anew.
"""

from __future__ import annotations

import shlex
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from desktop.system.tools import SYSTEM_FOLDERS

SCHEDULE_NOTE, LOGIN_NOTE = "schedule-removed", "login-removed"
"""The files in the data folder that say what was taken back."""


@dataclass(frozen=True, slots=True)
class OwnRemoval:
    """The note `name` in the data folder `data`, and the shell's part of the removal."""

    data: Path
    name: str = SCHEDULE_NOTE

    @property
    def happened(self) -> bool:
        """Return whether the schedule took itself back since it was registered."""
        return self._file.exists()

    def forget(self) -> None:
        """Remove the note: what it says is known, or not wanted any more."""
        with suppress(OSError):
            self._file.unlink(missing_ok=True)

    @property
    def drive_is_here(self) -> str:
        """The shell's test whether the place of the data can be reached."""
        return f"[ -d {shlex.quote(str(self.data.parent))} ]"

    @property
    def take_note(self) -> str:
        """The shell's command that leaves the note, unless the data were deleted as well."""
        return f"[ -d {_word(self.data)} ] && touch {_word(self._file)}"

    @property
    def _file(self) -> Path:
        return self.data / self.name


PATH = f"PATH={':'.join(SYSTEM_FOLDERS)}"
"""The shell's command after which it finds tools nowhere but where the system keeps them."""


def _word(path: Path) -> str:
    return shlex.quote(str(path))
