"""The next step of the wizard follows from the records alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from desktop.domain.book import Book
from desktop.domain.model import ProjectStatus
from desktop.domain.programme import Programme
from desktop.forms.wizard_steps import (
    NUMBERED,
    Step,
    account_to_continue,
    completed_steps,
    next_step,
    pending_request,
    project_to_number,
    step_after,
    step_to_resume,
)
from tests.builders import UID, make_account, make_active_project, make_order, make_project

OTHER = "6543210987654321"
CREATED = datetime(2026, 9, 1, 2, tzinfo=UTC)
ACCOUNT = make_account()
SENT = make_project(title="web shop", status=ProjectStatus.SENT, requested_at=CREATED)
ACTIVE = make_active_project(number="202609010421", created_at=CREATED)
ORDER = make_order(number="234567890123456", created_at=CREATED)


@pytest.fixture
def start(programme: Programme) -> Book:
    """Return a book without any records."""
    return Book(programme)


@pytest.fixture
def known(programme: Programme) -> Book:
    """Return a book with an account and nothing else."""
    return Book(programme, accounts=[ACCOUNT])


@pytest.fixture
def asked(programme: Programme) -> Book:
    """Return a book with a sent request but no number yet."""
    return Book(programme, accounts=[ACCOUNT], projects=[SENT])


@pytest.fixture
def ready(programme: Programme) -> Book:
    """Return a book with a recorded number and no order."""
    return Book(programme, accounts=[ACCOUNT], projects=[ACTIVE])


@pytest.fixture
def bought(programme: Programme) -> Book:
    """Return a book with a logged order."""
    return Book(programme, accounts=[ACCOUNT], projects=[ACTIVE], orders=[ORDER])


def test_first_unfinished_step(
    start: Book, known: Book, asked: Book, ready: Book, bought: Book
) -> None:
    """Otherwise the wizard would open at a finished page, or skip one."""
    assert next_step(start, None) is Step.ACCOUNT
    assert next_step(start, UID) is Step.ACCOUNT
    assert next_step(known, UID) is Step.REQUEST
    assert next_step(asked, UID) is Step.NUMBER
    assert next_step(ready, UID) is Step.GATE
    assert next_step(bought, UID) is Step.COUNTDOWN


def test_active_project_without_its_creation_is_still_at_the_number(programme: Programme) -> None:
    """Otherwise nobody would ask for the creation, and every order would be refused."""
    half = make_project(number="202609010421", status=ProjectStatus.ACTIVE)
    book = Book(programme, accounts=[ACCOUNT], projects=[half])
    assert next_step(book, UID) is Step.NUMBER
    assert project_to_number(book, UID) == half


def test_refused_request_starts_over(programme: Programme) -> None:
    """Otherwise the wizard would wait for ever for a number that will not come."""
    refused = make_project(status=ProjectStatus.REFUSED)
    book = Book(programme, accounts=[ACCOUNT], projects=[refused])
    assert next_step(book, UID) is Step.REQUEST


def test_done_steps_are_ticked(start: Book, asked: Book, bought: Book) -> None:
    """Otherwise the list beside the pages would tick the wrong steps."""
    assert completed_steps(start, None) == frozenset()
    assert completed_steps(asked, UID) == {Step.ACCOUNT, Step.REQUEST}
    assert completed_steps(bought, UID) == set(NUMBERED) - {Step.COUNTDOWN}


@pytest.mark.parametrize("step", [Step.REQUEST, Step.NUMBER, Step.GATE, Step.ORDERS])
def test_pages_follow_one_another(bought: Book, step: Step) -> None:
    """Otherwise a renewed project would skip its number because an old one is recorded."""
    assert step_after(bought, UID, step) == step + 1


def test_the_account_leads_to_what_it_still_needs(
    known: Book, asked: Book, ready: Book, bought: Book
) -> None:
    """Otherwise a returning user would repeat finished pages, or buy unchecked."""
    assert step_after(known, UID, Step.ACCOUNT) is Step.REQUEST
    assert step_after(asked, UID, Step.ACCOUNT) is Step.NUMBER
    assert step_after(ready, UID, Step.ACCOUNT) is Step.GATE
    assert step_after(bought, UID, Step.ACCOUNT) is Step.GATE
    assert step_after(bought, UID, Step.COUNTDOWN) is None


def test_an_unchosen_account_leads_to_the_request(start: Book) -> None:
    """Otherwise the page after the account would be the account again."""
    assert step_after(start, None, Step.ACCOUNT) is Step.REQUEST


def test_resumes_where_something_is_half_typed(known: Book, ready: Book, bought: Book) -> None:
    """Otherwise the half-typed order is kept, but the user has to look for it."""
    assert step_to_resume(ready, UID, [Step.ORDERS]) is Step.ORDERS
    assert step_to_resume(known, UID, [Step.REQUEST, Step.NUMBER]) is Step.NUMBER
    assert step_to_resume(bought, UID, [Step.ORDERS]) is Step.ORDERS
    assert step_to_resume(bought, UID, [Step.REQUEST]) is Step.REQUEST


def test_resumes_at_the_first_unfinished_step_else(
    start: Book, known: Book, ready: Book, bought: Book
) -> None:
    """Otherwise leftovers of a finished step would hold the user back there for ever."""
    assert step_to_resume(start, None, [Step.ORDERS]) is Step.ACCOUNT
    assert step_to_resume(known, UID, [Step.ORDERS]) is Step.REQUEST
    assert step_to_resume(ready, UID, [Step.ACCOUNT, Step.REQUEST, Step.NUMBER]) is Step.GATE
    assert step_to_resume(bought, UID) is Step.COUNTDOWN


def test_the_number_belongs_to_the_request_that_waits(
    known: Book, asked: Book, ready: Book, programme: Programme
) -> None:
    """Otherwise the number would be recorded beside its request, which then waits for ever."""
    assert project_to_number(known, UID) is None
    assert project_to_number(asked, UID) == SENT
    assert project_to_number(ready, UID) == ACTIVE
    assert project_to_number(ready, UID, another=True) is None
    renewing = Book(programme, accounts=[ACCOUNT], projects=[ACTIVE, SENT])
    assert project_to_number(renewing, UID) == SENT
    assert pending_request(renewing, UID) == SENT


def test_continues_with_the_account_that_is_least_far(programme: Programme) -> None:
    """Otherwise the wizard would open with an account that needs nothing."""
    accounts = [ACCOUNT, make_account(uid=OTHER)]
    book = Book(programme, accounts=accounts, projects=[ACTIVE], orders=[ORDER])
    assert account_to_continue(book) == OTHER
    assert account_to_continue(Book(programme)) is None
