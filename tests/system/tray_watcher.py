"""A host of tray icons on the bus in DBUS_SESSION_BUS_ADDRESS; prints what is registered."""

from __future__ import annotations

from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    message_bus,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.io.blocking import DBusConnection, open_dbus_connection

WATCHER = "org.kde.StatusNotifierWatcher"
PATH = "/StatusNotifierWatcher"
PROPERTIES: dict[str, tuple[str, Any]] = {
    "IsStatusNotifierHostRegistered": ("b", True),
    "ProtocolVersion": ("i", 0),
    "RegisteredStatusNotifierItems": ("as", []),
}


def main() -> None:
    """Own the bus name until killed."""
    bus = open_dbus_connection("SESSION")
    bus.send_and_get_reply(message_bus.RequestName(WATCHER))
    place = DBusAddress(PATH, interface=WATCHER)
    bus.send(new_signal(place, "StatusNotifierHostRegistered"))
    say("ready")
    while True:
        message = bus.receive()
        if message.header.message_type is MessageType.method_call:
            answer(bus, message)


def answer(bus: DBusConnection, message: Message) -> None:
    """Answer the calls of Qt and the program."""
    match message.header.fields.get(HeaderFields.member), message.body:
        case "RegisterStatusNotifierItem", (name,):
            bus.send(new_method_return(message))
            say(f"registered {name}")
        case "Get", (_interface, name) if name in PROPERTIES:
            bus.send(new_method_return(message, "v", (PROPERTIES[name],)))
        case "GetAll", _:
            bus.send(new_method_return(message, "a{sv}", (PROPERTIES,)))
        case _:
            bus.send(new_error(message, "org.freedesktop.DBus.Error.UnknownMethod"))


def say(text: str) -> None:
    """Print a line and flush it."""
    print(text, flush=True)


if __name__ == "__main__":
    main()
