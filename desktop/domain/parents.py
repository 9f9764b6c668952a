"""Chains of parents: renewals, upgrades and the like follow the order they belong to."""

from __future__ import annotations

from desktop.domain.book import Book
from desktop.domain.model import Order, OrderName
from desktop.domain.programme import Need


class ParentChains:
    """Finds the associated order at the end of each chain of parents.

    Results are cached, so that each order of a chain or a cycle is looked up once. Use an object
    for one batch only: the records must not change meanwhile.
    """

    def __init__(self, book: Book) -> None:
        self._book = book
        self._roots: dict[OrderName, Order | None] = {}
        """By account and number: the root of the orders that name this one as their parent."""

    def root_of(self, order: Order) -> Order | None:
        """Return the associated order that `order` follows, directly or through its parents.

        None if a parent is missing, has ended, or needs an association itself but has none, and if
        the parents form a cycle. `order` itself need not be recorded.
        """
        passed: dict[OrderName, None] = {}
        root: Order | None = None
        parent = order.parent
        while parent is not None:
            name = (order.account, parent)
            if name == order.name or name in passed:
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
        if parent != order.number or self._book.order(*order.name) == order:
            self._roots.update(dict.fromkeys(passed, root))
        return root

    def _follows(self, order: Order) -> bool:
        """Return whether an order that is not associated follows its own parent."""
        return not order.status.ended and self._book.programme.need(order.kind) is Need.PARENT
