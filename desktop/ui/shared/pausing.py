"""Pausing reminders until the next morning; what is due before still rings."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from desktop.base.storage import StorageError
from desktop.domain import beijing
from desktop.ui.shared.context import Context
from desktop.wording import moments
from desktop.wording.i18n import _

_MORNING = timedelta(hours=8)


def toggle_text(context: Context) -> str:
    """Return the label of the action `toggle`."""
    now = context.workspace.clock()
    paused = _paused_until(context)
    text = _("Pause reminders until {when}")
    if paused is not None:
        text = _("End the pause until {when}")
    when = moments.minute(paused or next_morning(now), now)
    return moments.tidy(text.format(when=when))


def toggle(context: Context) -> None:
    """Start a pause, or end the current one, and show a message."""
    reminders = context.workspace.reminders
    now = context.workspace.clock()
    until = None if _paused_until(context) is not None else next_morning(now)

    def pause() -> bool:
        reminders.pause(until)
        return True

    if context.run_action("", pause) is None:
        return
    if until is None:
        context.message.emit(_("Reminders go on"))
    else:
        text = _("Reminders are paused until {when}; what is due before still rings")
        context.message.emit(moments.tidy(text.format(when=moments.minute(until, now))))


def _paused_until(context: Context) -> datetime | None:
    with suppress(StorageError):
        return context.workspace.reminders.paused_until()
    return None


def next_morning(now: datetime) -> datetime:
    """Return the end (UTC) of a pause that begins at `now`: 08:00 of the next Beijing day."""
    return beijing.end_of_day(now) + _MORNING
