"""What the order index says of one order: the row it is sorted by, and the text it is found by."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from desktop.domain import catalogue
from desktop.domain.book import Book
from desktop.domain.model import Order
from desktop.domain.order_status import Bucket, OrderStatusFacts
from desktop.records.tables.search_text import FIELD_LIMIT, joined, spread

NO_DEADLINE = 2**40
"""Sorts what has no deadline last, the soonest coming first."""
NOTHING = -(2**60)
"""Sorts a missing amount or moment first, so that it is last if the largest comes first."""
_SORTED_BY = 60
"""Characters of a text that it is sorted by."""
COLUMNS = (
    "order_id",
    "shelf",
    "verdict",
    "deadline",
    "cashback",
    "number",
    "title",
    "product",
    "account",
    "project",
    "created_at",
    "paid_at",
    "amount",
    "associated_at",
    "note",
)
"""The columns of `register`, as `Entries.row` gives them; `shelf` is the bucket."""


class Entries:
    """Makes the entries of orders, one after the other, by the accounts of `book`."""

    def __init__(self, book: Book) -> None:
        self._names = {uid: account.name for uid, account in book.accounts.items()}

    def row(
        self, key: int, order: Order, stands: OrderStatusFacts, *, in_trash: bool
    ) -> tuple[int | str, ...]:
        """Return what stands in the `COLUMNS` for an order."""
        bucket = Bucket.TRASH if in_trash else stands.bucket
        amount = order.payable if order.cash_paid is None else order.cash_paid
        return (
            key,
            int(bucket),
            stands.verdict.value,
            NO_DEADLINE if stands.deadline is None else _seconds(stands.deadline),
            NOTHING if stands.cashback is None else stands.cashback,
            order.number,
            _sortable(order.title),
            _sortable(order.product),
            _sortable(self._names.get(order.account) or order.account),
            stands.project or order.project or "",
            _seconds(order.created_at),
            NOTHING if order.paid_at is None else _seconds(order.paid_at),
            NOTHING if amount is None else amount,
            NOTHING if order.associated_at is None else _seconds(order.associated_at),
            _sortable(order.note),
        )

    def search_text(self, order: Order, stands: OrderStatusFacts) -> str:
        """Return the fields that an order is found by, as FTS5 is given them."""
        rest = _spread_rest(
            order.title,
            order.product,
            order.account,
            self._names.get(order.account),
            stands.project,
            order.project,
            order.parent,
            order.note[:FIELD_LIMIT],
        )
        return joined((spread((order.number,)), rest))


@lru_cache(maxsize=1024)
def _spread_rest(
    title: str,
    product: str | None,
    account: str,
    name: str | None,
    counts: str | None,
    project: str | None,
    parent: str | None,
    note: str,
) -> str:
    """Return all but the number, which alone differs from order to order in most files."""
    known = None if product is None else catalogue.product(product)
    named = project if project != counts else None
    return spread((title, product, *(known or ())[1:], account, name, counts, named, parent, note))


def _sortable(text: str | None) -> str:
    if not text:
        return ""
    return _remembered(text) if len(text) <= FIELD_LIMIT else _folded(text)


def _folded(text: str) -> str:
    return text.strip().casefold()[:_SORTED_BY]


_remembered = lru_cache(maxsize=1024)(_folded)


def _seconds(instant: datetime) -> int:
    return int(instant.timestamp())
