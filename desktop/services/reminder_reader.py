"""Reads the state of reminders at a moment from everything they depend on; changes nothing.

Reading the whole state judges all open orders; the verdicts are cached until records or plans
change. For a menu or a dialog about one order, only that order is read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from desktop.base.settings import SettingKey
from desktop.domain.assessment import Assessment, Verdict, assess, assess_all
from desktop.domain.book import Book
from desktop.domain.cashback_months import due_day
from desktop.domain.reminder_plan import PlanChange, Plans, ReminderKind
from desktop.domain.reminder_sources import OwedMonth, ReminderFacts, order_subjects, subjects
from desktop.domain.reminders import ReminderMarks, ReminderStatus, Subject, reminder_statuses
from desktop.forms.stored_plans import read_change, read_plan
from desktop.records.store import Store
from desktop.services.reminder_drill import Drill
from desktop.services.reminder_gate import GateReminders

_SINGLE_READS_LIMIT = 30
"""Up to so many subjects are read one by one; for more, reading the whole state is faster."""


@dataclass(frozen=True, slots=True)
class ReminderState:
    """The stored marks of reminders and the statuses that follow from them, at one moment."""

    marks: ReminderMarks
    statuses: list[ReminderStatus]


@dataclass(frozen=True, slots=True)
class _OpenOrders:
    """The orders open at a moment (UTC): their verdicts, and their subjects of reminders.

    Valid until records or plans change, apart from orders that are missed meanwhile.
    """

    book: Book
    plans: Plans
    at: datetime
    judged: list[Assessment]
    subjects: list[Subject]


class ReminderReader:
    """Reads the reminders of one data folder. All moments are UTC.

    All methods raise StorageError if the data cannot be read.
    """

    def __init__(
        self,
        store: Store,
        book: Callable[[], Book],
        backed_up_at: Callable[[datetime], datetime | None],
        drill: Drill,
        gate: GateReminders,
    ) -> None:
        self._store = store
        self._book = book
        self._backed_up_at = backed_up_at
        self._drill = drill
        self._gate = gate
        self._orders: _OpenOrders | None = None
        self._owed: tuple[Book, Mapping[str, OwedMonth]] | None = None

    def state(self, now: datetime) -> ReminderState:
        """Return the state of all reminders."""
        plans = read_plans(self._store)
        orders = self._open_orders(now, plans)
        facts = ReminderFacts(
            now=now,
            book=orders.book,
            plans=plans,
            open=[a for a in orders.judged if a.deadline is not None and now < a.deadline],
            drill=self._drill.planned(),
            records_since=self._store.first_entry_at(),
            backed_up_at=self._backed_up_at(now),
            owed=self._owed_months(orders.book, plans),
            gates=self._gate.planned(),
        )
        found = [one for one in orders.subjects if one.deadline is not None and now < one.deadline]
        marks = self._store.reminders.marks(now)
        return ReminderState(marks, reminder_statuses([*found, *subjects(facts)], marks, now))

    def one(self, name: str, now: datetime) -> ReminderStatus | None:
        """Return the status of the subject with a name; None if it is over, or unknown."""
        return next(iter(self.some([name], now)), None)

    def some(self, names: Collection[str], now: datetime) -> list[ReminderStatus]:
        """Return the statuses of the subjects with these names, as far as they exist."""
        names = frozenset(names)
        parts = [name.split("/", 2) for name in names]
        if len(parts) > _SINGLE_READS_LIMIT or any(part[0] != ReminderKind.ORDER for part in parts):
            return [one for one in self.state(now).statuses if one.subject.name in names]
        book, plans = self._book(), read_plans(self._store)
        judged: list[Assessment] = []
        for part in parts:
            if len(part) == _KIND_ACCOUNT_NUMBER:
                judged += _judged(book, part[1], part[2], now)
        marks = self._store.reminders.marks(now, names)
        return reminder_statuses(order_subjects(judged, plans), marks, now)

    def with_change(
        self, change: PlanChange, account: str, order: str | None, now: datetime
    ) -> tuple[list[ReminderStatus], ReminderMarks]:
        """Return the statuses of an account's orders, or of one, under a changed plan."""
        book, plans = self._book(), read_plans(self._store)
        if order is None:
            plans = replace(plans, accounts={**plans.accounts, account: change})
            judged = assess_all(self._store.open_orders(now, None, account), book, now)
        else:
            plans = replace(plans, orders={**plans.orders, (account, order): change})
            judged = _judged(book, account, order, now)
        found = list(order_subjects(judged, plans))
        marks = self._store.reminders.marks(now, [one.name for one in found])
        return reminder_statuses(found, marks, now), marks

    def _open_orders(self, now: datetime, plans: Plans) -> _OpenOrders:
        """Return the orders open at `now` (UTC), and some that were; judge them again if needed."""
        book, last = self._book(), self._orders
        if last is None or last.book is not book or last.plans != plans or now < last.at:
            judged = assess_all(self._store.open_orders(now, None), book, now)
            made = list(order_subjects(judged, plans))
            self._orders = last = _OpenOrders(book, plans, now, judged, made)
        return last

    def _owed_months(self, book: Book, plans: Plans) -> Mapping[str, OwedMonth]:
        """Return the months with outstanding cashback; add them up again if records changed."""
        if not plans.user.rings(ReminderKind.CASHBACK):
            return {}
        if self._owed is None or self._owed[0] is not book:
            months = book.programme.cashback_months
            sums = self._store.owed_by_month()
            owed = {key: OwedMonth(fen, due_day(key, months)) for key, fen in sums.items()}
            self._owed = book, owed
        return self._owed[1]


def read_plans(store: Store) -> Plans:
    """Return the user's plan with the changes for single accounts and orders."""
    accounts: dict[str, PlanChange] = {}
    orders: dict[tuple[str, str], PlanChange] = {}
    for part, kept in store.settings_starting(SettingKey.REMINDER_CHANGE).items():
        kind, _, name = part.partition("/")
        account, _, number = name.partition("/")
        change = read_change(kept)
        if change and kind == "account":
            accounts[account] = change
        elif change and kind == "order":
            orders[account, number] = change
    return Plans(read_plan(store.setting(SettingKey.REMINDER_PLAN)), accounts, orders)


def part_of(account: str, order: str | None) -> str:
    """Return the key under which the change for an account, or one of its orders, is stored."""
    return f"account/{account}" if order is None else f"order/{account}/{order}"


_KIND_ACCOUNT_NUMBER = 3
"""The number of parts in the name of an order's subject."""


def _judged(book: Book, account: str, number: str, now: datetime) -> list[Assessment]:
    """Return the verdict on one order if it is open, else an empty list."""
    order = book.order(account, number)
    if order is None:
        return []
    found = assess(order, book, now)
    return [found] if found.verdict is Verdict.OPEN else []
