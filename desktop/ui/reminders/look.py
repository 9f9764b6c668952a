"""One look at the reminders, off the window's thread: what was missed, claimed, and shown.

It works on a connection of its own. With a hundred thousand open orders it takes seconds.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.reminder_log import Delivery
from desktop.domain.reminders import ReminderStatus
from desktop.services.reminder_notes import note_of
from desktop.services.reminders import Claimed, MissedWhileClosed
from desktop.services.workspace import Workspace
from desktop.system.notifications import Note, Notifier
from desktop.wording import notifications


@dataclass(frozen=True, slots=True)
class Announcement:
    """What is announced at once, in words; `claimed` says of what, and since when."""

    title: str
    body: str
    key: str
    claimed: Claimed

    @property
    def due(self) -> tuple[ReminderStatus, ...]:
        """Return what it is about, by deadline."""
        return self.claimed.due

    @property
    def names(self) -> frozenset[str]:
        """Return the names of what it is about."""
        return frozenset(one.subject.name for one in self.due)

    @property
    def note(self) -> Note:
        """Return it as the system shows it."""
        return note_of(self.claimed, self.key, (self.title, self.body), notifications.buttons())


@dataclass(frozen=True, slots=True)
class LookRequest:
    """What a look is to find out at `now` (UTC).

    `look_back` asks for what came due while nobody was there, since `away_since` (UTC; None for
    since the window was last closed). `seen` says that it will be shown. `others` are names of
    subjects of which it is to be told whether they are still there.
    """

    now: datetime
    look_back: bool = False
    away_since: datetime | None = None
    seen: bool = False
    others: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Findings:
    """What a look found. `missed` is kept as seen if the request said so.

    `announcement` is what was claimed and is due, `shown` whether the system took it.
    `gone` are those of the request's `others` that are over.
    """

    claimed: Claimed
    missed: MissedWhileClosed | None
    announcement: Announcement | None
    shown: bool
    gone: frozenset[str]


def look(workspace: Workspace, notifier: Notifier, request: LookRequest) -> Findings:
    """Look once, and show what is due; `workspace` is that of another thread.

    Raises StorageError if the data cannot be used.
    """
    now, missed = request.now, None
    with closing(workspace.another()) as own:
        reminders = own.reminders
        if request.look_back:
            missed = reminders.missed_while_closed(request.away_since, now)
            if missed is not None and request.seen:
                reminders.missed_shown(missed)
        claimed = reminders.claim(now)
        gone = request.others - reminders.reached(now) if request.others else frozenset()
        if not claimed.due:
            return Findings(claimed, missed, None, False, gone)
        announcement = in_words(own, claimed)
        shown = notifier.show(announcement.note)
        reminders.note_delivery(claimed, Delivery.SHOWN if shown else Delivery.NO_SERVICE)
        return Findings(claimed, missed, announcement, shown, gone)


def in_words(workspace: Workspace, claimed: Claimed) -> Announcement:
    """Return what is due as it is announced, in the language spoken now."""
    title, body = notifications.notification(
        claimed.due,
        workspace.book(),
        claimed.now,
        with_amounts=workspace.reminders.plan().amounts,
    )
    return Announcement(title, body, notifications.key(claimed.due), claimed)
