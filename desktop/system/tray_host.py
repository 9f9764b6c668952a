"""Whether the desktop has a tray for icons, asked of the session bus and not of Qt.

On Linux, Qt decides once, at the first call about the tray, whether to use the bus. If a program
that starts at log-in calls too early, Qt never finds a tray that appears later. A desktop without
a host on the bus may have an XEmbed tray, which only Qt can find.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jeepney import Message

_WATCHER = "org.kde.StatusNotifierWatcher"
_PATH = "/StatusNotifierWatcher"
_SECONDS = 2


def has_tray_host(address: str | None = None) -> bool | None:
    """Return whether the session bus has a host for tray icons; None where only Qt can tell.

    Call it off the window's thread: it needs milliseconds, but may need two seconds for each call.
    `address` is the address of another bus than the session's.
    """
    if sys.platform in ("win32", "darwin"):
        return None
    from jeepney import DBusAddress, MessageType, Properties, message_bus

    from desktop.system.notifications.session_bus import BusError, SessionBus

    try:
        bus = SessionBus(_ignore, address)
    except BusError:
        return False
    try:
        owned = bus.call(message_bus.NameHasOwner(_WATCHER), _SECONDS)
        if not owned.body[0]:
            return False
        place = DBusAddress(_PATH, bus_name=_WATCHER, interface=_WATCHER)
        answer = bus.call(Properties(place).get("IsStatusNotifierHostRegistered"), _SECONDS)
        if answer.header.message_type is MessageType.error:
            return False
        return bool(answer.body[0][1])
    except BusError:
        return False
    finally:
        bus.close()


def _ignore(_signal: Message) -> None:
    pass
