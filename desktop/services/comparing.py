"""Comparing an account's orders with the console's two lists, and settling the differences.

Each settlement is one action that can be undone; so is the record that an account was compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.domain.assessment import assess_all
from desktop.domain.book import Book
from desktop.domain.compare import (
    COMPARE_AGAIN_AFTER,
    ConsoleList,
    ConsoleLists,
    Difference,
    Differences,
    LastCompared,
    compare,
)
from desktop.domain.compare import DifferenceKind as Kind
from desktop.domain.console_records import Comparison, Sighting
from desktop.domain.journal import ActionName
from desktop.domain.model import Order, OrderStatus
from desktop.domain.programme import Programme
from desktop.records.store import Store
from desktop.records.tables.transaction import Transaction
from desktop.services.orders import ORDERS_LIMIT, associated, journal_subject, open_again

if TYPE_CHECKING:
    from desktop.base.progress import Progress
    from desktop.exchange.console_list import ConsoleReading

_ACTIONS = {
    Kind.ASSOCIATED_THERE: ActionName.ASSOCIATE,
    Kind.OPEN_THERE: ActionName.UNDO_ASSOCIATE,
    Kind.MISSING: ActionName.ADD_ORDER,
    Kind.FIELD: ActionName.CORRECT_ORDER,
    Kind.NOT_LISTED: ActionName.CANCEL,
}


class CompareService:
    """Compares orders with the console, and adopts the console's facts.

    `book` gives the records, `clock` now in UTC. `before` is called before differences are settled,
    with their number. All methods raise StorageError if the data cannot be read or written.
    """

    def __init__(
        self,
        store: Store,
        programme: Programme,
        book: Callable[[], Book],
        clock: Callable[[], datetime],
        before: Callable[[int], object] = lambda _count: None,
    ) -> None:
        self._before = before
        self._store = store
        self._programme = programme
        self._book = book
        self._clock = clock

    # Reading and comparing; nothing is changed

    def read(
        self,
        source: Path | str,
        listed: ConsoleList,
        uid: str,
        progress: Progress | None = None,
    ) -> ConsoleReading:
        """Read one of an account's lists from a pasted text or a file (a path).

        Raises ImportRefused if nothing of it can be read.
        """
        from desktop.exchange.console_list import read_list

        known = {a.name or a.uid: a.uid for a in self._book().accounts.values()}
        return read_list(source, listed, uid, self._programme, known, progress)

    @staticmethod
    def lists(readings: Mapping[ConsoleList, ConsoleReading]) -> ConsoleLists:
        """Return the two lists together; None stands for a list that was not pasted."""
        to_associate = readings.get(ConsoleList.TO_ASSOCIATE)
        associated = readings.get(ConsoleList.ASSOCIATED)
        return ConsoleLists(
            None if to_associate is None else to_associate.rows,
            None if associated is None else associated.rows,
            sum(reading.unread for reading in readings.values()),
        )

    def compare(self, uid: str, lists: ConsoleLists, now: datetime | None = None) -> Differences:
        """Return the differences between an account's orders at `now` (UTC) and the lists."""
        book, at = self._book(), now or self._clock()
        numbers = {row.number for row in lists.rows}
        named = book.orders.several((uid, number) for number in numbers)
        open_here = [each for each in self._store.open_orders(at, None) if each.account == uid]
        recorded = {order.number: order for order in (*named.values(), *open_here)}
        others = numbers - recorded.keys()
        accounts = [other for other in book.accounts if other != uid]
        found = book.orders.several((other, number) for other in accounts for number in others)
        elsewhere = {number: other for other, number in found}
        return compare(assess_all(recorded.values(), book, at), lists, elsewhere)

    def last_compared(self, uid: str) -> datetime | None:
        """Return when (UTC) an account was last compared; None for never."""
        return self._store.last_compared().get(uid)

    def oldest(self) -> LastCompared | None:
        """Return the account with open orders that was compared longest ago; None without any.

        An account that was never compared is due a week after its first open order was created.
        """
        at, known = self._clock(), self._store.last_compared()
        accounts = self._book().accounts
        found: list[tuple[datetime, LastCompared]] = []
        for uid, created_at in self._store.open_accounts(at).items():
            last = known.get(uid)
            since = last or created_at
            state = LastCompared(accounts[uid], last, at - since >= COMPARE_AGAIN_AFTER, not known)
            found.append((since, state))
        if not found:
            return None
        return min(found, key=lambda pair: (not pair[1].due, pair[1].at is not None, pair[0]))[1]

    # Recording

    def note(self, uid: str) -> Comparison:
        """Record that an account was compared with the console now."""
        account = self._book().accounts[uid]
        with self._store.transaction(
            ActionName.COMPARE, subject=account.name or account.uid
        ) as transaction:
            return transaction.save(Comparison(account=uid, compared_at=self._clock()))

    def settle(self, differences: Sequence[Difference]) -> list[Order]:
        """Adopt the console's facts for differences of one kind, and return the orders changed.

        An order that was changed since the comparison is left unchanged. Raises ValueError for
        differences of several kinds, too many, or none that can be settled; DuplicateRecord if an
        order was recorded meanwhile.
        """
        kinds = {each.kind for each in differences}
        if len(kinds) != 1 or not all(each.can_apply for each in differences):
            raise ValueError("differences that cannot be settled in one action")
        if len(differences) > ORDERS_LIMIT:
            raise ValueError(f"{len(differences)} differences in one action")
        self._before(len(differences))
        book = self._book()
        with self._store.transaction(_ACTIONS[kinds.pop()]) as transaction:
            done = list(self._settled(transaction, differences, book))
            transaction.subject = journal_subject(done)
        return done

    def _settled(
        self, transaction: Transaction, differences: Iterable[Difference], book: Book
    ) -> Iterable[Order]:
        here = [each.here.order for each in differences if each.here is not None]
        keys = [order.key for order in here if order.key is not None]
        recorded = {order.key: order for order in transaction.orders(keys)}
        changed: dict[int | None, Order] = {}
        for each in differences:
            if each.here is None:
                added = self._missing(each, book)
                self._save_sighting(transaction, added, each)
                yield transaction.save(added)
                continue
            key = each.here.order.key
            if recorded.get(key) != each.here.order:
                continue
            order = changed.get(key, each.here.order)
            self._save_sighting(transaction, order, each)
            if each.kind is Kind.OPEN_THERE:
                changed[key] = open_again(self._store, transaction, order)
            else:
                changed[key] = self._as_in_console(order, each, book)
        for order in changed.values():
            yield transaction.save(order)

    def _save_sighting(
        self, transaction: Transaction, order: Order, difference: Difference
    ) -> None:
        """Record that associating worked, and how long after payment, if the list has the time.

        Without that time nothing is recorded: the present moment may be days later, and would
        suggest a longer window than the account has.
        """
        there = difference.there
        if difference.kind not in (Kind.ASSOCIATED_THERE, Kind.MISSING) or there is None:
            return
        at, paid_at = there.associated_at, there.paid_at or order.paid_at
        if at is not None and paid_at is not None and paid_at <= at <= self._clock():
            worked = Sighting(
                account=order.account, order=order.number, seen_at=at, worked=True, paid_at=paid_at
            )
            transaction.save(worked)

    def _missing(self, difference: Difference, book: Book) -> Order:
        """Return the order that is in the console's list but not recorded."""
        there = difference.there
        assert there is not None
        assert there.order is not None
        if there.listed is ConsoleList.TO_ASSOCIATE:
            return replace(there.order, associated_at=None)
        return associated(there.order, book, self._clock(), there.project, there.associated_at)

    def _as_in_console(self, order: Order, difference: Difference, book: Book) -> Order:
        there = difference.there
        if difference.kind is Kind.ASSOCIATED_THERE and there is not None:
            return associated(order, book, self._clock(), there.project, there.associated_at)
        if difference.kind is Kind.NOT_LISTED:
            return replace(order, status=OrderStatus.CANCELLED)
        changed = replace(order, **{difference.field: difference.fact_there})  # type: ignore[arg-type]
        if difference.field == "paid_at" and order.status is OrderStatus.UNPAID:
            return replace(changed, status=OrderStatus.PAID)
        return changed
