"""Hypothesis strategies for records, and the programme as shipped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, cast

from hypothesis import strategies as st

from desktop.base.resources import resource
from desktop.domain import beijing
from desktop.domain.book import Book
from desktop.domain.console_records import ChecklistAnswer, Comparison, Sighting
from desktop.domain.model import (
    Account,
    Billing,
    Order,
    OrderStatus,
    Partner,
    Project,
    ProjectStatus,
    RateEntry,
    Window,
)
from desktop.domain.money_records import AnswerKind, Cashback, PartnerAnswer, Receipt
from desktop.domain.programme import load
from desktop.domain.receipts import MatchedReceipt
from tests.builders import OTHER_UID, UID, receipts_with_keys

PROGRAMME = load(resource("programme.toml"))
UIDS = (UID, OTHER_UID)
ORDER_NUMBERS = tuple(f"2364142271500{n:02d}" for n in range(1, 9))
PROJECT_NUMBERS = tuple(f"2026090100{n:02d}" for n in range(1, 7))
FIRST = datetime(2026, 7, 1, tzinfo=UTC)
KINDS = (*PROGRAMME.kind_names, "new", "Unheard-of")

Draw = Callable[[st.SearchStrategy], object]

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
windows = st.sampled_from(Window)
fen = st.integers(min_value=-10_000_000, max_value=10_000_000)
rates = st.integers(min_value=0, max_value=10**6).map(lambda n: Decimal(n).scaleb(-6))
margins = st.integers(min_value=0, max_value=3 * 24 * 60).map(lambda n: timedelta(minutes=n))


def _near_midnight(day: int, second: int) -> datetime:
    return FIRST + timedelta(days=day, hours=16, seconds=second)


instants = st.one_of(
    st.integers(min_value=0, max_value=200 * 86400).map(lambda n: FIRST + timedelta(seconds=n)),
    st.builds(_near_midnight, st.integers(0, 200), st.integers(-2, 2)),
    st.integers(0, 40).map(lambda n: FIRST + timedelta(days=5 * n)),
)
any_instants = st.datetimes(
    datetime(1992, 1, 1),  # noqa: DTZ001 - Hypothesis adds the zone
    datetime(2099, 12, 31, 23, 59, 59),  # noqa: DTZ001
    timezones=st.just(UTC),
).map(lambda instant: instant.replace(microsecond=0))

any_days = st.dates(date(1992, 1, 1), date(2099, 12, 31))


def maybe(strategy: st.SearchStrategy) -> st.SearchStrategy:
    """Draw None or a value."""
    return st.none() | strategy


def rate_entries(days: st.SearchStrategy, products: st.SearchStrategy) -> st.SearchStrategy:
    """Draw rates for one product or for all, each with its first day; (product, day) is unique."""
    entry = st.builds(RateEntry, rate=rates, product=maybe(products), since=days)
    return st.lists(entry, max_size=3, unique_by=lambda e: e.rank).map(tuple)


later_rates = rate_entries(instants.map(beijing.day_of), st.sampled_from(("ecs", "oss")))


def projects(**fixed: st.SearchStrategy) -> st.SearchStrategy:
    """Draw projects of two accounts, mostly usable, with few numbers so that they collide."""
    values = {
        "account": st.sampled_from(UIDS),
        "number": st.sampled_from(PROJECT_NUMBERS),
        "status": st.sampled_from((*[ProjectStatus.ACTIVE] * 6, *ProjectStatus)),
        "created_at": maybe(instants),
        "valid_until": maybe(instants),
        "cashback_rate": maybe(rates),
        "product_rates": st.dictionaries(st.sampled_from(("ecs", "oss")), rates, max_size=2),
        "later_rates": later_rates,
        "excluded_products": st.frozensets(st.sampled_from(("ecs", "oss", "rds")), max_size=1),
        "partner": maybe(st.sampled_from(("P", "Q"))),
        "renewals": st.booleans(),
    }
    return st.builds(Project, **(values | fixed))


def orders(**fixed: st.SearchStrategy) -> st.SearchStrategy:
    """Draw orders of two accounts, of any kind and state."""
    values = {
        "account": st.sampled_from(UIDS),
        "number": st.sampled_from(ORDER_NUMBERS),
        "kind": st.sampled_from((*["New"] * 8, *KINDS)),
        "billing": st.sampled_from(Billing),
        "status": st.sampled_from((*[OrderStatus.PAID] * 4, *OrderStatus)),
        "created_at": instants,
        "product": maybe(st.sampled_from(("ecs", "oss", "rds"))),
        "paid_at": maybe(instants),
        "payable": maybe(fen),
        "cash_paid": maybe(fen),
        "parent": maybe(st.sampled_from(ORDER_NUMBERS)),
        "project": maybe(st.sampled_from(PROJECT_NUMBERS)),
        "window": maybe(windows),
        "associated_at": st.one_of(st.none(), st.none(), st.none(), instants),
    }
    return st.builds(Order, **(values | fixed))


new_orders = orders(
    kind=st.just("New"),
    associated_at=st.none(),
    project=st.none(),
    account=st.just(UIDS[0]),
    status=st.just(OrderStatus.PAID),
)


@st.composite
def books(draw: Draw) -> Book:
    """Draw a small book in which most orders match a project."""
    return Book(
        PROGRAMME,
        accounts=[Account(uid=uid, window=draw(windows)) for uid in UIDS],
        projects=draw(st.lists(projects(), max_size=4, unique_by=lambda p: (p.account, p.number))),
        orders=draw(st.lists(orders(), max_size=6, unique_by=lambda o: (o.account, o.number))),
    )


@st.composite
def dated(draw: Draw) -> tuple[Book, Order]:
    """Draw an order that has a deadline, in a book where its project is one of several."""
    order = cast("Order", draw(new_orders))
    lead = draw(st.integers(0, 90 * 86400))
    own = projects(
        account=st.just(order.account),
        number=st.just("202608150001"),
        status=st.just(ProjectStatus.ACTIVE),
        created_at=st.just(order.created_at - timedelta(seconds=lead)),
    )
    around = cast("Book", draw(books()))
    found = [*around.projects, draw(own)]
    return Book(PROGRAMME, accounts=around.accounts.values(), projects=found), order


def _texts(*names: str) -> dict[str, st.SearchStrategy]:
    return dict.fromkeys(names, words)


filled = words.filter(lambda text: bool(text.strip()))
_blank_or_words = words.map(lambda text: text or None)


_CAME = st.sampled_from((FIRST, FIRST + timedelta(days=1)))
_NOTES = st.sampled_from(("", "转账"))
_PARTS = st.builds(
    Cashback,
    account=st.sampled_from(UIDS),
    order=st.sampled_from(ORDER_NUMBERS),
    received_at=_CAME,
    amount=st.sampled_from((1, 100)),
    note=_NOTES,
    undone=st.booleans(),
)


@st.composite
def receipts_in_book(draw: Draw) -> list[MatchedReceipt]:
    """Draw receipts for one order, several or none, some with matches taken back."""
    found = []
    for sign in cast("list[int]", draw(st.lists(st.sampled_from((1, -1)), max_size=3))):
        drawn = draw(st.lists(_PARTS, max_size=3, unique_by=lambda p: (p.account, p.order)))
        both = [replace(part, amount=sign * part.amount) for part in cast("list[Cashback]", drawn)]
        parts = tuple(part for part in both if not part.undone)
        rest = sign * cast("int", draw(st.sampled_from((0, 1, 50))))
        amount = sum(part.amount for part in parts) + rest
        receipt = Receipt(
            received_at=cast("datetime", draw(_CAME)),
            amount=amount or sign,
            note=cast("str", draw(_NOTES)),
        )
        undone = tuple(part for part in both if part.undone)
        found.append(MatchedReceipt(receipt, parts, undone))
    for part in cast("list[Cashback]", draw(st.lists(_PARTS, max_size=3))):
        amount = cast("int", draw(st.sampled_from((0, 100, -100))))
        alone = replace(part, undone=False, amount=amount)
        own = Receipt(received_at=part.received_at, amount=amount, note=part.note)
        found.append(MatchedReceipt(own, (alone,)))
    return found


_SIGHTINGS = st.builds(
    Sighting,
    account=st.sampled_from(UIDS),
    order=st.sampled_from(ORDER_NUMBERS),
    seen_at=_CAME,
    window=st.sampled_from((None, Window.DAY, Window.MONTH)),
    said=words,
    worked=st.booleans(),
    paid_at=maybe(any_instants),
)
_COMPARISONS = st.builds(Comparison, account=st.sampled_from(UIDS), compared_at=any_instants)
_CLAIMS = {
    "account": st.sampled_from(UIDS),
    "order": words.filter(bool),
    "answered_at": any_instants,
    "statement": st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    "partner": words,
    "claimed": st.integers(0, 10**9),
}
_PARTNER_ANSWERS = st.builds(
    PartnerAnswer, answer=st.sampled_from(AnswerKind), amount=st.integers(0, 10**9), **_CLAIMS
) | st.builds(PartnerAnswer, answer=st.none(), amount=st.none(), **_CLAIMS)
_ANSWERS = st.builds(
    ChecklistAnswer,
    account=st.sampled_from(UIDS),
    item=st.sampled_from(("affiliate", "ram-permission")),
    value=st.booleans(),
    answered_at=any_instants,
)


def _book_with(receipts: list[MatchedReceipt], **fields: Any) -> Book:
    return Book(PROGRAMME, **fields, **receipts_with_keys(receipts))


full_books = st.builds(
    _book_with,
    receipts_in_book(),
    accounts=st.tuples(
        *(
            st.builds(
                Account,
                uid=st.just(uid),
                window=windows,
                window_checked_at=maybe(any_instants),
                **_texts("name", "note"),
            )
            for uid in UIDS
        )
    ),
    partners=st.lists(
        st.builds(
            Partner,
            name=filled,
            rates=rate_entries(maybe(any_days), filled),
            excluded_products=st.frozensets(filled, max_size=2),
            **_texts("contact", "wants", "note"),
        ),
        max_size=3,
        unique_by=lambda partner: partner.name,
    ),
    projects=st.lists(
        projects(
            number=maybe(st.sampled_from(PROJECT_NUMBERS)),
            title=st.sampled_from(("", "上云")) | words,
            partner=_blank_or_words,
            requested_at=maybe(any_instants),
            created_at=maybe(any_instants),
            created_assumed=st.booleans(),
            copied_at=maybe(any_instants),
            answered_at=maybe(any_instants),
            request_text=words,
            product_rates=st.dictionaries(words, rates, max_size=3),
            later_rates=rate_entries(any_days, filled),
            excluded_products=st.frozensets(filled, max_size=2),
            note=words,
        ),
        max_size=5,
        unique_by=lambda p: (p.account, p.number or object()),
    ),
    orders=st.lists(
        orders(
            kind=words,
            title=words,
            product=_blank_or_words,
            note=words,
            created_at=any_instants,
        ),
        max_size=6,
        unique_by=lambda order: (order.account, order.number),
    ),
    sightings=st.lists(_SIGHTINGS, max_size=2),
    comparisons=st.lists(_COMPARISONS, max_size=2, unique=True),
    answers=st.lists(_ANSWERS, max_size=2, unique_by=lambda each: (each.account, each.item)),
    partner_answers=st.lists(
        _PARTNER_ANSWERS, max_size=2, unique_by=lambda each: (each.account, each.order)
    ),
)
"""Books with every field filled somehow, odd characters and allowed namesakes included."""
