"""The row of the order index for one order, and its text for the full-text search."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from desktop.domain import catalogue
from desktop.domain.assessment import Verdict
from desktop.domain.book import Book
from desktop.domain.model import Order
from desktop.domain.order_status import Bucket, OrderStatusFacts
from desktop.records.tables.search_text import FIELD_LIMIT, joined, spread

NO_DEADLINE = 2**40
"""Stands for no deadline: sorted last if the soonest comes first."""
NO_VALUE = -(2**60)
"""Stands for a missing amount or moment: sorted last if the largest comes first."""
NO_CASHBACK = NO_VALUE + 1
"""Stands for no cashback: the project promises none, or the order needs no association."""
_SORT_LENGTH = 60
"""Characters of a text that are compared when sorting."""
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
"""The columns of `register`, in the order of `IndexRows.row`; `shelf` is the bucket."""


class IndexRows:
    """Makes the index rows and search texts of orders, with the account names of `book`."""

    def __init__(self, book: Book) -> None:
        self._names = {uid: account.name for uid, account in book.accounts.items()}

    def row(
        self, key: int, order: Order, status: OrderStatusFacts, *, in_trash: bool
    ) -> tuple[int | str, ...]:
        """Return the values of `COLUMNS` for an order."""
        bucket = Bucket.TRASH if in_trash else status.bucket
        amount = order.payable if order.cash_paid is None else order.cash_paid
        return (
            key,
            int(bucket),
            status.verdict.value,
            NO_DEADLINE if status.deadline is None else _seconds(status.deadline),
            _cashback(status),
            order.number,
            _sortable(order.title),
            _sortable(order.product),
            _sortable(self._names.get(order.account) or order.account),
            status.project or order.project or "",
            _seconds(order.created_at),
            NO_VALUE if order.paid_at is None else _seconds(order.paid_at),
            NO_VALUE if amount is None else amount,
            NO_VALUE if order.associated_at is None else _seconds(order.associated_at),
            _sortable(order.note),
        )

    def search_text(self, order: Order, status: OrderStatusFacts) -> str:
        """Return the searchable fields of an order as text for FTS5."""
        rest = _spread_repeated(
            order.title,
            order.product,
            order.account,
            self._names.get(order.account),
            status.project,
            order.project,
            order.parent,
            order.note[:FIELD_LIMIT],
        )
        return joined((spread((order.number,)), rest))


@lru_cache(maxsize=1024)
def _spread_repeated(
    title: str,
    product: str | None,
    account: str,
    account_name: str | None,
    applied_project: str | None,
    named_project: str | None,
    parent: str | None,
    note: str,
) -> str:
    """Return the text of all fields but the order's number, which repeat in most files."""
    known = None if product is None else catalogue.product(product)
    other_project = named_project if named_project != applied_project else None
    products = (product, *(known or ())[1:])
    projects = (applied_project, other_project)
    return spread((title, *products, account, account_name, *projects, parent, note))


def _cashback(status: OrderStatusFacts) -> int:
    if status.without_cashback or status.verdict is Verdict.NOT_NEEDED:
        return NO_CASHBACK
    return NO_VALUE if status.cashback is None else status.cashback


def _sortable(text: str | None) -> str:
    if not text:
        return ""
    return _cached_sort_key(text) if len(text) <= FIELD_LIMIT else _sort_key(text)


def _sort_key(text: str) -> str:
    return text.strip().casefold()[:_SORT_LENGTH]


_cached_sort_key = lru_cache(maxsize=1024)(_sort_key)


def _seconds(instant: datetime) -> int:
    return int(instant.timestamp())
