"""Records as the columns of a row, and a row as the record it stands for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

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

Row = Mapping[str, Any]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


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
        "answer": "" if record.answer is None else record.answer.value,
        "amount": record.amount,
        "answered_at": _text(record.answered_at),
        "statement": record.statement.isoformat(),
        "partner": record.partner,
        "claimed": record.claimed,
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
        answer=AnswerKind(row["answer"]) if row["answer"] else None,
        amount=row["amount"],
        answered_at=parse_instant(row["answered_at"]),
        statement=date.fromisoformat(row["statement"]),
        partner=row["partner"],
        claimed=row["claimed"],
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


READERS: Mapping[str, Callable[[Row], Record]] = {
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
