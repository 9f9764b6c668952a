"""Reading one order of a partner's ``GetCustomerOrderList`` (Agency OpenAPI 2025-02-27).

Times have no zone. A project (商机) proves that the order is associated, but not when: the time of
payment is assumed. Kinds are coarser than in the customer's queries, and billing is not stated.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeGuard

from desktop.domain import identifiers
from desktop.domain.model import Billing, Order, OrderStatus
from desktop.exchange.formats.alibaba_order import ApiRow
from desktop.exchange.options import ZONES, ReadOptions
from desktop.forms.read_moment import MomentProblem, read_moment

_KINDS = {
    "buy": "New",
    "renew": "Renew",
    "upgrade": "Upgrade",
    "downgrade": "Downgrade",
    "refund": "Refund",
}
_STATUSES = {"1": OrderStatus.UNPAID, "2": OrderStatus.PAID, "3": OrderStatus.CANCELLED}
_ASSUMED = frozenset({"kind", "billing", "title", "associated_at"})


def is_partner_row(fields: object) -> TypeGuard[dict[str, Any]]:
    """Return whether a row is from this query, by keys that no other has."""
    return isinstance(fields, dict) and "CustomerUid" in fields and "OrderStatus" in fields


def read_partner_order(
    fields: Mapping[str, object], choices: ReadOptions
) -> tuple[Order, frozenset[str]]:
    """Return the order of one row, and the fields of it that are assumed.

    Raises RowProblem if it cannot be read.
    """
    row = ApiRow(fields)
    number = row.number()
    account = row.identifier("CustomerUid", identifiers.ACCOUNT_UID)
    created_at = _moment(row, "CreatedAt", row.needed("CreatedAt"), choices)
    paid = row.text("PaidAt")
    paid_at = _moment(row, "PaidAt", paid, choices) if paid else None
    project = _project(row)
    kind = row.needed("OrderType")
    order = Order(
        account=account,
        number=number,
        kind=_KINDS.get(kind.casefold(), kind),
        billing=Billing.PREPAID,
        status=_status(row),
        created_at=created_at,
        product=row.text("ProductCode") or None,
        title=row.text("ProductName"),
        paid_at=paid_at,
        cash_paid=row.amount("AmountDue"),
        project=project,
        associated_at=None if project is None else paid_at or created_at,
    )
    return order, _ASSUMED


def _project(row: ApiRow) -> str | None:
    """Return the project's number; zero stands for none."""
    if not row.text("ProjectId").strip("0"):
        return None
    return row.identifier("ProjectId", identifiers.PROJECT_NUMBER)


def _status(row: ApiRow) -> OrderStatus:
    word = row.needed("OrderStatus")
    status = _STATUSES.get(word)
    if status is None:
        raise row.problem("unknown-word", "OrderStatus", word)
    return status


def _moment(row: ApiRow, field: str, text: str, choices: ReadOptions) -> datetime:
    moment = read_moment(text, ZONES[choices.zone])
    if isinstance(moment, MomentProblem):
        code = "no-such-moment" if moment is MomentProblem.NO_SUCH_DAY else str(moment)
        raise row.problem(code, field, text)
    if moment.at is None:
        raise row.problem("time-missing", field, text)
    return moment.at
