"""The drill: a test reminder that shows whether reminders arrive on this computer."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop.base.settings import SettingKey
from desktop.domain.timestamps import format_instant
from desktop.forms.stored_settings import stored_instant
from desktop.records.store import Store

RINGS_AFTER = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Proof:
    """When (UTC) the user last received a drill, on which computer, and whether on this one."""

    at: datetime
    computer: str
    here: bool


class Drill:
    """The drill of one data folder. All methods raise StorageError if data is not accessible."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def start(self) -> datetime:
        """Plan a test reminder in two minutes, for any process to claim; return its time (UTC)."""
        at = self._clock() + RINGS_AFTER
        self._store.set_setting(SettingKey.REMINDER_DRILL, format_instant(at))
        return at

    def cancel(self) -> None:
        """Cancel a planned drill."""
        self._store.set_setting(SettingKey.REMINDER_DRILL, "")

    def planned(self) -> datetime | None:
        """Return the time (UTC) of a drill that is planned or not answered yet, if any."""
        return stored_instant(self._store.setting(SettingKey.REMINDER_DRILL))

    def answer(self, received: bool) -> None:
        """Record whether the user received the drill; only a received one counts as proof."""
        if received:
            proof = f"{format_instant(self._clock())} {socket.gethostname()}"
            self._store.set_setting(SettingKey.REMINDER_PROVEN, proof)
        self.cancel()

    def proof(self) -> Proof | None:
        """Return the last proof that reminders arrive; None if there is none."""
        kept = self._store.setting(SettingKey.REMINDER_PROVEN) or ""
        moment, _, computer = kept.partition(" ")
        at = stored_instant(moment)
        if at is None:
            return None
        return Proof(at, computer, computer.casefold() == socket.gethostname().casefold())

    def is_to_be_offered(self) -> bool:
        """Return whether the user was never offered a drill and has not received one."""
        asked = self._store.setting(SettingKey.REMINDER_DRILL_ASKED)
        return asked is None and self.proof() is None

    def offered(self) -> None:
        """Record that the user was offered a drill, which happens once."""
        self._store.set_setting(SettingKey.REMINDER_DRILL_ASKED, "1")
