"""Rows as the accounts, partners, projects and orders that they stand for."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

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
from desktop.domain.timestamps import parse_instant

Row = Mapping[str, Any]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _account(row: Row) -> Account:
    return Account(
        key=row["id"],
        uid=row["uid"],
        name=row["name"],
        window=Window(row["window"]),
        window_checked_at=instant(row["window_checked_at"]),
        note=row["note"],
    )


def _partner(row: Row) -> Partner:
    return Partner(
        key=row["id"],
        name=row["name"],
        contact=row["contact"],
        wants=row["wants"],
        rates=_rates(row["rates"]),
        excluded_products=_products(row["excluded_products"]),
        note=row["note"],
    )


def project_rates(row: Mapping[str, Any]) -> Project:
    """Return a project that has the rates of a row of its table, and nothing else of it."""
    return Project(account="00000", **_promised(row))


def _promised(row: Row | Mapping[str, Any]) -> dict[str, Any]:
    rate = row["cashback_rate"]
    return {
        "cashback_rate": None if rate is None else Decimal(rate),
        "product_rates": {k: Decimal(v) for k, v in json.loads(row["product_rates"]).items()},
        "later_rates": _rates(row["later_rates"]),
        "excluded_products": _products(row["excluded_products"]),
    }


def _project(row: Row) -> Project:
    return Project(
        key=row["id"],
        account=row["account"],
        number=row["number"],
        title=row["title"],
        partner=row["partner"],
        status=ProjectStatus(row["status"]),
        copied_at=from_seconds(row["copied_at"]),
        requested_at=instant(row["requested_at"]),
        answered_at=from_seconds(row["answered_at"]),
        created_at=instant(row["created_at"]),
        created_assumed=bool(row["created_assumed"]),
        valid_until=instant(row["valid_until"]),
        **_promised(row),
        renewals=bool(row["renewals"]),
        request_text=row["request_text"],
        note=row["note"],
    )


def _rates(text: str) -> tuple[RateEntry, ...]:
    """Return the entries of a column. Raises ValueError, TypeError … if it holds anything else."""
    return tuple(
        RateEntry(
            rate=Decimal(rate),
            product=product,
            since=None if since is None else date.fromisoformat(since),
        )
        for product, rate, since in json.loads(text)
    )


def _products(text: str) -> frozenset[str]:
    """Return the codes of a column. Raises ValueError if it holds anything else."""
    found = json.loads(text)
    if not isinstance(found, list) or not all(isinstance(code, str) for code in found):
        raise ValueError("no list of products")
    return frozenset(found)


def _order(row: Row) -> Order:
    window = row["window"]
    return Order(
        key=row["id"],
        account=row["account"],
        number=row["number"],
        kind=row["kind"],
        billing=Billing(row["billing"]),
        status=OrderStatus(row["status"]),
        created_at=parse_instant(row["created_at"]),
        product=row["product"],
        title=row["title"],
        paid_at=instant(row["paid_at"]),
        payable=row["payable"],
        cash_paid=row["cash_paid"],
        parent=row["parent"],
        project=row["project"],
        window=None if window is None else Window(window),
        associated_at=instant(row["associated_at"]),
        note=row["note"],
    )


READERS: Mapping[str, Callable[[Row], Account | Partner | Project | Order]] = {
    "accounts": _account,
    "partners": _partner,
    "projects": _project,
    "orders": _order,
}


def from_seconds(value: int) -> datetime | None:
    """Return the moment (UTC) of a column of seconds since 1970; None for 0."""
    return None if value == 0 else _EPOCH + timedelta(seconds=value)


def instant(value: str | None) -> datetime | None:
    """Return the moment (UTC) that a column spells, if it does."""
    return None if value is None else parse_instant(value)
