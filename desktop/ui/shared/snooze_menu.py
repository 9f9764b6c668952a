"""Menu items that put a reminder off, never past the deadline."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial

from PySide6.QtWidgets import QMenu

from desktop.base.storage import StorageError
from desktop.domain.model import Order
from desktop.domain.reminder_sources import order_name
from desktop.domain.reminders import ReminderStatus
from desktop.services.later_target import LaterTarget
from desktop.ui.shared.context import Context
from desktop.wording import moments, reminders
from desktop.wording.i18n import _


def add_choices(
    menu: QMenu, context: Context, name: str, chosen: Callable[[datetime], object]
) -> bool:
    """Add an item for each moment a subject can be snoozed until; return whether there is any."""
    now = context.workspace.clock()
    choices = []
    with suppress(StorageError):
        choices = context.workspace.reminders.snooze_choices(name, now)
    for choice, until in choices:
        menu.addAction(reminders.snooze(choice, until, now), partial(chosen, until))
    return bool(choices)


def snooze_menu(menu: QMenu, context: Context, order: Order) -> QMenu | None:
    """Return a submenu of `menu` that puts off or resumes the reminders of an open order.

    Return None if it is too late for that.
    """
    name = order_name(order.account, order.number)
    inner = QMenu(_("Remind me later"), menu)
    offered = add_choices(inner, context, name, partial(snooze, context, name))
    status = _status(context, name)
    if status is not None and (status.open or status.snoozed_until):
        inner.addSeparator()
        if status.open:
            inner.addAction(_("Seen, remind me next time"), partial(_acknowledge, context, name))
        if status.snoozed_until:
            inner.addAction(_("Remind me as planned"), partial(_resume, context, name))
        offered = True
    if not offered:
        inner.deleteLater()
        return None
    return inner


def snooze(context: Context, name: str, until: datetime) -> None:
    """Put a subject off until a moment (UTC), and show a message."""
    done: list[bool] = []

    def snooze() -> None:
        try:
            context.workspace.reminders.snooze(name, until)
            done.append(True)
        except ValueError:  # the menu was open past the last possible moment
            done.append(False)

    context.run_action("", snooze)
    if done:
        _show_result(context, until if done == [True] else None)


def snooze_one_hour(context: Context, target: LaterTarget) -> datetime | None:
    """Snooze the subject of a notification by an hour, and show a message.

    Return until when (UTC), or None if it is too late or could not be saved.
    """
    found: list[datetime | None] = []
    context.run_action(
        "", lambda: found.append(context.workspace.reminders.snooze_one_hour(target))
    )
    if not found:
        return None
    _show_result(context, found[0])
    return found[0]


def _show_result(context: Context, until: datetime | None) -> None:
    """Show until when (UTC) a subject was snoozed, or that it was too late (None)."""
    if until is None:
        context.message.emit(_("It is too late to put this off"))
        return
    when = moments.minute(until, context.workspace.clock())
    context.message.emit(moments.tidy(_("The next reminder comes {when}").format(when=when)))


def _resume(context: Context, name: str) -> None:
    context.run_action("", partial(context.workspace.reminders.end_snooze, name))
    context.message.emit(_("Reminders go on as planned"))


def _acknowledge(context: Context, name: str) -> None:
    context.run_action("", partial(context.workspace.reminders.acknowledge, [name]))


def _status(context: Context, name: str) -> ReminderStatus | None:
    with suppress(StorageError):
        return context.workspace.reminders.status(name)
    return None
