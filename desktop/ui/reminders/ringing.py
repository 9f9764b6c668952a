"""Rings what is due as long as the window is there, also while nobody sees it.

Nothing is scheduled. What is due is asked at the start, when something can have come due, when the
records changed, and where the wall clock jumped: a computer that slept catches up within one look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from desktop.base.storage import StorageError
from desktop.domain import beijing
from desktop.domain.reminder_log import Delivery
from desktop.domain.reminders import Standing
from desktop.services.reminders import Claimed, MissedWhileClosed
from desktop.system.notifications import Note, Notifier
from desktop.ui.kit.worker import Worker
from desktop.ui.shared.context import Context
from desktop.wording import notifications

LOOK_AGAIN = timedelta(seconds=40)
"""How long the clock is left alone. A timer stands still while the computer sleeps, so that this is
also how late a reminder is after that where the system tells nothing; and less than two wake-ups a
minute cost no battery."""
_ASLEEP = timedelta(minutes=3)
"""A gap of the wall clock that is no busy computer: nobody was there meanwhile."""
_SERVICE_MAY_COME = timedelta(minutes=10)
"""How long a service for notifications is waited for, as after logging in."""
_CLOSING_SECONDS = 2.0
_AFTER_A_CHANGE_MS = 200
"""What was changed is shown first; of several changes at once, the last counts."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """What is announced at once, in words; `claimed` says of what, and since when."""

    title: str
    body: str
    key: str
    claimed: Claimed

    @property
    def due(self) -> tuple[Standing, ...]:
        """Return what it is about, by deadline."""
        return self.claimed.due

    @property
    def names(self) -> frozenset[str]:
        """Return the names of what it is about."""
        return frozenset(one.subject.name for one in self.due)


class Ringing(QObject):
    """Claims what is due and announces it; `in_front` says whether the user sees the window.

    `notifier` is only used off the window's thread, except to be closed.
    """

    announced = Signal(object)
    """An `Announcement` that the window should show itself."""
    seen_to = Signal(object)
    """The keys of announcements that were seen to: nothing should show them any more."""
    missed = Signal(object, bool)
    """What came due while nobody was there (`MissedWhileClosed`), to be shown now; whether the
    computer was asleep, and not the window closed."""
    looked = Signal(object)
    """The reminders were looked at: the `Claimed` that was found."""
    ticked = Signal(object)
    """The clock was looked at; the moment (UTC)."""
    note_clicked = Signal(str)
    """A notification of the system was clicked; its key. Comes from another thread."""

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
        self._told: dict[str, Announcement] = {}
        """What was announced and is not seen to yet, by its key."""
        self._unshown: Announcement | None = None
        """What no service took; it is tried again."""
        self._tried_at: datetime | None = None
        self._open: frozenset[str] = frozenset()
        self._last: datetime | None = None
        self._next: datetime | None = None
        self._version: tuple[int, int] | None = None
        self._away_since: datetime | None = None
        """Since when nobody was there, where that is still to be told."""
        self._started = False
        self._soon = QTimer(self, singleShot=True, interval=_AFTER_A_CHANGE_MS)
        self._soon.timeout.connect(self._look_now)

    def start(self, *, shown: bool = True) -> None:
        """Tell what was missed, announce what is due, and go on as long as the window is there.

        `shown` says whether the window can be seen: it may have no keyboard yet.
        """
        now = self._context.ticker.clock()
        self._last = now
        self._started = True
        self._worker.submit(lambda _token: self._notifier.listen(self.note_clicked.emit))
        with suppress(StorageError):
            missed = self._reminders.missed_while_closed(now=now)
            if missed is not None:
                self._away_since = missed.since
        self._tell_missed(now, seen=shown, asleep=False)
        self.look(now)
        self._context.changed.connect(self._soon.start)
        self._context.ticker.register(self, always=True)

    def close(self) -> None:
        """Ring no more; what is shown by the system stays there."""
        if not self._started:
            return
        self._started = False
        self._context.ticker.unregister(self)
        self._context.changed.disconnect(self._soon.start)
        self._soon.stop()
        with suppress(StorageError):
            self._reminders.seen(self._context.ticker.clock())
        self._worker.close(_CLOSING_SECONDS)
        self._notifier.close()

    def look(self, now: datetime) -> None:
        """Claim what is due at `now` (UTC) and announce it.

        If the data cannot be used just now, that is no news to interrupt anybody with: the pages
        say so, and what is due stays due until the next look.
        """
        with suppress(StorageError):
            claimed = self._reminders.claim(now)
            self._next = _next_look(claimed)
            self._version = self._context.workspace.data_version()
            self._take_back_handled(claimed)
            if claimed.due:
                self._announce(claimed)
            self.looked.emit(claimed)

    def said_again(self, announcement: Announcement) -> Announcement:
        """Return an announcement in the language spoken now."""
        return self._in_words(announcement.claimed)

    def acknowledge(self, announcement: Announcement) -> None:
        """Keep that the user has seen an announcement, and take it away everywhere."""
        with suppress(StorageError):
            self._reminders.acknowledge(announcement.names, self._context.ticker.clock())
        self._withdraw([announcement.key])

    def put_off(self, announcement: Announcement, until: datetime) -> None:
        """Put everything in an announcement off until a moment (UTC), and take it away."""
        now = self._context.ticker.clock()

        def snooze() -> None:
            for one in announcement.due:
                deadline = one.subject.deadline
                if deadline is None or until < deadline:
                    self._reminders.snooze(one.subject.name, until, now)

        self._context.run_action("", snooze)
        self._withdraw([announcement.key])

    # What the ticker asks

    def next_change(self, now: datetime) -> datetime | None:
        """Return when to look at the clock again."""
        soon = now + LOOK_AGAIN
        return soon if self._next is None else min(soon, self._next)

    def tick(self, now: datetime) -> None:
        """Look where something can have come due, and notice that the computer slept."""
        if not isValid(self):  # the window went without being closed; the ticker outlives it
            self._context.ticker.unregister(self)
            return
        last, self._last = self._last or now, now
        slept = now - last > _ASLEEP
        if slept and self._away_since is None:
            self._away_since = last
        self._tell_missed(now, seen=self._in_front(), asleep=True)
        if slept or now < last or self._may_be_due(now) or self._changed_elsewhere():
            self.look(now)
        self._try_again(now)
        with suppress(StorageError):
            self._reminders.seen(now)
        self.ticked.emit(now)

    def _may_be_due(self, now: datetime) -> bool:
        return self._next is not None and now >= self._next

    def _changed_elsewhere(self) -> bool:
        with suppress(StorageError):
            return self._context.workspace.data_version() != self._version
        return False

    def _look_now(self) -> None:
        self.look(self._context.ticker.clock())

    # What was missed

    def _tell_missed(self, now: datetime, *, seen: bool, asleep: bool) -> None:
        """Have what came due meanwhile shown, as soon as somebody is there to see it."""
        if self._away_since is None or not seen:
            return
        since, self._away_since = self._away_since, None
        with suppress(StorageError):
            missed: MissedWhileClosed | None = self._reminders.missed_while_closed(since, now)
            if missed is not None:
                self.missed.emit(missed, asleep)

    # Announcing

    def _announce(self, claimed: Claimed) -> None:
        announcement = self._in_words(claimed)
        self._told[announcement.key] = announcement
        if self._in_front():  # the notification may come up where nobody looks just now
            self.announced.emit(announcement)
        if self._reminders.plan().sound:
            QApplication.beep()
        self._show(announcement, self._note_outcome)

    def _in_words(self, claimed: Claimed) -> Announcement:
        book, allowed = self._context.workspace.book(), self._reminders.plan().amounts
        title, body = notifications.notification(
            claimed.due, book, claimed.now, with_amounts=allowed
        )
        return Announcement(title, body, notifications.key(claimed.due), claimed)

    def _show(self, announcement: Announcement, done: Callable[[Announcement, bool], None]) -> None:
        note = Note(announcement.title, announcement.body, announcement.key)
        self._worker.submit(
            lambda _token: self._notifier.show(note), lambda shown: done(announcement, shown)
        )

    def _note_outcome(self, announcement: Announcement, shown: bool) -> None:
        self._note_delivery(announcement, shown)
        standing = self._told.get(announcement.key) is announcement
        if shown or not standing:
            return
        self._unshown, self._tried_at = announcement, announcement.claimed.now
        if not self._in_front():
            self.announced.emit(announcement)

    def _note_delivery(self, announcement: Announcement, shown: bool) -> None:
        delivery = Delivery.SHOWN if shown else Delivery.NO_SERVICE
        with suppress(StorageError):
            self._reminders.note_delivery(announcement.claimed, delivery)

    def _try_again(self, now: datetime) -> None:
        """Show what no service took: it may be there by now, as some time after logging in."""
        announcement, last = self._unshown, self._tried_at
        if announcement is None or self._worker.busy:
            return
        if last is not None and timedelta() <= now - last < LOOK_AGAIN:
            return
        if abs(now - announcement.claimed.now) > _SERVICE_MAY_COME:
            self._unshown = None
            return
        self._tried_at = now
        self._show(announcement, self._note_late_outcome)

    def _note_late_outcome(self, announcement: Announcement, shown: bool) -> None:
        if shown and self._unshown is announcement:
            self._unshown = None
            self._note_delivery(announcement, shown)

    # Taking back

    def _take_back_handled(self, claimed: Claimed) -> None:
        """Withdraw what tells of orders that are not open any more, whoever announced it."""
        still = frozenset(one.subject.name for one in claimed.orders)
        gone, self._open = self._open - still, still
        others = self._other_names()
        if others:  # a backup was taken, a trial answered
            reached = self._reminders.reached(claimed.now)
            gone, still = gone | (others - reached), still | (others & reached)
        if not gone:
            return
        keys = set(gone)
        told = self._told.get(notifications.EVERYTHING)
        if told is None:  # the helper may have told of several
            orders = {one.subject.name for one in claimed.orders if one.current is not None}
        else:
            orders = set(told.names)
        if not orders & still:
            keys.add(notifications.EVERYTHING)
        self._withdraw(keys)

    def _other_names(self) -> frozenset[str]:
        """Return the names of what was told of besides orders."""
        told = chain.from_iterable(one.due for one in self._told.values())
        return frozenset(one.subject.name for one in told if one.subject.order is None)

    def _withdraw(self, keys: Iterable[str]) -> None:
        wanted = sorted(set(keys))
        for key in wanted:
            self._told.pop(key, None)
        if self._unshown is not None and self._unshown.key in wanted:
            self._unshown = None

        def withdraw() -> None:
            for key in wanted:
                self._notifier.withdraw(key)

        self._worker.submit(lambda _token: withdraw())
        self.seen_to.emit(frozenset(wanted))


def _next_look(claimed: Claimed) -> datetime:
    """Return when (UTC) anything can come due, an order is over, or another day begins."""
    now = claimed.now
    deadlines = [one.subject.deadline for one in claimed.orders]
    times = [claimed.next_look, *deadlines, beijing.end_of_day(now)]
    return min(at for at in times if at is not None and at > now)
