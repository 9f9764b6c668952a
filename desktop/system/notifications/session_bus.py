"""A connection to the user's session bus, with one thread that receives messages."""

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
"""Timeout of a call; a service that the bus starts for it may need some seconds."""


class BusError(Exception):
    """The bus cannot be reached, disconnected, or did not answer in time."""


class SessionBus:
    """One connection; `on_signal` is called on its thread with each signal.

    Raises BusError if there is no bus.
    """

    def __init__(self, on_signal: Callable[[Message], None], address: str | None = None) -> None:
        from jeepney import message_bus
        from jeepney.bus import get_bus
        from jeepney.io.blocking import prep_socket
        from jeepney.io.threading import DBusConnection

        self._on_signal = on_signal
        self._waiting: dict[int, Future[Message]] = {}
        self._lock = Lock()
        try:
            socket = prep_socket(get_bus(address or session_address()), timeout=_GREETING_SECONDS)
        except Exception as error:  # jeepney does not document its exceptions
            raise BusError(str(error)) from error
        self._connection = DBusConnection(socket)
        self._alive = True
        self._thread = Thread(target=self._receive, name="session-bus", daemon=True)
        self._thread.start()
        try:
            self.call(message_bus.Hello())
        except BusError:
            self.close()
            raise

    @property
    def alive(self) -> bool:
        """Whether the connection is open."""
        return self._alive

    def call(self, message: Message, seconds: float = _SECONDS) -> Message:
        """Send a call and return its reply, which may be an error. Raises BusError."""
        answer: Future[Message] = Future()
        serial = next(self._connection.outgoing_serial)
        with self._lock:
            if not self._alive:
                raise BusError("the connection has ended")
            self._waiting[serial] = answer
        try:
            self._connection.send(message, serial=serial)
            return answer.result(seconds)
        except (OSError, TimeoutError) as error:
            raise BusError(str(error)) from error
        finally:
            with self._lock:
                self._waiting.pop(serial, None)

    def close(self) -> None:
        """Close the connection and end its thread."""
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
                    self._on_signal(message)
                    continue
                with self._lock:
                    serial = message.header.fields.get(HeaderFields.reply_serial, -1)
                    answer = self._waiting.pop(serial, None)
                if answer is not None:
                    answer.set_result(message)
        except (ReceiveStopped, OSError, ValueError):
            pass  # closed by either end
        finally:
            with self._lock:
                self._alive = False
                waiting, self._waiting = self._waiting, {}
            for answer in waiting.values():
                answer.set_exception(ConnectionError("the connection has ended"))


def session_address() -> str:
    """Return the session bus's address from the environment, else systemd's default.

    Processes that cron starts often lack the variable.
    """
    address = os.environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    if address:
        return address
    folder = os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}"
    return f"unix:path={Path(folder, 'bus')}"
