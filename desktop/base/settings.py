"""The names of all settings in a data folder."""

from __future__ import annotations

from enum import StrEnum

BACKUP_PREFIX = "backup-"
"""Begins the names of the settings of backups, which stay with their data folder."""


class SettingKey(StrEnum):
    """The name of a setting, as stored in the data file.

    `COLUMNS`, `REQUEST_FACTS`, `REMINDER_CHANGE`, `REMINDER_GATE` and `PAYMENT_COLUMNS` are
    prefixes: what follows names the table, account, order or list that the setting is for.
    """

    # What the user chose
    LANGUAGE = "language"
    THEME = "theme"
    GATE_ACCOUNT = "gate-account"
    ORDERS_COLUMNS = "orders-columns"
    ORDERS_SORTING = "orders-sorting"
    COLUMNS = "columns-"
    ACCOUNT_NAMES = "account-names"
    CALENDAR_ANNOUNCED = "calendar-announced"
    REQUEST_COMPANY = "request.company"
    REQUEST_FACTS = "request.facts."
    MISSED_ASKED = "missed-asked-until"
    REMINDER_PLAN = "reminder-plan"
    REMINDER_CHANGE = "reminder-plan."
    REMINDER_GATE = "reminder-gate."
    STATEMENT_KEY = "statement-key"
    PAYMENT_COLUMNS = "payment-columns-"

    # Valid on this computer only
    WINDOW_GEOMETRY = "window-geometry"
    PLACE_ACCEPTED = "place-accepted"
    CLOCK_CALLED_WRONG = "clock-called-wrong"
    TRASH_LOOKED_AT = "bin-looked-at"
    REMINDERS_LOOKED_AT = "reminders-looked-at"
    REMINDERS_PRUNED_AT = "reminders-pruned-at"
    REMINDERS_SEEN_AT = "reminders-seen-at"
    REMINDER_DRILL = "reminder-drill"
    REMINDER_PROVEN = "reminder-proven"
    REMINDER_DRILL_ASKED = "reminder-drill-asked"
    REMIND_WHILE_CLOSED = "remind-while-closed"
    START_AT_LOGIN = "start-at-login"
    CALENDAR_FOLDER = "calendar-folder"
    KEEP_IN_TRAY = "keep-in-tray"
    BACKUP_OFF = "backup-off"
    BACKUP_PLACE = "backup-place"
    BACKUP_ASKED = "backup-asked"
    BACKUP_ORIGIN = "backup-origin"

    # Notes of the program about the file itself
    BACKUP_MARK = "backup"
    INDEX_STAMP = "register"
    JOURNAL_SEALED = "journal-sealed"
    LAST_WRITE = "last-write"
    EMPTY_ON_PURPOSE = "empty-on-purpose"
    """Nothing was recorded, although there are backups of records: the user wanted that."""

    @property
    def of_this_computer(self) -> bool:
        """Whether the setting is left behind when the data moves to another computer."""
        return self in _OF_THIS_COMPUTER or self.startswith(BACKUP_PREFIX)


_OF_THIS_COMPUTER = {
    SettingKey.WINDOW_GEOMETRY,
    SettingKey.PLACE_ACCEPTED,
    SettingKey.CLOCK_CALLED_WRONG,
    SettingKey.TRASH_LOOKED_AT,
    SettingKey.REMINDERS_LOOKED_AT,
    SettingKey.REMINDERS_PRUNED_AT,
    SettingKey.REMINDERS_SEEN_AT,
    SettingKey.REMINDER_DRILL,
    SettingKey.REMINDER_PROVEN,
    SettingKey.REMINDER_DRILL_ASKED,
    SettingKey.REMIND_WHILE_CLOSED,
    SettingKey.START_AT_LOGIN,
    SettingKey.CALENDAR_FOLDER,
    SettingKey.KEEP_IN_TRAY,
}
