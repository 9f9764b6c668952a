"""Claimed reminders as a system notification: with sound, and buttons where the system has any."""

from __future__ import annotations

from desktop.domain.reminders import one_hour_snooze, plays_sound
from desktop.services.later_target import LaterTarget
from desktop.services.reminders import Claimed
from desktop.system.notifications import Buttons, Note


def note_of(claimed: Claimed, key: str, words: tuple[str, str], buttons: tuple[str, str]) -> Note:
    """Return the notification about due reminders; `words` are its title and text.

    `buttons` are the captions of the buttons that open it and put it off. The second button is
    shown only if one of the reminders can be snoozed.
    """
    can_wait = any(one_hour_snooze(one.subject, claimed.now) is not None for one in claimed.due)
    several = len(claimed.due) > 1
    target = LaterTarget(key, claimed.made_at if several else None).text if can_wait else ""
    heard = any(plays_sound(one) for one in claimed.due)
    return Note(*words, key, heard, Buttons(*buttons, target))
