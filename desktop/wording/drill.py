"""Texts for the trial of the reminders: its last result and its countdown."""

from __future__ import annotations

from datetime import datetime

from desktop.domain import beijing
from desktop.services.reminder_drill import Proof
from desktop.wording import moments
from desktop.wording.i18n import _


def proof(last: Proof | None, now: datetime) -> str:
    """Return when and on which computer a trial reminder last arrived, or that none ever did."""
    if last is None:
        return _("Never proven: nobody has seen a reminder arrive on this computer yet.")
    day = moments.day(beijing.day_of(last.at), now)
    if last.here:
        return _("Last proven: {day}, on this computer").format(day=day)
    text = _("Last proven: {day}, on {computer}. Not yet on this computer.")
    return text.format(day=day, computer=last.computer)


def rings_in(until: datetime, now: datetime) -> str:
    """Return the time until the trial rings, to the second."""
    return _("Rings in {time}").format(time=moments.time_left(until, now, fine=True))
