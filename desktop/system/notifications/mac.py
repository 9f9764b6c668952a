"""Notifications on macOS, through the system's script language.

The framework for notifications needs a signed bundle: asked from anywhere else it ends the process.
A script can show them from anywhere, but they bear the name of the script editor, cannot be taken
back, and a click opens that editor. So they are the last means: see docs/reminders.md.
"""

from __future__ import annotations

from collections.abc import Callable

from desktop.system.notifications.note import BODY_LIMIT, TITLE_LIMIT, Note, shortened
from desktop.system.tools import RunTool, run_tool

_SCRIPT = """\
on run arguments
  display notification (item 2 of arguments) with title (item 1 of arguments)
end run
"""
_SCRIPT_WITH_SOUND = _SCRIPT.replace("\nend run", ' sound name "Glass"\nend run')
"""Without a name, the system plays nothing."""


class MacNotifier:
    """Shows notes and forgets them."""

    def __init__(self, run: RunTool = run_tool) -> None:
        self._run = run

    def show(self, note: Note) -> bool:
        """Have the system show a note; the text is handed over and is no part of the script."""
        title, body = shortened(note.title, TITLE_LIMIT), shortened(note.body, BODY_LIMIT)
        script = _SCRIPT_WITH_SOUND if note.sound else _SCRIPT
        return self._run(["osascript", "-e", script, "--", title, body], b"").ok

    def withdraw(self, key: str) -> None:
        """Do nothing: the system has no way to take such a note back."""

    def listen(self, clicked: Callable[[str], None], put_off: Callable[[str], None]) -> None:
        """Do nothing: the system tells nobody of a click, and such notes have no buttons."""

    def close(self) -> None:
        """Do nothing."""
