"""Long chains and rings of parents are assessed with one look-up per order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.assessment import Verdict, assess, assess_all
from desktop.domain.book import Book, OrdersInMemory
from desktop.domain.model import Billing, Order, OrderStatus
from desktop.domain.order_status import status_facts, status_facts_of
from desktop.domain.parents import ParentChains
from tests.domain.strategies import PROGRAMME

UID = "1000000000000001"
NOW = datetime(2026, 9, 10, 4, tzinfo=UTC)
MANY = 10_000


class CountedOrders(OrdersInMemory):
    """Orders that count their look-ups."""

    def __init__(self, orders: Iterable[Order]) -> None:
        super().__init__(orders)
        self.lookups = 0

    def __getitem__(self, name: tuple[str, str]) -> Order:
        self.lookups += 1
        return super().__getitem__(name)


def _renewal(n: int, parent: int | None) -> Order:
    return Order(
        account=UID,
        number=str(20_000_000 + n),
        kind="Renew",
        billing=Billing.PREPAID,
        status=OrderStatus.PAID,
        created_at=NOW,
        parent=None if parent is None else str(20_000_000 + parent),
    )


def _chain(count: int) -> list[Order]:
    """Build renewals that each follow the previous one; the first order is associated."""
    first = replace(_renewal(0, None), kind="New", associated_at=NOW)
    return [first, *(_renewal(n, n - 1) for n in range(1, count))]


def _ring(count: int) -> list[Order]:
    return [_renewal(n, (n + 1) % count) for n in range(count)]


def test_a_chain_of_ten_thousand_renewals_is_walked_once() -> None:
    """An import of ten thousand renewals would freeze the program for a minute."""
    for orders in (_chain(MANY), list(reversed(_chain(MANY)))):
        recorded = CountedOrders(orders)
        found = assess_all(orders, Book(PROGRAMME, orders=recorded), NOW)
        verdicts = [a.verdict for a in found]
        assert verdicts.count(Verdict.FOLLOWS_PARENT) == MANY - 1
        assert verdicts.count(Verdict.ASSOCIATED) == 1
        assert recorded.lookups <= MANY


def test_a_ring_of_ten_thousand_orders_is_walked_once() -> None:
    """One file with orders that are each other's parents would freeze the program for a minute."""
    orders = _ring(MANY)
    recorded = CountedOrders(orders)
    found = status_facts_of(orders, Book(PROGRAMME, orders=recorded))
    assert {facts.verdict for facts in found} == {Verdict.CHECK_CONSOLE}
    assert recorded.lookups <= 2 * MANY + 2  # each also asks whether its parent is recorded


def test_batches_share_what_was_found() -> None:
    """The index assesses five hundred orders at a time: each batch would walk the chain again."""
    orders = _chain(MANY)
    recorded = CountedOrders(orders)
    book = Book(PROGRAMME, orders=recorded)
    parents = ParentChains(book)
    for start in reversed(range(0, MANY, 500)):
        status_facts_of(orders[start : start + 500], book, parents)
    assert recorded.lookups <= MANY


@given(
    st.lists(
        st.tuples(
            st.one_of(st.none(), st.integers(0, 9)),
            st.sampled_from(("Renew", "New", "Convert")),
            st.sampled_from((OrderStatus.PAID, OrderStatus.CANCELLED)),
            st.booleans(),
        ),
        max_size=8,
    )
)
def test_a_batch_gives_the_verdicts_of_single_orders(
    shapes: list[tuple[int | None, str, OrderStatus, bool]],
) -> None:
    """The list would show another verdict than the details of the same order."""
    orders = [
        replace(
            _renewal(n, parent),
            kind=kind,
            status=status,
            associated_at=NOW if associated else None,
        )
        for n, (parent, kind, status, associated) in enumerate(shapes)
    ]
    book = Book(PROGRAMME, orders=orders)
    assert status_facts_of(orders, book) == [status_facts(order, book) for order in orders]


def test_an_order_that_is_not_recorded_teaches_nothing_about_others() -> None:
    """A preview of a corrected order would change the verdicts of related orders."""
    first, second, third = _chain(3)
    book = Book(PROGRAMME, orders=[first, second, third])
    parents = ParentChains(book)
    preview = replace(second, parent=third.number)
    assert parents.root_of(preview) is None
    assert parents.root_of(third) == first
    assert assess(preview, book, NOW).verdict is Verdict.CHECK_CONSOLE
