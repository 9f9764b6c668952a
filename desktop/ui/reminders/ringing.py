"""Rings what is due as long as the window is there, also while nobody sees it.

Nothing is scheduled. What is due is asked at the start, when something can have come due, when the
records changed, and where the wall clock jumped: a computer that slept catches up within one look.
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
from desktop.ui.reminders.look import Announcement, Findings, LookRequest, in_words, look
from desktop.ui.shared.context import Context
from desktop.ui.shared.snooze_menu import put_off_by_an_hour
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
    note_put_off = Signal(str)
    """A notification was put off by its button; its target. Comes from another thread."""

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
        self._told_past = False
        """Whether what was missed before the start was looked for."""
        self._looking = False
        self._again = False
        """Whether something happened during a look that it may not have seen."""
        self._soon = QTimer(self, singleShot=True, interval=_AFTER_A_CHANGE_MS)
        self._soon.timeout.connect(self._look_now)

    @property
    def busy(self) -> bool:
        """Return whether a look is under way, or will be in a moment."""
        return self._looking or self._soon.isActive()

    def start(self, *, shown: bool = True) -> None:
        """Tell what was missed, announce what is due, and go on as long as the window is there.

        `shown` says whether the window can be seen: it may have no keyboard yet.
        """
        now = self._context.ticker.clock()
        self._last = now
        self._started = True
        clicked, put_off = self.note_clicked.emit, self.note_put_off.emit
        self._worker.submit(lambda _token: self._notifier.listen(clicked, put_off))
        self._ask(LookRequest(now, look_back=True, seen=shown))
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
        """Claim what is due at `now` (UTC) and announce it, off the window's thread.

        If the data cannot be used just now, that is no news to interrupt anybody with: the pages
        say so, and what is due stays due until the next look.
        """
        self._ask(LookRequest(now, others=self._other_names()))

    def _ask(self, request: LookRequest) -> None:
        if self._looking:
            self._again = True
            return
        self._looking = True
        workspace, notifier = self._context.workspace, self._notifier
        self._worker.submit(
            lambda _token: look(workspace, notifier, request),
            partial(self._take, request),
            failed=partial(self._give_up, request),
        )

    def _take(self, request: LookRequest, found: Findings) -> None:
        """Show what a look found."""
        self._looking = False
        self._told_past = True
        claimed = found.claimed
        self._next = _next_check(claimed)
        with suppress(StorageError):
            self._version = self._context.workspace.data_version()
        if found.missed is not None and request.seen:
            self.missed.emit(found.missed, request.away_since is not None)
        elif found.missed is not None:
            self._away_since = found.missed.since
        if found.announcement is not None:  # first: it is shown by now, and must not be withdrawn
            self._told[found.announcement.key] = found.announcement
        self._take_back_handled(claimed, found.gone)
        if found.announcement is not None:
            self._announce(found.announcement, shown=found.shown)
        self.looked.emit(claimed)
        self._catch_up()

    def _give_up(self, request: LookRequest, error: Exception) -> None:
        """Look again with the next tick. Raises what is no trouble with the data."""
        self._looking = False
        self._version = None
        if request.look_back and request.away_since is not None:
            self._away_since = request.away_since
        if not isinstance(error, StorageError):
            raise error

    def _look_back(self, now: datetime) -> bool:
        """Look for what came due while nobody was there, if somebody is there to see it now."""
        if self._away_since is None or self._looking or not self._in_front():
            return False
        since, self._away_since = self._away_since, None
        self._ask(LookRequest(now, True, since, True, self._other_names()))
        return True

    def _catch_up(self) -> None:
        """Look once more where something happened meanwhile."""
        again, self._again = self._again, False
        if not self._look_back(self._context.ticker.clock()) and again:
            self._look_now()

    def said_again(self, announcement: Announcement) -> Announcement:
        """Return an announcement in the language spoken now."""
        return in_words(self._context.workspace, announcement.claimed)

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

    def put_off_note(self, target: LaterTarget) -> bool:
        """Put off by an hour what a notification told of; return False where it is too late."""
        until = put_off_by_an_hour(self._context, target)
        if until is not None:
            self._withdraw([target.name])
        return until is not None

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
        wanted = slept or now < last or self._may_be_due(now) or self._changed_elsewhere()
        if not self._look_back(now) and wanted:
            self.look(now)
        self._try_again(now)
        if self._told_past:  # until then, it says since when nobody was there
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

    # Announcing

    def _announce(self, announcement: Announcement, *, shown: bool) -> None:
        """Say in the window what was announced, where it is in front or nothing else does."""
        if not shown:
            self._unshown, self._tried_at = announcement, announcement.claimed.now
            if announcement.note.sound:  # which else is the system's to make
                QApplication.beep()
        if not shown or self._in_front():  # a notification may come up where nobody looks
            self.announced.emit(announcement)

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
        note, notifier = announcement.note, self._notifier
        self._worker.submit(
            lambda _token: notifier.show(note), partial(self._note_late_outcome, announcement)
        )

    def _note_late_outcome(self, announcement: Announcement, shown: bool) -> None:
        if shown and self._unshown is announcement:
            self._unshown = None
            with suppress(StorageError):
                self._reminders.note_delivery(announcement.claimed, Delivery.SHOWN)

    # Taking back

    def _take_back_handled(self, claimed: Claimed, over: frozenset[str]) -> None:
        """Withdraw what tells of orders that are not open any more, whoever announced it.

        `over` are the names of what else is: a backup was taken, a trial answered.
        """
        still = frozenset(one.subject.name for one in claimed.orders)
        gone, self._open = self._open - still, still
        gone, still = gone | over, still | (self._other_names() - over)
        put_off = self._put_off_elsewhere(claimed)
        if put_off:
            self._withdraw(put_off)
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

    def _put_off_elsewhere(self, claimed: Claimed) -> list[str]:
        """Return the keys of announcements of which every order was put off, wherever that was."""
        waiting = {one.subject.name for one in claimed.orders if one.snoozed_until}
        return [key for key, told in self._told.items() if told.names <= waiting]

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


def _next_check(claimed: Claimed) -> datetime:
    """Return when (UTC) anything can come due, an order is over, or another day begins."""
    now = claimed.now
    deadlines = [one.subject.deadline for one in claimed.orders]
    times = [claimed.next_check, *deadlines, beijing.end_of_day(now)]
    return min(at for at in times if at is not None and at > now)
