"""The cashback figures: each is a sum over orders, as docs/command-line.md defines it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.assessment import Verdict, assess, assess_all
from desktop.domain.book import Book
from desktop.domain.cashback import (
    Figures,
    Grouping,
    OrderMoney,
    figures,
    grouped,
    money_of,
    received_by_order,
    total,
)
from desktop.domain.money_records import Cashback
from tests.builders import UID, make_account, make_active_project, make_order, money_facts
from tests.domain.strategies import FIRST, ORDER_NUMBERS, PROGRAMME, UIDS, books, instants

NOW = datetime(2026, 9, 10, 4, tzinfo=UTC)
receipts = st.lists(
    st.builds(
        Cashback,
        account=st.sampled_from(UIDS),
        order=st.sampled_from(ORDER_NUMBERS),
        received_at=st.just(FIRST),
        amount=st.integers(-(10**9), 10**9),
    ),
    max_size=8,
)


def ledger(book: Book, parts: Sequence[Cashback], now: datetime) -> list[OrderMoney]:
    """Return the money of all orders of a book with these receipts."""
    came = received_by_order(parts)
    facts = [
        money_facts(each, came.get(each.order.name, 0))
        for each in assess_all(book.orders.values(), book, now)
    ]
    return money_of(facts, book)


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        (Verdict.ASSOCIATED, Figures(500, 120, 380, 0, 0)),
        (Verdict.FOLLOWS_PARENT, Figures(500, 120, 380, 0, 0)),
        (Verdict.NOT_NEEDED, Figures(0, 120, -120, 0, 0)),
        (Verdict.MISSED, Figures(0, 120, -120, 500, 0)),
        (Verdict.OPEN, Figures(0, 120, -120, 0, 500)),
        (Verdict.WAITING_PAYMENT, Figures(0, 120, -120, 0, 500)),
        (Verdict.NOT_ELIGIBLE, Figures(0, 120, -120, 0, 0)),
        (Verdict.CHECK_CONSOLE, Figures(0, 120, -120, 0, 0)),
    ],
)
def test_the_figures_of_each_verdict(verdict: Verdict, expected: Figures) -> None:
    """A lost or open order must not be counted as owed by the partner."""
    assert figures(verdict, 500, 120) == expected


@given(books(), receipts, instants)
def test_money_adds_up_to_the_fen_in_every_view(
    book: Book, parts: list[Cashback], now: datetime
) -> None:
    """A month, a partner or an account must never show money that the orders do not have."""
    orders = ledger(book, parts, now)
    sums = total(orders)
    for by in Grouping:
        groups = grouped(orders, by)
        assert sum((group.figures for group in groups), Figures()) == sums
        assert sum(group.orders for group in groups) == len(orders)
        assert [group.key for group in groups] == sorted({order.key(by) for order in orders})
    known = [part.amount for part in parts if book.order(part.account, part.order) is not None]
    assert sums.received == sum(known)
    by_verdict = [order.figures.expected for order in orders]
    assert sums.outstanding == sum(by_verdict) - sums.received


@given(books(), receipts, instants)
def test_each_order_is_listed_once_and_none_without_money(
    book: Book, parts: list[Cashback], now: datetime
) -> None:
    """A report would count an order twice, or list thousands in which nothing happened."""
    orders = ledger(book, parts, now)
    names = [order.name for order in orders]
    assert names == sorted(set(names))
    assert all(any(astuple(order.figures)) for order in orders)


def test_a_month_is_the_beijing_month_of_payment() -> None:
    """Cashback of a payment just after midnight would be in the previous month."""
    paid = datetime(2026, 8, 31, 16, 30, tzinfo=UTC)
    order = make_order(
        created_at=datetime(2026, 8, 31, 15, tzinfo=UTC),
        paid_at=paid,
        associated_at=NOW,
        cash_paid=10_000,
        project="202609010001",
    )
    project = make_active_project(cashback_rate=Decimal("0.05"), partner="P")
    book = Book(PROGRAMME, accounts=[make_account()], projects=[project], orders=[order])
    [found] = ledger(book, (), NOW)
    assert (found.month, found.partner, found.project) == ("2026-09", "P", "202609010001")
    assert found.figures == Figures(expected=500, outstanding=500)


@pytest.mark.parametrize("counts", [True, False])
def test_renewals_count_unless_the_project_says_otherwise(counts: bool) -> None:
    """A partner who pays nothing for renewals would be reminded of money never promised."""
    first = make_order(associated_at=NOW, project="202609010001", cash_paid=10_000)
    renewal = make_order(number="236414227150002", kind="Renew", parent=first.number, payable=2_000)
    project = make_active_project(cashback_rate=Decimal("0.05"), renewals=counts)
    book = Book(PROGRAMME, accounts=[make_account()], projects=[project], orders=[first, renewal])
    verdict = assess(renewal, book, NOW)
    assert verdict.verdict is Verdict.FOLLOWS_PARENT
    assert verdict.project == "202609010001"
    assert verdict.expected_cashback == (100 if counts else None)
    assert total(ledger(book, (), NOW)).expected == (600 if counts else 500)
    assert ledger(book, (), NOW)[0].account == UID
    assert replace(project, renewals=True).rate_for(None) == Decimal("0.05")
