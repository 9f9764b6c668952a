"""Reminders that an account may order again, requested when the gate advised to wait."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from desktop.base.settings import SettingKey
from desktop.domain.timestamps import format_instant
from desktop.forms.stored_settings import stored_instant
from desktop.records.store import Store


class GateReminders:
    """The gate reminders of one data folder, at most one an account.

    All methods raise StorageError if the data cannot be read or written.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def ask(self, account: str, at: datetime) -> None:
        """Plan a reminder at a moment (UTC) at which the account (a UID) may order again."""
        self._store.set_setting(SettingKey.REMINDER_GATE, format_instant(at), account)

    def cancel(self, account: str) -> None:
        """Cancel the reminder of an account."""
        self._store.set_setting(SettingKey.REMINDER_GATE, "", account)

    def planned(self) -> Mapping[str, datetime]:
        """Return the times (UTC) of all reminders, past ones included, by account UID."""
        kept = self._store.settings_starting(SettingKey.REMINDER_GATE)
        found = {account: stored_instant(value) for account, value in kept.items()}
        return {account: at for account, at in found.items() if at is not None}

    def asked(self, account: str, now: datetime) -> datetime | None:
        """Return the time (UTC) of an account's coming reminder; None if there is none."""
        at = stored_instant(self._store.setting(SettingKey.REMINDER_GATE, account))
        return at if at is not None and now < at else None
