"""Reminders: which are due, which process announces them, and the log of deliveries.

Every announcer – the window, its tray icon, the scheduled helper – calls `claim` first. A claim
returns only reminders that no other claim has returned, so each step is announced once, however
many processes check. All methods raise StorageError if the data cannot be read or written.

Claims are not actions of the user: they are not in the journal, and undo skips them. Associating an
order needs no claim: the order is no longer open, and becomes due again if the association is
undone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop.base.settings import SettingKey
from desktop.domain.assessment import Assessment, assess_all
from desktop.domain.book import Book
from desktop.domain.reminder_log import Delivery, LogEntry, LogReason, ReminderOutcome
from desktop.domain.reminder_moments import AHEAD
from desktop.domain.reminder_plan import PlanChange, Plans, ReminderKind, ReminderPlan
from desktop.domain.reminder_sources import order_name
from desktop.domain.reminders import (
    ReminderStatus,
    SnoozeChoice,
    UpcomingReminder,
    by_deadline,
    next_ring,
    one_hour_snooze,
    snooze_choices,
    upcoming,
)
from desktop.domain.timestamps import format_instant
from desktop.forms.stored_plans import read_change, read_plan, write_change, write_plan
from desktop.forms.stored_settings import stored_instant
from desktop.records.store import Store
from desktop.services.later_target import LaterTarget
from desktop.services.reminder_claims import claim_due, needs_writing
from desktop.services.reminder_drill import Drill
from desktop.services.reminder_gate import GateReminders
from desktop.services.reminder_reader import ReminderReader, ReminderState, part_of, read_plans

_SEEN_EVERY = timedelta(minutes=5)
"""How exactly the window's last presence is stored, to save writes."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """The result of one claim of reminders at `now` (UTC).

    `orders` are the statuses of all open orders, by deadline; `due` the reminders that the caller
    must announce; `entries` their lines in the log, for `note_delivery`; `next_check` (UTC) when
    something can come due next; `made_at` (UTC) the time of the claim, for `snooze_one_hour`.
    """

    now: datetime
    orders: tuple[ReminderStatus, ...]
    due: tuple[ReminderStatus, ...] = ()
    entries: tuple[int, ...] = ()
    next_check: datetime | None = None
    made_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MissedWhileClosed:
    """The orders whose reminders came due between `since` and `now` (UTC) without a window.

    Both by deadline: `still_time` can still be associated, `past` have missed their deadline.
    """

    since: datetime
    now: datetime
    still_time: tuple[Assessment, ...]
    past: tuple[Assessment, ...]


class ReminderService:
    """The reminders of one data folder.

    `book` gives the current records, `clock` now in UTC, `backed_up_at` when the last verified
    backup before a moment was taken.
    """

    def __init__(
        self,
        store: Store,
        book: Callable[[], Book],
        clock: Callable[[], datetime],
        backed_up_at: Callable[[datetime], datetime | None],
    ) -> None:
        self._store = store
        self._book = book
        self._clock = clock
        self.drill = Drill(store, clock)
        """The test that shows whether reminders arrive on this computer."""
        self.gate = GateReminders(store)
        """The reminders that an account may order again."""
        self._reader = ReminderReader(store, book, backed_up_at, self.drill, self.gate)

    # The plan

    def plan(self) -> ReminderPlan:
        """Return how the user wants to be reminded."""
        return read_plan(self._store.setting(SettingKey.REMINDER_PLAN))

    def save_plan(self, plan: ReminderPlan) -> None:
        """Store how the user wants to be reminded from now on."""
        self._store.set_setting(SettingKey.REMINDER_PLAN, write_plan(plan))

    def change(self, account: str, order: str | None = None) -> PlanChange:
        """Return the plan change for an account (a UID), or one of its orders (a number)."""
        kept = self._store.setting(SettingKey.REMINDER_CHANGE, part_of(account, order))
        return read_change(kept)

    def save_change(self, change: PlanChange, account: str, order: str | None = None) -> None:
        """Store the plan change for an account or order; an empty change removes it."""
        part = part_of(account, order)
        self._store.set_setting(SettingKey.REMINDER_CHANGE, write_change(change), part)

    def plans(self) -> Plans:
        """Return the user's plan with the changes for single accounts and orders."""
        return read_plans(self._store)

    def preview(
        self,
        change: PlanChange,
        account: str,
        order: str | None = None,
        now: datetime | None = None,
    ) -> UpcomingReminder | None:
        """Return what would ring next for an account or order if this change were stored.

        `now` is UTC. None if nothing would ring within 31 days.
        """
        at = now or self._clock()
        statuses, marks = self._reader.with_change(change, account, order, at)
        return next_ring(upcoming(statuses, marks, at + AHEAD))

    # Reading; nothing is changed

    def statuses(self, now: datetime | None = None) -> list[ReminderStatus]:
        """Return the statuses of all open orders at `now` (UTC; default: the clock's).

        Sorted by deadline.
        """
        return _order_statuses(self._reader.state(now or self._clock()))

    def status(self, name: str, now: datetime | None = None) -> ReminderStatus | None:
        """Return the status of one subject at `now` (UTC); None if it is over, or unknown.

        For an order, only that order is read.
        """
        return self._reader.one(name, now or self._clock())

    def due(self, now: datetime | None = None) -> list[ReminderStatus]:
        """Return the reminders of all kinds due at `now` (UTC), by deadline."""
        state = self._reader.state(now or self._clock())
        return by_deadline(one for one in state.statuses if one.due)

    def upcoming(
        self, now: datetime | None = None, ahead: timedelta = AHEAD
    ) -> list[UpcomingReminder]:
        """Return the reminders of the 31 days after `now` (UTC), and those held back now."""
        at = now or self._clock()
        state = self._reader.state(at)
        return upcoming(state.statuses, state.marks, at + ahead)

    def next_ring(self, now: datetime | None = None) -> UpcomingReminder | None:
        """Return the next reminder after `now` (UTC); None if there is none within 31 days."""
        return next_ring(self.upcoming(now))

    def reached(self, now: datetime | None = None) -> frozenset[str]:
        """Return the names of all subjects with a moment at or before `now` (UTC), handled or not.

        Without orders that are not open, an answered drill, and the reminder of a recent backup.
        """
        found = self._reader.state(now or self._clock()).statuses
        return frozenset(one.subject.name for one in found if one.current is not None)

    def log(self, limit: int = 500) -> list[LogEntry]:
        """Return the log of reminders that rang, were held or skipped, latest first.

        It covers the last 90 days.
        """
        return self._store.reminders.log(limit)

    # Announcing

    def claim(self, now: datetime | None = None, *, silent: bool = False) -> Claimed:
        """Claim the reminders due at `now` (UTC), so that no other process announces them.

        The caller must announce what is returned as due, and report the outcome to `note_delivery`;
        `silent` means that nothing will be shown. Reminders that are held back, or passed while the
        computer slept, are written into the log.
        """
        at = now or self._clock()
        state = self._reader.state(at)
        if not needs_writing(self._store, state.statuses, at):
            return Claimed(at, tuple(_order_statuses(state)), next_check=_next_check(state))
        with self._store.reminders.change() as rows:
            state = self._reader.state(at)  # again, now that nobody else can write
            due, entries = claim_due(self._store, rows, state.statuses, at, self._book, silent)
            made_at = rows.made_at
        orders = tuple(_order_statuses(state))
        return Claimed(at, orders, tuple(due), tuple(entries), _next_check(state), made_at)

    def note_delivery(self, claimed: Claimed, delivery: Delivery) -> None:
        """Write the outcome of an announcement into the log."""
        if not claimed.entries:
            return
        with self._store.reminders.change() as rows:
            if delivery is Delivery.SHOWN:
                rows.settle(claimed.entries, ReminderOutcome.RANG, LogReason.NONE)
            else:
                rows.settle(claimed.entries, ReminderOutcome.SKIPPED, LogReason.NO_SERVICE)

    def acknowledge(self, names: Iterable[str], now: datetime | None = None) -> None:
        """Record that the user has seen the reminders of these subjects up to `now` (UTC).

        They ring again at their next moments. A snooze ends.
        """
        at = now or self._clock()
        wanted = set(names)
        with self._store.reminders.change() as rows:
            for one in self._reader.some(wanted, at):
                rows.acknowledge(one)

    # Snoozing

    def snooze_choices(
        self, name: str, now: datetime | None = None
    ) -> list[tuple[SnoozeChoice, datetime]]:
        """Return until when (UTC) a subject can be snoozed; empty if it must be handled now."""
        at = now or self._clock()
        found = self._reader.one(name, at)
        if found is None:
            return []
        return snooze_choices(at, found.subject.deadline, found.subject.plan)

    def snooze(self, name: str, until: datetime, now: datetime | None = None) -> None:
        """Put a subject off until a moment (UTC), at which it rings.

        Raises ValueError if that moment is past, or not before the subject's deadline.
        """
        at = now or self._clock()
        found = self._reader.one(name, at)
        deadline = None if found is None else found.subject.deadline
        late = found is None or (deadline is not None and until >= deadline)
        if late or until <= at:
            raise ValueError("a snooze ends after now and before the deadline")
        with self._store.reminders.change() as rows:
            rows.snooze(name, until)

    def snooze_one_hour(self, target: LaterTarget, now: datetime | None = None) -> datetime | None:
        """Put the subjects of a notification off by an hour; return until when (UTC).

        None if none can be snoozed: they are over, snoozed already, or must be handled now. Only
        subjects that were announced are snoozed, because any program can send such a target.
        """
        at = now or self._clock()
        until = None
        with self._store.reminders.change() as rows:
            names = [target.name]
            if target.claimed_at is not None:
                names = self._store.reminders.claimed(target.claimed_at)
            for one in self._reader.some(names, at):
                later = one_hour_snooze(one.subject, at)
                if later is not None and _has_rung(one):
                    rows.snooze(one.subject.name, later)
                    until = later
        return until

    def end_snooze(self, name: str) -> None:
        """Cancel a snooze."""
        with self._store.reminders.change() as rows:
            rows.snooze(name, None)

    def pause(self, until: datetime | None) -> None:
        """Hold all reminders back until a moment (UTC), but for those due today or before then.

        None ends the pause.
        """
        with self._store.reminders.change() as rows:
            rows.pause(until)

    def paused_until(self, now: datetime | None = None) -> datetime | None:
        """Return until when (UTC) reminders are paused; None if they are not."""
        at = now or self._clock()
        until = self._store.reminders.marks(at).paused_until
        return until if until is not None and until > at else None

    # Orders that came due without a window

    def seen(self, now: datetime | None = None) -> None:
        """Record that the window is open now; called at each tick, and on closing."""
        at = now or self._clock()
        last = stored_instant(self._store.setting(SettingKey.REMINDERS_SEEN_AT))
        if last is None or not timedelta() <= at - last < _SEEN_EVERY:
            self._store_seen(at)

    def missed_while_closed(
        self, since: datetime | None = None, now: datetime | None = None
    ) -> MissedWhileClosed | None:
        """Return the orders that came due since the window was last open; None if none did.

        Pass `since` (UTC) if the window was open but the computer asleep. Call it before `seen`.
        Orders that the helper announced meanwhile are not among those with time left.
        """
        at = now or self._clock()
        since = since or stored_instant(self._store.setting(SettingKey.REMINDERS_SEEN_AT))
        if since is None or since >= at:
            return None
        still_time = [
            order
            for one in self.statuses(at)
            if one.open and one.current is not None and one.current.at > since
            if (order := one.subject.order) is not None
        ]
        past = self._store.open_orders(since, at)
        if not still_time and not past:
            return None
        book = self._book()
        return MissedWhileClosed(
            since,
            at,
            tuple(assess_all(still_time, book, at)),
            tuple(assess_all(past, book, at)),
        )

    def missed_shown(self, missed: MissedWhileClosed) -> None:
        """Record that the user has seen these orders: do not show or announce them again."""
        names = [order_name(a.order.account, a.order.number) for a in missed.still_time]
        self.acknowledge(names, missed.now)
        self._store_seen(missed.now)

    def _store_seen(self, at: datetime) -> None:
        with self._store.reminders.change() as rows:
            rows.set_setting(SettingKey.REMINDERS_SEEN_AT, format_instant(at))


def _has_rung(one: ReminderStatus) -> bool:
    """Return whether a subject was announced and not snoozed since."""
    return one.current is not None and not one.open and one.snoozed_until is None


def _order_statuses(state: ReminderState) -> list[ReminderStatus]:
    """Return the statuses of the open orders, by deadline, account and number."""
    return by_deadline(one for one in state.statuses if one.subject.kind is ReminderKind.ORDER)


def _next_check(state: ReminderState) -> datetime | None:
    """Return when (UTC) something can come due next; None if nothing is planned."""
    found = (one.next_check for one in state.statuses)
    return min((at for at in found if at is not None), default=None)
