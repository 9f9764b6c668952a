"""A single check of the reminders: finds missed ones, claims due ones, and shows a notification.

It runs off the window's thread on a separate connection, since it lasts seconds with a hundred
thousand open orders.
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
    """The text of a notification about one or several subjects, and what was `claimed` for it."""

    title: str
    body: str
    key: str
    claimed: Claimed

    @property
    def due(self) -> tuple[ReminderStatus, ...]:
        """The subjects, by deadline."""
        return self.claimed.due

    @property
    def names(self) -> frozenset[str]:
        """The names of the subjects."""
        return frozenset(one.subject.name for one in self.due)

    @property
    def note(self) -> Note:
        """The notification for the system."""
        return note_of(self.claimed, self.key, (self.title, self.body), notifications.buttons())


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """The parameters of a check at `now` (UTC).

    With `include_missed`, the check also finds what came due while the user was away, from
    `away_since` (UTC; None: from when the window was last closed) on. `will_show` is whether these
    will be shown, so that they are recorded as shown. `other_names` are names of subjects besides
    orders, for which the check reports whether they are still due.
    """

    now: datetime
    include_missed: bool = False
    away_since: datetime | None = None
    will_show: bool = False
    other_names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The result of a check.

    `announcement` is about the subjects that are due, `shown` is whether the system showed it.
    `gone` are those of the request's `other_names` that are no longer due.
    """

    claimed: Claimed
    missed: MissedWhileClosed | None
    announcement: Announcement | None
    shown: bool
    gone: frozenset[str]


def check_reminders(workspace: Workspace, notifier: Notifier, request: CheckRequest) -> CheckResult:
    """Check once, and show a notification of what is due; for a worker's thread.

    `workspace` is the window's; a separate connection is opened. Raises StorageError if the data
    cannot be read or written.
    """
    now, missed = request.now, None
    with closing(workspace.another()) as own:
        reminders = own.reminders
        if request.include_missed:
            missed = reminders.missed_while_closed(request.away_since, now)
            if missed is not None and request.will_show:
                reminders.missed_shown(missed)
        claimed = reminders.claim(now)
        gone = request.other_names - reminders.reached(now) if request.other_names else frozenset()
        if not claimed.due:
            return CheckResult(claimed, missed, None, False, gone)
        announcement = announcement_of(own, claimed)
        shown = notifier.show(announcement.note)
        reminders.note_delivery(claimed, Delivery.SHOWN if shown else Delivery.NO_SERVICE)
        return CheckResult(claimed, missed, announcement, shown, gone)


def announcement_of(workspace: Workspace, claimed: Claimed) -> Announcement:
    """Return the announcement of what was claimed, in the current language."""
    title, body = notifications.notification(
        claimed.due,
        workspace.book(),
        claimed.now,
        with_amounts=workspace.reminders.plan().amounts,
    )
    return Announcement(title, body, notifications.key(claimed.due), claimed)
