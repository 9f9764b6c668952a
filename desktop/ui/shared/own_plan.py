"""The quiet line that an account or an order is reminded of otherwise than in the settings."""

from __future__ import annotations

from contextlib import suppress

from desktop.base.storage import StorageError
from desktop.services.workspace import Workspace


def own_plan(workspace: Workspace, account: str, number: str | None = None) -> str:
    """Return when reminders of an account or order come, if it has a plan of its own; else empty.

    Empty also where the settings cannot be read, which other parts of the page say.
    """
    reminders = workspace.reminders
    with suppress(StorageError):
        if reminders.change(account, number):
            from desktop.wording.reminders import own_plan as words

            return words(reminders.plans().of(account, number))
    return ""
