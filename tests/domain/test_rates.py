"""Rates that are valid from a day on, and products without cashback."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain import beijing
from desktop.domain.assessment import Assessment, assess
from desktop.domain.book import Book
from desktop.domain.model import InvalidRecord, Order, Project, RateEntry
from tests.builders import PROJECT_NUMBER, make_account, make_active_project, make_paid_order
from tests.domain.strategies import PROGRAMME, books, fen, instants, later_rates, maybe, rates

NOW = datetime(2026, 9, 20, 4, tzinfo=UTC)
FIVE, SEVEN, EIGHT = Decimal("0.05"), Decimal("0.07"), Decimal("0.08")
PROJECT = make_active_project(
    cashback_rate=FIVE,
    product_rates={"oss": Decimal("0.03")},
    later_rates=(
        RateEntry(rate=SEVEN, since=date(2026, 9, 10)),
        RateEntry(rate=EIGHT, product="ecs", since=date(2026, 9, 15)),
    ),
    excluded_products=frozenset({"domain"}),
)


@pytest.mark.parametrize(
    ("product", "day", "rate"),
    [
        (None, date(2026, 9, 9), FIVE),
        (None, date(2026, 9, 10), SEVEN),
        ("ecs", date(2026, 9, 14), SEVEN),
        ("ecs", date(2026, 9, 15), EIGHT),
        ("oss", date(2026, 9, 15), Decimal("0.03")),
        ("domain", date(2026, 9, 15), None),
        (None, None, FIVE),
    ],
)
def test_an_order_gets_the_rate_in_force_on_its_day(
    product: str | None, day: date | None, rate: Decimal | None
) -> None:
    """A raise in September that counted for August would promise money nobody agreed to pay."""
    assert PROJECT.rate_for(product, day) == rate


def test_the_day_is_that_of_beijing() -> None:
    """An order paid at 00:30 in Beijing is paid on the new day, whatever day it is in London."""
    paid = datetime(2026, 9, 9, 16, 30, tzinfo=UTC)
    order = make_paid_order(paid, cash_paid=10000)
    book = Book(PROGRAMME, accounts=[make_account()], projects=[PROJECT], orders=[order])
    assert assess(order, book, NOW).expected_cashback == 700
    before = replace(order, paid_at=datetime(2026, 9, 9, 15, 59, 59, tzinfo=UTC))
    assert assess(before, book, NOW).expected_cashback == 500


def test_nothing_is_expected_for_an_excluded_product() -> None:
    """The partner pays nothing for it, so it must not be among the outstanding amounts."""
    order = make_paid_order(NOW, cash_paid=10000, product="domain", project=PROJECT_NUMBER)
    book = Book(PROGRAMME, accounts=[make_account()], projects=[PROJECT], orders=[order])
    found = assess(order, book, NOW)
    assert found.expected_cashback is None
    assert (found.without_cashback, found.cashback_unknown) == (True, False)


def test_two_rates_of_one_product_and_day_are_refused() -> None:
    """It would be unclear which of the two counts."""
    twice = [RateEntry(rate=FIVE, since=date(2026, 9, 1)), RateEntry(rate=EIGHT)]
    with pytest.raises(InvalidRecord, match="rate-twice"):
        replace(PROJECT, later_rates=(twice[0], replace(twice[0], rate=EIGHT)))
    with pytest.raises(InvalidRecord, match="day-missing"):
        replace(PROJECT, later_rates=tuple(twice))


def test_the_order_of_the_entries_does_not_matter() -> None:
    """A record read back must equal the saved one, or its form would report a conflict."""
    turned = replace(PROJECT, later_rates=tuple(reversed(PROJECT.later_rates)))
    assert turned == PROJECT


def _promised(project: Project, order: Order) -> int | None:
    """Return the cashback of an order by the last of all entries that could count."""
    base = order.payable if order.cash_paid is None else order.cash_paid
    day = beijing.day_of(order.paid_at or order.created_at)
    if base is None or order.product in project.excluded_products:
        return None
    for product in (order.product, None):
        counting = [
            (entry.since or date.min, entry.rate)
            for entry in project.rates
            if entry.product == product and (entry.since is None or entry.since <= day)
        ]
        if counting:
            exact = base * max(counting)[1]
            return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))
    return None


def _without_promise(assessment: Assessment) -> Assessment:
    """Return an assessment without what depends on the promise."""
    return assessment._replace(expected_cashback=None, without_cashback=False)


corrections = st.fixed_dictionaries(
    {},
    optional={
        "cashback_rate": maybe(rates),
        "product_rates": st.dictionaries(st.sampled_from(("ecs", "oss")), rates, max_size=2),
        "later_rates": later_rates,
        "excluded_products": st.frozensets(st.sampled_from(("ecs", "rds")), max_size=2),
    },
)


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(book=books(), fields=corrections, data=st.data())
def test_a_corrected_rate_moves_exactly_the_orders_it_should(
    book: Book, fields: dict[str, object], data: st.DataObject
) -> None:
    """A change for an order of another day, product or project would invent money."""
    if not book.projects:
        return
    old = data.draw(st.sampled_from(book.projects))
    new = replace(old, **fields)
    kept = [new if project is old else project for project in book.projects]
    after = Book(
        PROGRAMME, accounts=book.accounts.values(), projects=kept, orders=book.orders.values()
    )
    for order in book.orders.values():
        was, is_ = assess(order, book, NOW), assess(order, after, NOW)
        assert _without_promise(is_) == _without_promise(was)
        counts = was.project is not None and book.project_numbered(was.project, order.account)
        if counts is old and was.expected_cashback != is_.expected_cashback:
            assert (was.expected_cashback, is_.expected_cashback) == (
                _promised(old, order),
                _promised(new, order),
            )
        if counts is not old or _promised(old, order) == _promised(new, order):
            assert was.expected_cashback == is_.expected_cashback
        if counts is not old or (order.product in old.excluded_products) == (
            order.product in new.excluded_products
        ):
            assert was.without_cashback == is_.without_cashback


@settings(max_examples=100)
@given(product=maybe(st.sampled_from(("ecs", "oss"))), paid=instants, base=fen, later=later_rates)
def test_the_amount_is_that_of_the_entry_in_force_to_the_fen(
    product: str | None, paid: datetime, base: int, later: tuple[RateEntry, ...]
) -> None:
    """The claimed amount must equal the promised one, to the fen."""
    project = make_active_project(cashback_rate=FIVE, later_rates=later, created_at=paid)
    order = make_paid_order(paid, product=product, cash_paid=base, project=PROJECT_NUMBER)
    book = Book(PROGRAMME, accounts=[make_account()], projects=[project], orders=[order])
    assert assess(order, book, paid).expected_cashback == _promised(project, order)
