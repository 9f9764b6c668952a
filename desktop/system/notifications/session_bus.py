"""A connection to the bus of the user's session, with one thread that hears what comes in."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jeepney import Message

_GREETING_SECONDS = 1
_SECONDS = 5
"""For an answer; a service that is started first may need some."""


class BusFailed(Exception):
    """The bus cannot be reached, broke off, or did not answer in time."""


class SessionBus:
    """One connection; `heard` is called on its thread with each signal.

    Raises BusFailed if there is no bus.
    """

    def __init__(self, heard: Callable[[Message], None], address: str | None = None) -> None:
        from jeepney import message_bus
        from jeepney.bus import get_bus
        from jeepney.io.blocking import prep_socket
        from jeepney.io.threading import DBusConnection

        self._heard = heard
        self._waiting: dict[int, Future[Message]] = {}
        self._lock = Lock()
        try:
            socket = prep_socket(get_bus(address or session_address()), timeout=_GREETING_SECONDS)
        except Exception as error:  # whatever jeepney raises: it documents none
            raise BusFailed(str(error)) from error
        self._connection = DBusConnection(socket)
        self._alive = True
        self._thread = Thread(target=self._receive, name="session-bus", daemon=True)
        self._thread.start()
        try:
            self.call(message_bus.Hello())
        except BusFailed:
            self.close()
            raise

    @property
    def alive(self) -> bool:
        """Whether the connection still stands."""
        return self._alive

    def call(self, message: Message, seconds: float = _SECONDS) -> Message:
        """Send a call and return its answer, which may be an error. Raises BusFailed."""
        answer: Future[Message] = Future()
        serial = next(self._connection.outgoing_serial)
        with self._lock:
            if not self._alive:
                raise BusFailed("the connection has ended")
            self._waiting[serial] = answer
        try:
            self._connection.send(message, serial=serial)
            return answer.result(seconds)
        except (OSError, TimeoutError) as error:
            raise BusFailed(str(error)) from error
        finally:
            with self._lock:
                self._waiting.pop(serial, None)

    def close(self) -> None:
        """End the connection and its thread."""
        self._connection.interrupt()
        self._thread.join(_SECONDS)
        self._connection.close()

    def _receive(self) -> None:
        from jeepney import HeaderFields, MessageType
        from jeepney.io.threading import ReceiveStopped

        try:
            while True:
                message = self._connection.receive()
                if message.header.message_type is MessageType.signal:
                    self._heard(message)
                    continue
                with self._lock:
                    serial = message.header.fields.get(HeaderFields.reply_serial, -1)
                    answer = self._waiting.pop(serial, None)
                if answer is not None:
                    answer.set_result(message)
        except (ReceiveStopped, OSError, ValueError):
            pass  # closed by us, or by the other end
        finally:
            with self._lock:
                self._alive = False
                waiting, self._waiting = self._waiting, {}
            for answer in waiting.values():
                answer.set_exception(ConnectionError("the connection has ended"))


def session_address() -> str:
    """Return where the bus of the session is: what is said, or where systemd puts it.

    What cron and other helpers start is often not told.
    """
    said = os.environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    if said:
        return said
    folder = os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}"
    return f"unix:path={Path(folder, 'bus')}"
