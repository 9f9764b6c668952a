"""Notifications on macOS, through AppleScript.

The notification framework needs a signed bundle: without one it aborts the process. A script works
without, but its notifications carry the name of Script Editor, cannot be withdrawn, and open that
editor when clicked. So they are a last resort: see docs/reminders.md.
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
    """Shows notes; can neither withdraw them nor receive clicks."""

    def __init__(self, run: RunTool = run_tool) -> None:
        self._run = run

    def show(self, note: Note) -> bool:
        """Show a note; its text is passed as arguments, not as a part of the script."""
        title, body = shortened(note.title, TITLE_LIMIT), shortened(note.body, BODY_LIMIT)
        script = _SCRIPT_WITH_SOUND if note.sound else _SCRIPT
        return self._run(["osascript", "-e", script, "--", title, body], b"").ok

    def withdraw(self, key: str) -> None:
        """Do nothing: the system cannot withdraw such a note."""

    def listen(self, clicked: Callable[[str], None], snoozed: Callable[[str], None]) -> None:
        """Do nothing: the system does not report clicks, and such notes have no buttons."""

    def close(self) -> None:
        """Do nothing."""
