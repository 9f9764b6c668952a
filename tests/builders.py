"""Builders of valid records: each fills in the required fields and accepts any field by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from desktop.domain.assessment import Assessment
from desktop.domain.cashback import MoneyFacts, month_of
from desktop.domain.console_records import ChecklistAnswer, Sighting
from desktop.domain.model import (
    Account,
    Billing,
    Order,
    OrderStatus,
    Partner,
    Project,
    ProjectStatus,
    Window,
)
from desktop.domain.money_records import Cashback, Receipt
from desktop.domain.receipts import MatchedReceipt
from tests.conftest import open_store

if TYPE_CHECKING:  # Processes that need only a UID should not have to load the program.
    from desktop.services.workspace import Workspace

UID = "1000000000000001"
"""The account of nearly every test."""
OTHER_UID = "1000000000000002"
"""A second account."""
ORDER_NUMBER = "236414227150001"
PROJECT_NUMBER = "202609010001"
CREATED_AT = datetime(2026, 9, 1, tzinfo=UTC)
"""The default creation time of orders and projects."""


def make_account(**fields: Any) -> Account:
    """Return an account with a UID and nothing else."""
    return Account(**({"uid": UID} | fields))


def make_partner(**fields: Any) -> Partner:
    """Return a partner called P."""
    return Partner(**({"name": "P"} | fields))


def make_project(**fields: Any) -> Project:
    """Return a new project: a draft without a number."""
    return Project(**({"account": UID} | fields))


def make_active_project(**fields: Any) -> Project:
    """Return a project that orders can be associated with."""
    usable = {
        "number": PROJECT_NUMBER,
        "status": ProjectStatus.ACTIVE,
        "created_at": CREATED_AT,
    }
    return make_project(**(usable | fields))


def make_order(**fields: Any) -> Order:
    """Return a paid order with the required fields only, so without a payment time."""
    required = {
        "account": UID,
        "number": ORDER_NUMBER,
        "kind": "New",
        "billing": Billing.PREPAID,
        "status": OrderStatus.PAID,
        "created_at": CREATED_AT,
    }
    return Order(**(required | fields))


def make_paid_order(moment: datetime, /, **fields: Any) -> Order:
    """Return an order created and paid at the same moment, unless `fields` differ."""
    return make_order(**({"created_at": moment, "paid_at": moment} | fields))


def make_cashback(**fields: Any) -> Cashback:
    """Return one yuan of cashback received for the order of `make_order`."""
    received = {"account": UID, "order": ORDER_NUMBER, "received_at": CREATED_AT, "amount": 100}
    return Cashback(**(received | fields))


def make_answer(**fields: Any) -> ChecklistAnswer:
    """Return the user's answer that the account is allowed to associate."""
    defaults = {"account": UID, "item": "ram-permission", "value": True, "answered_at": CREATED_AT}
    return ChecklistAnswer(**(defaults | fields))


def make_sighting(**fields: Any) -> Sighting:
    """Return a refusal by the console of the order of `make_order`, without a window."""
    return Sighting(**({"account": UID, "order": ORDER_NUMBER, "seen_at": CREATED_AT} | fields))


def make_matched(*parts: Cashback) -> MatchedReceipt:
    """Return the receipt of these parts, which add up to its amount."""
    amount = sum(part.amount for part in parts)
    first = parts[0]
    receipt = Receipt(received_at=first.received_at, amount=amount, note=first.note)
    return MatchedReceipt(receipt, parts)


def money_facts(assessment: Assessment, received: int = 0) -> MoneyFacts:
    """Return the ledger's view of an assessed order without the order index; `received` in fen."""
    order = assessment.order
    return MoneyFacts(
        account=order.account,
        number=order.number,
        month=month_of(order.anchored_at),
        verdict=assessment.verdict,
        project=assessment.project,
        expected=assessment.expected_cashback,
        received=received,
        estimated=bool(assessment.expected_cashback) and order.cash_paid is None,
    )


def receipts_with_keys(receipts: Iterable[MatchedReceipt]) -> dict[str, Any]:
    """Return receipts with keys, as a `Book` needs them, before they are recorded."""
    kept: list[Receipt] = []
    parts: list[Cashback] = []
    for key, matched in enumerate(receipts, 1):
        if matched.is_plain:
            parts += matched.parts
        else:
            kept.append(replace(matched.receipt, key=key))
            parts += [replace(part, receipt=key) for part in (*matched.parts, *matched.undone)]
    return {"receipts": kept, "cashback": parts}


def fill_with_orders(workspace: Workspace, orders: int, first: int = 1) -> list[Order]:
    """Record numbered orders, and their account if it is missing; return all orders."""
    if UID not in workspace.book().accounts:
        workspace.save_account(make_account())
    paid_at = CREATED_AT + timedelta(hours=1)
    made = [
        make_paid_order(paid_at, number=str(236414227150000 + number), created_at=CREATED_AT)
        for number in range(first, first + orders)
    ]
    with open_store(workspace) as store, store.transaction("add") as transaction:
        transaction.add_orders(made)
    return list(workspace.book().orders.values())


def fill_workspace(workspace: Workspace, **project_fields: Any) -> None:
    """Record an account, a project created three days ago, and two paid orders that match it."""
    now = workspace.clock()
    workspace.save_account(make_account(name="Example", window=Window.MONTH))
    created = {"created_at": now - timedelta(days=3)}
    workspace.save_project(make_active_project(**(created | project_fields)))
    for number in ("236414227150922", "236414227150923"):
        workspace.save_order(make_order(number=number, created_at=now - timedelta(hours=2)))
