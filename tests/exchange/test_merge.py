"""The changes that an import may make to the records, and those that it never may."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from desktop.domain.book import Book
from desktop.domain.model import Billing, Order, OrderStatus, ProjectStatus, Window
from desktop.domain.money_records import Cashback
from desktop.domain.receipts import matched_receipts
from desktop.exchange.merge import merge
from desktop.exchange.merge_plan import MergePlan
from desktop.exchange.snapshot import ImportRefused, Problem, ReadOrder, Snapshot
from tests.builders import (
    UID,
    make_account,
    make_cashback,
    make_matched,
    make_order,
    make_partner,
    make_project,
    receipts_with_keys,
)
from tests.domain.strategies import PROGRAMME, UIDS, full_books

NOW = datetime(2026, 9, 10, 4, tzinfo=UTC)
ACCOUNT = make_account(name="示例科技", window=Window.MONTH, key=1)
ORDER = make_order(created_at=NOW, key=7)
PROJECT = make_project(number="202609010001", status=ProjectStatus.ACTIVE, key=3)


def _merge(recorded: Order | None, *offered: Order) -> MergePlan:
    book = Book(PROGRAMME, accounts=[ACCOUNT], orders=[] if recorded is None else [recorded])
    rows = tuple(ReadOrder(row, replace(o, key=None)) for row, o in enumerate(offered, 1))
    return merge(book, Snapshot(orders=rows))


def _counts(plan: MergePlan) -> tuple[int, int, int, int]:
    return plan.added, plan.updated, plan.unchanged, plan.conflict


def test_a_new_order_is_added() -> None:
    """An import would add nothing."""
    plan = _merge(None, ORDER)
    assert _counts(plan) == (1, 0, 0, 0)
    assert plan.orders == (ORDER,)
    assert plan.orders[0].key is None


def test_the_same_order_is_unchanged() -> None:
    """Every import would touch every order, and fill the history with empty changes."""
    plan = _merge(ORDER, ORDER)
    assert _counts(plan) == (0, 0, 1, 0)
    assert plan.orders == ()


_FILLED: dict[str, Any] = {
    "product": "ecs",
    "title": "云服务器",
    "paid_at": NOW,
    "payable": 204000,
    "cash_paid": 0,
    "parent": "236414227140009",
    "project": "202609010001",
    "window": Window.DAY,
    "associated_at": NOW,
    "note": "采购",
}


@pytest.mark.parametrize(("field", "value"), _FILLED.items())
def test_blanks_are_filled_and_never_emptied(field: str, value: object) -> None:
    """A second source's facts would be dropped, or the user's input be erased."""
    full = replace(ORDER, **{field: value})
    plan = _merge(ORDER, full)
    assert _counts(plan) == (0, 1, 0, 0)
    assert plan.orders == (full,)
    assert plan.orders[0].key == 7
    assert _counts(_merge(full, ORDER)) == (0, 0, 1, 0)


_OTHER: dict[str, Any] = {
    "product": "oss",
    "title": "对象存储",
    "paid_at": NOW + timedelta(seconds=1),
    "payable": 1,
    "cash_paid": 1,
    "parent": "236414227140008",
    "project": "202609010002",
    "window": Window.MONTH,
    "associated_at": NOW + timedelta(days=1),
    "note": "另一条",
    "kind": "Renew",
    "billing": Billing.POSTPAID,
    "created_at": NOW - timedelta(days=1),
}


@pytest.mark.parametrize(("field", "value"), _OTHER.items())
def test_a_difference_is_a_conflict_and_the_record_stays(field: str, value: object) -> None:
    """A file would silently overwrite what the user recorded."""
    recorded = replace(ORDER, **_FILLED)
    plan = _merge(recorded, replace(recorded, **{field: value}))
    assert _counts(plan) == (0, 0, 0, 1)
    assert plan.orders == ()
    (problem,) = plan.problems
    assert (problem.row, problem.code) == (1, "conflict")
    assert problem.facts["number"] == ORDER.number
    assert problem.facts["field"] == field
    assert problem.facts["recorded"] != problem.facts["offered"]


def test_every_field_of_an_order_is_merged() -> None:
    """A field added later would be forgotten by the import."""
    merged = {*_FILLED, *_OTHER, "status"}
    assert {field.name for field in fields(Order)} - merged == {"account", "number", "key"}


def test_a_conflict_is_reported_in_words_of_the_file() -> None:
    """The user could not compare the two values."""
    recorded = replace(ORDER, payable=204000, paid_at=NOW)
    plan = _merge(recorded, replace(recorded, payable=-50, paid_at=NOW + timedelta(hours=1)))
    values = {p.facts["field"]: (p.facts["recorded"], p.facts["offered"]) for p in plan.problems}
    assert values == {
        "payable": ("2040.00", "-0.50"),
        "paid_at": ("2026-09-10T04:00:00Z", "2026-09-10T05:00:00Z"),
    }


def test_a_conflict_does_not_prevent_filling_blanks() -> None:
    """One differing note would block the payment time, and with it the deadline."""
    recorded = replace(ORDER, note="mine")
    plan = _merge(recorded, replace(ORDER, note="theirs", paid_at=NOW))
    assert _counts(plan) == (0, 0, 0, 1)
    assert plan.orders == (replace(recorded, paid_at=NOW),)


def test_an_association_belongs_to_its_project() -> None:
    """An order would count as associated with a project it was never associated with."""
    recorded = replace(ORDER, project="202609010001")
    plan = _merge(recorded, replace(ORDER, project="202609010002", associated_at=NOW))
    assert plan.orders == ()
    assert [p.facts["field"] for p in plan.problems] == ["project", "associated_at"]


@pytest.mark.parametrize(
    ("before", "after", "taken"),
    [
        ("unpaid", "paid", True),
        ("unpaid", "cancelled", True),
        ("unpaid", "refunded", True),
        ("paid", "refunded", True),
        ("paid", "cancelled", True),
        ("paid", "unpaid", False),
        ("cancelled", "paid", False),
        ("cancelled", "unpaid", False),
        ("refunded", "paid", False),
        ("refunded", "cancelled", False),
        ("cancelled", "refunded", False),
    ],
)
def test_a_status_only_moves_on(before: str, after: str, taken: bool) -> None:
    """An old file would make a paid order unpaid again and hide its deadline."""
    plan = _merge(
        replace(ORDER, status=OrderStatus(before)), replace(ORDER, status=OrderStatus(after))
    )
    assert _counts(plan) == ((0, 1, 0, 0) if taken else (0, 0, 0, 1))


def test_a_kind_in_another_case_is_the_same() -> None:
    """Every order of a detail would be in conflict with the list."""
    assert _counts(_merge(ORDER, replace(ORDER, kind="new"))) == (0, 0, 1, 0)


def test_an_order_twice_in_a_file_counts_once() -> None:
    """Overlapping pages would add an order twice, or count more than there are."""
    unpaid = replace(ORDER, status=OrderStatus.UNPAID)
    assert _counts(_merge(None, unpaid, ORDER)) == (1, 0, 0, 0)
    assert _merge(None, unpaid, ORDER).orders == (ORDER,)
    assert _counts(_merge(None, ORDER, unpaid)) == (0, 0, 0, 1)
    assert _counts(_merge(unpaid, unpaid, ORDER)) == (0, 1, 0, 0)


def test_the_same_number_of_two_accounts_is_two_orders() -> None:
    """One account's order would be merged into the other's."""
    book = Book(PROGRAMME, accounts=[ACCOUNT], orders=[ORDER])
    other = replace(ORDER, account=UIDS[1], key=None)
    snapshot = Snapshot(accounts=(make_account(uid=UIDS[1]),), orders=(ReadOrder(1, other),))
    assert _counts(merge(book, snapshot)) == (1, 0, 0, 0)


def _other(recorded: Any, offered: Any, section: str) -> MergePlan:
    accounts = () if section == "accounts" else (ACCOUNT,)
    known: dict[str, Any] = {"accounts": accounts}
    book = Book(PROGRAMME, **(known | {section: recorded}))
    return merge(book, Snapshot(**{section: tuple(replace(o, key=None) for o in offered)}))


def test_an_account_keeps_its_window() -> None:
    """An import would turn a month into a day, or into “not looked up yet”, for a whole account."""
    blank = make_account(key=1)
    seen = replace(ACCOUNT, window_checked_at=NOW)
    assert _other([blank], [seen], "accounts").accounts == (seen,)
    assert _other([seen], [blank], "accounts").accounts == ()
    plan = _other([ACCOUNT], [replace(seen, window=Window.DAY)], "accounts")
    assert plan.accounts == ()
    assert [p.facts["field"] for p in plan.problems] == ["window", "window_checked_at"]
    assert _counts(plan) == (0, 0, 0, 0)


def test_an_account_of_an_answer_of_the_api_is_recorded() -> None:
    """Imported orders would belong to an account that is in no list."""
    snapshot = Snapshot(accounts=(make_account(),), orders=(ReadOrder(1, ORDER),))
    assert merge(Book(PROGRAMME), snapshot).accounts == (make_account(),)
    assert merge(Book(PROGRAMME, accounts=[ACCOUNT]), snapshot).accounts == ()


def test_partners_are_known_by_name() -> None:
    """A partner would be listed twice, or lose the contact."""
    plan = _other(
        [make_partner(name="甲", key=5)], [make_partner(name="甲", contact="电话")], "partners"
    )
    assert plan.partners == (make_partner(name="甲", contact="电话"),)
    assert plan.partners[0].key == 5
    assert _other([], [make_partner(name="甲")], "partners").partners[0].key is None


def test_projects_are_known_by_account_and_number() -> None:
    """A project would be listed twice, with a random one of its rates."""
    rated = replace(PROJECT, cashback_rate=Decimal("0.05"), product_rates={"ecs": Decimal("0.1")})
    assert _other([PROJECT], [rated], "projects").projects == (rated,)
    plan = _other([rated], [replace(rated, cashback_rate=Decimal("0.06"))], "projects")
    assert plan.projects == ()
    facts = plan.problems[0].facts
    assert (facts["record"], facts["recorded"], facts["offered"]) == ("project", "0.05", "0.06")
    assert (
        _other([rated], [replace(rated, cashback_rate=Decimal("0.0500"))], "projects").problems
        == ()
    )


def test_requests_without_a_number_are_known_by_title_and_moment() -> None:
    """Each import would duplicate a request, or two requests be merged into one."""
    request = make_project(title="上云", requested_at=NOW, key=4)
    assert _other([request], [request], "projects").projects == ()
    later = replace(request, requested_at=NOW + timedelta(days=1))
    assert _other([request], [later], "projects").projects == (later,)
    assert len(_other([], [request, request], "projects").projects) == 2
    assert len(_other([request], [request, request], "projects").projects) == 1


def test_what_only_the_folder_knows_of_a_project_stays() -> None:
    """An import would drop the request as it was sent, or the mark of an assumed time."""
    known = replace(PROJECT, created_at=NOW, created_assumed=True, request_text="您好")
    offered = replace(PROJECT, created_at=NOW, note="新")
    (saved,) = _other([known], [offered], "projects").projects
    assert saved.created_assumed
    assert saved.request_text == "您好"


def test_receipts_that_are_equal_are_recorded_once_each() -> None:
    """The same receipt would be counted again with every import."""
    part = make_cashback(order=ORDER.number, received_at=NOW, amount=100)
    book = Book(PROGRAMME, accounts=[ACCOUNT], cashback=[replace(part, key=9)])

    def offered(*parts: Cashback) -> int:
        snapshot = Snapshot(receipts=tuple(make_matched(part) for part in parts))
        return len(merge(book, snapshot).receipts)

    assert offered(part) == 0
    assert offered(part, part) == 1
    assert offered(replace(part, amount=101)) == 1


def test_a_receipt_for_several_orders_is_known_by_all_of_them() -> None:
    """A lump sum would be counted again, or be mistaken for receipts of single orders."""
    parts = [make_cashback(order=ORDER.number, received_at=NOW, amount=fen) for fen in (60, 40)]
    whole, first = make_matched(*parts), make_matched(parts[0])
    book = Book(PROGRAMME, accounts=[ACCOUNT], **receipts_with_keys([whole]))
    assert merge(book, Snapshot(receipts=(whole,))).receipts == ()
    assert merge(book, Snapshot(receipts=(first,))).receipts == (first,)


@pytest.mark.parametrize(
    ("section", "record"),
    [
        ("orders", ReadOrder(1, ORDER)),
        ("projects", PROJECT),
        ("receipts", make_matched(make_cashback(received_at=NOW))),
    ],
)
def test_records_of_nobodys_account_are_refused(section: str, record: Any) -> None:
    """Orders would be recorded that no account shows."""
    with pytest.raises(ImportRefused) as caught:
        merge(Book(PROGRAMME), Snapshot(**{section: (record,)}))
    assert caught.value.code == "unknown-account"
    name = "cashback" if section == "receipts" else section
    assert caught.value.facts == {"section": name, "row": 1, "account": UID}
    merge(Book(PROGRAMME, accounts=[ACCOUNT]), Snapshot(**{section: (record,)}))


def test_the_files_own_problems_come_first() -> None:
    """Unreadable rows would not be reported."""
    known = Problem(2, "missing", {})
    book = Book(PROGRAMME, accounts=[ACCOUNT], orders=[replace(ORDER, note="a")])
    row = ReadOrder(1, replace(ORDER, note="b", key=None))
    plan = merge(book, Snapshot(orders=(row,), problems=(known,)))
    assert [problem.code for problem in plan.problems] == ["missing", "conflict"]


@given(full_books, full_books)
def test_a_second_import_of_any_file_changes_nothing_more(one: Book, two: Book) -> None:
    """Importing a file again would change the records once more."""
    snapshot = _snapshot(two)
    first = merge(one, snapshot)
    after = _applied(one, first)
    again = merge(after, snapshot)
    assert not (again.accounts or again.partners or again.orders or again.receipts)
    assert (again.added, again.updated) == (0, 0)
    assert again.conflict == first.conflict
    assert sum(_counts(again)) == sum(_counts(first)) == len(two.orders)


@given(full_books, full_books)
def test_nothing_recorded_is_ever_lost(one: Book, two: Book) -> None:
    """An import would change a moment, an amount or a note that the user had entered."""
    after = _applied(one, merge(one, _snapshot(two)))
    for name, order in one.orders.items():
        kept = after.orders[name]
        for field in fields(Order):
            value = getattr(order, field.name)
            if field.name != "status" and value not in (None, "", Window.UNKNOWN):
                assert getattr(kept, field.name) == value


def _snapshot(book: Book) -> Snapshot:
    return Snapshot(
        accounts=tuple(book.accounts.values()),
        partners=book.partners,
        projects=book.projects,
        orders=tuple(ReadOrder(row, order) for row, order in enumerate(book.orders.values(), 1)),
        receipts=tuple(matched_receipts(book)),
    )


def _applied(book: Book, plan: MergePlan) -> Book:
    """Return the book after saving, without projects, which have no keys here."""
    return Book(
        PROGRAMME,
        accounts={**book.accounts, **{account.uid: account for account in plan.accounts}}.values(),
        partners={p.name: p for p in (*book.partners, *plan.partners)}.values(),
        orders={**book.orders, **{(o.account, o.number): o for o in plan.orders}}.values(),
        **receipts_with_keys([*matched_receipts(book), *plan.receipts]),
    )
