"""The start at log-in on Linux: a file that desktops read (XDG autostart specification)."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from pathlib import Path

from desktop.base.atomic_file import write_whole
from desktop.base.small_json import read_text
from desktop.system.registration import RegistrationError, RegistrationState
from desktop.system.schedules.self_removal import LOGIN_NOTE, SelfRemoval

FILE_NAME = "linkdue.desktop"
_ENTRY = """\
[Desktop Entry]
Type=Application
Name=LinkDue
Name[zh_CN]=关联管家
Comment=Associate every Alibaba Cloud order before its deadline
Comment[zh_CN]=每一笔阿里云订单，都在截止前关联
Exec={command}
TryExec={program}
Icon=linkdue
Terminal=false
X-GNOME-Autostart-enabled=true
"""
"""With `TryExec`, desktops ignore the file if the program was removed."""
_SWITCHED_OFF = {"Hidden=true", "X-GNOME-Autostart-enabled=false"}
"""The lines that desktops write into the file when the user switches it off there."""


class AutostartFile:
    """The file ``linkdue.desktop`` in the user's autostart folder, or in `folder`.

    `data` is the data folder.
    """

    registrar = "desktop"

    def __init__(self, command: Sequence[str], data: Path, folder: Path | None = None) -> None:
        self._file = (folder or _user_folder()) / FILE_NAME
        self._removal = SelfRemoval(data, LOGIN_NOTE)
        self._program = _escaped(command[0])
        self.text = _ENTRY.format(
            command=_escaped(" ".join(map(_quoted, command))), program=self._program
        )
        """The content of the file."""

    @property
    def removal_command(self) -> str:
        """The shell command by which the schedule removes the file if the program is gone."""
        ours, file = shlex.quote(f"TryExec={self._program}"), shlex.quote(str(self._file))
        return f"grep -qsxF {ours} {file} && rm -f {file} && {self._removal.write_note}"

    def register(self) -> None:
        """Write the file. Raises RegistrationError."""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._file, self.text)
        except OSError as error:
            raise RegistrationError(str(error)) from error
        self._removal.remove_note()

    def unregister(self) -> None:
        """Remove the file. Raises RegistrationError."""
        self._removal.remove_note()
        try:
            self._file.unlink(missing_ok=True)
        except OSError as error:
            raise RegistrationError(str(error)) from error

    def status(self) -> RegistrationState:
        """Compare the file; one switched off in the desktop's settings counts as absent."""
        found = read_text(self._file)
        if found is None and self._removal.happened:
            return RegistrationState.ELSEWHERE
        if found is None or _SWITCHED_OFF & set(found.splitlines()):
            return RegistrationState.ABSENT
        return RegistrationState.CURRENT if found == self.text else RegistrationState.ELSEWHERE


def _user_folder() -> Path:
    configuration = os.environ.get("XDG_CONFIG_HOME", "")
    base = Path(configuration) if configuration.startswith("/") else Path.home() / ".config"
    return base / "autostart"


def _quoted(word: str) -> str:
    """Return a word quoted for the key Exec, by the Desktop Entry specification."""
    for character in '\\"`$':
        word = word.replace(character, f"\\{character}")
    return '"' + word.replace("%", "%%") + '"'


def _escaped(text: str) -> str:
    """Return a text escaped for any value of a desktop entry."""
    return text.replace("\\", "\\\\").replace("\n", "\\n")
