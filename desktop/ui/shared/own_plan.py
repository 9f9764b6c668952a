"""The line about an account or an order that has its own reminder plan."""

from __future__ import annotations

from contextlib import suppress

from desktop.base.storage import StorageError
from desktop.services.workspace import Workspace


def own_plan(workspace: Workspace, account: str, number: str | None = None) -> str:
    """Return the reminder plan of an account or order in words; empty if it has no own plan.

    Also empty if the settings cannot be read, which other parts of the page report.
    """
    reminders = workspace.reminders
    with suppress(StorageError):
        if reminders.change(account, number):
            from desktop.wording.reminders import own_plan as words

            return words(reminders.plans().of(account, number))
    return ""
