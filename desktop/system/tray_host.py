"""Whether the desktop has a place for tray icons: asked of the session's bus, not of Qt.

On Linux, Qt decides once whether icons go over the bus, when it is first asked anything about the
tray: asked too early, as by a program that starts at log-in, it never finds one that comes later.
Desktops without a host on the bus may have the older kind of tray, which only Qt knows of.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jeepney import Message

_WATCHER = "org.kde.StatusNotifierWatcher"
_PATH = "/StatusNotifierWatcher"
_SECONDS = 2


def is_announced(address: str | None = None) -> bool | None:
    """Return whether a host of tray icons is on the session's bus; None where only Qt can tell.

    To be asked off the window's thread; it takes milliseconds, two seconds at most for each step.
    `address` is that of the bus, where it is not the session's.
    """
    if sys.platform in ("win32", "darwin"):
        return None
    from jeepney import DBusAddress, MessageType, Properties, message_bus

    from desktop.system.notifications.session_bus import BusFailed, SessionBus

    try:
        bus = SessionBus(_nothing, address)
    except BusFailed:
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
    except BusFailed:
        return False
    finally:
        bus.close()


def _nothing(_signal: Message) -> None:
    pass
