"""The acts of the program. Both faces, window and command line, call these and nothing below.

Each act is one transaction and one entry of the journal, durable when the call returns, and can be
undone. Trouble with the data folder arrives as `StorageError`, a record that exists already as
`DuplicateRecord`, a file that cannot be taken in as `Unreadable`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from desktop.base.resources import resource
from desktop.base.storage import FILE_NAME, Start, StorageError, StorageErrorKind
from desktop.domain import beijing
from desktop.domain.assessment import Assessment, assess
from desktop.domain.backups import (
    Backup,
    BackupReason,
)
from desktop.domain.book import Book
from desktop.domain.clock_check import ClockSteadiness, ClockWarning, check_clock
from desktop.domain.daily_summary import DailySummary, Stake
from desktop.domain.gate import DEFAULT_MARGIN, Gate, check_gate
from desktop.domain.journal import (
    Change,
    JournalEntry,
    UndoConflict,
)
from desktop.domain.model import (
    FIRST_YEAR,
    LAST_YEAR,
    Account,
    Order,
    Partner,
    Project,
    ProjectStatus,
    Sighting,
    Window,
)
from desktop.domain.order_rows import OrderRow
from desktop.domain.programme import Programme, load
from desktop.domain.timeline import Timeline, build_timeline, end
from desktop.domain.timestamps import format_instant
from desktop.domain.views import View
from desktop.records.index.integrity_check import CheckReport
from desktop.records.index.reader import Reader
from desktop.records.store import Store
from desktop.services.backups import MANY, BackupService
from desktop.services.files import FileService
from desktop.services.orders import OrderService
from desktop.services.relocation import pack
from desktop.system.moved_note import read_note

_FIRST = datetime(FIRST_YEAR, 1, 2, tzinfo=UTC)
_LAST = datetime(LAST_YEAR, 12, 30, tzinfo=UTC)
_CALLED_WRONG = "clock-called-wrong"
"""The setting that keeps the moment in the journal that the user said was wrong."""
_COUNTED = (View.TO_ASSOCIATE, View.TODAY, View.MISSED, View.CHECK, View.WAITING)
Clock = Callable[[], datetime]
R = TypeVar("R", Account, Partner, Project, Order)


def system_clock() -> datetime:
    """The wall clock: now in UTC, to the second, as records keep instants.

    A computer that has lost its clock may say 1970, which no record can hold: it is taken for the first
    moment that one can, and what is done meanwhile is not lost.
    """
    return min(max(datetime.now(UTC).replace(microsecond=0), _FIRST), _LAST)


class Workspace:
    """One data folder at work. Not for more than one thread."""

    def __init__(
        self,
        store: Store,
        programme: Programme,
        clock: Clock = system_clock,
        steady: Callable[[], float] | None = None,
    ) -> None:
        """`steady` gives seconds that nobody can set; where it is given, a set clock is noticed."""
        self.store = store
        self.programme = programme
        self.clock = clock
        self._steadiness = None if steady is None else ClockSteadiness(clock, steady)
        self._book: Book | None = None
        self._book_version: object = None
        self.backups = BackupService(store, clock)
        self.orders = OrderService(store, self.book, clock, self._before_many)
        self.files = FileService(store, programme, self.book, clock, self._before_import)

    @classmethod
    def open(
        cls,
        folder: Path,
        clock: Clock = system_clock,
        steady: Callable[[], float] | None = None,
        start: Start = Start.AS_IT_IS,
    ) -> Workspace:
        """Open (or make) the data in `folder`. StorageError where that cannot be done."""
        data = folder / FILE_NAME
        if not data.exists() and read_note(folder) is not None:
            raise StorageError(StorageErrorKind.MOVED, data)
        programme = load(resource("programme.toml"))
        return cls(Store.open(folder, programme, clock, start), programme, clock, steady)

    def another(self) -> Workspace:
        """A workspace of its own on the same data, for another thread. Raises StorageError."""
        return Workspace(self.store.another(), self.programme, self.clock)

    def close(self) -> None:
        """Let go of the data folder."""
        self.store.close()

    def _before_many(self, count: int) -> None:
        if count > MANY:
            self.backups.before(BackupReason.MANY)

    def _before_import(self) -> None:
        self.backups.before(BackupReason.IMPORT)

    # What is recorded, and what follows from it

    def book(self) -> Book:
        """All records as they are now, also where another process has written."""
        version = self.store.data_version()
        if self._book is None or version != self._book_version:
            self._book = self.store.read_book()
            self._book_version = version
        return self._book

    def stale(self) -> bool:
        """Whether the data changed since `book` was last asked for."""
        return self.store.data_version() != self._book_version

    def daily_summary(
        self, now: datetime | None = None, *, most: int = 12, account: str | None = None
    ) -> DailySummary:
        """What is to be done at `now` (UTC; the clock's where none is given), `most` orders a kind.

        `account` (a UID) narrows orders and counts to one account; the stakes are of all.
        """
        at = now or self.clock()

        def first(view: View) -> tuple[Assessment, ...]:
            found = self.store.first_orders(at, view, most, account)
            return tuple(self.assess(order, at) for order in found)

        today = beijing.end_of_day(at)
        soonest = self.store.first_deadline(at)
        told = today if soonest is None else max(today, soonest)
        return DailySummary(
            now=at,
            open=first(View.TO_ASSOCIATE),
            waiting=first(View.WAITING),
            unclear=first(View.CHECK),
            missed=first(View.MISSED),
            settled=(*first(View.ASSOCIATED), *first(View.SETTLED)),
            counts={view: self.store.count(at, view, account) for view in _COUNTED},
            today=self.store.stake(at, today),
            week=self.store.stake(at, beijing.end_of_week(at)),
            next=Stake() if soonest is None else self.store.stake(at, soonest),
            later=self.store.first_deadline(told),
        )

    def open_orders(self, now: datetime, until: datetime | None = None) -> list[Order]:
        """The orders that are open at `now` (UTC) and due not after `until`, where that is given."""
        return self.store.open_orders(now, until)

    def timeline(self, now: datetime | None = None) -> Timeline:
        """Every deadline of the next 31 Beijing days, with what is at risk."""
        at = now or self.clock()
        return build_timeline(at, self.store.deadlines(at, end(at)))

    def count(self, view: View, account: str | None = None) -> int:
        """How many orders a view holds now; `account` (a UID) narrows it."""
        return self.store.count(self.clock(), view, account)

    def assess(self, order: Order, now: datetime | None = None) -> Assessment:
        """One order's verdict; the order need not be recorded."""
        return assess(order, self.book(), now or self.clock())

    def gate(
        self, uid: str, now: datetime | None = None, margin: timedelta = DEFAULT_MARGIN
    ) -> Gate:
        """Whether this account may buy at `now`, leaving at least `margin` to associate."""
        return check_gate(uid, self.book(), now or self.clock(), margin)

    def reader(self) -> Reader:
        """A way to look orders up on another thread."""
        return self.store.reader()

    def lines(self, keys: Sequence[int]) -> list[OrderRow]:
        """The orders with these keys and where they stand; one that is gone is left out."""
        return self.store.lines(keys)

    def history_of(self, order: Order) -> list[tuple[JournalEntry, Change]]:
        """What happened to a recorded order, first to last."""
        return self.store.history_of(order)

    def sightings(self, uid: str) -> list[Sighting]:
        """What the console showed for an account when it refused orders, first to last."""
        return self.store.sightings(uid)

    # The clock

    def clock_warning(self, now: datetime) -> ClockWarning | None:
        """Why the clock that says `now` (UTC) looks wrong; None where it does not."""
        latest = self.store.latest_moment()
        if latest is not None and self.store.setting(_CALLED_WRONG) == format_instant(latest):
            latest = None
        step = timedelta() if self._steadiness is None else self._steadiness.step()
        return check_clock(now, self.programme.checked, latest, step)

    def trust_clock(self) -> None:
        """The user says that the clock is right now: whatever speaks against it was wrong."""
        if self._steadiness is not None:
            self._steadiness.trust()
        latest = self.store.latest_moment()
        if latest is not None:
            self.store.set_setting(_CALLED_WRONG, format_instant(latest))

    # Acts. Those that save a record take what their form was filled with as `expected`.

    def save_account(self, account: Account, expected: Account | None = None) -> Account:
        """Add or correct an account."""
        return self._save("account", account, account.name or account.uid, expected)

    def save_partner(self, partner: Partner, expected: Partner | None = None) -> Partner:
        """Add or correct a partner."""
        return self._save("partner", partner, partner.name, expected)

    def save_project(self, project: Project, expected: Project | None = None) -> Project:
        """Add or correct a project."""
        return self._save("project", project, project.number or project.title, expected)

    def save_order(self, order: Order, expected: Order | None = None) -> Order:
        """Log or correct an order."""
        return self._save("order", order, order.number, expected)

    def send_request(self, project: Project, text: str, expected: Project | None = None) -> Project:
        """Record that `text`, the request for a project number, went to the partner now."""
        sent = replace(
            project, status=ProjectStatus.SENT, requested_at=self.clock(), request_text=text
        )
        with self.store.transaction("request-sent", subject=sent.partner or "") as transaction:
            return transaction.save(sent, expected)

    def associate(
        self, order: Order, project: str | None = None, at: datetime | None = None
    ) -> Order:
        """Record that the user associated the order; see `OrderService.associate`."""
        return self.orders.associate([_key(order)], project, at)[0]

    def undo_association(self, order: Order) -> Order:
        """Take back `associate`; see `OrderService.undo_association`."""
        return self.orders.undo_association([_key(order)])[0]

    def delete_order(self, order: Order) -> None:
        """Put an order logged by mistake into the bin."""
        self.orders.delete([_key(order)])

    def read_window(self, account: Account, window: Window) -> Account:
        """Record what the console's association page says for this account, expected now."""
        checked_at = None if window is Window.UNKNOWN else self.clock()
        return self.save_account(replace(account, window=window, window_checked_at=checked_at))

    def answer(self, account: Account, item: str, value: bool | None) -> None:
        """Record the user's answer to a question of the checklist (None: not answered)."""
        with self.store.transaction("answer", subject=item) as transaction:
            transaction.answer(account, item, value)

    def answers(self, account: Account) -> dict[str, bool]:
        """The user's answers to the checklist for this account."""
        return self.store.answers(account)

    def answer_dates(self, account: Account) -> dict[str, datetime]:
        """Return when (UTC) each question of the checklist was answered for this account."""
        return self.store.answer_dates(account)

    def undo(self) -> JournalEntry | None:
        """Take back the last act that was not taken back yet; None where there is none."""
        entry = self.store.last_undoable()
        return None if entry is None else self.store.undo(entry)

    def redo(self) -> JournalEntry | None:
        """Do again what was taken back last; None where there is nothing, or a new act was done since."""
        entry = self.store.last_redoable()
        return None if entry is None else self.store.redo(entry)

    def undo_back_to(self, entry: JournalEntry) -> int:
        """Take back the acts from the last one to `entry`, each in an act of its own; how many went.

        Ends where a record was changed since; UndoConflict where that is so for the first.
        """
        done = 0
        while (last := self.store.last_undoable()) is not None and last.id >= entry.id:
            try:
                self.store.undo(last)
            except UndoConflict:
                if not done:
                    raise
                break
            done += 1
        return done

    def undo_empty_trash(self, entry: JournalEntry) -> JournalEntry:
        """Put back into the bin what `entry` removed from it. UndoConflict where that cannot be."""
        return self.store.undo_empty_trash(entry)

    def can_undo(self) -> bool:
        """Whether there is an act to take back."""
        return self.store.last_undoable() is not None

    def can_redo(self) -> bool:
        """Whether something can be done again."""
        return self.store.last_redoable() is not None

    def history(self, limit: int) -> list[JournalEntry]:
        """What was done, latest first."""
        return self.store.history(limit)

    def pack(self, target: Path) -> Backup:
        """Write all data and settings into one file for another computer. StorageError."""
        return pack(self.backups, target)

    # What is not a record: half-typed input and settings

    def draft(self, name: str) -> dict[str, Any]:
        """What was half-typed under this name; empty where nothing was."""
        return self.store.draft(name)

    def save_draft(self, name: str, fields: dict[str, Any]) -> None:
        """Keep half-typed input, so that closing or a crash loses nothing."""
        self.store.save_draft(name, fields)

    def drop_draft(self, name: str) -> None:
        """Forget half-typed input: it was saved as a record."""
        self.store.drop_draft(name)

    def setting(self, name: str) -> str | None:
        """A setting of this data folder; None where it was never set."""
        return self.store.setting(name)

    def set_setting(self, name: str, value: str) -> None:
        """Change a setting of this data folder."""
        self.store.set_setting(name, value)

    def check(self) -> CheckReport:
        """A full look at the data file."""
        return self.store.check()

    def _save(self, kind: str, record: R, subject: str, expected: R | None) -> R:
        """`expected` is what a form was filled with: ChangedElsewhere where that has changed since."""
        name = f"add-{kind}" if record.key is None else f"correct-{kind}"
        with self.store.transaction(name, subject=subject) as transaction:
            return transaction.save(record, expected)


def _key(order: Order) -> int:
    if order.key is None:
        raise ValueError("an order that is not recorded")
    return order.key
