"""A partner's list of a customer's orders, which names the account and the projects."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from desktop.domain.assessment import Verdict
from desktop.domain.model import Billing, Order, OrderStatus
from desktop.exchange.options import ReadOptions
from desktop.exchange.read import open_text, read
from desktop.services.workspace import Workspace
from tests.builders import UID, make_account
from tests.domain.strategies import PROGRAMME
from tests.exchange.reading import plan, read_text

ROW: dict[str, Any] = {
    "AmountDiscount": 100,
    "AmountDue": 1940.5,
    "CreatedAt": "2026-09-01 14:20:40",
    "CustomerAccount": "test_123",
    "CustomerUid": 1000000000000001,
    "OrderId": 236414227150001,
    "OrderStatus": 2,
    "OrderType": "BUY",
    "PaidAt": "2026-09-01 14:25:00",
    "PayType": 1,
    "Price": 2400,
    "ProductCode": "ecs",
    "ProductName": "云服务器 ECS",
    "ProjectId": 202602230421,
}


def body(*rows: dict[str, Any], **more: object) -> str:
    """Return an answer of the partner's API with these rows."""
    answer = {"Code": "200", "Success": True, "PageNo": 1, "PageSize": 10, "Data": list(rows)}
    return json.dumps(answer | {"Total": len(rows)} | more)


def test_an_associated_order() -> None:
    """Nothing that the partner knows has to be typed again; no account is asked for."""
    (only,) = read_text(body(ROW)).orders
    assert only.order == Order(
        account=UID,
        number="236414227150001",
        kind="New",
        billing=Billing.PREPAID,
        status=OrderStatus.PAID,
        created_at=datetime(2026, 9, 1, 6, 20, 40, tzinfo=UTC),
        paid_at=datetime(2026, 9, 1, 6, 25, tzinfo=UTC),
        product="ecs",
        title="云服务器 ECS",
        cash_paid=194050,
        project="202602230421",
        associated_at=datetime(2026, 9, 1, 6, 25, tzinfo=UTC),
    )


@pytest.mark.parametrize("none", [None, 0, ""])
def test_an_order_without_a_project_is_not_associated(none: object) -> None:
    """The countdown must continue for it."""
    (only,) = read_text(body(ROW | {"ProjectId": none})).orders
    assert (only.order.project, only.order.associated_at) == (None, None)


@pytest.mark.parametrize(("status", "word"), [(1, "unpaid"), (2, "paid"), (3, "cancelled")])
def test_statuses(status: int, word: str) -> None:
    """An order paid or refunded would be recorded with another status."""
    (only,) = read_text(body(ROW | {"OrderStatus": status})).orders
    assert only.order.status == word


def test_times_in_another_zone() -> None:
    """A tool has converted the times to UTC."""
    document = open_text(body(ROW))
    (only,) = read(document, PROGRAMME, ReadOptions(zone="UTC")).orders
    assert only.order.created_at == datetime(2026, 9, 1, 14, 20, 40, tzinfo=UTC)


def test_it_proves_an_association_and_overwrites_nothing(workspace: Workspace) -> None:
    """The customer knows kind, payment method and title better: differing ones are no conflict."""
    workspace.save_account(make_account())
    own = replace(
        read_text(body(ROW)).orders[0].order,
        kind="TempUpgrade",
        billing=Billing.POSTPAID,
        title="mine",
        project=None,
        associated_at=None,
    )
    workspace.save_order(own)
    found = plan(workspace, body(ROW))
    assert found.problems == ()
    workspace.files.import_plan(found, "partner.json")
    order = workspace.book().order(UID, own.number)
    assert order is not None
    assert workspace.assess(order).verdict is Verdict.ASSOCIATED
    assert (order.kind, order.billing, order.title) == ("TempUpgrade", Billing.POSTPAID, "mine")


def test_another_project_is_a_conflict(workspace: Workspace) -> None:
    """The user must see an association with a project that is not recorded."""
    workspace.save_account(make_account())
    own = replace(read_text(body(ROW)).orders[0].order, project="202601010001")
    workspace.save_order(own)
    found = plan(workspace, body(ROW))
    assert [p.facts["field"] for p in found.problems] == ["project"]


def test_missing_or_wrong_parts_are_reported() -> None:
    """Missing pages, an error, an invalid time."""
    assert [p.code for p in read_text(body(ROW, Total=30)).problems] == ["pages-missing"]
    (problem,) = read_text(body(ROW, ROW | {"OrderId": 2, "PaidAt": "x"})).problems
    assert problem.row == 2
    (problem,) = read_text(body(ROW, ROW | {"PaidAt": "12/11/2026 10:00"})).problems
    assert (problem.code, problem.facts["field"]) == ("day-month-doubt", "PaidAt")
