"""Records to and from rows: a row holds the keys of account and partner, a record their names."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, cast

from desktop.domain.journal import Record
from desktop.domain.model import (
    Account,
    Billing,
    Cashback,
    ChecklistAnswer,
    Evidence,
    EvidenceSubject,
    MediaType,
    Order,
    OrderStatus,
    Partner,
    Project,
    ProjectStatus,
    Receipt,
    Sighting,
    SubjectKind,
    Window,
)
from desktop.domain.timestamps import format_instant, parse_instant
from desktop.records.file.errors import DamagedRow

Row = Mapping[str, Any]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

TABLES: Mapping[type, str] = {
    Account: "accounts",
    Partner: "partners",
    Project: "projects",
    Order: "orders",
    Receipt: "receipts",
    Cashback: "cashback",
    Sighting: "sightings",
    Evidence: "evidence",
    ChecklistAnswer: "answers",
}

_SELECTS: Mapping[str, str] = {
    "accounts": "SELECT * FROM accounts",
    "partners": "SELECT * FROM partners",
    "projects": (
        "SELECT projects.*, accounts.uid AS account, partners.name AS partner FROM projects "
        "JOIN accounts ON accounts.id = account_id LEFT JOIN partners ON partners.id = partner_id"
    ),
    "orders": (
        "SELECT orders.*, accounts.uid AS account FROM orders "
        "JOIN accounts ON accounts.id = account_id WHERE deleted_at IS NULL"
    ),
    "receipts": "SELECT * FROM receipts",
    "cashback": (
        "SELECT cashback.*, accounts.uid AS account FROM cashback "
        "JOIN accounts ON accounts.id = account_id"
    ),
    "sightings": (
        "SELECT sightings.*, accounts.uid AS account FROM sightings "
        "JOIN accounts ON accounts.id = account_id"
    ),
    "evidence": (
        "SELECT evidence.*, accounts.uid AS account FROM evidence "
        "LEFT JOIN accounts ON accounts.id = account_id"
    ),
    "answers": (
        "SELECT answers.*, accounts.uid AS account FROM answers "
        "JOIN accounts ON accounts.id = account_id"
    ),
}


def read_all(connection: sqlite3.Connection, table: str) -> Iterator[Record]:
    """Return every record of a table, in the order they were first recorded; none from the trash.

    Raises DamagedRow if a row is not what this program writes.
    """
    return _each(connection.execute(f"{_SELECTS[table]} ORDER BY {table}.id"), table)


def read_one(connection: sqlite3.Connection, table: str, key: int) -> Record | None:
    """Return the record with a key; None if there is none, or it is in the trash.

    Raises DamagedRow as `read_all` does.
    """
    within = "AND" if table == "orders" else "WHERE"
    cursor = connection.execute(f"{_SELECTS[table]} {within} {table}.id = ?", [key])
    return next(_each(cursor, table), None)


def read_orders(
    connection: sqlite3.Connection, condition: str, values: Sequence[object]
) -> Iterator[Order]:
    """Return the orders that fulfil a condition on the columns of `orders` and `accounts`, by key.

    Also those in the trash, unless the condition says otherwise. Raises DamagedRow as `read_all`
    does.
    """
    cursor = connection.execute(
        "SELECT orders.*, accounts.uid AS account FROM orders "
        f"JOIN accounts ON accounts.id = account_id WHERE {condition} ORDER BY orders.id",
        values,
    )
    return cast("Iterator[Order]", _each(cursor, "orders"))


def read_evidence(connection: sqlite3.Connection, subject: EvidenceSubject) -> Iterator[Evidence]:
    """Return the evidence for a subject, first to last. Raises DamagedRow as `read_all` does."""
    cursor = connection.execute(
        f"{_SELECTS['evidence']} WHERE kind = ? AND subject_key = ? "
        "AND order_number IS ? AND uid IS ? ORDER BY evidence.id",
        [subject.kind.value, subject.key, subject.order or None, subject.account or None],
    )
    return cast("Iterator[Evidence]", _each(cursor, "evidence"))


def read_voided_evidence(
    connection: sqlite3.Connection, before: datetime, limit: int
) -> Iterator[Evidence]:
    """Return evidence that was voided before a moment (UTC). Raises DamagedRow."""
    cursor = connection.execute(
        f"{_SELECTS['evidence']} WHERE voided_at < ? ORDER BY evidence.id LIMIT ?",
        [format_instant(before), limit],
    )
    return cast("Iterator[Evidence]", _each(cursor, "evidence"))


def _each(cursor: sqlite3.Cursor, table: str) -> Iterator[Record]:
    """Yield the rows as records.

    The cursor is closed also if a row cannot be read: the exception lives on, and the cursor in its
    traceback would keep the file open.
    """
    cursor.row_factory = sqlite3.Row
    with closing(cursor):
        for row in cursor:
            yield _read(table, row)


def _read(table: str, row: Row) -> Record:
    try:
        return _READERS[table](row)
    except (ValueError, ArithmeticError, AttributeError, TypeError, RecursionError) as error:
        raise DamagedRow(f"{table} {row['id']}: {type(error).__name__}") from error


def is_record(table: str, row: Row) -> bool:
    """Return whether a row, with the names of account and partner, is as this program writes."""
    try:
        _read(table, row)
    except DamagedRow:
        return False
    return True


def to_row(record: Record) -> dict[str, Any]:
    """Return the columns of a record, but for its key and the keys of account and partner."""
    if isinstance(record, Account):
        return {
            "uid": record.uid,
            "name": record.name,
            "window": record.window.value,
            "window_checked_at": _text(record.window_checked_at),
            "note": record.note,
        }
    if isinstance(record, Partner):
        return {"name": record.name, "contact": record.contact, "note": record.note}
    if isinstance(record, Project):
        return _project_row(record)
    if isinstance(record, Order):
        return _order_row(record)
    if isinstance(record, Sighting):
        return {
            "order_number": record.order,
            "seen_at": _text(record.seen_at),
            "window": None if record.window is None else record.window.value,
            "said": record.said,
        }
    if isinstance(record, Evidence):
        return _evidence_row(record)
    if isinstance(record, ChecklistAnswer):
        return {
            "item": record.item,
            "value": int(record.value),
            "answered_at": _text(record.answered_at),
        }
    received = {
        "received_at": _text(record.received_at),
        "amount": record.amount,
        "note": record.note,
    }
    if isinstance(record, Receipt):
        return received
    return received | {
        "order_number": record.order,
        "receipt_id": record.receipt,
        "undone": int(record.undone),
    }


def _project_row(record: Project) -> dict[str, Any]:
    rates = {code: str(rate) for code, rate in sorted(record.product_rates.items())}
    return {
        "number": record.number,
        "title": record.title,
        "status": record.status.value,
        "copied_at": _seconds(record.copied_at),
        "requested_at": _text(record.requested_at),
        "answered_at": _seconds(record.answered_at),
        "created_at": _text(record.created_at),
        "created_assumed": int(record.created_assumed),
        "valid_until": _text(record.valid_until),
        "cashback_rate": None if record.cashback_rate is None else str(record.cashback_rate),
        "product_rates": json.dumps(rates, ensure_ascii=False),
        "renewals": int(record.renewals),
        "request_text": record.request_text,
        "note": record.note,
    }


def _order_row(record: Order) -> dict[str, Any]:
    return {
        "number": record.number,
        "kind": record.kind,
        "billing": record.billing.value,
        "status": record.status.value,
        "created_at": _text(record.created_at),
        "product": record.product,
        "title": record.title,
        "paid_at": _text(record.paid_at),
        "payable": record.payable,
        "cash_paid": record.cash_paid,
        "parent": record.parent,
        "project": record.project,
        "window": None if record.window is None else record.window.value,
        "associated_at": _text(record.associated_at),
        "note": record.note,
    }


def _evidence_row(record: Evidence) -> dict[str, Any]:
    return {
        "kind": record.subject.kind.value,
        "order_number": record.subject.order or None,
        "subject_key": record.subject.key,
        "sha256": record.sha256,
        "media_type": record.media_type.value,
        "size": record.size,
        "added_at": _text(record.added_at),
        "name": record.name,
        "note": record.note,
        "voided_at": _text(record.voided_at),
        "void_reason": record.void_reason,
    }


def _account(row: Row) -> Account:
    return Account(
        key=row["id"],
        uid=row["uid"],
        name=row["name"],
        window=Window(row["window"]),
        window_checked_at=_instant(row["window_checked_at"]),
        note=row["note"],
    )


def _partner(row: Row) -> Partner:
    return Partner(key=row["id"], name=row["name"], contact=row["contact"], note=row["note"])


def _project(row: Row) -> Project:
    rate = row["cashback_rate"]
    return Project(
        key=row["id"],
        account=row["account"],
        number=row["number"],
        title=row["title"],
        partner=row["partner"],
        status=ProjectStatus(row["status"]),
        copied_at=_from_seconds(row["copied_at"]),
        requested_at=_instant(row["requested_at"]),
        answered_at=_from_seconds(row["answered_at"]),
        created_at=_instant(row["created_at"]),
        created_assumed=bool(row["created_assumed"]),
        valid_until=_instant(row["valid_until"]),
        cashback_rate=None if rate is None else Decimal(rate),
        product_rates={k: Decimal(v) for k, v in json.loads(row["product_rates"]).items()},
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
        paid_at=_instant(row["paid_at"]),
        payable=row["payable"],
        cash_paid=row["cash_paid"],
        parent=row["parent"],
        project=row["project"],
        window=None if window is None else Window(window),
        associated_at=_instant(row["associated_at"]),
        note=row["note"],
    )


def _receipt(row: Row) -> Receipt:
    return Receipt(
        key=row["id"],
        received_at=parse_instant(row["received_at"]),
        amount=row["amount"],
        note=row["note"],
    )


def _cashback(row: Row) -> Cashback:
    return Cashback(
        key=row["id"],
        account=row["account"],
        order=row["order_number"],
        received_at=parse_instant(row["received_at"]),
        amount=row["amount"],
        note=row["note"],
        receipt=row["receipt_id"],
        undone=bool(row["undone"]),
    )


def _sighting(row: Row) -> Sighting:
    window = row["window"]
    return Sighting(
        key=row["id"],
        account=row["account"],
        order=row["order_number"],
        seen_at=parse_instant(row["seen_at"]),
        window=None if window is None else Window(window),
        said=row["said"],
    )


def _evidence(row: Row) -> Evidence:
    kind = SubjectKind(row["kind"])
    of_order = kind is SubjectKind.ORDER
    return Evidence(
        key=row["id"],
        subject=EvidenceSubject(
            kind=kind,
            account=row["account"] if of_order else "",
            order=row["order_number"] if of_order else "",
            key=row["subject_key"],
        ),
        sha256=row["sha256"],
        media_type=MediaType(row["media_type"]),
        size=row["size"],
        added_at=parse_instant(row["added_at"]),
        name=row["name"],
        note=row["note"],
        voided_at=_instant(row["voided_at"]),
        void_reason=row["void_reason"],
    )


def _answer(row: Row) -> ChecklistAnswer:
    return ChecklistAnswer(
        key=row["id"],
        account=row["account"],
        item=row["item"],
        value=bool(row["value"]),
        answered_at=parse_instant(row["answered_at"]),
    )


_READERS: Mapping[str, Callable[[Row], Record]] = {
    "accounts": _account,
    "partners": _partner,
    "projects": _project,
    "orders": _order,
    "receipts": _receipt,
    "cashback": _cashback,
    "sightings": _sighting,
    "evidence": _evidence,
    "answers": _answer,
}


def _seconds(value: datetime | None) -> int:
    """Return a moment in seconds since 1970; 0 for none."""
    return 0 if value is None else int(value.timestamp())


def _from_seconds(value: int) -> datetime | None:
    return None if value == 0 else _EPOCH + timedelta(seconds=value)


def _text(value: datetime | None) -> str | None:
    return None if value is None else format_instant(value)


def _instant(value: str | None) -> datetime | None:
    return None if value is None else parse_instant(value)
