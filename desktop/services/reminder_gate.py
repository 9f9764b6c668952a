"""What was asked for where the answer was to wait: to be told once an account may order again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from desktop.base.settings import SettingKey
from desktop.domain.timestamps import format_instant
from desktop.forms.stored_settings import stored_instant
from desktop.records.store import Store


class GateReminders:
    """Those of one data folder, one an account. All methods raise StorageError."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def ask(self, account: str, at: datetime) -> None:
        """Have a reminder ring at a moment (UTC): the account, by UID, may order then."""
        self._store.set_setting(SettingKey.REMINDER_GATE, format_instant(at), account)

    def cancel(self, account: str) -> None:
        """Call off what was asked for an account."""
        self._store.set_setting(SettingKey.REMINDER_GATE, "", account)

    def planned(self) -> Mapping[str, datetime]:
        """Return when (UTC) each account is, or was, to be reminded of, by its UID."""
        kept = self._store.settings_starting(SettingKey.REMINDER_GATE)
        found = {account: stored_instant(value) for account, value in kept.items()}
        return {account: at for account, at in found.items() if at is not None}

    def asked(self, account: str, now: datetime) -> datetime | None:
        """Return when (UTC) an account will be reminded of; None where nothing is ahead."""
        at = stored_instant(self._store.setting(SettingKey.REMINDER_GATE, account))
        return at if at is not None and now < at else None
