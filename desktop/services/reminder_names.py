"""Copying reminder data – claims, snoozes, plans – to a corrected order number or account UID.

Reminders identify their subjects by these names, because they also move to other computers. The
rows under the old name stay, for an undo of the correction.
"""

from __future__ import annotations

from desktop.base.settings import SettingKey
from desktop.domain.model import Account, Order
from desktop.domain.reminder_plan import ReminderKind
from desktop.domain.reminder_sources import order_name
from desktop.records.store import Store

_OF_ACCOUNTS = (
    ReminderKind.ORDER,
    ReminderKind.PROJECT,
    ReminderKind.REQUEST,
    ReminderKind.GATE,
)


def follow_order(store: Store, before: Order, after: Order) -> None:
    """Copy the reminder data of an order whose number or account was corrected.

    Raises StorageError if it cannot be written.
    """
    old, new = (order_name(one.account, one.number) for one in (before, after))
    if old != new:
        with store.reminders.change() as rows:
            rows.copy_subject(old, new)
            rows.copy_setting(SettingKey.REMINDER_CHANGE + old, SettingKey.REMINDER_CHANGE + new)


def follow_account(store: Store, before: Account, after: Account) -> None:
    """Copy the reminder data of an account whose UID was corrected.

    Raises StorageError if it cannot be written.
    """
    if before.uid == after.uid:
        return
    with store.reminders.change() as rows:
        for kind in _OF_ACCOUNTS:
            rows.copy_subject(f"{kind}/{before.uid}", f"{kind}/{after.uid}")
        for below in ("account", ReminderKind.ORDER.value):
            key = f"{SettingKey.REMINDER_CHANGE}{below}/"
            rows.copy_setting(key + before.uid, key + after.uid)
        key = SettingKey.REMINDER_GATE
        rows.copy_setting(key + before.uid, key + after.uid)
