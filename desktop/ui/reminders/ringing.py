"""The loop that checks and announces reminders while the window exists, even if it is hidden.

Reminders are not scheduled. A check runs at the start, when something can have come due, after
changes of the records and when the wall clock jumped, so a computer that slept catches up with one
check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from itertools import chain

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from desktop.base.storage import StorageError
from desktop.domain import beijing
from desktop.domain.reminder_log import Delivery
from desktop.services.later_target import LaterTarget
from desktop.services.reminders import Claimed
from desktop.system.notifications import Notifier
from desktop.ui.kit.worker import Worker
from desktop.ui.reminders.check import (
    Announcement,
    CheckRequest,
    CheckResult,
    announcement_of,
    check_reminders,
)
from desktop.ui.shared.context import Context
from desktop.ui.shared.snooze_menu import snooze_one_hour
from desktop.wording import notifications

CHECK_INTERVAL = timedelta(seconds=40)
"""The longest time between two readings of the clock.

Timers stop while the computer sleeps; where the system does not report waking up, a reminder can be
late by this much. Fewer than two wake-ups a minute do not drain the battery."""
_SLEEP_GAP = timedelta(minutes=3)
"""A gap of the wall clock that a busy computer does not cause: it slept, and the user was away."""
_SERVICE_WAIT = timedelta(minutes=10)
"""How long to retry until a notification service is available, as after logging in."""
_CLOSING_SECONDS = 2.0
_CHANGE_DELAY_MS = 200
"""The delay of the check after a change: pages update first, and several changes share a check."""


class Ringing(QObject):
    """Claims what is due and announces it; `in_front` returns whether the user sees the window.

    `notifier` is used off the window's thread, except for closing it.
    """

    announced = Signal(object)
    """An `Announcement` that the window should show."""
    handled = Signal(object)
    """The keys of announcements that were handled, and must be hidden everywhere."""
    missed = Signal(object, bool)
    """What came due while the user was away (`MissedWhileClosed`), to be shown; and whether the
    computer was asleep (otherwise, the window was closed)."""
    checked = Signal(object)
    """A check has ended; its `Claimed`."""
    ticked = Signal(object)
    """The clock was read; the moment (UTC)."""
    note_clicked = Signal(str)
    """A notification of the system was clicked; its key. Emitted by another thread."""
    note_snoozed = Signal(str)
    """A notification was snoozed by its button; its target. Emitted by another thread."""

    def __init__(
        self,
        context: Context,
        notifier: Notifier,
        in_front: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._reminders = context.workspace.reminders
        self._notifier = notifier
        self._in_front = in_front
        self._worker = Worker("reminders", self)
        self._announced: dict[str, Announcement] = {}
        """Announcements that are not handled yet, by key."""
        self._undelivered: Announcement | None = None
        """The announcement that no service has shown, to be retried."""
        self._attempted_at: datetime | None = None
        self._open: frozenset[str] = frozenset()
        self._last: datetime | None = None
        self._next: datetime | None = None
        self._version: tuple[int, int] | None = None
        self._away_since: datetime | None = None
        """Since when the user was away, if what was missed is not shown yet."""
        self._started = False
        self._missed_checked = False
        """Whether the check at the start, which finds missed reminders, has ended."""
        self._checking = False
        self._check_again = False
        """Whether a check was requested during another, which may not have seen a change."""
        self._change_timer = QTimer(self, singleShot=True, interval=_CHANGE_DELAY_MS)
        self._change_timer.timeout.connect(self._check_now)

    @property
    def busy(self) -> bool:
        """Whether a check is running, or about to start."""
        return self._checking or self._change_timer.isActive()

    def start(self, *, shown: bool = True) -> None:
        """Show what was missed, announce what is due, and continue checking until `close`.

        `shown` is whether the window is visible; it may not be active yet.
        """
        now = self._context.ticker.clock()
        self._last = now
        self._started = True
        clicked, snoozed = self.note_clicked.emit, self.note_snoozed.emit
        self._worker.submit(lambda _token: self._notifier.listen(clicked, snoozed))
        self._submit(CheckRequest(now, include_missed=True, will_show=shown))
        self._context.changed.connect(self._change_timer.start)
        self._context.ticker.register(self, always=True)

    def close(self) -> None:
        """Stop checking; notifications shown by the system stay there."""
        if not self._started:
            return
        self._started = False
        self._context.ticker.unregister(self)
        self._context.changed.disconnect(self._change_timer.start)
        self._change_timer.stop()
        with suppress(StorageError):
            self._reminders.seen(self._context.ticker.clock())
        self._worker.close(_CLOSING_SECONDS)
        self._notifier.close()

    def check(self, now: datetime) -> None:
        """Claim what is due at `now` (UTC) and announce it, off the window's thread.

        Storage errors are not reported here: the pages report them, and what is due stays due
        until the next check.
        """
        self._submit(CheckRequest(now, other_names=self._other_names()))

    def _submit(self, request: CheckRequest) -> None:
        if self._checking:
            self._check_again = True
            return
        self._checking = True
        workspace, notifier = self._context.workspace, self._notifier
        self._worker.submit(
            lambda _token: check_reminders(workspace, notifier, request),
            partial(self._show_result, request),
            failed=partial(self._fail, request),
        )

    def _show_result(self, request: CheckRequest, found: CheckResult) -> None:
        """Show the result of a check."""
        self._checking = False
        self._missed_checked = True
        claimed = found.claimed
        self._next = _next_check(claimed)
        with suppress(StorageError):
            self._version = self._context.workspace.data_version()
        if found.missed is not None and request.will_show:
            self.missed.emit(found.missed, request.away_since is not None)
        elif found.missed is not None:
            self._away_since = found.missed.since
        if found.announcement is not None:  # first, so that it is not withdrawn below
            self._announced[found.announcement.key] = found.announcement
        self._withdraw_handled(claimed, found.gone)
        if found.announcement is not None:
            self._announce(found.announcement, shown=found.shown)
        self.checked.emit(claimed)
        self._check_again_if_needed()

    def _fail(self, request: CheckRequest, error: Exception) -> None:
        """Request another check with the next tick. Raises errors other than StorageError."""
        self._checking = False
        self._version = None
        if request.include_missed and request.away_since is not None:
            self._away_since = request.away_since
        if not isinstance(error, StorageError):
            raise error

    def _check_missed(self, now: datetime) -> bool:
        """Check for missed reminders if the user is back; return whether a check was started."""
        if self._away_since is None or self._checking or not self._in_front():
            return False
        since, self._away_since = self._away_since, None
        self._submit(CheckRequest(now, True, since, True, self._other_names()))
        return True

    def _check_again_if_needed(self) -> None:
        """Check again if something happened during the last check."""
        again, self._check_again = self._check_again, False
        if not self._check_missed(self._context.ticker.clock()) and again:
            self._check_now()

    def translated(self, announcement: Announcement) -> Announcement:
        """Return an announcement in the current language."""
        return announcement_of(self._context.workspace, announcement.claimed)

    def acknowledge(self, announcement: Announcement) -> None:
        """Record that the user has seen an announcement, and withdraw it everywhere."""
        with suppress(StorageError):
            self._reminders.acknowledge(announcement.names, self._context.ticker.clock())
        self._withdraw([announcement.key])

    def snooze(self, announcement: Announcement, until: datetime) -> None:
        """Put all subjects of an announcement off until a moment (UTC), and withdraw it."""
        now = self._context.ticker.clock()

        def snooze() -> None:
            for one in announcement.due:
                deadline = one.subject.deadline
                if deadline is None or until < deadline:
                    self._reminders.snooze(one.subject.name, until, now)

        self._context.run_action("", snooze)
        self._withdraw([announcement.key])

    def snooze_note(self, target: LaterTarget) -> bool:
        """Put the subject of a notification off by an hour; return False if it is too late."""
        until = snooze_one_hour(self._context, target)
        if until is not None:
            self._withdraw([target.name])
        return until is not None

    # Interface for the ticker

    def next_change(self, now: datetime) -> datetime | None:
        """Return when to read the clock again (UTC)."""
        soon = now + CHECK_INTERVAL
        return soon if self._next is None else min(soon, self._next)

    def tick(self, now: datetime) -> None:
        """Check if something can have come due, or if the computer slept."""
        if not isValid(self):  # the window was deleted without `close`; the ticker outlives it
            self._context.ticker.unregister(self)
            return
        last, self._last = self._last or now, now
        slept = now - last > _SLEEP_GAP
        if slept and self._away_since is None:
            self._away_since = last
        wanted = slept or now < last or self._may_be_due(now) or self._changed_elsewhere()
        if not self._check_missed(now) and wanted:
            self.check(now)
        self._retry_notification(now)
        if self._missed_checked:  # before, the stored moment says since when the user was away
            with suppress(StorageError):
                self._reminders.seen(now)
        self.ticked.emit(now)

    def _may_be_due(self, now: datetime) -> bool:
        return self._next is not None and now >= self._next

    def _changed_elsewhere(self) -> bool:
        with suppress(StorageError):
            return self._context.workspace.data_version() != self._version
        return False

    def _check_now(self) -> None:
        self.check(self._context.ticker.clock())

    # Announcing

    def _announce(self, announcement: Announcement, *, shown: bool) -> None:
        """Show an announcement in the window, if it is in front or the system showed nothing."""
        if not shown:
            self._undelivered, self._attempted_at = announcement, announcement.claimed.now
            if announcement.note.sound:  # otherwise, the system plays the sound
                QApplication.beep()
        if not shown or self._in_front():  # a notification may be overlooked
            self.announced.emit(announcement)

    def _retry_notification(self, now: datetime) -> None:
        """Show the notification again if no service was available, as soon after logging in."""
        announcement, last = self._undelivered, self._attempted_at
        if announcement is None or self._worker.busy:
            return
        if last is not None and timedelta() <= now - last < CHECK_INTERVAL:
            return
        if abs(now - announcement.claimed.now) > _SERVICE_WAIT:
            self._undelivered = None
            return
        self._attempted_at = now
        note, notifier = announcement.note, self._notifier
        self._worker.submit(
            lambda _token: notifier.show(note), partial(self._note_late_outcome, announcement)
        )

    def _note_late_outcome(self, announcement: Announcement, shown: bool) -> None:
        if shown and self._undelivered is announcement:
            self._undelivered = None
            with suppress(StorageError):
                self._reminders.note_delivery(announcement.claimed, Delivery.SHOWN)

    # Withdrawing

    def _withdraw_handled(self, claimed: Claimed, over: frozenset[str]) -> None:
        """Withdraw announcements of orders that are not open any more, whoever announced them.

        `over` are the names of other subjects that are handled: a backup made, a trial answered.
        """
        still = frozenset(one.subject.name for one in claimed.orders)
        gone, self._open = self._open - still, still
        gone, still = gone | over, still | (self._other_names() - over)
        snoozed = self._snoozed_elsewhere(claimed)
        if snoozed:
            self._withdraw(snoozed)
        if not gone:
            return
        keys = set(gone)
        announced = self._announced.get(notifications.EVERYTHING)
        if announced is None:  # the background helper may have announced several
            orders = {one.subject.name for one in claimed.orders if one.current is not None}
        else:
            orders = set(announced.names)
        if not orders & still:
            keys.add(notifications.EVERYTHING)
        self._withdraw(keys)

    def _snoozed_elsewhere(self, claimed: Claimed) -> list[str]:
        """Return the keys of announcements whose orders were all snoozed, here or elsewhere."""
        waiting = {one.subject.name for one in claimed.orders if one.snoozed_until}
        return [key for key, announced in self._announced.items() if announced.names <= waiting]

    def _other_names(self) -> frozenset[str]:
        """Return the names of announced subjects that are not orders."""
        announced = chain.from_iterable(one.due for one in self._announced.values())
        return frozenset(one.subject.name for one in announced if one.subject.order is None)

    def _withdraw(self, keys: Iterable[str]) -> None:
        wanted = sorted(set(keys))
        for key in wanted:
            self._announced.pop(key, None)
        if self._undelivered is not None and self._undelivered.key in wanted:
            self._undelivered = None

        def withdraw() -> None:
            for key in wanted:
                self._notifier.withdraw(key)

        self._worker.submit(lambda _token: withdraw())
        self.handled.emit(frozenset(wanted))


def _next_check(claimed: Claimed) -> datetime:
    """Return when (UTC) the next subject comes due, deadline passes or day begins."""
    now = claimed.now
    deadlines = [one.subject.deadline for one in claimed.orders]
    times = [claimed.next_check, *deadlines, beijing.end_of_day(now)]
    return min(at for at in times if at is not None and at > now)
