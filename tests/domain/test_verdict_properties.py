"""Properties of verdicts for every order, project and moment, not only for the worked cases."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain import beijing
from desktop.domain.assessment import Assessment, Verdict, assess
from desktop.domain.book import Book
from desktop.domain.gate import check_gate
from desktop.domain.model import Order, Project, ProjectStatus, Window
from desktop.domain.timestamps import format_instant
from tests.builders import make_account, make_active_project, make_order
from tests.domain.strategies import (
    PROGRAMME,
    UIDS,
    books,
    dated,
    instants,
    margins,
    new_orders,
    orders,
    projects,
)

_WITH_DEADLINE = (Verdict.OPEN, Verdict.MISSED)
_ZONES = ("UTC", "Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "Pacific/Kiritimati")


_cases = st.tuples(books(), orders() | new_orders) | dated()


@given(_cases, instants, st.integers(0, 10**7))
def test_time_never_reopens_an_order(case: tuple[Book, Order], now: datetime, later: int) -> None:
    """An order written off today would become open again, or an open one change its deadline."""
    book, order = case
    before = assess(order, book, now)
    after = assess(order, book, now + timedelta(seconds=later))
    if before.verdict is Verdict.OPEN:
        assert after.verdict in _WITH_DEADLINE
    else:
        assert after.verdict is before.verdict
    assert after.deadline == before.deadline
    assert (after.seconds_left or 0) <= (before.seconds_left or 0)


@given(dated(), st.integers(1, 10**6), st.integers(0, 10**7))
def test_associating_earlier_is_never_worse(
    case: tuple[Book, Order], before: int, earlier: int
) -> None:
    """Acting earlier than necessary would lose the cashback."""
    book, order = case
    now = _deadline(assess(order, book, order.created_at)) - timedelta(seconds=before)
    late = assess(order, book, now)
    assert late.verdict is Verdict.OPEN
    soon = now - timedelta(seconds=earlier)
    assert assess(order, book, soon).verdict is Verdict.OPEN
    done = replace(order, associated_at=soon, project=late.project)
    assert assess(done, book, now).verdict is Verdict.ASSOCIATED
    assert assess(done, book, now).expected_cashback == late.expected_cashback


@given(dated(), instants)
def test_a_deadline_is_within_window_and_validity(case: tuple[Book, Order], now: datetime) -> None:
    """A countdown would continue although the console refuses."""
    book, order = case
    found = assess(order, book, now)
    anchor = order.paid_at or order.created_at
    end = beijing.window_end(anchor, book.window(order), PROGRAMME)
    project = book.project_numbered(found.project, order.account)
    assert found.deadline == min(end, book.valid_until(project))
    assert found.recommended_by == min(beijing.end_of_day(anchor), found.deadline)
    best = max(
        min(end, book.valid_until(p))
        for p in book.usable_projects(order.account)
        if p.created_at <= order.created_at
    )
    assert found.deadline == best
    assert found.anchor == ("created" if order.paid_at is None else "paid")
    assert found.capped_by is not None


@given(_cases, instants)
def test_facts_of_a_deadline_exist_with_a_deadline_only(
    case: tuple[Book, Order], now: datetime
) -> None:
    """The window would show a countdown for an order that has none, or none where it matters."""
    book, order = case
    found = assess(order, book, now)
    parts = (
        found.deadline,
        found.recommended_by,
        found.capped_by,
        found.anchor,
        found.seconds_left,
    )
    assert all((part is not None) == (found.verdict in _WITH_DEADLINE) for part in parts)
    assert (found.verdict is Verdict.OPEN) == bool(found.deadline and now < found.deadline)
    if found.verdict in (Verdict.NEEDS_PROJECT, Verdict.NOT_ELIGIBLE, Verdict.CHECK_CONSOLE):
        assert found.expected_cashback is None


@given(_cases, instants, margins)
def test_every_answer_names_rules_of_the_programme(
    case: tuple[Book, Order], now: datetime, margin: timedelta
) -> None:
    """A user who asks why would get no reason, or one without source and grade."""
    book, order = case
    answers = (assess(order, book, now), check_gate(order.account, book, now, margin))
    for answer in answers:
        assert answer.reasons
        assert {reason.rule for reason in answer.reasons} <= set(PROGRAMME.rules)
    capped_by = answers[0].capped_by
    assert capped_by is None or capped_by in {reason.rule for reason in answers[0].reasons}


@given(orders(parent=st.just("236414227150001"), number=st.just("236414227150001")), instants)
def test_an_order_that_is_its_own_parent_ends(order: Order, now: datetime) -> None:
    """One mistake in a file would hang the program."""
    book = Book(PROGRAMME, orders=[order])
    assert assess(order, book, now).verdict is not Verdict.FOLLOWS_PARENT


def test_a_long_chain_of_renewals_leads_to_its_first_order() -> None:
    """Ten years of monthly renewals would have to be checked one by one, or overflow the stack."""
    first = _order(number="10000000", associated_at=_at("2026-09-02 00:00"))
    chain = [
        replace(first, number=str(10000000 + n), kind="Renew", parent=str(9999999 + n))
        for n in range(1, 2000)
    ]
    chain = [replace(order, associated_at=None) for order in chain]
    book = Book(PROGRAMME, orders=[first, *chain])
    verdict = assess(chain[-1], book, _at("2026-09-10 00:00")).verdict
    assert verdict is Verdict.FOLLOWS_PARENT


@pytest.fixture
def zone(request: pytest.FixtureRequest) -> Iterator[str]:
    """Set the computer's time zone for one test."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


@pytest.mark.skipif(
    not hasattr(time, "tzset"), reason="Windows sets the zone for all programs together"
)
@pytest.mark.parametrize("zone", _ZONES, indirect=True)
@pytest.mark.parametrize("paid", ["2026-08-31 16:30", "2026-03-08 07:30", "2026-11-01 06:30"])
def test_verdicts_do_not_know_the_computers_zone(zone: str, paid: str) -> None:
    """A laptop taken abroad would show another deadline than the console."""
    anchor = _at(paid)
    order = _order(created_at=anchor, paid_at=anchor)
    project = _project(created_at=anchor - timedelta(days=5))
    book = Book(
        PROGRAMME,
        accounts=[make_account(window=Window.DAY)],
        projects=[project],
        orders=[order],
    )
    found = assess(order, book, anchor)
    gate = check_gate(UIDS[0], book, anchor)
    midnight = {
        "2026-08-31 16:30": "2026-09-01T16:00:00Z",
        "2026-03-08 07:30": "2026-03-08T16:00:00Z",
        "2026-11-01 06:30": "2026-11-01T16:00:00Z",
    }[paid]
    assert format_instant(_deadline(found)) == midnight
    assert gate.deadline_if_paid_now == found.deadline


def test_a_book_may_hold_the_same_number_for_two_accounts() -> None:
    """A partner's number recorded for two accounts would block the right one."""
    order = _order(project="202609010001")
    mine = _project(status=ProjectStatus.ACTIVE)
    other = replace(mine, account=UIDS[1])
    for both in ([mine, other], [other, mine]):
        book = Book(PROGRAMME, projects=both, orders=[order])
        assert assess(order, book, order.created_at).verdict is Verdict.OPEN


@given(st.lists(projects(), max_size=4), new_orders, instants, st.randoms())
def test_the_order_of_records_does_not_matter(
    found: list[Project], order: Order, now: datetime, random: Random
) -> None:
    """The same data would lead to another verdict after a restore."""
    unique = list({(p.account, p.number): p for p in found}.values())
    shuffled = list(unique)
    random.shuffle(shuffled)
    one = assess(order, Book(PROGRAMME, projects=unique), now)
    two = assess(order, Book(PROGRAMME, projects=shuffled), now)
    assert (one.verdict, one.project, one.deadline) == (two.verdict, two.project, two.deadline)


def _deadline(found: Assessment) -> datetime:
    assert found.deadline is not None
    return found.deadline


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _order(**fields: object) -> Order:
    return make_order(**({"created_at": _at("2026-09-01 02:00")} | fields))


def _project(**fields: object) -> Project:
    return make_active_project(**({"created_at": _at("2026-08-20 02:00")} | fields))
