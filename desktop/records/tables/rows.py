"""Records to and from rows: a row holds the keys of account and partner, a record their names."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, cast

from desktop.base.progress import batches
from desktop.domain.journal import Record
from desktop.domain.model import (
    Account,
    AnswerKind,
    Billing,
    Cashback,
    ChecklistAnswer,
    Comparison,
    Evidence,
    EvidenceSubject,
    MediaType,
    Order,
    OrderStatus,
    Partner,
    PartnerAnswer,
    Project,
    ProjectStatus,
    RateEntry,
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
    PartnerAnswer: "partner_answers",
    Evidence: "evidence",
    ChecklistAnswer: "answers",
    Comparison: "comparisons",
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
    "comparisons": (
        "SELECT comparisons.*, accounts.uid AS account FROM comparisons "
        "JOIN accounts ON accounts.id = account_id"
    ),
    "partner_answers": (
        "SELECT partner_answers.*, accounts.uid AS account FROM partner_answers "
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


def read_sightings(
    connection: sqlite3.Connection, uid: str, number: str | None = None
) -> Iterator[Sighting]:
    """Return the sightings of an account, or of one order of it, first to last.

    Raises DamagedRow as `read_all` does.
    """
    where, values = "WHERE accounts.uid = ?", [uid]
    if number is not None:
        where, values = f"{where} AND order_number = ?", [uid, number]
    query = f"{_SELECTS['sightings']} {where} ORDER BY sightings.id"
    return cast("Iterator[Sighting]", _each(connection.execute(query, values), "sightings"))


def read_answer(connection: sqlite3.Connection, account: str, number: str) -> PartnerAnswer | None:
    """Return what a partner said of an order last; None for nothing. Raises as `read_all` does."""
    cursor = connection.execute(
        f"{_SELECTS['partner_answers']} WHERE accounts.uid = ? AND order_number = ?",
        [account, number],
    )
    return cast("PartnerAnswer | None", next(_each(cursor, "partner_answers"), None))


def read_keys(
    connection: sqlite3.Connection, table: str, column: str, keys: Iterable[int]
) -> Iterator[Record]:
    """Return the records of a table whose column is one of the keys, some at a time.

    Raises as `read_all` does. Not for orders.
    """
    for some in batches(keys):
        within = f"{table}.{column} IN ({','.join('?' * len(some))})"
        cursor = connection.execute(f"{_SELECTS[table]} WHERE {within} ORDER BY {table}.id", some)
        yield from _each(cursor, table)


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
        return {
            "name": record.name,
            "contact": record.contact,
            "wants": record.wants,
            "rates": _rates_text(record.rates),
            "excluded_products": _products_text(record.excluded_products),
            "note": record.note,
        }
    if isinstance(record, Project):
        return _project_row(record)
    if isinstance(record, Order):
        return dict(zip(ORDER_COLUMNS, order_values(record), strict=True))
    if isinstance(record, Sighting):
        return {
            "order_number": record.order,
            "seen_at": _text(record.seen_at),
            "window": None if record.window is None else record.window.value,
            "said": record.said,
            "worked": int(record.worked),
            "paid_at": _seconds(record.paid_at),
        }
    if isinstance(record, PartnerAnswer):
        return _answer_row(record)
    if isinstance(record, Evidence):
        return _evidence_row(record)
    if isinstance(record, ChecklistAnswer):
        return {
            "item": record.item,
            "value": int(record.value),
            "answered_at": _text(record.answered_at),
        }
    if isinstance(record, Comparison):
        return {"compared_at": _text(record.compared_at)}
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


def _answer_row(record: PartnerAnswer) -> dict[str, Any]:
    return {
        "order_number": record.order,
        "answer": record.answer.value,
        "amount": record.amount,
        "answered_at": _text(record.answered_at),
        "statement": record.statement.isoformat(),
        "partner": record.partner,
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
        "later_rates": _rates_text(record.later_rates),
        "excluded_products": _products_text(record.excluded_products),
        "renewals": int(record.renewals),
        "request_text": record.request_text,
        "note": record.note,
    }


ORDER_COLUMNS = (
    "number",
    "kind",
    "billing",
    "status",
    "created_at",
    "product",
    "title",
    "paid_at",
    "payable",
    "cash_paid",
    "parent",
    "project",
    "window",
    "associated_at",
    "note",
)
"""The columns of an order that `order_values` gives."""


def order_values(record: Order) -> tuple[str | int | None, ...]:
    """Return what stands in the `ORDER_COLUMNS` of an order, in their order."""
    return (
        record.number,
        record.kind,
        record.billing.value,
        record.status.value,
        format_instant(record.created_at),
        record.product,
        record.title,
        _text(record.paid_at),
        record.payable,
        record.cash_paid,
        record.parent,
        record.project,
        None if record.window is None else record.window.value,
        _text(record.associated_at),
        record.note,
    )


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
        copied_at=_from_seconds(row["copied_at"]),
        requested_at=_instant(row["requested_at"]),
        answered_at=_from_seconds(row["answered_at"]),
        created_at=_instant(row["created_at"]),
        created_assumed=bool(row["created_assumed"]),
        valid_until=_instant(row["valid_until"]),
        **_promised(row),
        renewals=bool(row["renewals"]),
        request_text=row["request_text"],
        note=row["note"],
    )


def _rates_text(entries: Iterable[RateEntry]) -> str:
    made = [
        (entry.product, str(entry.rate), None if entry.since is None else entry.since.isoformat())
        for entry in entries
    ]
    return json.dumps(made, ensure_ascii=False)


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


def _products_text(products: Iterable[str]) -> str:
    return json.dumps(sorted(products), ensure_ascii=False)


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
        worked=bool(row["worked"]),
        paid_at=_from_seconds(row["paid_at"]),
    )


def _comparison(row: Row) -> Comparison:
    return Comparison(
        key=row["id"],
        account=row["account"],
        compared_at=parse_instant(row["compared_at"]),
    )


def _partner_answer(row: Row) -> PartnerAnswer:
    return PartnerAnswer(
        key=row["id"],
        account=row["account"],
        order=row["order_number"],
        answer=AnswerKind(row["answer"]),
        amount=row["amount"],
        answered_at=parse_instant(row["answered_at"]),
        statement=date.fromisoformat(row["statement"]),
        partner=row["partner"],
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
    "partner_answers": _partner_answer,
    "evidence": _evidence,
    "answers": _answer,
    "comparisons": _comparison,
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
