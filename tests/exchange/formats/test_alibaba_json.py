"""Saved answers of QueryOrders, GetOrders and GetOrderDetail, in every shape."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.model import Billing, Order, OrderStatus
from desktop.exchange.formats.alibaba_json import read
from desktop.exchange.options import ReadOptions
from desktop.exchange.snapshot import ImportRefused, Problem, Snapshot
from tests.builders import UID, make_account
from tests.domain.strategies import PROGRAMME

SAMPLES = Path(__file__).parents[1] / "samples"


def _sample(name: str) -> Any:
    return json.loads((SAMPLES / name).read_text("utf-8"))


def _read(data: object) -> Snapshot:
    return read(data, PROGRAMME, ReadOptions(account=UID))


def _row(**values: object) -> dict[str, object]:
    known: dict[str, object] = {
        "OrderId": "236414227150001",
        "CreateTime": "2026-08-31T15:40:00Z",
        "PaymentTime": "2026-08-31T16:30:00Z",
        "OrderType": "New",
        "SubscriptionType": "Subscription",
        "PaymentStatus": "Paid",
        "ProductCode": "ecs",
        "PretaxAmount": "2040",
        "RelatedOrderId": "",
        "Currency": "CNY",
    }
    return {key: value for key, value in (known | values).items() if value is not ...}


def _body(*rows: object, **counts: int) -> dict[str, object]:
    return {"Code": "Success", "Success": True, "Data": {**counts, "OrderList": {"Order": [*rows]}}}


def _one(data: object) -> Order:
    (only,) = _read(data).orders
    return only.order


def _only_problem(data: object) -> Problem:
    good = _row(OrderId="236414227159999")
    (problem,) = _read([data, good]).problems
    return problem


def test_the_sample_of_query_orders() -> None:
    """The documented answer of the API would be misread."""
    snapshot = _read(_sample("query_orders.json"))
    assert snapshot.accounts == (make_account(),)
    assert snapshot.problems == ()
    assert [read.row for read in snapshot.orders] == [1, 2, 3, 4, 5]
    first, second, third, fourth, fifth = (read.order for read in snapshot.orders)
    assert first == Order(
        account=UID,
        number="236414227150001",
        kind="New",
        billing=Billing.PREPAID,
        status=OrderStatus.PAID,
        created_at=datetime(2026, 8, 31, 15, 40, tzinfo=UTC),
        paid_at=datetime(2026, 8, 31, 16, 30, tzinfo=UTC),
        product="ecs",
        payable=204000,
    )
    assert second.billing is Billing.POSTPAID
    assert (third.kind, third.parent) == ("Renew", "236414227140009")
    assert (fourth.status, fourth.paid_at) == (OrderStatus.UNPAID, None)
    assert (fifth.kind, fifth.status, fifth.payable) == ("Refund", OrderStatus.PAID, -68000)


def test_the_detail_in_lower_case_means_the_same() -> None:
    """The same order from another call of the API would be another order, or a conflict."""
    assert (
        _one(_sample("get_order_detail.json"))
        == _read(_sample("query_orders.json")).orders[0].order
    )


def test_the_pagers_list() -> None:
    """Output of the command-line client's pager would be refused."""
    pager = _read(_sample("query_orders_pager.json"))
    assert pager.orders == _read(_sample("query_orders.json")).orders


@pytest.mark.parametrize(
    "data",
    [
        _body(_row()),
        {"OrderList": {"Order": [_row()]}},
        {"OrderList": [_row()]},
        {"Data": {"OrderList": {"Order": [_row()]}}},
        [_body(_row())],
        [_body(), _body(_row())],
        [_row()],
        [[_row()]],
        _row(),
    ],
)
def test_every_wrapping(data: object) -> None:
    """One way of saving the same answer would be refused."""
    assert _one(data).number == "236414227150001"


def test_pages_behind_one_another() -> None:
    """Of several saved pages only the first would be read."""
    pages = [
        _body(_row(OrderId=f"23641422715000{n}"), TotalCount=3, PageNum=n, PageSize=1)
        for n in (1, 2, 3)
    ]
    snapshot = _read(pages)
    assert [read.row for read in snapshot.orders] == [1, 2, 3]
    assert snapshot.problems == ()


@pytest.mark.parametrize(
    ("numbers", "facts"),
    [
        ([1], {"page": 1, "pages": 3, "missing": 2}),
        ([1, 2], {"page": 2, "pages": 3, "missing": 1}),
        ([1, 1], {"page": 1, "pages": 3, "missing": 2}),
    ],
)
def test_missing_pages_are_reported(numbers: list[int], facts: dict[str, int]) -> None:
    """Twenty orders would seem to be all there are, and the others' deadlines be missed."""
    pages = [
        _body(_row(OrderId=f"23641422715000{n}"), TotalCount=3, PageNum=n, PageSize=1)
        for n in numbers
    ]
    assert _read(pages).problems == (Problem(0, "pages-missing", facts),)


def test_two_queries_of_one_size_are_not_pages_of_one_another() -> None:
    """The first pages of July and of August would pass for a complete answer."""
    months = [
        _body(_row(OrderId=number), TotalCount=2, PageNum=1, PageSize=1)
        for number in ("236414227150001", "236414227150002")
    ]
    assert [p.facts["missing"] for p in _read(months).problems] == [1, 1]


@pytest.mark.parametrize("currency", ["CNY", " CNY", "cny ", "", None, ...])
def test_currency_is_trimmed(currency: object) -> None:
    """Every order of a detail would be refused for a space."""
    assert _one([_row(Currency=currency)]).payable == 204000


def test_another_currency_is_a_problem_of_its_row() -> None:
    """Dollars would be added up as yuan."""
    problem = _only_problem(_row(Currency=" USD"))
    assert (problem.row, problem.code, problem.facts["value"]) == (1, "currency", "USD")


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"OrderId": ...}, "missing", "OrderId"),
        ({"OrderId": ""}, "missing", "OrderId"),
        ({"OrderId": "2.36414E+14"}, "scientific", "OrderId"),
        ({"OrderId": Decimal("2.36414E+14")}, "scientific", "OrderId"),
        ({"OrderId": 9999999999999999999}, "not-text", "OrderId"),
        ({"OrderId": True}, "not-text", "OrderId"),
        ({"OrderId": ["236414227150001"]}, "not-text", "OrderId"),
        ({"OrderId": "123"}, "wrong-length", "OrderId"),
        ({"CreateTime": ""}, "missing", "CreateTime"),
        ({"CreateTime": "2026-09-01 14:20:40"}, "not-an-instant", "CreateTime"),
        ({"PaymentTime": "2026-09-31T00:00:00Z"}, "not-an-instant", "PaymentTime"),
        ({"SubscriptionType": "Barter"}, "unknown-word", "SubscriptionType"),
        ({"SubscriptionType": None}, "missing", "SubscriptionType"),
        ({"PaymentStatus": "Perhaps"}, "unknown-word", "PaymentStatus"),
        ({"PaymentStatus": None, "PaymentTime": ""}, "missing", "PaymentStatus"),
        ({"OrderType": ""}, "missing", "OrderType"),
        ({"PretaxAmount": "1,000"}, "not-money", "PretaxAmount"),
        ({"PretaxAmount": "0.001"}, "finer-than-fen", "PretaxAmount"),
    ],
)
def test_an_unreadable_row_is_reported_with_its_problem(
    values: dict[str, object], code: str, field: str
) -> None:
    """One odd row would block all others, or be imported in part."""
    problem = _only_problem(_row(**values))
    assert (problem.row, problem.code, problem.facts["field"]) == (1, code, field)


@pytest.mark.parametrize("value", [5, None, "text", True])
def test_a_value_that_is_no_row_is_a_problem(value: object) -> None:
    """A stray value in a list would end the program."""
    assert _only_problem(value).code == "not-an-order"


@pytest.mark.parametrize("status", [None, "", ...])
def test_refunds_carry_no_status(status: object) -> None:
    """Every refund would be refused, or wait for a payment for ever."""
    paid = _one([_row(OrderType="Refund", PaymentStatus=status)])
    assert paid.status is OrderStatus.PAID
    assert _one([_row(OrderType="refund", PaymentStatus=status, PaymentTime="")]).paid_at is None


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("paid", OrderStatus.PAID),
        ("UNPAID", OrderStatus.UNPAID),
        ("Cancelled", OrderStatus.CANCELLED),
        ("canceled", OrderStatus.CANCELLED),
    ],
)
def test_words_in_any_case(word: str, status: OrderStatus) -> None:
    """Orders of the detail, written in lower case, would be refused."""
    assert _one([_row(PaymentStatus=word)]).status is status


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("new", "New"),
        ("RENEW", "Renew"),
        ("changeoperatingsystem", "ChangeOperatingSystem"),
        ("surpriseKind", "surpriseKind"),
    ],
)
def test_kinds_in_the_official_spelling(given: str, kept: str) -> None:
    """One kind would appear under two names in every list."""
    assert _one([_row(OrderType=given)]).kind == kept


@pytest.mark.parametrize(
    ("amount", "fen"),
    [("2040", 204000), (2040, 204000), (Decimal("0.5"), 50), ("", None), (None, None), (..., None)],
)
def test_amounts(amount: object, fen: int | None) -> None:
    """An amount would be a hundred times too small, or a missing one count as zero."""
    assert _one([_row(PretaxAmount=amount)]).payable == fen


def test_parts_of_an_order_are_one_order() -> None:
    """An order of three products would be reduced to one of them, at its price."""
    parts = [
        _row(SubOrderId="11", PretaxAmount="10.10", ProductCode="ecs"),
        _row(SubOrderId="12", PretaxAmount="20.20", ProductCode="yundisk"),
        _row(OrderId="236414227150002"),
        _row(SubOrderId="13", PretaxAmount="0"),
    ]
    snapshot = _read([_body(*parts)])
    assert [(r.row, r.order.number, r.order.payable) for r in snapshot.orders] == [
        (1, "236414227150001", 3030),
        (3, "236414227150002", 204000),
    ]
    assert snapshot.orders[0].order.product == "ecs"
    assert snapshot.problems == ()


def test_a_part_that_comes_twice_counts_once() -> None:
    """An answer saved twice would double the amount, and the expected cashback."""
    part = _row(SubOrderId="11", PretaxAmount="10")
    assert _one([_body(part), _body(part, _row(SubOrderId="12", PretaxAmount="1"))]).payable == 1100


def test_parts_that_contradict_one_another_are_reported() -> None:
    """Two payment times would silently become one deadline."""
    parts = [_row(SubOrderId="11"), _row(SubOrderId="12", PaymentTime="2026-09-01T00:00:00Z")]
    snapshot = _read([_body(*parts)])
    facts = {"number": "236414227150001", "field": "paid_at"}
    assert snapshot.problems == (Problem(2, "parts-differ", facts),)
    assert len(snapshot.orders) == 1


@pytest.mark.parametrize("second", [{"PretaxAmount": ""}, {"PretaxAmount": "x"}])
def test_the_sum_of_unknown_parts_is_unknown(second: dict[str, object]) -> None:
    """The amount of one part would count as that of the whole order."""
    snapshot = _read([_body(_row(SubOrderId="11"), _row(SubOrderId="12", **second))])
    assert snapshot.orders[0].order.payable is None


def test_rows_of_overlapping_pages_are_not_added_up() -> None:
    """An order on two pages would count twice."""
    snapshot = _read([_body(_row()), _body(_row(PaymentStatus="Cancelled"))])
    assert [read.order.payable for read in snapshot.orders] == [204000, 204000]


@pytest.mark.parametrize(
    "data",
    [
        {"Code": "NotAuthorized", "Message": "You are not authorized.", "Success": False},
        {"Code": "InvalidAccessKeyId", "Message": "x", "RequestId": "1", "HostId": "h"},
        {"Success": "false", "Message": "x"},
        [_body(_row()), {"Code": "Throttling", "Message": "slow down"}],
    ],
)
def test_an_answer_that_reports_an_error(data: object) -> None:
    """“No orders” would be reported where the call had failed."""
    with pytest.raises(ImportRefused) as caught:
        read(data, PROGRAMME, ReadOptions())
    assert caught.value.code == "api-error"
    assert set(caught.value.facts) == {"code", "message"}


@pytest.mark.parametrize("data", [{}, {"name": "x"}, 5, "text", None, True])
def test_other_json(data: object) -> None:
    """Any JSON file would be read as an empty list of orders."""
    with pytest.raises(ImportRefused) as caught:
        _read(data)
    assert caught.value.code == "not-known-json"


@pytest.mark.parametrize("data", [[], _body(), [1], [_row(Currency="USD")], {"Data": None}])
def test_nothing_readable(data: object) -> None:
    """An import of nothing would look like a success."""
    with pytest.raises(ImportRefused) as caught:
        _read(data)
    assert caught.value.code == "no-rows"


@pytest.mark.parametrize(
    ("account", "code"),
    [(None, "account-needed"), ("12", "account-misfit"), ("demo@example.com", "account-misfit")],
)
def test_the_account_is_asked_for(account: str | None, code: str) -> None:
    """Orders would be recorded without a known account."""
    with pytest.raises(ImportRefused) as caught:
        read([_row()], PROGRAMME, ReadOptions(account=account))
    assert caught.value.code == code


def test_odd_ids_of_instances_do_not_matter() -> None:
    """JSON inside a string, as in the detail, would end in an error."""
    assert _one([_row(InstanceIDs='["i-1", broken', ExtendInfos={"key": "{"})]).payable == 204000
