"""Notifications on Linux, after the Desktop Notifications specification, over the session's bus.

The service may be missing when the user has just logged in, and may be started anew at any time:
it is asked for by its name, then spoken to under the name that the bus gave this run of it, since
the numbers of notes mean nothing to another run, or something else.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING, Any

from desktop.base.resources import resource
from desktop.system.notifications.note import BODY_LIMIT, TITLE_LIMIT, Note, shortened
from desktop.system.notifications.session_bus import BusFailed, SessionBus
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
"""A banner that is gone after five seconds reminds nobody who was away from the screen."""
_TRIES = 2
_OPEN, _LATER = "open", "later "
"""Our buttons, by the names that the service tells of a press; the second is followed by what is
put off, so that another process of ours understands it as well."""
_SOUND = "alarm-clock-elapsed"
"""A name of the Sound Naming specification; services play what the desktop's theme has for it."""


class FreedesktopNotifier:
    """Shows notes through whatever service the desktop has.

    `stays`: GNOME removes the notes of an application, named by its desktop entry, as soon as the
    process that sent them leaves the bus. So one that ends soon does not name it. `address` is that
    of the bus, `notes` what is known to be shown, where they are not the session's.
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
        self._takes_markup = False
        self._has_buttons = False
        self._clicked: Callable[[str], None] | None = None
        self._put_off: Callable[[str], None] | None = None

    def show(self, note: Note) -> bool:
        """Show a note; False where no service took it."""
        with self._lock:
            for _ in range(_TRIES):
                try:
                    if self._meet_service():
                        self._notify(note)
                        return True
                except BusFailed:
                    self._owner = ""  # it may have ended a moment ago: ask for it once more
        return False

    def withdraw(self, key: str) -> None:
        """Close the note with this key, if the service that showed it still runs."""
        with self._lock:
            note = self._notes.find(key)
            if note is None:
                return
            with suppress(BusFailed):  # the notes of a service that ended went with it
                self._call("CloseNotification", "u", (note.number,), note.owner)
            self._notes.forget(key)

    def listen(self, clicked: Callable[[str], None], put_off: Callable[[str], None]) -> None:
        """Call these for each note of ours that is clicked or put off, once a note is shown."""
        self._clicked, self._put_off = clicked, put_off
        with self._lock, suppress(BusFailed):  # the next note that is shown connects
            self._connected()

    def close(self) -> None:
        """Leave the bus."""
        with self._lock:
            self._clicked = self._put_off = None
            if self._bus is not None:
                self._bus.close()
                self._bus = None
            self._owner = ""

    def _meet_service(self) -> bool:
        """Find the service, start it where the desktop can, and ask what it is able to do."""
        bus = self._connected()
        if self._owner:
            return True
        from jeepney import HeaderFields

        answer = bus.call(_method("GetCapabilities", "", (), _SERVICE))
        if _is_error(answer):
            return False
        self._owner = answer.header.fields.get(HeaderFields.sender, "")
        self._takes_markup = "body-markup" in answer.body[0]
        self._has_buttons = "actions" in answer.body[0]
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
            html.escape(body, quote=False) if self._takes_markup else body,
            ["default", _APP, *self._buttons(note)],
            hints,
            _UNTIL_DISMISSED,
        )
        [given] = self._call("Notify", "susssasa{sv}i", facts, self._owner)
        self._notes.keep(ShownNote(note.key, self._owner, given))

    def _buttons(self, note: Note) -> list[str]:
        """Return the names and words of the buttons.

        A process that ends offers none: the press would be told to nobody.
        """
        buttons = note.buttons
        if buttons is None or not self._has_buttons or not self._stays:
            return []
        later = [f"{_LATER}{buttons.target}", buttons.later] if buttons.target else []
        return [_OPEN, buttons.open, *later]

    def _call(
        self, name: str, signature: str, facts: tuple[Any, ...], owner: str
    ) -> tuple[Any, ...]:
        """Call a run of the service. Raises BusFailed, also if it answers with an error."""
        answer = self._connected().call(_method(name, signature, facts, owner))
        if _is_error(answer):
            raise BusFailed(str(answer.body))
        return tuple(answer.body)

    def _connected(self) -> SessionBus:
        if self._bus is not None and self._bus.alive:
            return self._bus
        if self._bus is not None:
            self._bus.close()
        self._bus, self._owner = None, ""
        bus = SessionBus(self._hear, self._address)
        try:
            from jeepney import MatchRule, message_bus

            bus.call(message_bus.AddMatch(MatchRule(type="signal", interface=_SERVICE, path=_PATH)))
        except BusFailed:
            bus.close()
            raise
        self._bus = bus
        return bus

    def _hear(self, message: Message) -> None:
        """Take a signal in, on the thread of the connection."""
        from jeepney import HeaderFields

        fields = message.header.fields
        if fields.get(HeaderFields.interface) != _SERVICE:
            return
        match fields.get(HeaderFields.member), message.body:
            case "ActionInvoked", (int(number), str(action)):
                note = self._notes.by_number(fields.get(HeaderFields.sender, ""), number)
                if note is not None:
                    self._act(note.key, action)

    def _act(self, key: str, action: str) -> None:
        """Tell of a click on a note, or on one of its buttons."""
        if action in ("default", _OPEN) and self._clicked is not None:
            self._clicked(key)
        elif action.startswith(_LATER) and self._put_off is not None:
            self._put_off(action.removeprefix(_LATER))


def _method(name: str, signature: str, facts: tuple[Any, ...], owner: str) -> Message:
    from jeepney import DBusAddress, new_method_call

    place = DBusAddress(_PATH, bus_name=owner, interface=_SERVICE)
    return new_method_call(place, name, signature or None, facts)


def _is_error(answer: Message) -> bool:
    from jeepney import MessageType

    return answer.header.message_type is MessageType.error
