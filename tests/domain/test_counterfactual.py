"""Remarks on what would have sufficed, and what can still be done: never guessed, never missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given

from desktop.domain.assessment import Verdict, assess
from desktop.domain.book import Book
from desktop.domain.counterfactual import Remark, RemarkKind, counterfactual
from desktop.domain.model import Order, OrderStatus, Project, ProjectStatus, Window
from desktop.domain.remarks import EarlierProjectRemark, LateRemark
from desktop.wording.verdicts import counterfactuals
from tests.builders import (
    OTHER_UID,
    PROJECT_NUMBER,
    make_account,
    make_active_project,
    make_paid_order,
)
from tests.domain.strategies import PROGRAMME, books, instants

NOW = datetime(2026, 9, 10, 4, tzinfo=UTC)


def project(**fields: object) -> Project:
    """Return a usable project that was created three days ago."""
    return make_active_project(**({"created_at": NOW - timedelta(days=3)} | fields))


def order(**fields: object) -> Order:
    """Return an order created two hours ago and paid an hour ago."""
    created = {"created_at": NOW - timedelta(hours=2)}
    return make_paid_order(NOW - timedelta(hours=1), **(created | fields))


def remarks(
    about: Order, *projects: Project, window: Window = Window.MONTH, more: tuple[Order, ...] = ()
) -> dict[str, Remark]:
    """Return the remarks on an order by case."""
    book = Book(
        PROGRAMME,
        accounts=[make_account(window=window), make_account(uid=OTHER_UID)],
        projects=projects,
        orders=[about, *more],
    )
    return {r.case: r for r in counterfactual(assess(about, book, NOW), book)}


UNPAID = {"status": OrderStatus.UNPAID, "paid_at": None}


def test_three_minutes_would_have_been_enough() -> None:
    """“项目早创建 3 分钟即可”, with the deadline that would have resulted."""
    late = project(created_at=order().created_at + timedelta(minutes=3))
    later = project(number="202609010002", created_at=late.created_at + timedelta(days=1))
    found = remarks(order(), late, later)
    assert found["project-earlier"].facts == EarlierProjectRemark(
        PROJECT_NUMBER, gap=180, deadline=datetime(2026, 9, 30, 16, tzinfo=UTC)
    )
    assert found["too-late-for-this-one"].kind is RemarkKind.CAN
    assert found["next-purchase"].facts.project == PROJECT_NUMBER
    assert "order-anew" not in found


def test_an_unpaid_order_can_be_cancelled_and_placed_again() -> None:
    """“尚未支付：取消后重新下单”: the one mistake that can be repaired."""
    late = project(created_at=order().created_at + timedelta(minutes=3))
    assert remarks(order(**UNPAID), late)["order-anew"].facts.project == PROJECT_NUMBER
    ended = replace(late, valid_until=NOW - timedelta(minutes=1))
    found = remarks(order(**UNPAID), ended)
    assert "new-project-order-anew" in found
    assert "order-anew" not in found


def test_an_assumed_creation_is_asked_about() -> None:
    """The project may be older than the time its number was received."""
    late = project(created_at=NOW - timedelta(hours=1), created_assumed=True)
    assert remarks(order(), late)["ask-creation"].facts.project == PROJECT_NUMBER
    assert "ask-creation" not in remarks(order(), replace(late, created_assumed=False))


def test_another_account_s_project() -> None:
    """The order's own account may have one that fits."""
    foreign, own = project(account=OTHER_UID), project(number="202609010002")
    found = remarks(order(project=PROJECT_NUMBER), foreign, own)
    assert found["choose-project"].facts.project == "202609010002"
    alone = remarks(order(project=PROJECT_NUMBER), foreign)
    assert alone["own-project"].kind is RemarkKind.WOULD
    assert "choose-project" not in alone


@pytest.mark.parametrize(
    ("projects", "named", "case"),
    [
        ((), "202609019999", "record-project"),
        ((project(created_at=None),), PROJECT_NUMBER, "complete-project"),
        ((project(status=ProjectStatus.UNDER_REVIEW),), None, "ask-partner"),
        ((project(status=ProjectStatus.REFUSED),), None, "new-project"),
        ((), None, "record-existing"),
    ],
)
def test_an_order_without_a_project(
    projects: tuple[Project, ...], named: str | None, case: str
) -> None:
    """Each missing thing has its remedy, or an honest statement that there is none."""
    found = remarks(order(project=named), *projects)
    assert found["usable-project"].facts.deadline == datetime(2026, 9, 30, 16, tzinfo=UTC)
    assert case in found
    assert ("too-late-for-this-one" in found) is (case == "new-project")


def test_a_missed_order_shows_how_late_it_is() -> None:
    """An hour late is another lesson than a month late."""
    paid = datetime(2026, 8, 31, 12, tzinfo=UTC)
    old = order(created_at=paid, paid_at=paid)
    found = remarks(old, project(created_at=paid - timedelta(days=1)))
    due = datetime(2026, 8, 31, 16, tzinfo=UTC)
    assert found["in-time"].facts == LateRemark(due, gap=int((NOW - due).total_seconds()))
    assert "console-once-more" in found


def test_an_assumed_window_may_be_longer() -> None:
    """Most important to know of a missed order: it may not be missed at all."""
    yesterday = NOW - timedelta(days=1)
    old = order(created_at=yesterday, paid_at=yesterday)
    found = remarks(old, project(), window=Window.UNKNOWN)
    assert found["look-up-window"].facts.deadline == datetime(2026, 9, 30, 16, tzinfo=UTC)
    assert "look-up-window" not in remarks(old, project(), window=Window.DAY)


def test_a_project_that_ended_first() -> None:
    """If the project's end set the deadline, a longer one would have helped."""
    ended = project(valid_until=NOW - timedelta(minutes=30))
    found = remarks(order(), ended)
    assert found["longer-project"].facts.deadline == datetime(2026, 9, 30, 16, tzinfo=UTC)


def test_a_waiting_order_shows_the_effect_of_payment() -> None:
    """Paying on the last day of a month leaves hours, not weeks."""
    found = remarks(order(**UNPAID), project())
    assert found["pay"].facts.deadline == datetime(2026, 9, 30, 16, tzinfo=UTC)
    ended = project(valid_until=NOW - timedelta(minutes=1))
    assert "valid-project" in remarks(order(**UNPAID), ended)


def test_a_parent_decides() -> None:
    """A renewal follows its original order, which the user must handle."""
    parent = order(number="236414227150002")
    renewal = order(kind="Renew", parent=parent.number)
    found = remarks(renewal, project(), more=(parent,))
    assert found["see-to-parent"].facts.parent == parent.number
    assert "record-parent" in remarks(renewal, project())
    assert "bound" in remarks(renewal, project(), more=(replace(parent, associated_at=NOW),))


@given(books(), instants)
def test_every_verdict_has_remarks_that_hold(book: Book, now: datetime) -> None:
    """A false explanation is worse than none; a missing one leaves the user without a reason."""
    for about in book.orders.values():
        assessment = assess(about, book, now)
        found = counterfactual(assessment, book)
        assert any(remark.kind is RemarkKind.CAN for remark in found)
        for remark in found:
            assert counterfactuals.sentence(remark, now)
            changed = None
            if remark.case == "choose-project":
                changed = assess(replace(about, project=remark.facts.project), book, now)
            elif remark.case == "look-up-window":
                changed = assess(replace(about, window=Window.MONTH), book, now)
            elif remark.case == "pay":
                paid = replace(about, status=OrderStatus.PAID, paid_at=now)
                changed = assess(paid, book, now)
            if changed is not None:
                assert changed.verdict in (Verdict.OPEN, Verdict.WAITING_PAYMENT)
                assert changed.deadline == remark.facts.deadline
            if remark.case == "project-earlier":
                assert remark.facts.gap > 0
