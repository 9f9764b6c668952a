"""A notification service for tests, like a desktop's; it implements D-Bus itself.

    python notification_service.py ADDRESS [unicast] [plain] [mute]

Prints a line ``"ready"``, then a line of JSON for each call that it answers; reads lines of JSON,
each a list of arguments of the signal ActionInvoked. `unicast` reports a click only to the program
that sent the notification, as GNOME does; `plain` supports no markup, as small services do; `mute`
has no buttons.
"""

from __future__ import annotations

import json
import os
import sys
from threading import Thread
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    message_bus,
    new_method_return,
    new_signal,
)
from jeepney.io.blocking import DBusConnection, Proxy, open_dbus_connection

INTERFACE = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"


def say(what: Any) -> None:
    """Print a line of JSON and flush it."""
    print(json.dumps(what), flush=True)


class Service:
    """The notifications on the screen, with their senders."""

    def __init__(self, connection: DBusConnection, ways: set[str]) -> None:
        self.connection = connection
        self.ways = ways
        self.shown: dict[int, str] = {}
        self.last = 4_000_000_000  # an unsigned number that does not fit a signed one

    def answer(self, call: Message) -> None:
        """Execute a call."""
        name = call.header.fields.get(HeaderFields.member)
        sender = call.header.fields.get(HeaderFields.sender, "")
        if name == "GetCapabilities":
            able = ["body"] + ([] if "plain" in self.ways else ["body-markup"])
            able += [] if "mute" in self.ways else ["actions"]
            self.connection.send(new_method_return(call, "as", (able,)))
        elif name == "Notify":
            app, number, icon, title, body, actions, hints, timeout = call.body
            if number not in self.shown:
                self.last += 1
                number = self.last
            self.shown[number] = sender
            self.connection.send(new_method_return(call, "u", (number,)))
            plain = {hint: value for hint, (_kind, value) in hints.items()}
            facts = {"app": app, "icon": icon, "actions": actions, "timeout": timeout}
            say({"title": title, "body": body, "number": number, "hints": plain} | facts)
        elif name == "CloseNotification":
            [number] = call.body
            self.shown.pop(number, None)
            self.connection.send(new_method_return(call))
            say({"closed": number})

    def click(self, number: int, action: str) -> None:
        """Send the signal of a click."""
        emitter = DBusAddress(PATH, interface=INTERFACE)
        signal = new_signal(emitter, "ActionInvoked", "us", (number, action))
        if "unicast" in self.ways and number in self.shown:
            signal.header.fields[HeaderFields.destination] = self.shown[number]
        self.connection.send(signal)

    def obey(self) -> None:
        """Click as the input says, until it ends."""
        for line in sys.stdin:
            self.click(*json.loads(line))
        os._exit(0)


def main(address: str, ways: set[str]) -> None:
    """Serve until the input ends."""
    with open_dbus_connection(address) as connection:
        Proxy(message_bus, connection).RequestName(INTERFACE)
        service = Service(connection, ways)
        say("ready")
        Thread(target=service.obey, daemon=True).start()
        while True:
            service.answer(connection.receive())


if __name__ == "__main__":
    main(sys.argv[1], set(sys.argv[2:]))
