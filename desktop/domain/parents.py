"""Chains of parents: renewals, upgrades and the like follow the order they belong to."""

from __future__ import annotations

from desktop.domain.book import Book
from desktop.domain.model import Order, OrderStatus
from desktop.domain.programme import Need

_Name = tuple[str, str]


class ParentChains:
    """Finds the associated order at the end of each chain of parents.

    Results are cached, so that each order of a chain or a cycle is looked up once. Use an object
    for one batch only: the records must not change meanwhile.
    """

    def __init__(self, book: Book) -> None:
        self._book = book
        self._roots: dict[_Name, Order | None] = {}
        """By account and number: the root of the orders that name this one as their parent."""

    def root_of(self, order: Order) -> Order | None:
        """Return the associated order that `order` follows, directly or through its parents.

        None if a parent is missing, has ended, or needs an association itself but has none, and if
        the parents form a cycle. `order` itself need not be recorded.
        """
        start = (order.account, order.number)
        passed: dict[_Name, None] = {}
        root: Order | None = None
        parent = order.parent
        while parent is not None:
            name = (order.account, parent)
            if name == start or name in passed:
                break
            if name in self._roots:
                root = self._roots[name]
                break
            passed[name] = None
            found = self._book.order(*name)
            if found is None or found.associated_at is not None:
                root = found
                break
            parent = found.parent if self._follows(found) else None
        if parent != order.number or self._book.order(*start) == order:
            self._roots.update(dict.fromkeys(passed, root))
        return root

    def _follows(self, order: Order) -> bool:
        """Return whether an order that is not associated follows its own parent."""
        ended = order.status in (OrderStatus.CANCELLED, OrderStatus.REFUNDED)
        return not ended and self._book.programme.need(order.kind) is Need.PARENT
