"""Reads rows as accounts, partners, projects and orders."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

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
from desktop.domain.timestamps import parse_instant
from desktop.records.tables.rate_columns import products_of, promised, rates_of

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
        rates=rates_of(row["rates"]),
        excluded_products=products_of(row["excluded_products"]),
        note=row["note"],
    )


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
        **promised(row),
        renewals=bool(row["renewals"]),
        request_text=row["request_text"],
        note=row["note"],
    )


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
    """Return the moment (UTC) in a column of text; None for NULL."""
    return None if value is None else parse_instant(value)
