"""The drill: rings once on purpose, to show that reminders arrive on this computer."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop.base.settings import SettingKey
from desktop.domain.reminder_plan import ReminderKind
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
    """The drill of one data folder. All methods raise StorageError."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def start(self) -> datetime:
        """Have a reminder ring in two minutes, by whoever claims it, and return when (UTC)."""
        at = self._clock() + RINGS_AFTER
        self._store.set_setting(SettingKey.REMINDER_DRILL, format_instant(at))
        return at

    def cancel(self) -> None:
        """Call a drill off that has not rung."""
        self._store.set_setting(SettingKey.REMINDER_DRILL, "")

    def planned(self) -> datetime | None:
        """Return when (UTC) a drill is to ring, or rang without an answer; None without one."""
        return stored_instant(self._store.setting(SettingKey.REMINDER_DRILL))

    def rang(self) -> bool:
        """Return whether somebody took on to ring the planned drill: now the user is asked."""
        at, now = self.planned(), self._clock()
        handled = self._store.reminders.kept(now).handled.get(ReminderKind.DRILL)
        return at is not None and handled is not None and handled >= at

    def answer(self, received: bool) -> None:
        """Keep whether the user received it. A drill that was not received proves nothing."""
        if received:
            proof = f"{format_instant(self._clock())} {socket.gethostname()}"
            self._store.set_setting(SettingKey.REMINDER_PROVEN, proof)
        self.cancel()

    def proof(self) -> Proof | None:
        """Return when reminders were last proven to arrive; None if never."""
        kept = self._store.setting(SettingKey.REMINDER_PROVEN) or ""
        moment, _, computer = kept.partition(" ")
        at = stored_instant(moment)
        if at is None:
            return None
        return Proof(at, computer, computer.casefold() == socket.gethostname().casefold())

    def is_to_be_offered(self) -> bool:
        """Return whether the user was never asked to try it, nor did."""
        asked = self._store.setting(SettingKey.REMINDER_DRILL_ASKED)
        return asked is None and self.proof() is None

    def offered(self) -> None:
        """Keep that the user was asked to try it; that is done once."""
        self._store.set_setting(SettingKey.REMINDER_DRILL_ASKED, "1")
