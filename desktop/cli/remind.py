"""The verb `remind`, which the scheduled helper runs: announces what is due and exits. No Qt."""

from __future__ import annotations

import argparse
from contextlib import closing
from typing import Any

from desktop.cli.await_click import ClickListener, open_window, seconds_to_stay
from desktop.cli.terminal import put_json, put_line, put_table
from desktop.domain.reminder_log import Delivery
from desktop.domain.reminder_plan import ReminderKind
from desktop.domain.reminders import ReminderStatus
from desktop.domain.timestamps import format_instant
from desktop.services.reminder_notes import note_of
from desktop.services.reminders import Claimed
from desktop.services.workspace import Workspace
from desktop.system.notifications import Notifier, notifier
from desktop.wording import glossary, moments, notifications, reminders
from desktop.wording.i18n import _, pgettext


def remind(workspace: Workspace, call: argparse.Namespace) -> int:
    """Announce what is due, unless it is a dry run, and print the reminder state of open orders."""
    now = call.now or workspace.clock()
    if call.dry_run:
        orders = tuple(workspace.reminders.statuses(now))
        _print(workspace, Claimed(now, orders, tuple(workspace.reminders.due(now))), call)
        return 0
    found = workspace.reminders.claim(now, silent=call.silent)
    if call.silent or not found.due:
        _print(workspace, found, call)
        return 0
    with closing(notifier(stays=False)) as system:
        clicks = ClickListener(system) if call.await_click else None
        shown = _announce(workspace, found, system)
        _print(workspace, found, call)
        if clicks is not None and shown:
            workspace.close()  # no lock is held while waiting
            key = clicks.wait(seconds_to_stay(workspace.clock()))
            if key is not None:
                open_window(workspace.folder, key)
    return 0


def _print(workspace: Workspace, found: Claimed, call: argparse.Namespace) -> None:
    if not call.json:
        _put(workspace, found)
        return
    for one in found.orders:
        put_json(_data(one))


def _announce(workspace: Workspace, found: Claimed, system: Notifier) -> bool:
    """Show one notification about everything that is due, and log whether it was delivered.

    Return False if there is no notification service.
    """
    allowed = workspace.reminders.plan().amounts
    title, body = notifications.notification(
        found.due, workspace.book(), found.now, with_amounts=allowed
    )
    key, words = notifications.key(found.due), notifications.buttons()
    shown = system.show(note_of(found, key, (title, body), words))
    workspace.reminders.note_delivery(found, Delivery.SHOWN if shown else Delivery.NO_SERVICE)
    return shown


def _data(one: ReminderStatus) -> dict[str, Any]:
    """Return the reminder state of an order with the keys of docs/command-line.md."""
    deadline = one.subject.deadline
    return {
        "account": one.subject.account,
        "number": one.subject.number,
        "deadline": None if deadline is None else format_instant(deadline),
        "step": None if one.current is None else str(one.current.step),
        "due": one.due,
        "held_by": None if one.held_by is None else one.held_by.value,
        "next_at": None if one.next is None else format_instant(one.next.at),
    }


def _put(workspace: Workspace, found: Claimed) -> None:
    """Print what is due as it is announced, then a table of the open orders."""
    now, book = found.now, workspace.book()
    if found.due:
        title, body = notifications.notification(found.due, book, now, with_amounts=True)
        put_line(title)
        for line in body.split("\n"):
            put_line(line)
    if found.orders:
        head = (_("deadline"), _("order"), _("account"), _("why"), _("status"), _("next"))
        put_table([head, *(_row(one, workspace) for one in found.orders)])
    elif not found.due:
        put_line(_("No orders to associate."))
    put_line(reminders.next_ring(workspace.reminders.next_ring(now), now))


def _row(one: ReminderStatus, workspace: Workspace) -> tuple[str, ...]:
    subject = one.subject
    account = workspace.book().accounts.get(subject.account or "")
    return (
        "–" if subject.deadline is None else moments.deadline_in_table(subject.deadline),
        subject.number,
        (subject.account or "") if account is None else glossary.account(account),
        "–" if one.current is None else reminders.step(ReminderKind.ORDER, one.current.step),
        _status(one),
        "–" if one.next is None else moments.table_moment(one.next.at),
    )


def _status(one: ReminderStatus) -> str:
    if one.held_by is not None:
        return reminders.hold(one.held_by)
    if one.due:
        return pgettext("reminder", "due")
    return "–" if one.current is None else pgettext("reminder", "handled")
