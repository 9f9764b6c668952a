"""Reminders: what is due, who announces it, and what became of that.

Whatever announces – the window, its tray icon, the scheduled helper – asks `claim` first. What a
claim returns was never returned to anybody else, so each step is announced once, however many
processes look. All methods raise StorageError if the data cannot be read or written.

Claims are no actions of the user: they are not in the journal, and undo does not walk over them.
Associating an order needs no claim: it is then no longer open, and if that is undone it is due
again by itself.
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
    SnoozeChoice,
    Standing,
    UpcomingReminder,
    an_hour_later,
    by_deadline,
    next_ring,
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
from desktop.services.reminder_looks import Look, ReminderLooks, part_of, read_plans

_SEEN_EVERY = timedelta(minutes=5)
"""How exactly is kept until when the window was there; writing is not free."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """What one look at the reminders found at `now` (UTC), and took on.

    `orders` are where all open orders stand, by deadline; `due` what is to be announced now, by
    nobody else; `entries` the lines of the log about it, for `note_delivery`; `next_look` when
    something can come due next; `made_at` (UTC) when it was taken on, for `put_off`.
    """

    now: datetime
    orders: tuple[Standing, ...]
    due: tuple[Standing, ...] = ()
    entries: tuple[int, ...] = ()
    next_look: datetime | None = None
    made_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MissedWhileClosed:
    """What came due between `since` and `now` (UTC) while no window was there, by deadline.

    `still_time` can still be associated, `past` are over, unless they were associated after all.
    """

    since: datetime
    now: datetime
    still_time: tuple[Assessment, ...]
    past: tuple[Assessment, ...]


class ReminderService:
    """The reminders of one data folder.

    `book` gives the records as they are, `clock` now in UTC, `backed_up_at` when the last verified
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
        """The trial that shows whether reminders arrive on this computer."""
        self.gate = GateReminders(store)
        """What rings once an account may order again."""
        self._looks = ReminderLooks(store, book, backed_up_at, self.drill, self.gate)

    # The plan

    def plan(self) -> ReminderPlan:
        """Return how the user wants to be reminded."""
        return read_plan(self._store.setting(SettingKey.REMINDER_PLAN))

    def save_plan(self, plan: ReminderPlan) -> None:
        """Keep how the user wants to be reminded; it holds from now on."""
        self._store.set_setting(SettingKey.REMINDER_PLAN, write_plan(plan))

    def change(self, account: str, order: str | None = None) -> PlanChange:
        """Return what is otherwise for an account (a UID), or one of its orders (a number)."""
        kept = self._store.setting(SettingKey.REMINDER_CHANGE, part_of(account, order))
        return read_change(kept)

    def save_change(self, change: PlanChange, account: str, order: str | None = None) -> None:
        """Keep what is otherwise for an account or order; an empty change takes it back."""
        part = part_of(account, order)
        self._store.set_setting(SettingKey.REMINDER_CHANGE, write_change(change), part)

    def plans(self) -> Plans:
        """Return the user's plan with what is otherwise for accounts and orders."""
        return read_plans(self._store)

    def preview(
        self,
        change: PlanChange,
        account: str,
        order: str | None = None,
        now: datetime | None = None,
    ) -> UpcomingReminder | None:
        """Return what would ring next for an account or order, were this change kept.

        `now` is UTC. None where nothing would within 31 days.
        """
        at = now or self._clock()
        standings, kept = self._looks.with_change(change, account, order, at)
        return next_ring(upcoming(standings, kept, at + AHEAD))

    # Looking; nothing is changed

    def standings(self, now: datetime | None = None) -> list[Standing]:
        """Return where all open orders stand at `now` (UTC; else the clock's), by deadline."""
        return _order_standings(self._looks.look(now or self._clock()))

    def standing(self, name: str, now: datetime | None = None) -> Standing | None:
        """Return where one subject stands at `now` (UTC); None where it is over, or unknown.

        Of an order, nothing but that order is looked at.
        """
        return self._looks.one(name, now or self._clock())

    def due(self, now: datetime | None = None) -> list[Standing]:
        """Return what is to be announced at `now` (UTC), of every kind, by deadline."""
        look = self._looks.look(now or self._clock())
        return by_deadline(one for one in look.standings if one.due)

    def upcoming(
        self, now: datetime | None = None, ahead: timedelta = AHEAD
    ) -> list[UpcomingReminder]:
        """Return what will ring after `now` (UTC), 31 days ahead, and what is held back now."""
        at = now or self._clock()
        look = self._looks.look(at)
        return upcoming(look.standings, look.kept, at + ahead)

    def next_ring(self, now: datetime | None = None) -> UpcomingReminder | None:
        """Return what will ring next after `now` (UTC); None where nothing will within 31 days."""
        return next_ring(self.upcoming(now))

    def next_look(self, now: datetime | None = None) -> datetime | None:
        """Return when (UTC) something can come due next; None where nothing is ahead."""
        return _next_look(self._looks.look(now or self._clock()))

    def reached(self, now: datetime | None = None) -> frozenset[str]:
        """Return the names of everything with a moment at or before `now` (UTC), seen to or not.

        Not among them: orders that are not open, a trial that was answered, backups that are new.
        """
        found = self._looks.look(now or self._clock()).standings
        return frozenset(one.subject.name for one in found if one.current is not None)

    def log(self, limit: int = 500) -> list[LogEntry]:
        """Return what rang, was held or skipped in the last 90 days, latest first."""
        return self._store.reminders.log(limit)

    # Announcing

    def claim(self, now: datetime | None = None, *, silent: bool = False) -> Claimed:
        """Take on what is due at `now` (UTC), so that nobody else announces it.

        What is returned as due must be announced by the caller, and `note_delivery` told what
        became of it; `silent` says that it will not be shown. What is held or was slept through is
        written into the log.
        """
        at = now or self._clock()
        look = self._looks.look(at)
        if not needs_writing(self._store, look.standings, at):
            return Claimed(at, tuple(_order_standings(look)), next_look=_next_look(look))
        with self._store.reminders.change() as rows:
            look = self._looks.look(at)  # again, now that nobody else can write
            due, entries = claim_due(self._store, rows, look.standings, at, self._book, silent)
            made_at = rows.made_at
        orders = tuple(_order_standings(look))
        return Claimed(at, orders, tuple(due), tuple(entries), _next_look(look), made_at)

    def note_delivery(self, claimed: Claimed, delivery: Delivery) -> None:
        """Write into the log what became of an announcement."""
        if not claimed.entries:
            return
        with self._store.reminders.change() as rows:
            if delivery is Delivery.SHOWN:
                rows.settle(claimed.entries, ReminderOutcome.RANG, LogReason.NONE)
            else:
                rows.settle(claimed.entries, ReminderOutcome.SKIPPED, LogReason.NO_SERVICE)

    def acknowledge(self, names: Iterable[str], now: datetime | None = None) -> None:
        """Keep that the user has seen what subjects with these names were due for at `now` (UTC).

        They ring again at their next moments. A snooze ends.
        """
        at = now or self._clock()
        wanted = set(names)
        with self._store.reminders.change() as rows:
            for one in self._looks.some(wanted, at):
                rows.acknowledge(one)

    # Snoozing

    def snooze_choices(
        self, name: str, now: datetime | None = None
    ) -> list[tuple[SnoozeChoice, datetime]]:
        """Return until when (UTC) a subject can be put off; empty where it must be done now."""
        at = now or self._clock()
        found = self._looks.one(name, at)
        if found is None:
            return []
        return snooze_choices(at, found.subject.deadline, found.subject.plan)

    def snooze(self, name: str, until: datetime, now: datetime | None = None) -> None:
        """Put a subject off until a moment (UTC), at which it rings.

        Raises ValueError if that is past already, or not before its deadline.
        """
        at = now or self._clock()
        found = self._looks.one(name, at)
        deadline = None if found is None else found.subject.deadline
        late = found is None or (deadline is not None and until >= deadline)
        if late or until <= at:
            raise ValueError("a snooze ends after now and before the deadline")
        with self._store.reminders.change() as rows:
            rows.snooze(name, until)

    def put_off(self, target: LaterTarget, now: datetime | None = None) -> datetime | None:
        """Put off by an hour what a note told of; return until when (UTC).

        None where nothing of it can be put off: it is over, was put off already, or has to be done
        now. What is due, but was not announced yet, rings all the same: anybody can ask for this.
        """
        at = now or self._clock()
        until = None
        with self._store.reminders.change() as rows:
            names = [target.name]
            if target.claimed_at is not None:
                names = self._store.reminders.claimed(target.claimed_at)
            for one in self._looks.some(names, at):
                later = an_hour_later(one.subject, at)
                if later is not None and _has_rung(one):
                    rows.snooze(one.subject.name, later)
                    until = later
        return until

    def end_snooze(self, name: str) -> None:
        """Take a snooze back."""
        with self._store.reminders.change() as rows:
            rows.snooze(name, None)

    def pause(self, until: datetime | None) -> None:
        """Hold everything back until a moment (UTC) but what is due today, or before then.

        None ends the pause.
        """
        with self._store.reminders.change() as rows:
            rows.pause(until)

    def paused_until(self, now: datetime | None = None) -> datetime | None:
        """Return until when (UTC) everything is held back; None where it is not."""
        at = now or self._clock()
        until = self._store.reminders.kept(at).paused_until
        return until if until is not None and until > at else None

    # What came due while nobody was there

    def seen(self, now: datetime | None = None) -> None:
        """Keep that the window is there now; called at each tick, and on closing."""
        at = now or self._clock()
        last = stored_instant(self._store.setting(SettingKey.REMINDERS_SEEN_AT))
        if last is None or not timedelta() <= at - last < _SEEN_EVERY:
            self._keep_seen(at)

    def missed_while_closed(
        self, since: datetime | None = None, now: datetime | None = None
    ) -> MissedWhileClosed | None:
        """Return which orders came due since the window was last there; None where none did.

        `since` (UTC) is given where the window was there, but the computer asleep. To be asked
        before `seen`. What the helper announced meanwhile is not among those with time left.
        """
        at = now or self._clock()
        since = since or stored_instant(self._store.setting(SettingKey.REMINDERS_SEEN_AT))
        if since is None or since >= at:
            return None
        still_time = [
            one.subject.order
            for one in self.standings(at)
            if one.open and one.current is not None and one.current.at > since
        ]
        past = self._store.open_orders(since, at)
        if not still_time and not past:
            return None
        book = self._book()
        return MissedWhileClosed(
            since,
            at,
            tuple(assess_all([order for order in still_time if order is not None], book, at)),
            tuple(assess_all(past, book, at)),
        )

    def missed_shown(self, missed: MissedWhileClosed) -> None:
        """Keep that the user has seen it: it is not shown, and its reminders do not ring, again."""
        names = [order_name(a.order.account, a.order.number) for a in missed.still_time]
        self.acknowledge(names, missed.now)
        self._keep_seen(missed.now)

    def _keep_seen(self, at: datetime) -> None:
        with self._store.reminders.change() as rows:
            rows.set_setting(SettingKey.REMINDERS_SEEN_AT, format_instant(at))


def _has_rung(one: Standing) -> bool:
    """Return whether a subject was announced, and is not put off since."""
    return one.current is not None and not one.open and one.put_off_until is None


def _order_standings(look: Look) -> list[Standing]:
    """Return where the open orders stand, by deadline, account and number."""
    return by_deadline(one for one in look.standings if one.subject.kind is ReminderKind.ORDER)


def _next_look(look: Look) -> datetime | None:
    """Return when (UTC) something can come due after a look; None where nothing is ahead."""
    found = (one.next_look for one in look.standings)
    return min((at for at in found if at is not None), default=None)
