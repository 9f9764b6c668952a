"""Comparing an account's orders with the console's lists finds exactly the differences."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.assessment import Assessment, Verdict, assess
from desktop.domain.book import Book
from desktop.domain.compare import (
    ConsoleList,
    ConsoleLists,
    ConsoleRow,
    Difference,
    DifferenceKind,
    compare,
)
from desktop.domain.model import Order, OrderStatus, Window
from tests.builders import CREATED_AT, make_account, make_active_project, make_paid_order
from tests.conftest import PROGRAMME

NOW = CREATED_AT + timedelta(days=9)
BOOK = Book(
    PROGRAMME,
    accounts=[make_account(window=Window.MONTH)],
    projects=[make_active_project(created_at=CREATED_AT)],
)
Kind = DifferenceKind


def make(number: int, **fields: object) -> Order:
    """Return one of many orders that can be associated."""
    paid_at = CREATED_AT + timedelta(hours=number % 150, seconds=7)
    return make_paid_order(paid_at, number=f"236414227{number:06}", payable=20000, **fields)


def judged(*orders: Order) -> list[Assessment]:
    """Return the verdicts on orders."""
    return [assess(order, BOOK, NOW) for order in orders]


def row(order: Order, **fields: object) -> ConsoleRow:
    """Return an order's row in the console's list to which it belongs."""
    listed = ConsoleList.TO_ASSOCIATE if order.associated_at is None else ConsoleList.ASSOCIATED
    facts = {
        "number": order.number,
        "listed": listed,
        "project": order.project,
        "created_at": order.created_at,
        "paid_at": order.paid_at,
        "payable": order.payable,
    }
    return ConsoleRow(**(facts | fields))


def lists(*rows: ConsoleRow, **fields: object) -> ConsoleLists:
    """Return both lists, complete."""

    def of(listed: ConsoleList) -> tuple[ConsoleRow, ...]:
        return tuple(each for each in rows if each.listed is listed)

    both = {
        "to_associate": of(ConsoleList.TO_ASSOCIATE),
        "associated": of(ConsoleList.ASSOCIATED),
    }
    return ConsoleLists(**(both | fields))


def plant(kind: str, order: Order) -> tuple[Order | None, ConsoleRow | None, Kind]:
    """Return an order and its row that differ, and the kind of the difference."""
    moved = order.created_at + timedelta(minutes=5)
    planted: dict[str, tuple[Order | None, ConsoleRow | None, Kind]] = {
        "missing": (None, row(order), Kind.MISSING),
        "associated there": (
            replace(order, associated_at=None),
            row(replace(order, associated_at=NOW)),
            Kind.ASSOCIATED_THERE,
        ),
        "open there": (
            replace(order, associated_at=NOW),
            row(replace(order, associated_at=None)),
            Kind.OPEN_THERE,
        ),
        "still offered": (
            replace(order, associated_at=None, status=OrderStatus.CANCELLED),
            row(replace(order, associated_at=None)),
            Kind.STILL_OFFERED,
        ),
        "project": (order, row(order, project="202609019999"), Kind.FIELD),
        "amount": (order, row(order, payable=19999), Kind.FIELD),
        "paid": (order, row(order, paid_at=moved), Kind.FIELD),
        "gone": (replace(order, associated_at=None), None, Kind.NOT_LISTED),
    }
    return planted[kind]


PLANTS = (
    "missing",
    "associated there",
    "open there",
    "still offered",
    "project",
    "amount",
    "paid",
    "gone",
)


@given(st.integers(0, 2**32), st.lists(st.sampled_from(PLANTS), min_size=3, max_size=3))
@settings(max_examples=40, deadline=None)
def test_three_differences_among_two_hundred_orders_are_exactly_those_three(
    seed: int, kinds: list[str]
) -> None:
    """A missed difference is cashback lost; after a false one, nobody reads the list again."""
    chance = random.Random(seed)
    orders = [make(n, associated_at=NOW if chance.random() < 0.6 else None) for n in range(200)]
    places = chance.sample(range(200), 3)
    here: list[Order] = []
    there: list[ConsoleRow] = []
    expected = []
    for at, order in enumerate(orders):
        own: tuple[Order | None, ConsoleRow | None]
        if at in places:
            *own_, kind = plant(kinds[places.index(at)], order)
            own = own_[0], own_[1]  # type: ignore[assignment]
            expected.append((order.number, kind))
        else:
            own = order, row(order)
        here += [each for each in own[:1] if each is not None]
        there += [each for each in own[1:] if each is not None]
    chance.shuffle(here)
    chance.shuffle(there)
    found = compare(judged(*here), lists(*there))
    assert sorted((d.number, d.kind) for d in found.found) == sorted(expected)
    assert found.same == 200 - 3
    assert not found.in_both
    assert not found.undecided


def test_facts_missing_in_the_lists_are_no_differences() -> None:
    """A list of bare numbers has neither projects nor amounts."""
    order = make(1, project="202609010001")
    bare = ConsoleRow(order.number, ConsoleList.TO_ASSOCIATE)
    assert compare(judged(order), lists(bare)).found == ()


def test_a_list_that_was_not_pasted_proves_nothing() -> None:
    """“The console no longer offers it” would be false for an order in the omitted list."""
    order = make(1)
    only = compare(judged(order), lists(associated=None))
    assert (only.found, only.undecided) == ((), (order.number,))
    assert compare(judged(order), lists(to_associate=None)).undecided == ()


def test_a_line_that_cannot_be_read_may_be_any_order() -> None:
    """The order is in the list, with a number that a spreadsheet has damaged."""
    found = compare(judged(make(1)), lists(unread=1))
    assert (found.found, len(found.undecided)) == ((), 1)


def test_an_order_in_both_lists_is_named_and_judged_by_neither() -> None:
    """The lists were pasted at different times: nobody can say which is right."""
    order = make(1)
    twice = lists(row(order), row(order, listed=ConsoleList.ASSOCIATED))
    found = compare(judged(order), twice)
    assert (found.found, found.in_both) == ((), (order.number,))


@pytest.mark.parametrize(
    ("there", "differs"),
    [
        (datetime(2026, 9, 1, 8, 5, tzinfo=UTC), False),
        (datetime(2026, 9, 1, 8, 6, tzinfo=UTC), True),
        (datetime(2026, 9, 1, 8, 5, 6, tzinfo=UTC), True),
    ],
)
def test_a_time_without_seconds_is_any_in_its_minute(there: datetime, differs: bool) -> None:
    """The console's list shows minutes, its export seconds."""
    paid = datetime(2026, 9, 1, 8, 5, 35, tzinfo=UTC)
    order = replace(make(1), paid_at=paid)
    found = compare(judged(order), lists(row(order, paid_at=there))).found
    assert bool(found) is differs


def test_a_renewal_needs_no_tick() -> None:
    """随首单绑定: the console itself lists renewals as associated."""
    parent = make(1, associated_at=NOW, project="202609010001")
    renewal = make(2, kind="Renew", parent=parent.number)
    book = Book(
        PROGRAMME, accounts=BOOK.accounts.values(), projects=BOOK.projects, orders=[parent, renewal]
    )
    both = [assess(order, book, NOW) for order in (parent, renewal)]
    assert both[1].verdict is Verdict.FOLLOWS_PARENT
    rows = row(parent), row(renewal, listed=ConsoleList.ASSOCIATED)
    assert compare(both, lists(*rows)).found == ()


def test_only_changes_that_overwrite_nothing_are_settled_together() -> None:
    """“All of these” must not replace amounts that were typed from the invoice."""
    order = make(1)
    blank = replace(order, payable=None)
    [typed] = compare(judged(order), lists(row(order, payable=1))).found
    [filled] = compare(judged(blank), lists(row(order))).found
    [gone] = compare(judged(order), lists()).found
    assert [d.safe for d in (typed, filled, gone)] == [False, True, False]
    assert all(d.can_apply for d in (typed, filled, gone))
    elsewhere = compare([], lists(row(order)), {order.number: "1000000000000002"}).found
    assert elsewhere == (
        Difference(Kind.MISSING, order.number, None, row(order), elsewhere="1000000000000002"),
    )
    assert not elsewhere[0].can_apply
