"""Toasts on Windows, for a program that is not a packaged (Store) app.

Windows silently drops a toast whose app identity it does not know. So the identity is written to
the user's registry if it is missing or different; the installer also sets it on the entry in the
Start menu. A click opens a link (`link.py`), which also works after the program has ended.
"""

from __future__ import annotations

import hashlib
import html
import subprocess
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Protocol

from desktop import OPEN_NOTE
from desktop.system.notifications.link import SCHEME, link_to, link_to_later
from desktop.system.notifications.note import BODY_LIMIT, TITLE_LIMIT, Note, shortened
from desktop.system.registration import LABEL
from desktop.system.user_registry import UserRegistry, user_registry

IDENTITY_KEY = rf"Software\Classes\AppUserModelId\{LABEL}"
LINK_KEY = rf"Software\Classes\{SCHEME}"
"""The uninstaller deletes both."""
_GROUP = "linkdue"
_TOAST = """\
<toast activationType="protocol" launch="{link}" duration="long">
  <visual>
    <binding template="ToastGeneric">
      <text>{title}</text>
      <text>{body}</text>
    </binding>
  </visual>
{actions}  <audio {audio}/>
</toast>
"""
_ACTION = '    <action content="{text}" activationType="protocol" arguments="{link}"/>\n'
_SOUND, _SILENT = 'src="ms-winsoundevent:Notification.Reminder"', 'silent="true"'
"""By default, Windows plays a sound for each toast."""
_FORBIDDEN = {code: "\N{REPLACEMENT CHARACTER}" for code in range(32) if code not in (9, 10, 13)}
"""Characters that XML does not allow."""


class Toasts(Protocol):
    """Windows' API for toasts; the methods may raise any exception if Windows refuses."""

    def show(self, xml: str, tag: str) -> bool:
        """Show a toast, replacing one with the same tag; return False if the user forbids it."""

    def remove(self, tag: str) -> None:
        """Remove a toast from the screen and from the notification centre."""


class WindowsNotifier:
    """Shows toasts; `window` is the command that opens the window."""

    def __init__(
        self,
        window: Sequence[str],
        toasts: Toasts | None = None,
        registry: UserRegistry | None = None,
    ) -> None:
        self._toasts = toasts or WinrtToasts()
        self._registry = registry or user_registry()
        self.command = f'{subprocess.list2cmdline([*window, OPEN_NOTE])} "%1"'
        """The command line that Windows runs when a toast is clicked."""

    def show(self, note: Note) -> bool:
        """Show a note as a toast; return False if Windows or the user does not allow it."""
        xml = _TOAST.format(
            link=html.escape(link_to(note.key)),
            title=_text(shortened(note.title, TITLE_LIMIT)),
            body=_text(shortened(note.body, BODY_LIMIT)),
            actions=_actions(note),
            audio=_SOUND if note.sound else _SILENT,
        )
        try:
            self._register_identity()
            return self._toasts.show(xml, _tag(note.key))
        except (ImportError, OSError, RuntimeError):
            return False

    def withdraw(self, key: str) -> None:
        """Remove a note's toast."""
        with suppress(ImportError, OSError, RuntimeError):  # there is no such toast
            self._toasts.remove(_tag(key))

    def listen(self, clicked: Callable[[str], None], snoozed: Callable[[str], None]) -> None:
        """Do nothing: a click starts the program, which passes the key to an open window."""

    def close(self) -> None:
        """Do nothing."""

    def _register_identity(self) -> None:
        """Register the program's identity and the command for its links. Raises OSError."""
        for key, name, text in (
            (IDENTITY_KEY, "DisplayName", "LinkDue"),
            (LINK_KEY, "", "URL:LinkDue"),
            (LINK_KEY, "URL Protocol", ""),
            (rf"{LINK_KEY}\shell\open\command", "", self.command),
        ):
            if self._registry.read(key, name) != text:
                self._registry.write(key, name, text)


class WinrtToasts:
    """Toasts through the winrt packages."""

    def show(self, xml: str, tag: str) -> bool:
        """Show a toast; return False if the user or an administrator has switched them off."""
        from winrt.windows.data.xml.dom import XmlDocument
        from winrt.windows.ui.notifications import (
            NotificationSetting,
            ToastNotification,
            ToastNotificationManager,
        )

        document = XmlDocument()
        document.load_xml(xml)
        toast = ToastNotification(document)
        toast.tag, toast.group = tag, _GROUP
        notifier = ToastNotificationManager.create_toast_notifier(LABEL)
        try:
            allowed = notifier.setting == NotificationSetting.ENABLED
        except OSError:
            allowed = True  # there are no settings for an identity before its first toast
        if allowed:
            notifier.show(toast)
        return bool(allowed)

    def remove(self, tag: str) -> None:
        """Remove a toast."""
        from winrt.windows.ui.notifications import ToastNotificationManager

        ToastNotificationManager.history.remove(tag, _GROUP, LABEL)


def _actions(note: Note) -> str:
    """Return the buttons of a toast: each opens a link, so they work if no program runs."""
    if note.buttons is None:
        return ""
    links = [(note.buttons.open, link_to(note.key))]
    if note.buttons.target:
        links.append((note.buttons.later, link_to_later(note.buttons.target)))
    lines = [_ACTION.format(text=html.escape(text), link=html.escape(to)) for text, to in links]
    return f"  <actions>\n{''.join(lines)}  </actions>\n"


def _tag(key: str) -> str:
    """Return a tag for a key: older versions of Windows allow sixteen characters."""
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def _text(text: str) -> str:
    return html.escape(text.translate(_FORBIDDEN), quote=False)
