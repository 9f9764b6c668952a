"""The trial of the reminders in words: what it is for, and what it has shown so far."""

from __future__ import annotations

from datetime import datetime

from desktop.domain import beijing
from desktop.services.reminder_drill import Proof
from desktop.wording import moments
from desktop.wording.i18n import _


def proof(found: Proof | None, now: datetime) -> str:
    """Return when reminders were last seen to arrive, and where; plainly, if they never were."""
    if found is None:
        return _("Never proven: nobody has seen a reminder arrive on this computer yet.")
    day = moments.day(beijing.day_of(found.at), now)
    if found.here:
        return _("Last proven: {day}, on this computer").format(day=day)
    text = _("Last proven: {day}, on {computer}. Not yet on this computer.")
    return text.format(day=day, computer=found.computer)


def rings_in(until: datetime, now: datetime) -> str:
    """Return how long it is until the trial rings, to the second."""
    return _("Rings in {time}").format(time=moments.time_left(until, now, fine=True))
