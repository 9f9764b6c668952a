"""Notifications on Linux, by the Desktop Notifications specification, over the session bus.

The service may be missing just after log-in, and may restart at any time. So it is looked up by
its well-known name, then addressed by the unique name of its current run: the IDs of notes are not
valid for another run.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING, Any

from desktop.base.resources import resource
from desktop.system.notifications.note import BODY_LIMIT, TITLE_LIMIT, Note, shortened
from desktop.system.notifications.session_bus import BusError, SessionBus
from desktop.system.notifications.shown_notes import ShownNote, ShownNotes
from desktop.system.runtime_folder import session_folder

if TYPE_CHECKING:
    from jeepney import Message

_SERVICE = "org.freedesktop.Notifications"
_PATH = "/org/freedesktop/Notifications"
_APP = "LinkDue"
_DESKTOP_ENTRY = "linkdue"
_NORMAL = 1
_UNTIL_DISMISSED = 0
"""A note that disappears after five seconds reminds nobody who was away from the screen."""
_TRIES = 2
_OPEN, _LATER = "open", "later "
"""The action keys of our buttons; the second is followed by the target of the snooze, so that
another process of ours can handle it as well."""
_SOUND = "alarm-clock-elapsed"
"""A name of the Sound Naming Specification; services play the desktop theme's sound for it."""


class FreedesktopNotifier:
    """Shows notes through the desktop's notification service.

    GNOME removes the notes of an application, identified by its desktop entry, as soon as the
    sending process leaves the bus, so a process that does not stay sends no desktop entry.
    `address` and `notes` replace the session's bus and its record of shown notes.
    """

    def __init__(
        self, *, stays: bool, address: str | None = None, notes: ShownNotes | None = None
    ) -> None:
        self._stays = stays
        self._address = address
        self._notes = ShownNotes(session_folder()) if notes is None else notes
        self._lock = Lock()
        self._bus: SessionBus | None = None
        self._owner = ""
        self._supports_markup = False
        self._supports_buttons = False
        self._clicked: Callable[[str], None] | None = None
        self._snoozed: Callable[[str], None] | None = None

    def show(self, note: Note) -> bool:
        """Show a note; return False if no service accepted it."""
        with self._lock:
            for _ in range(_TRIES):
                try:
                    if self._find_service():
                        self._notify(note)
                        return True
                except BusError:
                    self._owner = ""  # the service may have just ended: look it up again
        return False

    def withdraw(self, key: str) -> None:
        """Close the note with this key, if the service that showed it still runs."""
        with self._lock:
            note = self._notes.find(key)
            if note is None:
                return
            with suppress(BusError):  # a service that ended has removed its notes
                self._call("CloseNotification", "u", (note.number,), note.owner)
            self._notes.forget(key)

    def listen(self, clicked: Callable[[str], None], snoozed: Callable[[str], None]) -> None:
        """Call these with each note of ours that is clicked or snoozed."""
        self._clicked, self._snoozed = clicked, snoozed
        with self._lock, suppress(BusError):  # showing the next note connects again
            self._connected()

    def close(self) -> None:
        """Disconnect from the bus."""
        with self._lock:
            self._clicked = self._snoozed = None
            if self._bus is not None:
                self._bus.close()
                self._bus = None
            self._owner = ""

    def _find_service(self) -> bool:
        """Find the service, which the bus may start, and query its capabilities."""
        bus = self._connected()
        if self._owner:
            return True
        from jeepney import HeaderFields

        answer = bus.call(_method("GetCapabilities", "", (), _SERVICE))
        if _is_error(answer):
            return False
        self._owner = answer.header.fields.get(HeaderFields.sender, "")
        self._supports_markup = "body-markup" in answer.body[0]
        self._supports_buttons = "actions" in answer.body[0]
        return bool(self._owner)

    def _notify(self, note: Note) -> None:
        hints: dict[str, Any] = {"urgency": ("y", _NORMAL)}
        if note.sound:
            hints["sound-name"] = ("s", _SOUND)
        else:
            hints["suppress-sound"] = ("b", True)
        if self._stays:
            hints["desktop-entry"] = ("s", _DESKTOP_ENTRY)
        before = self._notes.find(note.key)
        number = before.number if before is not None and before.owner == self._owner else 0
        body = shortened(note.body, BODY_LIMIT)
        facts = (
            _APP,
            number,
            resource("icons/linkdue.svg").as_uri(),
            shortened(note.title, TITLE_LIMIT),
            html.escape(body, quote=False) if self._supports_markup else body,
            ["default", _APP, *self._buttons(note)],
            hints,
            _UNTIL_DISMISSED,
        )
        [given] = self._call("Notify", "susssasa{sv}i", facts, self._owner)
        self._notes.keep(ShownNote(note.key, self._owner, given))

    def _buttons(self, note: Note) -> list[str]:
        """Return the action keys and labels of the buttons.

        None for a process that does not stay, since it could not receive the click.
        """
        buttons = note.buttons
        if buttons is None or not self._supports_buttons or not self._stays:
            return []
        later = [f"{_LATER}{buttons.target}", buttons.later] if buttons.target else []
        return [_OPEN, buttons.open, *later]

    def _call(
        self, name: str, signature: str, facts: tuple[Any, ...], owner: str
    ) -> tuple[Any, ...]:
        """Call a method of the service's run `owner`. Raises BusError, also for an error reply."""
        answer = self._connected().call(_method(name, signature, facts, owner))
        if _is_error(answer):
            raise BusError(str(answer.body))
        return tuple(answer.body)

    def _connected(self) -> SessionBus:
        if self._bus is not None and self._bus.alive:
            return self._bus
        if self._bus is not None:
            self._bus.close()
        self._bus, self._owner = None, ""
        bus = SessionBus(self._handle_signal, self._address)
        try:
            from jeepney import MatchRule, message_bus

            bus.call(message_bus.AddMatch(MatchRule(type="signal", interface=_SERVICE, path=_PATH)))
        except BusError:
            bus.close()
            raise
        self._bus = bus
        return bus

    def _handle_signal(self, message: Message) -> None:
        """Handle a signal, on the connection's thread."""
        from jeepney import HeaderFields

        fields = message.header.fields
        if fields.get(HeaderFields.interface) != _SERVICE:
            return
        match fields.get(HeaderFields.member), message.body:
            case "ActionInvoked", (int(number), str(action)):
                note = self._notes.by_number(fields.get(HeaderFields.sender, ""), number)
                if note is not None:
                    self._handle_action(note.key, action)

    def _handle_action(self, key: str, action: str) -> None:
        """Report a click on a note, or on one of its buttons."""
        if action in ("default", _OPEN) and self._clicked is not None:
            self._clicked(key)
        elif action.startswith(_LATER) and self._snoozed is not None:
            self._snoozed(action.removeprefix(_LATER))


def _method(name: str, signature: str, facts: tuple[Any, ...], owner: str) -> Message:
    from jeepney import DBusAddress, new_method_call

    place = DBusAddress(_PATH, bus_name=owner, interface=_SERVICE)
    return new_method_call(place, name, signature or None, facts)


def _is_error(answer: Message) -> bool:
    from jeepney import MessageType

    return answer.header.message_type is MessageType.error
