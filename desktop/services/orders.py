"""Actions on recorded orders, one or many at a time, by their keys.

Each is one transaction and one entry of the journal, and can be undone. The orders are read inside
the transaction, so that changes made elsewhere meanwhile are not overwritten. All raise
StorageError if the data cannot be written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from desktop.base.settings import SettingKey
from desktop.base.storage import EVIDENCE_FOLDER
from desktop.domain.assessment import assess
from desktop.domain.book import Book
from desktop.domain.console_records import Sighting
from desktop.domain.journal import ActionName
from desktop.domain.model import Order, OrderStatus, Window
from desktop.domain.timestamps import format_instant
from desktop.domain.trash import purge_cutoff
from desktop.forms.stored_settings import stored_instant
from desktop.records.store import Store
from desktop.records.tables.transaction import Transaction

ORDERS_LIMIT = 10_000
"""Orders in one action. More would keep the user waiting, and are more likely a slip."""
_NAMED_LIMIT = 3
"""How many order numbers, or pieces of evidence, the journal names."""
_REMOVED_LIMIT = 1000
"""Orders removed at one start, so that it is not delayed; the others follow a day later."""


class OrderService:
    """The actions on recorded orders. `book` gives the current records, `clock` now in UTC.

    `before` is called before an action, with the number of orders.
    """

    def __init__(
        self,
        store: Store,
        book: Callable[[], Book],
        clock: Callable[[], datetime],
        before: Callable[[int], object] = lambda _count: None,
    ) -> None:
        self._before = before
        self._store = store
        self._book = book
        self._clock = clock

    def associate(
        self, keys: Sequence[int], project: str | None = None, at: datetime | None = None
    ) -> list[Order]:
        """Record that the user associated the orders in the console, at `at` (UTC; now by default).

        The project is the one given, else the order's own, else the one its verdict was reached
        with, so that its cashback rate is kept.
        """
        return self._change(
            ActionName.ASSOCIATE,
            keys,
            lambda order: self._associated(order, project, at),
            lambda order: order.associated_at is None,
        )

    def associated_in_console(self, key: int) -> list[Order]:
        """Record, as `associate` does, that the user has just associated an order in the console.

        Also record a sighting of the success, with the time of payment.
        """

        def note(transaction: Transaction, order: Order) -> Order:
            transaction.save(self._sighting(order, worked=True))
            return transaction.save(self._associated(order))

        return self._each(ActionName.ASSOCIATE, [key], note, lambda o: o.associated_at is None)

    def _associated(
        self, order: Order, project: str | None = None, at: datetime | None = None
    ) -> Order:
        return associated(order, self._book(), self._clock(), project, at)

    def _sighting(
        self, order: Order, window: Window | None = None, message: str = "", *, worked: bool = False
    ) -> Sighting:
        return Sighting(
            account=order.account,
            order=order.number,
            seen_at=self._clock(),
            window=window,
            said=message,
            worked=worked,
            paid_at=order.paid_at,
        )

    def undo_association(self, keys: Sequence[int]) -> list[Order]:
        """Undo `associate`: restore the time of association and the project."""
        return self._each(
            ActionName.UNDO_ASSOCIATE,
            keys,
            lambda transaction, order: open_again(self._store, transaction, order),
            lambda order: order.associated_at is not None,
        )

    def pay(self, keys: Sequence[int], at: datetime) -> list[Order]:
        """Record that the orders were paid at `at` (UTC): their deadlines count from there."""
        return self._change(
            ActionName.PAY,
            keys,
            lambda order: replace(order, status=OrderStatus.PAID, paid_at=at),
            lambda order: order.status is OrderStatus.UNPAID,
        )

    def cancel(self, keys: Sequence[int]) -> list[Order]:
        """Record that the orders were cancelled in the console."""
        return self._change(
            ActionName.CANCEL,
            keys,
            lambda order: replace(order, status=OrderStatus.CANCELLED),
            lambda order: not order.status.ended,
        )

    def set_window(self, keys: Sequence[int], window: Window | None) -> list[Order]:
        """Set the orders' own window; None lets that of their account apply again."""
        return self._change(
            ActionName.SET_WINDOW,
            keys,
            lambda order: replace(order, window=window),
            lambda order: order.window is not window,
        )

    def delete(self, keys: Sequence[int]) -> list[Order]:
        """Move the orders to the trash."""
        return self._each(ActionName.DELETE_ORDER, keys, Transaction.move_to_trash)

    def restore(self, keys: Sequence[int]) -> list[Order]:
        """Restore orders from the trash. Raises DuplicateRecord if a number is in use again."""
        return self._each(ActionName.RESTORE_ORDER, keys, Transaction.restore, in_trash=True)

    def empty_trash(self) -> int:
        """Remove orders that have been in the trash for more than 90 days.

        Also remove evidence voided as long ago, and files that no record names any more. Undo skips
        this action; it can be reverted from the history. Return how many records were removed.
        """
        kept = self._store.setting(SettingKey.TRASH_LOOKED_AT)
        before, checked_at = purge_cutoff(self._clock(), stored_instant(kept))
        gone = [] if before is None else self._store.trashed_before(before, _REMOVED_LIMIT)
        voided = [] if before is None else self._store.voided_evidence(before, _REMOVED_LIMIT)
        if gone or voided:
            with self._store.transaction(ActionName.EMPTY_TRASH) as transaction:
                orders = transaction.orders(gone, in_trash=True)
                transaction.subject = journal_subject(orders) or ", ".join(
                    piece.name for piece in voided[:_NAMED_LIMIT]
                )
                transaction.remove(orders)
                for piece in voided:
                    transaction.delete(piece)
        if before is not None:
            self._sweep_evidence(before)
        if kept != (checked := format_instant(checked_at)):
            self._store.set_setting(SettingKey.TRASH_LOOKED_AT, checked)
        return len(gone) + len(voided)

    def _sweep_evidence(self, since: datetime) -> None:
        folder = self._store.path.parent / EVIDENCE_FOLDER
        if folder.is_dir():
            from desktop.records.evidence.files import EvidenceFiles

            self._store.sweep_evidence(EvidenceFiles(folder), since)

    def refused(self, key: int, window: Window | None, message: str) -> Sighting | None:
        """Record that the console refused to associate the order, and its `message`.

        A window seen there can only tighten the account's: the day of payment is adopted, the month
        changes nothing. Return None if the order was deleted meanwhile.
        """
        with self._store.transaction(ActionName.CONSOLE_REFUSED) as transaction:
            order = next(iter(transaction.orders([key])), None)
            if order is None:
                return None
            seen = transaction.save(self._sighting(order, window, message))
            account = self._book().accounts[order.account]
            if window is Window.DAY and account.window is not Window.DAY:
                transaction.save(replace(account, window=window, window_checked_at=self._clock()))
            transaction.subject = order.number
        return seen

    def _change(
        self,
        name: ActionName,
        keys: Sequence[int],
        change: Callable[[Order], Order],
        applies: Callable[[Order], bool],
    ) -> list[Order]:
        """Change and save the orders that the action applies to; skip the others."""
        return self._each(
            name, keys, lambda transaction, order: transaction.save(change(order)), applies
        )

    def _each(
        self,
        name: ActionName,
        keys: Sequence[int],
        do: Callable[[Transaction, Order], object],
        applies: Callable[[Order], bool] = lambda _order: True,
        *,
        in_trash: bool = False,
    ) -> list[Order]:
        """Call `do` on the orders that the action applies to.

        Return what `do` returned, or the order as it was where `do` returned no order.
        """
        if len(keys) > ORDERS_LIMIT:
            raise ValueError(f"{len(keys)} orders in one action")
        self._before(len(keys))
        with self._store.transaction(name) as transaction:
            orders = [
                order for order in transaction.orders(keys, in_trash=in_trash) if applies(order)
            ]
            transaction.subject = journal_subject(orders)
            done = [do(transaction, order) for order in orders]
        return [
            after if isinstance(after, Order) else order
            for after, order in zip(done, orders, strict=True)
        ]


def associated(
    order: Order,
    book: Book,
    now: datetime,
    project: str | None = None,
    at: datetime | None = None,
) -> Order:
    """Return an order as associated at `at`, or else at `now` (both UTC).

    With the project given, else the order's own, else the one its verdict was reached with.
    """
    chosen = project or order.project or assess(order, book, now).project
    return replace(order, associated_at=at or now, project=chosen)


def open_again(store: Store, transaction: Transaction, order: Order) -> Order:
    """Save an order as not associated, with its former project; delete sightings of success."""
    before = store.before_last(order, ActionName.ASSOCIATE)
    project = order.project if before is None else before["project"]
    for seen in transaction.sightings(order):
        if seen.worked:
            transaction.delete(seen)
    return transaction.save(replace(order, associated_at=None, project=project))


def journal_subject(orders: Iterable[Order]) -> str:
    """Return the journal's subject for an action on orders: the first numbers."""
    numbers = [order.number for order in orders]
    return ", ".join(numbers[:_NAMED_LIMIT]) + (" …" if len(numbers) > _NAMED_LIMIT else "")
