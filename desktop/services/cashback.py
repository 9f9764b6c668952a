"""Cashback: the amounts promised and received, and the orders that receipts are matched to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from desktop.domain import money
from desktop.domain.book import Book
from desktop.domain.cashback import OrderMoney, all_money_of, money_of
from desktop.domain.journal import ActionName
from desktop.domain.model import OrderName
from desktop.domain.money_records import Cashback, Receipt
from desktop.domain.receipts import (
    NEAR,
    MatchedReceipt,
    Share,
    Suggestion,
    check_shares,
    matchable_orders,
    matched_receipts,
    near_duplicates,
    suggest,
    without,
)
from desktop.domain.views import View
from desktop.records.store import Store
from desktop.records.tables.transaction import Transaction


class CashbackService:
    """Reads the cashback of one store, and records receipts.

    `book` gives the records, `clock` now in UTC. Each change is one action that can be undone. All
    methods raise StorageError if the data cannot be read or written.
    """

    def __init__(
        self, store: Store, book: Callable[[], Book], clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._book = book
        self._clock = clock

    def orders(self, now: datetime | None = None) -> list[OrderMoney]:
        """Return the orders with cashback promised or received at `now` (UTC).

        Sorted by account and number.
        """
        return money_of(self._store.money_facts(now or self._clock()), self._book())

    def excluded(self, now: datetime | None = None) -> list[OrderMoney]:
        """Return the orders whose product is excluded from cashback by their project.

        Includes those for which money was received.
        """
        at, book = now or self._clock(), self._book()
        facts = [
            order
            for project in book.projects
            if project.number is not None and project.excluded_products
            for order in self._store.excluded_facts(at, project)
            if book.project_numbered(project.number, order.account) is project
        ]
        return all_money_of(facts, book)

    def count_unknown(self, now: datetime | None = None) -> int:
        """Return how many orders lack a rate or an amount at `now` (UTC), so that no sum has them.

        They are the view `CASHBACK_UNKNOWN`.
        """
        return self._store.count(now or self._clock(), View.CASHBACK_UNKNOWN)

    def receipts(self) -> list[MatchedReceipt]:
        """Return all receipts with the orders they are matched to, the latest first."""
        found = matched_receipts(self._book())
        return sorted(found, key=lambda each: each.receipt.received_at, reverse=True)

    def credit(self) -> int:
        """Return the amount received, in fen, that is matched to no order."""
        return sum(each.rest for each in matched_receipts(self._book()))

    def matchable_orders(
        self,
        amount: int,
        received_at: datetime | None = None,
        matched: MatchedReceipt | None = None,
    ) -> list[OrderMoney]:
        """Return the orders that a receipt of `amount` fen can be matched to, the oldest first.

        `matched` is the receipt, if it is recorded already: its own matches count as outstanding.
        """
        return matchable_orders(self._orders_without(matched), amount, received_at)

    def suggest(
        self,
        amount: int,
        received_at: datetime | None = None,
        month: str | None = None,
        matched: MatchedReceipt | None = None,
    ) -> Suggestion | None:
        """Return orders that make up `amount` fen exactly, without those whose match was undone."""
        orders = self._orders_without(matched)
        return suggest(orders, amount, received_at, _declined(matched), month)

    def near_duplicates(self, amount: int, received_at: datetime) -> list[MatchedReceipt]:
        """Return recorded receipts that may be the same one."""
        found = self._store.receipts_of(amount, received_at - NEAR, received_at + NEAR)
        return near_duplicates(found, amount, received_at)

    def latest(self, first: int, count: int) -> list[MatchedReceipt]:
        """Return `count` receipts from position `first` (from 0) on, the latest first."""
        return self._store.latest_receipts(first, count)

    def months_of_receipts(self) -> frozenset[str]:
        """Return the Beijing months (`YYYY-MM`) that have a receipt."""
        return self._store.months_of_receipts()

    def enter(self, receipt: Receipt, shares: Sequence[Share]) -> MatchedReceipt:
        """Record a receipt, matched to orders; the rest of its amount is credit.

        Raises InvalidRecord if the shares exceed the amount, see `check_shares`.
        """
        matched = _matched(receipt, shares)
        with self._store.transaction(
            ActionName.ADD_RECEIPT, subject=_subject(receipt)
        ) as transaction:
            return save_receipt(transaction, matched)

    def enter_many(
        self, receipts: Sequence[tuple[Receipt, Sequence[Share]]], source: str
    ) -> list[MatchedReceipt]:
        """Record several receipts in one action, each matched to orders; `source` names their list.

        Raises InvalidRecord as `enter` does; then none is recorded.
        """
        matched = [_matched(receipt, shares) for receipt, shares in receipts]
        with self._store.transaction(ActionName.IMPORT_RECEIPTS, subject=source) as transaction:
            return [save_receipt(transaction, each) for each in matched]

    def rematch(self, matched: MatchedReceipt, shares: Sequence[Share]) -> MatchedReceipt:
        """Match a recorded receipt to these orders and no others.

        Orders that it was matched to before are not suggested for it again. Raises InvalidRecord
        as `enter` does.
        """
        receipt = matched.receipt
        check_shares(receipt.amount, shares)
        wanted = dict(shares)
        with self._store.transaction(
            ActionName.MATCH_RECEIPT, subject=_subject(receipt)
        ) as transaction:
            receipt = transaction.save(receipt)
            parts: list[Cashback] = []
            undone: list[Cashback] = []
            for part in (*matched.parts, *matched.undone):
                fen = wanted.pop((part.account, part.order), None)
                kept = replace(part, receipt=receipt.key, undone=fen is None)
                saved = transaction.save(kept if fen is None else replace(kept, amount=fen))
                (undone if fen is None else parts).append(saved)
            for name, fen in wanted.items():
                part = replace(_part(receipt, name, fen), receipt=receipt.key)
                parts.append(transaction.save(part))
        return MatchedReceipt(receipt, tuple(parts), tuple(undone))

    def correct(self, matched: MatchedReceipt, receipt: Receipt) -> MatchedReceipt:
        """Correct day, amount and note of a recorded receipt; its matches stay.

        Raises InvalidRecord as `check_shares` does, such as `more-than-received` if the amount is
        less than the matches; ChangedElsewhere if the recorded receipt has changed meanwhile.
        """
        shares = [((part.account, part.order), part.amount) for part in matched.parts]
        check_shares(receipt.amount, shares)
        before = matched.receipt
        plain = matched.is_plain and before.key is None and receipt.amount == matched.matched
        with self._store.transaction(
            ActionName.CORRECT_RECEIPT, subject=_subject(receipt)
        ) as transaction:
            kept = replace(receipt, key=before.key)
            kept = kept if plain else transaction.save(kept, before)

            def saved(part: Cashback) -> Cashback:
                followed = _followed(part, before, kept)
                return transaction.save(replace(followed, receipt=kept.key), part)

            return MatchedReceipt(
                kept, tuple(map(saved, matched.parts)), tuple(map(saved, matched.undone))
            )

    def delete(self, matched: MatchedReceipt) -> None:
        """Delete a receipt that was recorded by mistake, with its parts."""
        with self._store.transaction(
            ActionName.DELETE_RECEIPT, subject=_subject(matched.receipt)
        ) as transaction:
            for part in (*matched.parts, *matched.undone):
                transaction.delete(part)
            transaction.delete(matched.receipt)

    def _orders_without(self, matched: MatchedReceipt | None) -> list[OrderMoney]:
        orders = self.orders()
        return orders if matched is None else without(orders, matched.parts)


def save_receipt(transaction: Transaction, matched: MatchedReceipt) -> MatchedReceipt:
    """Record a new receipt with its parts; a receipt for one order is stored as its part alone."""
    if matched.is_plain:
        return replace(matched, parts=(transaction.save(matched.parts[0]),))
    receipt = transaction.save(matched.receipt)

    def saved(part: Cashback) -> Cashback:
        return transaction.save(replace(part, receipt=receipt.key))

    return MatchedReceipt(
        receipt, tuple(map(saved, matched.parts)), tuple(map(saved, matched.undone))
    )


def _matched(receipt: Receipt, shares: Sequence[Share]) -> MatchedReceipt:
    """Return a new receipt matched to orders. Raises InvalidRecord as `check_shares` does."""
    check_shares(receipt.amount, shares)
    return MatchedReceipt(receipt, tuple(_part(receipt, name, fen) for name, fen in shares))


def _part(receipt: Receipt, name: OrderName, fen: int) -> Cashback:
    account, number = name
    return Cashback(
        account=account,
        order=number,
        received_at=receipt.received_at,
        amount=fen,
        note=receipt.note,
    )


def _followed(part: Cashback, before: Receipt, after: Receipt) -> Cashback:
    """Return a part with the receipt's new day and note, where it had the receipt's old ones."""
    if part.received_at == before.received_at:
        part = replace(part, received_at=after.received_at)
    return replace(part, note=after.note) if part.note == before.note else part


def _declined(matched: MatchedReceipt | None) -> set[OrderName]:
    return set() if matched is None else {(part.account, part.order) for part in matched.undone}


def _subject(receipt: Receipt) -> str:
    return f"¥{money.format_yuan(receipt.amount)}"
